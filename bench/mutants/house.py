"""Every mistake on trial: those inside functions in a house that was opened once, all others from the beginning.

To read the house and to make its tables costs ten times what the tests cost that notice a mistake.
"""

from __future__ import annotations

import ast
import os
import sys
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from itertools import groupby
from pathlib import Path
from tempfile import TemporaryDirectory
from types import CodeType, FunctionType
from typing import NamedTuple

import pytest

from bench.mutants import TABLES
from bench.mutants.exchange import Spot, alive, called_in, exchanged, spot
from bench.mutants.mistakes import Mistake
from bench.mutants.trial import QUIET, Verdict, in_silence, read_instead, start, verdict


class Case(NamedTuple):
    module: str
    path: Path
    mistake: Mistake

    def __str__(self) -> str:
        return f"{self.path}:{self.mistake.line}: {self.mistake.what}"


class FailsAlready(Exception):
    """These tests fail before a mistake is made: a failure would prove nothing."""


Found = tuple[int, Verdict]


def tried(cases: Sequence[Case], tests: Sequence[str], jobs: int) -> Iterator[Found]:
    """The place of a case among all, and what became of it.  Raises :class:`FailsAlready`."""
    with TemporaryDirectory(prefix="hub-mutants-") as folder:
        tables, left = Path(folder) / "hub.db", set(range(len(cases)))
        for number, said in _told(lambda: _in_an_open_house(cases, tests, jobs, tables)):
            left.remove(number)
            yield number, said
        os.environ[TABLES] = str(tables) if tables.exists() else ""
        yield from _each(
            {n: partial(read_instead, *cases[n][:2], cases[n].mistake.code) for n in sorted(left)},
            tests,
            jobs,
        )


def _told(by: Callable[[], Iterator[Found]]) -> Iterator[Found]:
    """What a child of ours says, who reads the house, which we must not."""
    ours, its = os.pipe()
    child = os.fork()
    if not child:
        in_silence()
        with os.fdopen(its, "w", buffering=1) as told:
            try:
                for number, said in by():
                    told.write(f"{number} {said}\n")
            except FailsAlready:
                os._exit(1)
        os._exit(0)
    os.close(its)
    with os.fdopen(ours) as heard:
        for line in heard:
            place, what = line.split()
            yield int(place), Verdict(what)
    if os.waitpid(child, 0)[1]:
        raise FailsAlready


def _in_an_open_house(
    cases: Sequence[Case], tests: Sequence[str], jobs: int, tables: Path
) -> Iterator[Found]:
    with called_in(frozenset(case.path for case in cases)) as called:
        pytest.main([*QUIET, "--collect-only", *tests])
    if databases := sys.modules.get("tests.parts.databases"):
        databases.migrate(f"sqlite:///{tables}")
        os.environ[TABLES] = str(tables)
    _, status = os.waitpid(start(lambda: None, tests), 0)
    if verdict(status) is not Verdict.SURVIVED:
        raise FailsAlready
    yield from _each(_exchanges(cases, called), tests, jobs)


def _exchanges(cases: Sequence[Case], called: set[tuple[Path, Spot]]) -> dict[int, Callable[[], None]]:
    """How to put the mistakes that may be put into functions which were not called so far."""
    puts: dict[int, Callable[[], None]] = {}
    for (module, path), some in groupby(range(len(cases)), lambda number: cases[number][:2]):
        was = compile(ast.parse(path.read_text(encoding="utf-8")), str(path), "exec")
        functions = alive(module)
        for number in some:
            codes = exchanged(was, cases[number].mistake.code)
            if codes and all(spot(code) in functions and (path, spot(code)) not in called for code in codes):
                puts[number] = partial(_exchange, [(functions[spot(code)], code) for code in codes])
    return puts


def _exchange(pairs: Sequence[tuple[FunctionType, CodeType]]) -> None:
    for function, code in pairs:
        function.__code__ = code


def _each(puts: dict[int, Callable[[], None]], tests: Sequence[str], jobs: int) -> Iterator[Found]:
    """Each in a child of its own, several at once."""
    waiting, running = sorted(puts, reverse=True), dict[int, int]()
    while waiting or running:
        while waiting and len(running) < jobs:
            number = waiting.pop()
            running[start(puts[number], tests)] = number
        child, status = os.wait()
        if child in running:
            yield running.pop(child), verdict(status)
