"""Rule books as people break them: each is refused with its file, its line, and what to do about it."""

from __future__ import annotations

from time import process_time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hub import directory, rules, strict_yaml
from hub.strict_yaml import BadFile, Problem
from tests.hub.rule_books.slips.disagreeing import DISAGREEING
from tests.hub.rule_books.slips.slip import TEXT, Slip
from tests.hub.rule_books.slips.unreadable import UNREADABLE
from tests.hub.rule_books.slips.words import WORDS

PATIENCE_SECONDS = 10
FILE = "routing_rules.yaml"
KNOWN = {entry.profile.slug: entry.profile for entry in directory.read()}
FIRST_KEY = 1 + TEXT[: TEXT.index("sentences:")].count("\n")
SLIPS = {**WORDS, **DISAGREEING, **UNREADABLE}


def refused(content: str | bytes) -> list[Problem]:
    with pytest.raises(BadFile) as caught:
        rules.parse(content, file=FILE, known=KNOWN)
    return list(caught.value.problems)


def plain(sentence: str) -> str:
    """With plain spaces, as the sentences of the slips are typed."""
    return sentence.replace("\u202f", " ").replace("\u00a0", " ")


@pytest.mark.parametrize("slip", SLIPS.values(), ids=SLIPS)
def test_a_slip_is_refused_with_its_line_and_the_remedy(slip: Slip) -> None:
    assert TEXT.count(slip.old) == 1
    line = TEXT[: TEXT.index(slip.old)].count("\n") + 1 + slip.below
    said = [
        (each.file, each.line, plain(each.expected)) for each in refused(TEXT.replace(slip.old, slip.new))
    ]
    assert said == [(FILE, line, slip.said)]


@pytest.mark.parametrize(
    ("content", "line", "said"),
    [
        ("", 1, "le fichier est vide"),
        ("# rien encore\n", 1, "le fichier est vide"),
        (
            "- weights\n",
            1,
            "attendu ces clés : sentences, small_town_below, weights, load, priority, overrides, "
            "consortia, fallback, delays, card_k, webinars",
        ),
        (TEXT.encode("utf-16"), 1, "le fichier n’est pas en UTF-8 : enregistrez-le dans cet encodage"),
        (
            TEXT.encode("latin-1", "replace"),
            1,
            "le fichier n’est pas en UTF-8 : enregistrez-le dans cet encodage",
        ),
        (TEXT + "#" * 65_536, 1, "le fichier est trop long : 64 Kio au plus"),
        (TEXT.replace("card_k: 10\n", ""), FIRST_KEY, "clés manquantes : card_k"),
    ],
    ids=["nothing", "remarks only", "a list", "UTF-16", "Latin-1", "endless", "a part forgotten"],
)
def test_a_whole_file_is_refused_likewise(content: str | bytes, line: int, said: str) -> None:
    assert [(each.file, each.line, plain(each.expected)) for each in refused(content)] == [(FILE, line, said)]


def test_there_are_forty_ways_of_breaking_a_rule_book_at_least() -> None:
    assert len(SLIPS) >= 40


def test_every_slip_of_a_file_is_said_at_once() -> None:
    together = [slip for slip in SLIPS.values() if slip.below == 0 and "YAML" not in slip.said][:9]
    text = TEXT
    for slip in together:
        text = text.replace(slip.old, slip.new)
    assert {plain(problem.expected) for problem in refused(text)} >= {slip.said for slip in together}


def test_the_rule_book_of_the_house_names_only_what_is_known() -> None:
    assert rules.parse(TEXT, known=KNOWN) == rules.load()


@settings(max_examples=40)
@given(cut=st.integers(0, len(TEXT) - 1), length=st.integers(0, 80), put=st.text(max_size=12))
def test_whatever_is_cut_or_typed_is_read_or_refused_in_sentences(cut: int, length: int, put: str) -> None:
    try:
        rules.parse(TEXT[:cut] + put + TEXT[cut + length :], known=KNOWN)
    except BadFile as refusal:
        assert all(problem.line >= 1 and problem.expected for problem in refusal.problems)


@pytest.mark.parametrize("endless", ["? [a]\n: b\n", "{"])
def test_a_text_made_to_keep_the_reader_busy_is_refused_soon(endless: str) -> None:
    started = process_time()
    refused(endless * (strict_yaml.MOST_BYTES // len(endless)))
    assert process_time() - started < PATIENCE_SECONDS
