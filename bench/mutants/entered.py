"""Which tests enter a function, and what each takes: those alone look for a mistake in it, the cheapest first."""

from __future__ import annotations

import ast
import builtins
import json
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from time import process_time
from types import CodeType

import pytest

TELL = "__entered__"
Entered = Mapping[str, Sequence[str]]
"""To each function, by its place, the tests that enter it: the cheapest first."""


def place(path: Path, line: int) -> str:
    return f"{path}:{line}"


def telling(path: Path) -> CodeType:
    """The module, where each function begins by telling that it was entered."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            first = min(each.lineno for each in (node, *node.decorator_list))
            node.body.insert(0, ast.parse(f"{TELL}({place(path, first)!r})").body[0])
    return compile(tree, str(path), "exec")


class Watch:
    """Listens during a run of tests, and writes down which function was entered by which, and at what cost."""

    def __init__(self, report: Path) -> None:
        self.report, self._entered = report, set[str]()
        self._seconds, self._found = dict[str, float](), dict[str, list[str]]()

    def listen(self) -> None:
        setattr(builtins, TELL, self._entered.add)

    @pytest.hookimpl(wrapper=True)
    def pytest_runtest_protocol(self, item: pytest.Item) -> Iterator[None]:
        self._entered.clear()
        began = process_time()
        told = yield
        self._seconds[item.nodeid] = process_time() - began
        for function in self._entered:
            self._found.setdefault(function, []).append(item.nodeid)
        return told

    def pytest_sessionfinish(self) -> None:
        for tests in self._found.values():
            tests.sort(key=self._seconds.__getitem__)
        self.report.write_text(json.dumps(self._found), encoding="utf-8")


class Only:
    """Of all tests these, one after the other."""

    def __init__(self, tests: Sequence[str]) -> None:
        self.turns = {test: turn for turn, test in enumerate(tests)}

    @pytest.hookimpl(trylast=True)
    def pytest_collection_modifyitems(self, items: list[pytest.Item]) -> None:
        items[:] = sorted(
            (item for item in items if item.nodeid in self.turns), key=lambda item: self.turns[item.nodeid]
        )
