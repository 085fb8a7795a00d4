"""How the survey of public sources became the first directory."""

from __future__ import annotations

from pathlib import Path

import pytest

from associations.directory_from_csv import Row, entry_of, main, rows
from associations.directory_readings import READINGS
from hub import directory

ORIGIN = directory.DEFAULT / "origin.csv"
ROWS = rows(ORIGIN.read_text(encoding="utf-8"))


def test_every_row_becomes_a_readable_file(tmp_path: Path) -> None:
    main(str(ORIGIN), str(tmp_path))
    assert directory.read(tmp_path) == sorted(map(entry_of, ROWS), key=lambda entry: entry.profile.slug)
    assert len(ROWS) == 36


@pytest.mark.parametrize("slug", ["100-chances", "gip-fcip-lille"])
def test_an_unquoted_comma_in_the_source_stays_in_the_source(slug: str) -> None:
    [row] = [row for row in ROWS if row.slug == slug]
    assert entry_of(row).sources == ("Collectif Mentorat, Rapport d’activité 2023",)


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row.slug)
def test_a_hard_criterion_is_never_dropped_without_a_word(row: Row) -> None:
    assert not row.hard_criteria or READINGS[row.slug].notes


def test_every_reading_is_of_a_row() -> None:
    assert {row.slug for row in ROWS} >= READINGS.keys()


@pytest.mark.parametrize("entry", [entry_of(row) for row in ROWS], ids=lambda entry: entry.profile.slug)
def test_notes_are_typed_as_french_is(entry: directory.Entry) -> None:
    for note in entry.notes:
        assert not any(mark in note for mark in (" :", " ;", "« ", " »", "'"))
