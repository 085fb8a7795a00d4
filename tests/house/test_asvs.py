"""``docs/asvs.md``: every requirement of the two levels has its line, and every test that a line cites exists."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

from tests.house.ground import ROOMS, ROOT, Module, modules

DOCUMENT = ROOT / "docs" / "asvs.md"
ASKED = """
1.1: 2; 1.2: 9; 1.3: 11; 1.4: 3; 1.5: 2; 2.1: 3; 2.2: 3; 2.3: 4; 2.4: 1; 3.2: 2; 3.3: 4; 3.4: 6; 3.5: 5; 3.7: 2;
4.1: 3; 4.2: 1; 4.3: 2; 4.4: 4; 5.1: 1; 5.2: 3; 5.3: 2; 5.4: 3; 6.1: 3; 6.2: 12; 6.3: 4; 6.4: 4; 6.5: 5; 6.6: 3;
6.8: 4; 7.1: 3; 7.2: 4; 7.3: 2; 7.4: 5; 7.5: 2; 7.6: 2; 8.1: 2; 8.2: 3; 8.3: 1; 8.4: 1; 9.1: 3; 9.2: 4; 10.1: 2;
10.2: 2; 10.3: 4; 10.4: 11; 10.5: 5; 10.6: 2; 10.7: 3; 11.1: 2; 11.2: 3; 11.3: 3; 11.4: 4; 11.5: 1; 11.6: 1;
12.1: 3; 12.2: 2; 12.3: 4; 13.1: 1; 13.2: 5; 13.3: 2; 13.4: 5; 14.1: 2; 14.2: 4; 14.3: 3; 15.1: 3; 15.2: 3;
15.3: 7; 16.1: 1; 16.2: 5; 16.3: 4; 16.4: 3; 16.5: 3; 17.1: 1; 17.2: 4; 17.3: 2
"""
"""How many requirements of levels 1 and 2 each section of version 5.0.0 holds; they come first in each."""

LINE = re.compile(
    r"^\| v5\.0\.0-(\S+) \| ([12]) \| (.+?) \| (oui|écart|sans objet) \| (.*) \|$", re.MULTILINE
)
CITED = re.compile(r"\[(\w+)\]\(\.\./(tests/[\w/]+\.py)\)")
WRITES = re.compile(
    r"innerHTML|outerHTML|insertAdjacent|document\.write|\beval\(|new Function|sessionStorage|indexedDB"
)
MANNERS = {"httponly", "samesite", "secure"}
CHANCE = {"hub/demo", "hub/simulation", "worker.py"}
"""A story that is told twice the same, a pause that differs from one worker to the next: nothing secret."""


def asked() -> list[str]:
    sections = (section.strip().split(": ") for section in ASKED.split(";"))
    return [f"{section}.{number}" for section, count in sections for number in range(1, int(count) + 1)]


def lines(document: str) -> dict[str, tuple[str, str]]:
    """By requirement, its state and what shows it."""
    return {number: (state, shown) for number, _level, _what, state, shown in LINE.findall(document)}


def wrong(document: str) -> Iterator[str]:
    found = lines(document)
    yield from (f"{number} has no line" for number in asked() if number not in found)
    yield from (f"{number} is no requirement" for number in found if number not in asked())
    for number, (state, shown) in found.items():
        cited = CITED.findall(shown)
        if not (cited if state == "oui" else CITED.sub("", shown).strip(" ,")):
            yield f"{number} shows nothing"
        yield from (
            f"{number} cites {name}, which is not in {file}" for name, file in cited if not exists(name, file)
        )


@cache
def exists(name: str, file: str) -> bool:
    path = ROOT / file
    return path.is_file() and re.search(rf"^def test_{name}\(", path.read_text(), re.MULTILINE) is not None


def test_every_requirement_has_its_line_and_every_test_that_is_cited_exists() -> None:
    assert [*wrong(DOCUMENT.read_text())] == []
    assert len(asked()) == 253


@pytest.mark.parametrize(
    ("written", "mended", "said"),
    [
        ("v5.0.0-1.1.1 ", "v5.0.0-1.1.9 ", "1.1.1 has no line"),
        ("v5.0.0-1.1.1 ", "v5.0.0-1.1.9 ", "1.1.9 is no requirement"),
        ("every_answer_wears_every_header", "every_answer_wears_a_hat", "cites every_answer_wears_a_hat"),
        ("tests/hub/test_shield.py", "tests/hub/test_sword.py", "not in tests/hub/test_sword.py"),
        ("| sans objet | Pas de LaTeX", "| oui | Pas de LaTeX", "1.2.8 shows nothing"),
    ],
)
def test_a_line_that_is_not_so_is_seen(written: str, mended: str, said: str) -> None:
    document = DOCUMENT.read_text()
    assert written in document
    assert any(said in fault for fault in wrong(document.replace(written, mended)))


def scripts() -> list[Path]:
    """Those of the doors: the letterbox of one machine is no part of production."""
    return [path for room in ROOMS if room != "emails" for path in sorted((ROOT / room).rglob("*.js"))]


def test_no_script_writes_html() -> None:
    assert scripts()
    assert {
        path.name: WRITES.findall(path.read_text()) for path in scripts() if WRITES.search(path.read_text())
    } == {}
    keeping = {path.name for path in scripts() if "localStorage" in path.read_text()}
    assert keeping <= {"keys.js"}, "whether somebody wants the shortcuts, and nothing else"


def given_cookies(module: Module) -> Iterator[ast.Call]:
    for node in ast.walk(module.tree):
        if (
            isinstance(node, ast.Call)
            and isinstance(node.func, ast.Attribute)
            and node.func.attr == "set_cookie"
        ):
            yield node


def test_every_cookie_is_given_with_its_manners() -> None:
    giving = [(module, call) for module in modules() for call in given_cookies(module)]
    assert giving
    for module, call in giving:
        named = {word.arg for word in call.keywords}
        shared = None in named and set(re.findall(r'"(\w+)":', module.source)) >= MANNERS
        assert named >= MANNERS or shared, module.place
        assert "__Host-" in module.source, module.place


def test_no_door_allows_styles_or_scripts_that_stand_in_a_page() -> None:
    """The letterbox of a trial shows, on its own machine, letters as they came."""
    loose = [module.place for module in modules() if "'unsafe-" in module.source]
    assert {place for place in loose if not place.startswith("emails/letterbox")} == set()


def test_chance_is_never_the_predictable_one() -> None:
    drawing = {
        module.place for module in modules() if re.search(r"^(?:import|from) random\b", module.source, re.M)
    }
    assert {place for place in drawing if not place.startswith(tuple(CHANCE))} == set()


def test_a_page_never_mixes_what_is_sent_and_what_is_in_its_address() -> None:
    assert [module.place for module in modules() if "request.values" in module.source] == []
