"""A small mistake is made in one place at a time, met instead of the module, and noticed only where a test looks."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

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
TRIED = """
import os, sys
from pathlib import Path
from bench.mutants.mistakes import mistakes
from bench.mutants.trial import start
path = Path("house.py")
sys.path.insert(0, "")
for mistake in [None, *mistakes(path.read_text(), str(path))]:
    child = start("house", path, mistake, ["test_house.py"])
    _, status = os.waitpid(child, 0)
    print(mistake and mistake.what, bool(status))
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
    (tmp_path / "house.py").write_text("def one():\n    return 1\n\n\ndef two():\n    return 2\n")
    (tmp_path / "test_house.py").write_text(
        "import house\n\n\ndef test_one():\n    assert house.one() == 1\n"
    )
    said = subprocess.run(
        [sys.executable, "-c", TRIED],
        cwd=tmp_path,
        env={"PYTHONPATH": str(ROOT), "PATH": "/usr/bin"},
        capture_output=True,
        text=True,
        check=True,
    )
    assert said.stdout.splitlines() == [
        "None False",
        "answers None True",
        "1 → 2 True",
        "answers None False",
        "2 → 3 False",
    ]


def test_what_is_tried_is_there_with_its_tests() -> None:
    for target in TARGETS.values():
        assert all((ROOT / file_of(module)).is_file() for module in target.modules)
        assert all((ROOT / test.split("::")[0]).exists() for test in target.tests)
