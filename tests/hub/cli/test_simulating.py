"""``hub simulate``: figures that can be read, repeated and drawn."""

from __future__ import annotations

import re
from pathlib import Path
from shutil import copy

import pytest
from click.testing import CliRunner, Result

from hub import rules
from hub.cli import main
from hub.directory import DEFAULT

TEXT = rules.DEFAULT.read_text(encoding="utf-8")
NAMING_NOBODY = re.sub(r'^(  "[0-9-]+"): .*', r"\1: []", TEXT, flags=re.MULTILINE)


@pytest.fixture
def members(tmp_path: Path) -> Path:
    """A directory of one association: a year is soon played."""
    folder = tmp_path / "members"
    folder.mkdir()
    copy(DEFAULT / "rura.yaml", folder)
    return folder


def simulate(members: Path, *words: str, rule_file: Path = rules.DEFAULT) -> Result:
    asked = ["simulate", "--directory", str(members), "--policy", "first_match", *words]
    return CliRunner().invoke(main, asked, env={"HUB_RULES": str(rule_file)})


def written(folder: Path, name: str, text: str) -> Path:
    (folder / name).write_text(text, encoding="utf-8")
    return folder / name


def test_a_year_is_told_in_a_table_and_drawn(members: Path, tmp_path: Path) -> None:
    pictures = tmp_path / "pictures"
    answer = simulate(members, "--out", str(pictures))
    assert answer.exit_code == 0
    assert "Règlement en vigueur   Premier venu" in answer.stdout
    assert "Publics prioritaires placés" in answer.stdout
    assert sorted(path.name for path in pictures.iterdir()) == [
        "age.svg",
        "curve.svg",
        "department.svg",
        "public.svg",
    ]


def test_the_rule_book_in_use_is_the_one_of_the_settings_and_each_version_is_said(
    members: Path, tmp_path: Path
) -> None:
    followed = written(tmp_path, "followed.yaml", TEXT + "# autre\n")
    answer = simulate(members, rule_file=followed)
    assert answer.stdout.splitlines()[0] == (
        f"Règlement en vigueur\u202f: {rules.load(followed).version}, {followed}"
    )


def test_settings_that_name_no_file_are_said_before_anything_is_played(members: Path, tmp_path: Path) -> None:
    answer = simulate(members, rule_file=tmp_path / "nowhere.yaml")
    assert (answer.exit_code, answer.stdout) == (1, "")
    assert "HUB_RULES" in answer.stderr and "nowhere.yaml" in answer.stderr


def test_what_a_proposal_is_measured_by_does_not_change_with_it(members: Path, tmp_path: Path) -> None:
    slower = NAMING_NOBODY.replace("answer_days: 3 ", "answer_days: 9 ", 1)
    proposed = written(tmp_path, "proposed.yaml", slower)
    alone, beside = simulate(members), simulate(members, "--rules", str(proposed))
    assert beside.stdout.splitlines()[1] == (
        f"Règlement proposé\u202f: {rules.load(proposed).version}, {proposed}"
    )
    assert last_column(beside) == last_column(alone)


def test_a_proposal_that_names_an_association_of_another_directory_is_not_played(
    members: Path, tmp_path: Path
) -> None:
    answer = simulate(members, "--rules", str(written(tmp_path, "proposed.yaml", TEXT)))
    assert (answer.exit_code, answer.stdout) == (1, "")
    assert "proposed.yaml, ligne" in answer.stderr and "zupdeco" in answer.stderr


def test_departements_are_told_of_the_largest_first_and_all_of_them_when_asked(members: Path) -> None:
    few, every = simulate(members), simulate(members, "--all-departments")
    caption, table = few.stdout.split("\n\n")[-2:]
    assert caption == "Part des jeunes placés, par département\u202f: les 10 d’où viennent le plus de jeunes"
    came = [int(re.split(r" {3,}", row)[1]) for row in table.splitlines()[1:]]
    assert came == sorted(came, reverse=True) and len(came) == 10
    assert len(every.stdout.split("\n\n")[-1].splitlines()) > 1 + 10


def test_a_folder_where_no_picture_can_be_written_is_said_before_anything_is_played(
    members: Path, tmp_path: Path
) -> None:
    answer = simulate(members, "--out", str(written(tmp_path, "file", "") / "pictures"))
    assert (answer.exit_code, answer.stdout) == (1, "")
    assert "rien ne peut s’écrire dans" in answer.stderr


def last_column(answer: Result) -> list[str]:
    """Of the first table."""
    rows = answer.stdout.split("\n\n")[2].splitlines()[1:]
    return [re.split(r" {3,}", row)[-1] for row in rows]
