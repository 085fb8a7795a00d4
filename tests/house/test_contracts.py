"""Which way arrows point, and that the contracts see an arrow that points the wrong way."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.house.ground import ROOMS, ROOT


def lint(folder: Path) -> subprocess.CompletedProcess[str]:
    command = [
        sys.executable,
        "-c",
        "from importlinter.cli import lint_imports_command; lint_imports_command()",
    ]
    return subprocess.run(
        [*command, "--no-logo", "--no-cache"], cwd=folder, capture_output=True, text=True, check=False
    )


@pytest.fixture(scope="module")
def copy(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("house")
    shutil.copy(ROOT / "setup.cfg", folder)
    for room in ROOMS:
        shutil.copytree(
            ROOT / room, folder / room, ignore=shutil.ignore_patterns("__pycache__", "static", "*.yaml")
        )
    return folder


def test_every_arrow_points_down(copy: Path) -> None:
    ran = lint(copy)
    assert ran.returncode == 0, ran.stdout


@pytest.mark.parametrize(
    ("planted", "line", "contract"),
    [
        ("forms/planted.py", "import emails", "Rooms stand side by side"),
        ("hub/vocabulary/codes.py", "import hub.web", "words come before deeds"),
        ("hub/cards/planted.py", "import sqlalchemy", "thinking, not doing"),
        ("hub/seeking.py", "import flask", "no HTTP"),
        ("associations/planted.py", "import hub.identities", "write a name"),
        ("emails/planted.py", "import cryptography", "how to seal"),
        ("hub/planted.py", "", "words come before deeds"),
    ],
)
def test_an_arrow_that_points_up_is_seen(copy: Path, planted: str, line: str, contract: str) -> None:
    file = copy / planted
    before = file.read_text() if file.exists() else None
    file.write_text((before or "") + f"\n{line}\n")
    try:
        ran = lint(copy)
    finally:
        file.unlink() if before is None else file.write_text(before)
    assert ran.returncode == 1
    assert contract in ran.stdout.split("Broken contracts")[1]
