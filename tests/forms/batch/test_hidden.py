"""The rows that a spreadsheet hides, by a filter most often: nobody whom its sender does not see is registered."""

from __future__ import annotations

from collections.abc import Iterable

import pytest
from flask import Flask
from werkzeug.test import TestResponse

from tests.forms.batch.professional import Professional, counts
from tests.forms.conftest import registered
from tests.parts.files import CELLS, people, xlsx_of


@pytest.fixture
def ana(door: Flask) -> Professional:
    return Professional.at(door)


def sent(ana: Professional, count: int, *, hidden: Iterable[int], above: int = 0) -> TestResponse:
    """So many young people, of whom some lines, numbered as the spreadsheet does, are hidden."""
    lines = [[*each.values()] for each in people(count)]
    return ana.send_file(xlsx_of([["Groupe B"]] * above + [[*CELLS], *lines], hidden=hidden))


def test_those_whom_a_filter_hides_are_not_registered_and_their_lines_are_named(
    door: Flask, ana: Professional
) -> None:
    preview = sent(ana, 8, hidden=[3, 4, 5, 8])
    assert counts(preview) == {"lignes prêtes": 4, "à corriger": 0}
    assert "4 lignes sont masquées dans votre fichier" in preview.text and "lignes 3 à 5, 8" in preview.text
    result = ana.confirm(preview)
    assert counts(result)["inscrits à l’instant"] == len(registered(door)) == 4
    assert "<td>R1</td>" not in result.text and "<td>R4</td>" in result.text


def test_one_line_hidden_is_named_and_none_is_not(ana: Professional) -> None:
    assert "La ligne 3 est masquée dans votre fichier" in sent(ana, 2, hidden=[3]).text
    assert "masqué" not in sent(ana, 2, hidden=[]).text


def test_a_page_open_for_too_long_still_names_them(ana: Professional) -> None:
    preview = sent(ana, 2, hidden=[3])
    again = ana.confirm(preview, **{"csrf_token": "old"})
    assert again.status_code == 422 and "La ligne 3 est masquée" in again.text


def test_a_file_whose_lines_are_all_hidden_is_said_to_be_so(ana: Professional) -> None:
    preview = sent(ana, 3, hidden=[2, 3, 4])
    assert preview.status_code == 200 and "3 lignes sont masquées" in preview.text
    assert "Inscrire ce" not in preview.text and counts(preview) == {}


def test_what_is_hidden_above_the_headings_is_nobody(ana: Professional) -> None:
    preview = sent(ana, 3, hidden=range(1, 13), above=12)
    assert counts(preview) == {"lignes prêtes": 3, "à corriger": 0} and "masqué" not in preview.text


def test_a_long_list_of_which_few_are_seen_is_read(ana: Professional) -> None:
    preview = sent(ana, 700, hidden=range(12, 702))
    assert counts(preview) == {"lignes prêtes": 10, "à corriger": 0}
    assert "690 lignes sont masquées" in preview.text and "lignes 12 à 701" in preview.text


def test_five_hundred_are_read_beside_those_who_are_hidden_and_no_more(ana: Professional) -> None:
    assert counts(sent(ana, 510, hidden=range(2, 12)))["lignes prêtes"] == 500
    assert "plus de 500 lignes" in sent(ana, 511, hidden=range(2, 12)).text


def test_of_lines_hidden_here_and_there_the_first_are_named(ana: Professional) -> None:
    preview = sent(ana, 60, hidden=range(3, 60, 2))
    assert "lignes 3, 5, 7, " in preview.text and ", 39, 41…)" in preview.text
