"""The texts of the pages: each file is whole, its links lead somewhere, and a wrong one says its line."""

from __future__ import annotations

import re
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from flask import Flask
from flask_babel import force_locale
from markupsafe import Markup
from werkzeug.exceptions import HTTPException

from forms import content
from forms.views import CONTENT_PAGES
from hub import manuscripts, prose
from hub.strict_yaml import BadFile

FRONT = "---\ntitle: Un titre\ndescription: Une phrase assez longue pour dire ce que l’on trouve sur la page.\n---\n"
LOOSE = re.compile(r"[\w»)] [;:!?»]|« |[\w»)][;!?»](?=\s|$)|\w'\w")
OUTSIDE = re.compile(r"(?:https://|mailto:|tel:)\S+")
LONGEST_TITLE = 60


def read(tmp_path: Path, body: str, front: str = FRONT) -> manuscripts.Manuscript:
    path = tmp_path / "essai.md"
    path.write_text(front + body)
    return manuscripts.read(path)


def html(text: str, root: str = "") -> Markup:
    return prose.render(prose.blocks(text), say=str, root=root, labelled_by="ici")


@pytest.mark.parametrize("address", CONTENT_PAGES.values())
def test_each_page_has_its_file(address: str) -> None:
    assert address.rpartition("/")[2] in content.names()


@pytest.mark.parametrize("name", content.names())
def test_a_file_is_whole_and_its_title_fits_a_tab(name: str) -> None:
    front = content.manuscript(name).front
    assert len(front.get("short", front["title"]) + " – La Passerelle") <= LONGEST_TITLE


@pytest.mark.parametrize("name", content.names())
def test_the_french_of_a_file_is_set_as_french(name: str) -> None:
    written = content.manuscript(name)
    assert [f"{name}.md:{line}: {text}" for line, text in written.msgids() if LOOSE.search(text)] == []


@pytest.mark.parametrize("name", content.names())
def test_each_link_of_a_file_leads_somewhere(door: Flask, name: str) -> None:
    written = content.manuscript(name)
    assert [f"{name}.md:{line}: {link}" for line, link in written.links() if not leads(door, link)] == []


def leads(door: Flask, link: str) -> bool:
    """Outside, or to a page that there is and, in a page made of content, to one of its headings."""
    if not link.startswith("/"):
        return bool(OUTSIDE.fullmatch(link))
    parts = urlsplit(link)
    try:
        door.url_map.bind("localhost").match(parts.path)
    except HTTPException:
        return False
    if not parts.fragment:
        return True
    written = content.manuscript(parts.path.rpartition("/")[2])
    return parts.fragment in written.anchors()


@pytest.mark.parametrize(
    ("front", "body", "said"),
    [
        ("title: Rien", "", "essai.md, ligne 1 : attendu d’abord"),
        ("---\ntitle: Un titre\n---\n", "", "essai.md, ligne 2 : clés manquantes : description"),
        ("---\ntitle: Un titre\ndescription: Court.\n---\n", "", "essai.md, ligne 3 : attendu une phrase"),
        (FRONT, "\nBonjour.\n\n# Encore un titre\n", "essai.md, ligne 8 : le titre de la page"),
        (FRONT, "\n## Questions {question}\n", "essai.md, ligne 6 : repère inconnu"),
        (FRONT, "\n## A {portes}\n\n### B {coeur}\n", "essai.md, ligne 8 : icône inconnue"),
        (FRONT, "\n## Questions {questions}\n\nRien.\n", "essai.md, ligne 6 : sous un titre à repère"),
    ],
)
def test_a_wrong_file_says_its_line(tmp_path: Path, front: str, body: str, said: str) -> None:
    with pytest.raises(BadFile) as wrong:
        read(tmp_path, body, front)
    assert str(wrong.value).replace("\u202f", " ").startswith(said)


def test_sections_are_cut_at_their_titles(tmp_path: Path) -> None:
    written = read(
        tmp_path, "\nBonjour.\n\n## Un\n\nA\n\n### Deux\n\nB\n\n## Trois {questions}\n\n### Deux\n\nC\n"
    )
    assert [(chapter.slug, chapter.kind) for chapter in written.chapters] == [
        ("un", "text"),
        ("trois", "questions"),
    ]
    assert written.anchors() == {"un", "deux", "trois", "deux-2"}
    assert [text for _line, text in written.msgids()][2:] == [
        "Un",
        "Trois",
        "Deux",
        "Bonjour.",
        "A",
        "Deux",
        "B",
        "C",
    ]


def test_a_link_of_a_file_is_found_on_its_line(tmp_path: Path) -> None:
    written = read(tmp_path, "\nVoir\n[ici](/la).\n\n- Et [là](https://example.org)\n")
    assert list(written.links()) == [(6, "/la"), (9, "https://example.org")]


def test_links_stay_in_the_language_of_the_page() -> None:
    assert 'href="/en/urgence"' in html("[Urgence](/urgence)", root="/en")
    assert 'href="https://example.org" rel="noopener noreferrer"' in html("[Ailleurs](https://example.org)")


def test_links_alone_with_a_button_title_are_buttons() -> None:
    row = html('[Oui](/oui "bouton") [Peut-être](/non "bouton discret")')
    assert row.startswith('<p class="actions"><a href="/oui" class="button">Oui</a>')
    assert 'class="button button--quiet"' in row and "title=" not in row
    assert "actions" not in html('Ou [oui](/oui "bouton")')


def test_raw_html_is_only_text() -> None:
    assert "<script" not in html("<script>alert(1)</script>\n\nEt <b onclick=x>ici</b> [non](javascript:x)")
    assert "<b" not in html("Et <b onclick=x>ici</b>") and "href" not in html("[non](javascript:x)")


def test_a_table_scrolls_and_names_itself() -> None:
    table = html("| Qui | Quoi |\n|:-:|---|\n| a | b |\n")
    assert 'role="group" aria-labelledby="ici"' in table
    assert '<th scope="col">Qui</th>' in table and "style" not in table


def test_a_table_without_a_first_heading_names_its_rows() -> None:
    table = html("| | Quoi |\n|---|---|\n| a | b |\n")
    assert re.findall(r"<t[hd](?: [^>]*)?>", table) == [
        "<td>",
        '<th scope="col">',
        '<th scope="row">',
        "<td>",
    ]


def test_each_block_is_translated_before_it_is_read() -> None:
    english = {"Un **mot** fort": "A *strong* word"}
    tokens = prose.blocks("Un **mot**\nfort\n\n> Non traduit")
    said = prose.render(tokens, say=lambda text: english.get(text, text), root="", labelled_by="ici")
    assert "<p>A <em>strong</em> word</p>" in said and "Non traduit" in said


def test_every_sentence_of_every_file_is_listed_for_translation() -> None:
    listed = {text for _file, _line, text in content.every_msgid()}
    for name in content.names():
        written = content.manuscript(name)
        assert {text for _line, text in written.msgids()} <= listed


def test_a_page_is_said_again_in_each_language(door: Flask) -> None:
    with door.test_request_context("/urgence"):
        french = content.page("urgence")
        assert content.page("urgence") is french
        with force_locale("en"):
            assert content.page("urgence") is not french
