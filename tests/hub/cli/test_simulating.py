"""``hub simulate``: figures that can be read, repeated and drawn."""

from __future__ import annotations

from pathlib import Path
from shutil import copy

from click.testing import CliRunner

from hub.cli import main
from hub.directory import DEFAULT


def test_a_year_is_told_in_a_table_and_drawn(tmp_path: Path) -> None:
    members, pictures = tmp_path / "members", tmp_path / "pictures"
    members.mkdir()
    copy(DEFAULT / "rura.yaml", members)
    asked = ["simulate", "--directory", str(members), "--policy", "first_match", "--out", str(pictures)]
    answer = CliRunner().invoke(main, asked)
    assert answer.exit_code == 0
    assert "Règlement en vigueur   Premier venu" in answer.stdout
    assert "Publics prioritaires placés" in answer.stdout
    assert sorted(path.name for path in pictures.iterdir()) == [
        "age.svg",
        "curve.svg",
        "department.svg",
        "public.svg",
    ]
