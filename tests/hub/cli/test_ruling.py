"""``hub rules``: which rule book is followed, what former ones said, and what a file would change."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from hub import rule_books, rules
from hub.cli import main
from tests.parts.post import Letterbox
from tests.parts.town import Town, town_at

TEXT = rules.DEFAULT.read_text(encoding="utf-8")
SLOWER = TEXT.replace("answer_days: 3 ", "answer_days: 4 ", 1)
FORMER, IN_USE = rules.version_of(TEXT), rules.version_of(SLOWER)


@pytest.fixture
def town(sqlite_url: str, tmp_path: Path, letterbox: Letterbox) -> Iterator[Town]:
    """A town where the rule book changed once."""
    with town_at(sqlite_url, tmp_path, letterbox) as town:
        for content in (TEXT, SLOWER):
            (tmp_path / "rules.yaml").write_text(content, encoding="utf-8")
            rule_books.keep_up(town.hub, tmp_path / "rules.yaml")
            town.clock.forward(minutes=1)
        yield town


def hub_rules(town: Town, *arguments: str) -> Result:
    return CliRunner().invoke(main, ["rules", *arguments], env=town.environ)


def test_the_rule_books_followed_can_be_listed_read_and_compared(town: Town) -> None:
    first, second = hub_rules(town, "list").output.splitlines()
    assert first == f"→ {IN_USE}  02/03/2026 12:01  fichier"
    assert second == f"  {FORMER}  02/03/2026 12:00  fichier"
    assert hub_rules(town, "show", FORMER).output == TEXT
    changed = [line for line in hub_rules(town, "diff").output.splitlines() if line[:2] in ("- ", "+ ")]
    assert [line.split("#")[0].split() for line in changed] == [
        ["-", "answer_days:", "4"],
        ["+", "answer_days:", "3"],
    ], "from the one in use to the file of the settings"
    assert hub_rules(town, "diff", FORMER).output == "Aucune différence.\n"


def test_an_unknown_version_is_said_in_a_sentence(town: Town) -> None:
    result = hub_rules(town, "show", "0123456789ab")
    assert (result.exit_code, "hub rules list" in result.output) == (1, True)


def test_a_file_that_names_an_association_of_another_directory_is_refused(tmp_path: Path) -> None:
    (tmp_path / "proxite.yaml").write_bytes(
        (rules.DEFAULT.parent / "associations/directory/proxite.yaml").read_bytes()
    )
    result = CliRunner().invoke(main, ["rules", "check", "--directory", str(tmp_path)])
    assert result.exit_code == 1
    assert "« zupdeco » : aucune association" in result.output.replace("\u202f", " ").replace("\u00a0", " ")


@pytest.mark.parametrize("command", [("rules", "check"), ("rules", "diff"), ("route",)])
def test_a_file_that_is_not_there_is_said_in_a_sentence(command: tuple[str, ...], tmp_path: Path) -> None:
    result = CliRunner().invoke(main, command, env={"HUB_RULES": str(tmp_path / "nowhere.yaml")})
    assert (result.exit_code, result.stdout) == (1, "")
    assert f"il n’y a pas de règlement lisible à {tmp_path / 'nowhere.yaml'}" in result.stderr
