"""The impact assessment proves what it says: each technical measure cites a test, and that test is there."""

from __future__ import annotations

import re

from tests.house.ground import ROOT

ASSESSMENT = (ROOT / "docs" / "aipd.md").read_text()
RECORD = (ROOT / "docs" / "registre-des-traitements.md").read_text()
CITED = re.compile(r"`(tests/[\w/]+\.py)::(test_\w+)`")
ROW = re.compile(r"^\|(?!\s*-)(.+)\|$", re.MULTILINE)


def shown_tables() -> list[list[list[str]]]:
    """The tables that end in a column of tests, each without its head."""
    tables = re.split(r"\n(?!\|)", ASSESSMENT)
    rows = [[[cell.strip() for cell in row.split("|")] for row in ROW.findall(table)] for table in tables]
    return [table[1:] for table in rows if table and table[0][-1].startswith("montré")]


def missing(cited: list[tuple[str, str]]) -> list[str]:
    return [f"{file}::{test}" for file, test in cited if not is_there(file, test)]


def is_there(file: str, test: str) -> bool:
    path = ROOT / file
    return path.exists() and re.search(rf"^def {test}\(", path.read_text(), re.MULTILINE) is not None


def test_each_measure_cites_a_test_that_exists() -> None:
    tables = shown_tables()
    assert len(tables) >= 7
    assert [row for table in tables for row in table if not CITED.fullmatch(row[-1])] == []
    assert missing(CITED.findall(ASSESSMENT)) == []


def test_a_test_that_nobody_wrote_would_be_missed() -> None:
    assert missing([("tests/hub/vault/test_vault.py", "test_nothing_at_all")]) != []
    assert missing([("tests/hub/test_nowhere.py", "test_what_was_sealed_opens")]) != []


def test_each_treatment_says_its_legal_ground_its_readers_and_its_term() -> None:
    head, *rows = [[cell.strip() for cell in row.split("|")] for row in ROW.findall(RECORD)]
    assert head[4:] == ["base légale", "destinataires", "durée"]
    assert len(rows) >= 13
    assert [row for row in rows if len(row) != len(head) or not all(row)] == []
