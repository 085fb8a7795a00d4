"""Files are one thing, functions fit on a screen, names say what they are for."""

from __future__ import annotations

import ast
import re
import statistics
from collections.abc import Iterator

import grimp
import pytest

from tests.house.ground import ROOMS, ROOTS, Module, length, modules, proofs

LONGEST_FILE = 300
LONGEST_FUNCTION = 40
LONG_FUNCTION = 30
MEDIAN_FUNCTION = 8
FAN_OUT = 8
GROUND = {
    *("hub.vocabulary", "hub.partnership", "hub.lifecycle", "hub.wording", "hub.calendar"),
    *("hub.models", "hub.work", "hub.journal"),
}
"""What all stand on."""
COMPOSED = {"hub.rounds"}
"""What strings everybody's chores together knows them all, as a root does."""
EMPTY_WORDS = ("utils", "helpers", "manager", "service", "handle", "process", "common", "data", "info")
THEIR_WORDS = {
    "handle_DATA",
    "handle_RCPT",
    "handle_data",
    "handle_endtag",
    "handle_starttag",
    "process_bind_param",
    "process_formdata",
    "process_result_value",
}  # names that a library calls
OUR_WORDS = {"Process"}  # one of the three programs, in the words of the field
Named = ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef


def place(module: Module) -> str:
    return module.place


def names(module: Module) -> Iterator[str]:
    yield module.path.stem
    yield from (node.name for node in ast.walk(module.tree) if isinstance(node, Named))


def words(name: str) -> set[str]:
    return {word.lower() for word in re.findall(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+", name)}


@pytest.mark.parametrize("module", [*modules(), *proofs()], ids=place)
def test_a_file_is_one_thing(module: Module) -> None:
    assert len(module.source.splitlines()) < LONGEST_FILE


@pytest.mark.parametrize("module", [*modules(), *proofs()], ids=place)
def test_a_function_fits_on_a_screen(module: Module) -> None:
    assert [node.name for node in module.functions() if length(node) > LONGEST_FUNCTION] == []


def test_most_functions_are_a_few_lines() -> None:
    lengths = sorted(length(node) for module in modules() for node in module.functions())
    assert statistics.median(lengths) <= MEDIAN_FUNCTION
    assert lengths[int(len(lengths) * 0.95)] <= LONG_FUNCTION


@pytest.mark.parametrize("module", modules(), ids=place)
def test_no_name_is_an_empty_word(module: Module) -> None:
    known = THEIR_WORDS | OUR_WORDS
    assert [name for name in names(module) if name not in known and words(name) & set(EMPTY_WORDS)] == []


@pytest.mark.parametrize("module", modules(), ids=place)
def test_a_file_says_what_it_is_for(module: Module) -> None:
    assert ast.get_docstring(module.tree)


def test_nobody_imports_a_root() -> None:
    roots = {root.removesuffix(".py") for root in ROOTS}
    imported = {
        module.place: sorted(roots & _imported(module.tree))
        for module in modules()
        if roots & _imported(module.tree)
    }
    assert imported == {}


def test_no_room_leans_on_too_many_others() -> None:
    graph = grimp.build_graph(*ROOMS, exclude_type_checking_imports=True)
    leaning = {
        module: _parts(graph.find_modules_directly_imported_by(module), module) for module in graph.modules
    }
    wide = {module for module, parts in leaning.items() if len(parts) > FAN_OUT}
    assert wide == COMPOSED


def _parts(imported: set[str], module: str) -> list[str]:
    return sorted({_part(found) for found in imported} - {_part(module)} - GROUND)


def _part(module: str) -> str:
    """A room counts as one; the floor by its parts: ``hub.vault.keys`` is ``hub.vault``."""
    return ".".join(module.split(".")[: 2 if module.startswith("hub.") else 1])


def _imported(tree: ast.Module) -> set[str]:
    found = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            found |= {alias.name.split(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            found.add(node.module.split(".")[0])
    return found
