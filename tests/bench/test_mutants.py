"""A small mistake is made in one place at a time, met instead of the module, and noticed only where a test looks."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from bench.mutants import trial
from bench.mutants.mistakes import mistakes
from bench.mutants.targets import TARGETS
from bench.mutants.trial import file_of
from tests.house.ground import ROOT

SOURCE = """
TABLE = {"open": 1, "shut": 2}


def may(age, known):
    \"\"\"Whether they may come in.\"\"\"
    if not known:
        raise ValueError(f"{age + 1}")
    print(age)
    return age >= 18 and known in {"a", "b"}
"""
HOUSE = """
START = {True: 5}


def made():
    return 3


MADE = made()


def one():
    return 1


def two():
    return 2
"""
LOOKS = "import house\n\n\ndef test_it():\n    assert (house.one(), house.MADE, house.START) == (1, 3, {True: 5})\n"
TRIED = """
import sys
from pathlib import Path
from bench.mutants.house import Case, tried
from bench.mutants.mistakes import mistakes
path = Path("house.py")
sys.path.insert(0, "")
found = [Case("house", path, mistake) for mistake in mistakes(path.read_text(), str(path))]
print(*(f"{found[number].mistake.line} {said}" for number, said in tried(found, ["test_house.py"], 2)), sep=chr(10))
"""


def test_each_place_where_one_may_err_is_tried_once() -> None:
    tried = [mistake.what for mistake in mistakes(SOURCE, "house.py")]
    assert sorted(tried) == sorted(
        [
            *("without the line 'open'", "without the line 'shut'", "1 → 2", "2 → 3"),
            *("condition reversed", "not dropped", "not done", "answers None", "And → Or"),
            *("GtE → Gt", "18 → 19", "In → NotIn", "without 'a'", "without 'b'"),
        ]
    )


def test_a_mistake_is_noticed_where_a_test_looks_and_nowhere_else(tmp_path: Path) -> None:
    """Whether it stands in a function, in one that was called at the import, or outside of all."""
    (tmp_path / "house.py").write_text(HOUSE)
    (tmp_path / "test_house.py").write_text(LOOKS)
    said = subprocess.run(
        [sys.executable, "-c", TRIED],
        cwd=tmp_path,
        env={"PYTHONPATH": str(ROOT), "PATH": "/usr/bin"},
        capture_output=True,
        text=True,
        check=True,
    )
    assert sorted(said.stdout.splitlines()) == [
        *("13 noticed", "13 noticed", "17 survived", "17 survived"),
        *("2 noticed", "2 noticed", "2 noticed", "6 noticed", "6 noticed"),
    ]


def test_a_mistake_that_waits_for_ever_is_noticed(monkeypatch: pytest.MonkeyPatch) -> None:
    """A lock that is never given back costs no processor."""
    monkeypatch.setattr(trial, "PATIENCE", 1)
    child = trial.start(trial.Trial(signal.pause, []))
    assert trial.verdict(os.waitpid(child, 0)[1]) is trial.Verdict.NOTICED


def test_what_is_tried_is_there_with_its_tests() -> None:
    for target in (target for targets in TARGETS.values() for target in targets):
        assert all((ROOT / file_of(module)).is_file() for module in target.modules)
        assert all((ROOT / test.split("::")[0]).exists() for test in target.tests)
