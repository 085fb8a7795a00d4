"""Every mistake on trial: those inside functions in a house that was opened once, all others from the beginning.

To read the house and to make its tables costs ten times what the tests cost that notice a mistake.
"""

from __future__ import annotations

import ast
import json
import os
import sys
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from itertools import chain, groupby
from pathlib import Path
from tempfile import TemporaryDirectory
from types import CodeType, FunctionType
from typing import NamedTuple

import pytest

from bench.mutants import TABLES
from bench.mutants.entered import Entered, Only, Watch, place, telling
from bench.mutants.exchange import Spot, alive, called_in, exchanged, spot
from bench.mutants.mistakes import Mistake
from bench.mutants.trial import QUIET, Trial, Verdict, in_silence, read_instead, start, verdict


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
            {n: Trial(partial(read_instead, *cases[n][:2], cases[n].mistake.code), tests) for n in left},
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
    exchanges = _exchanges(cases, called)
    entered = _entered(cases, tests, tables.with_name("entered.json"))
    trials = {}
    for number, pairs in exchanges.items():
        if near := _near(cases[number].path, pairs, entered):
            files = sorted({test.partition("::")[0] for test in near})
            trials[number] = Trial(partial(_exchange, pairs), files, [Only(near)])
        else:
            yield number, Verdict.SURVIVED
    yield from _each(trials, jobs)


Pairs = Sequence[tuple[FunctionType, CodeType]]


def _exchanges(cases: Sequence[Case], called: set[tuple[Path, Spot]]) -> dict[int, Pairs]:
    """The mistakes that may be put into functions which were not called so far."""
    puts: dict[int, Pairs] = {}
    for (module, path), some in groupby(range(len(cases)), lambda number: cases[number][:2]):
        was = compile(ast.parse(path.read_text(encoding="utf-8")), str(path), "exec")
        functions = alive(module)
        for number in some:
            codes = exchanged(was, cases[number].mistake.code)
            if codes and all(spot(code) in functions and (path, spot(code)) not in called for code in codes):
                puts[number] = [(functions[spot(code)], code) for code in codes]
    return puts


def _entered(cases: Sequence[Case], tests: Sequence[str], report: Path) -> Entered:
    """All tests once, without a mistake.  Raises :class:`FailsAlready`."""
    watch = Watch(report)

    def put() -> None:
        watch.listen()
        for module, path in {case[:2] for case in cases}:
            functions = alive(module)
            was = compile(ast.parse(path.read_text(encoding="utf-8")), str(path), "exec")
            told = exchanged(was, telling(path)) or ()
            _exchange([(functions[spot(code)], code) for code in told if spot(code) in functions])

    _, status = os.waitpid(start(Trial(put, tests, [watch])), 0)
    if verdict(status) is not Verdict.SURVIVED:
        raise FailsAlready
    found: Entered = json.loads(report.read_text(encoding="utf-8"))
    return found


def _near(path: Path, pairs: Pairs, entered: Entered) -> list[str]:
    """The tests that enter one of these functions, the cheapest first."""
    return [*chain.from_iterable(entered.get(place(path, code.co_firstlineno), ()) for _, code in pairs)]


def _exchange(pairs: Pairs) -> None:
    for function, code in pairs:
        function.__code__ = code


def _each(trials: dict[int, Trial], jobs: int) -> Iterator[Found]:
    """Each in a child of its own, several at once."""
    waiting, running = sorted(trials, reverse=True), dict[int, int]()
    while waiting or running:
        while waiting and len(running) < jobs:
            number = waiting.pop()
            running[start(trials[number])] = number
        child, status = os.wait()
        if child in running:
            yield running.pop(child), verdict(status)
