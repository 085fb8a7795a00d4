"""Départements, however people write them."""

from __future__ import annotations

import pytest

from forms.company.places import are_everywhere, departments_in
from hub.geography import DEPARTMENTS


@pytest.mark.parametrize(
    ("typed", "codes"),
    [
        ("59", ["59"]),
        ("1 2a 974", ["01", "2A", "974"]),
        ("Nord et Pas de Calais", ["59", "62"]),
        ("La Réunion; seine saint denis / Val-d’Oise (95)", ["93", "95", "974"]),
        ("59, 59, Nord", ["59"]),
        ("59 62", ["59", "62"]),
        ("93-94", ["93", "94"]),
        ("59 - 62, 2A–2b", ["2A", "2B", "59", "62"]),
        ("Seine-St-Denis, Réunion", ["93", "974"]),
        ("Hauts-de-France", ["02", "59", "60", "62", "80"]),
        ("Corse et Nord", ["2A", "2B", "59"]),
        ("IDF", ["75", "77", "78", "91", "92", "93", "94", "95"]),
        ("PACA + le 974", ["04", "05", "06", "13", "83", "84", "974"]),
        ("la région Hauts-de-France", ["02", "59", "60", "62", "80"]),
        ("Région Nord-Pas-de-Calais", ["59", "62"]),
        ("département du Nord & dépt 62", ["59", "62"]),
        ("DOM", ["971", "972", "973", "974", "976"]),
        ("75, 92 et 93", ["75", "92", "93"]),
        ("75-77-78", ["75", "77", "78"]),
        ("59 Nord, Oise 60, 2a - Corse du Sud", ["2A", "59", "60"]),
        ("", []),
    ],
)
def test_departments_are_read_as_people_write_them(typed: str, codes: list[str]) -> None:
    assert departments_in(typed) == (codes, [])


@pytest.mark.parametrize("code", DEPARTMENTS)
def test_every_department_is_known_by_number_and_by_name(code: str) -> None:
    assert departments_in(DEPARTMENTS[code].name) == departments_in(code) == ([code], [])


@pytest.mark.parametrize("typed", ["France entière", "toute la France", "NATIONAL", "partout"])
def test_the_whole_country_is_everywhere(typed: str) -> None:
    codes, unknown = departments_in(typed)
    assert are_everywhere(codes)
    assert unknown == []


def test_the_overseas_are_those_where_people_live() -> None:
    codes, unknown = departments_in("outre-mer")
    assert all(DEPARTMENTS[code].overseas and DEPARTMENTS[code].population for code in codes)
    assert (len(codes), unknown) == (11, [])


@pytest.mark.parametrize("typed", ["20", "00", "Flandre", "75 Nord", "999"])
def test_what_is_no_department_is_handed_back(typed: str) -> None:
    assert departments_in(typed) == ([], [typed])
