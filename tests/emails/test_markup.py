"""The source of a letter is read strictly, and what is filled in stays words."""

from __future__ import annotations

import html
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from emails.markup import Shape, SpoiltSource, read

LETTER = (
    "subject: Bonjour\n\nBonjour {{ name }}, **{{ name }}**.\n\n- un\n- {{ name }}\n\n[Ouvrir]({{ link }})\n"
)
WORDS = st.text(alphabet=st.characters(exclude_categories=["Cs", "Cc"]))


def rendered(source: str, **facts: str) -> str:
    return "\n".join(line for block in read(source).blocks for line in block.html(facts))


@given(WORDS)
def test_a_name_never_becomes_a_tag_a_link_or_a_list(name: str) -> None:
    written = rendered(LETTER, name=name, link="https://hub.example/")
    assert re.findall(r"<[^>]*>", written) == ["<strong>", "</strong>"]
    assert html.unescape(written).startswith(f"Bonjour {name}, <strong>{name}</strong>.")


@given(WORDS)
def test_a_name_is_the_same_in_the_plain_letter(name: str) -> None:
    (block,) = read("subject: Bonjour\n\n«{{ name }}»").blocks
    assert block.plain({"name": name}) == [f"«{name}»"]


def test_a_name_written_like_the_markup_stays_a_name() -> None:
    block, *others = read("subject: Bonjour\n\n{{ name }}").blocks
    assert block.shape is Shape.PARAGRAPH
    assert others == []
    assert block.html({"name": "[ici](https://x.example) **- non**\n\n- {{ link }}"}) == [
        "[ici](https://x.example) **- non**\n\n- {{ link }}"
    ]


def test_a_line_with_nothing_to_say_is_left_out() -> None:
    (block,) = read("subject: Bonjour\n\n- un\n- {% if more %}deux{% endif %}").blocks
    assert block.plain({"more": ""}) == ["un"]
    assert block.plain({"more": "oui"}) == ["un", "deux"]


def test_strong_words_alone_in_their_block_are_shown_big() -> None:
    (block,) = read("subject: Bonjour\n\n**{{ code }}**").blocks
    assert block.shape is Shape.FIGURE
    assert block.plain({"code": "123456"}) == ["123456"]


@pytest.mark.parametrize(
    ("spoilt", "expected"),
    [
        ("Bonjour\n\nTexte", "begins with 'subject"),
        ("subject: Bonjour {{ name }}\n\nTexte", "begins with 'subject"),
        ("subject: Bonjour {% if x %}\n\nTexte", "begins with 'subject"),
        ("subject: Bonjour\npath: 6\n\nTexte", "begins with 'subject"),
        ("subject: Bonjour\nReply-To: x@y.example\n\nTexte", "begins with 'subject"),
        ("subject: Bonjour\n\n<b>Texte</b>", "neither HTML nor tabs"),
        ("subject: Bonjour\n\nTexte&nbsp;!", "neither HTML nor tabs"),
        ("subject: Bonjour\n\n[Ouvrir](https://x.example)", "a button is written"),
        ("subject: Bonjour\n\n[Ouvrir]({{ link }}) et encore", "a button is written"),
        ("subject: Bonjour\n\n[Un]({{ a }})\n\n[Deux]({{ b }})\n\n[Trois]({{ c }})", "two buttons"),
        ("subject: Bonjour\n\n- un\n\ntexte\n\n- deux", "one list at most"),
        ("subject: Bonjour\n\n**un**\n\n**deux**", "one figure at most"),
    ],
)
def test_a_spoilt_source_says_what_was_expected(spoilt: str, expected: str) -> None:
    with pytest.raises(SpoiltSource, match=expected):
        read(spoilt)


def test_the_stage_is_read_where_there_is_one() -> None:
    assert read("subject: Bonjour\npath: 3\n\nTexte").stage == 3
    assert read("subject: Bonjour\n\nTexte").stage is None
