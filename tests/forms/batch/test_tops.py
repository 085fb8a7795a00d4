"""What stands at the top of a file: it tells what separates the cells, and is no young person."""

from __future__ import annotations

from collections.abc import Iterable

import pytest
from flask import Flask
from werkzeug.test import TestResponse

from tests.forms.batch.professional import Professional, counts
from tests.parts.files import CELLS, csv_of, people, xlsx_of

COMMAS = ", ".join("abcdefghijklmnopqrstuvwxyzabcdefghijkl")
BARS = COMMAS.replace(", ", "|")


@pytest.fixture
def ana(door: Flask) -> Professional:
    return Professional.at(door)


@pytest.mark.parametrize("above", ["", "\n\n", f"Élèves de 2nde, {COMMAS}, 2026\n"])
@pytest.mark.parametrize("quoted", [True, False])
@pytest.mark.parametrize(
    ("separator", "message"),
    [(";", COMMAS), (";", BARS), ("\t", COMMAS), ("|", COMMAS), (",", "a; b"), (",", BARS)],
)
def test_what_separates_the_cells_is_what_separates_the_headings(
    ana: Professional, separator: str, message: str, quoted: bool, above: str
) -> None:
    def line(cells: Iterable[str]) -> str:
        return separator.join(cells)

    titles = [f'"{title}"' if quoted else title for title in CELLS]
    lines = [{**each, "Un mot pour le mentor": message, "Besoins": "Orientation"} for each in people(3)]
    content = above + "\n".join([line(titles), *(line(each.values()) for each in lines)])
    assert counts(ana.send_file(content.encode())) == {"lignes prêtes": 3, "à corriger": 0}


@pytest.mark.parametrize("above", [0, 1, 9])
@pytest.mark.parametrize("xlsx", [True, False])
def test_young_people_alone_are_counted_and_not_what_stands_above_them(
    ana: Professional, above: int, xlsx: bool
) -> None:
    def sent(count: int) -> TestResponse:
        title, lines = ["Élèves de 2nde"], people(count)
        if xlsx:
            return ana.send_file(xlsx_of([*[title] * above, [*CELLS], *([*each.values()] for each in lines)]))
        return ana.send_file("\n".join(title * above + [csv_of(lines).decode("utf-8-sig")]).encode())

    assert counts(sent(500)) == {"lignes prêtes": 500, "à corriger": 0}
    refused = sent(501)
    assert refused.status_code == 422 and "plus de 500 lignes" in refused.text
