"""The other sheets of a workbook: only the first is read, and its sender hears of the others."""

from __future__ import annotations

import re
from collections.abc import Sequence
from io import BytesIO

import pytest
from flask import Flask
from openpyxl import Workbook, load_workbook

from forms.batch.bounded import table_of
from tests.forms.batch.professional import Professional, counts
from tests.forms.conftest import Hidden
from tests.parts.files import CELLS, people, xlsx_of

NOTICE = re.compile(r"(L[ae]s? feuilles? .+?lues?) : seule la première l’est")


@pytest.fixture
def ana(door: Flask) -> Professional:
    return Professional.at(door)


def rows(count: int) -> list[list[str]]:
    return [[*CELLS], *([*each.values()] for each in people(count))]


def book_of(**sheets: Sequence[Sequence[object]]) -> Workbook:
    book = Workbook()
    del book["Sheet"]
    for title, lines in sheets.items():
        sheet = book.create_sheet(title)
        for line in lines:
            sheet.append(list(line))
    return book


def saved(book: Workbook) -> bytes:
    written = BytesIO()
    book.save(written)
    return written.getvalue()


def said(ana: Professional, content: bytes) -> str:
    preview = ana.send_file(content)
    assert preview.status_code == 200 and counts(preview)["lignes prêtes"] == 2
    return " / ".join(NOTICE.findall(preview.text.replace("\u202f", " ")))


def test_those_that_hold_something_are_named_and_the_empty_ones_are_not(ana: Professional) -> None:
    book = book_of(Jeunes=rows(2), Terminale=rows(3), Feuil3=[], Suite=[["x"]])
    assert said(ana, saved(book)) == "Les feuilles Terminale, Suite n’ont pas été lues"
    del book["Suite"]
    assert said(ana, saved(book)) == "La feuille Terminale n’a pas été lue"
    del book["Terminale"]
    assert said(ana, saved(book)) == said(ana, xlsx_of(rows(2))) == ""


def test_one_that_nobody_sees_is_not_named(ana: Professional) -> None:
    book = book_of(Jeunes=rows(2), Listes=rows(3))
    book["Listes"].sheet_state = "hidden"
    assert said(ana, saved(book)) == ""


def test_the_template_s_own_are_not_named_but_one_more_is(ana: Professional) -> None:
    ours = ana.visitor.open("/inscrire-un-jeune/plusieurs/modele/mission_locale.xlsx").data
    book = load_workbook(BytesIO(ours))
    titles = [cell.value for cell in book.worksheets[0][1]]
    for each in people(2):
        book.worksheets[0].append([each.get(str(title), "") for title in titles])
    assert said(ana, saved(book)) == ""
    book.create_sheet("2nde B").append(["Lou"])
    assert said(ana, saved(book)) == "La feuille 2nde B n’a pas été lue"


def test_a_page_open_for_too_long_still_names_them_and_only_sealed(ana: Professional) -> None:
    preview = ana.send_file(saved(book_of(Jeunes=rows(2), Terminale=rows(3))))
    assert "Terminale" not in "".join(Hidden(preview.text).fields.values())
    again = ana.confirm(preview, **{"csrf_token": "old"})
    assert again.status_code == 422 and "La feuille Terminale n’a pas été lue" in again.text


def test_of_a_name_without_end_and_of_names_without_number_only_so_much_leaves_the_cage() -> None:
    book = book_of(Jeunes=rows(2), **{f"feuille {number}": [["x"]] for number in range(60)})
    with pytest.warns(UserWarning, match="31 characters"):
        book["feuille 0"].title = "x" * 5000
    table = table_of(saved(book))
    assert len(table.unread) == 20 and table.unread[0] == "x" * 31
    assert "x" not in repr(table)


def test_what_is_no_workbook_has_no_other_sheet() -> None:
    assert table_of(b"Nom\nLou").unread == []
