"""What is written in docs/ is so: the states that are drawn, the keys that are listed, the names, the links."""

from __future__ import annotations

import re
from importlib import import_module
from pathlib import Path

import pytest

from hub.lifecycle import ANSWERS, MOVES, OWNERS, Answer
from hub.vault.keys import HOLDS, Process
from tests.house.ground import ROOT

DOCUMENTS = sorted([ROOT / "README.md", *(ROOT / "docs").rglob("*.md")])
ARCHITECTURE = (ROOT / "docs" / "architecture.md").read_text()
NAME = re.compile(r"`((?:hub|forms|associations|emails|worker|wsgi)(?:\.(?!py`)\w+)+)`")
LINK = re.compile(r"\]\((?!https?:)([^)#]+)")
OUTSIDE = re.compile(r"\b(?:FIELD|DESIGN|LOOK|DEPENDENCIES|BRIEF)\.md\b")


def place(path: Path) -> str:
    return str(path.relative_to(ROOT))


def table(under: str) -> list[list[str]]:
    """The rows of the first table under a heading, each cell as it is written, without the row of dashes."""
    section = ARCHITECTURE.split(f"{under}\n", 1)[1]
    lines = section[section.index("|") :].split("\n\n", 1)[0].splitlines()
    return [[cell.strip() for cell in line.strip("|").split("|")] for line in lines if "---" not in line]


def code(cell: str) -> list[str]:
    return re.findall(r"`(\w+)`", cell)


def test_the_moves_of_a_referral_are_drawn_as_they_are() -> None:
    drawn = {code(row[0])[0]: (set(code(row[1])), code(row[2])) for row in table("### A referral")[1:]}
    assert drawn == {
        state: (set(to), [owner] if (owner := OWNERS[state]) else []) for state, to in MOVES.items()
    }


def test_the_answers_to_an_offer_are_drawn_as_they_are() -> None:
    head, *rows = table("### An offer")
    answers = [code(cell)[0] for cell in head[1:]]
    drawn = {
        (code(row[0])[0], answer): code(cell)[0]
        for row in rows
        for answer, cell in zip(answers, row[1:], strict=True)
        if code(cell)
    }
    assert set(answers) == set(Answer)
    assert drawn == ANSWERS


def test_each_process_holds_the_keys_that_are_listed() -> None:
    head, *rows = table("### Keys")
    listed: dict[str, set[str]] = {process: set() for process in Process}
    for name, _, *held in rows:
        for process, mark in zip(head[2:], held, strict=True):
            if process in listed and "✓" in mark:
                listed[process].add(code(name)[0])
    assert listed == {process: set(names) for process, names in HOLDS.items()}


@pytest.mark.parametrize("document", DOCUMENTS, ids=place)
def test_every_name_that_is_written_leads_to_the_code(document: Path) -> None:
    assert [name for name in NAME.findall(document.read_text()) if not exists(name)] == []


@pytest.mark.parametrize("document", DOCUMENTS, ids=place)
def test_every_link_leads_to_a_file(document: Path) -> None:
    linked = [document.parent / target for target in LINK.findall(document.read_text()) if "{" not in target]
    assert [place(target) for target in linked if not target.exists()] == []


@pytest.mark.parametrize("document", DOCUMENTS, ids=place)
def test_no_document_leans_on_a_paper_that_is_elsewhere(document: Path) -> None:
    assert OUTSIDE.findall(document.read_text()) == []


def exists(name: str) -> bool:
    parts = name.split(".")
    for cut in range(len(parts), 0, -1):
        try:
            found: object = import_module(".".join(parts[:cut]))
        except ModuleNotFoundError:
            continue
        for part in parts[cut:]:
            found = getattr(found, part, None)
        return found is not None
    return False
