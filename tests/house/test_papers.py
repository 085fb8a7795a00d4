"""What a newcomer reads is complete, and what is written down betrays no machine and no unfinished work."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from pathlib import Path

import click
import pytest

from hub.cli import main
from hub.config import DEFAULTS
from tests.house.ground import ROOT, modules, tracked

README = ROOT / "README.md"
LOCKS = ("requirements.lock", "requirements-test.lock")
MACHINE = re.compile(r"(?<![\w./~-])/(?:home|root|Users|work|opt)/\w+")
UNFINISHED = re.compile(r"\b(?:TODO|FIXME|XXX|HACK)\b")
MADE_UP = {".png", ".jpg", ".gz", ".ico", ".pdf"}
OF_ONE_MACHINE = {"HUB_PUBLIC_PORT", "HUB_PARTNERS_PORT", "HUB_LETTERBOX_PORT", "HUB_LETTERS_DIR"}


def texts() -> Iterator[Path]:
    return (path for path in tracked() if path.suffix not in MADE_UP and path != Path(__file__))


def commands() -> Iterator[str]:
    group = main
    assert isinstance(group, click.Group)
    for name in group.list_commands(click.Context(group)):
        command = group.get_command(click.Context(group), name)
        within = command.commands if isinstance(command, click.Group) else {}
        yield from (f"hub {name} {inner}" for inner in within)
        if not within:
            yield f"hub {name}"


def targets() -> list[str]:
    return re.findall(r"^([a-z-]+):.*## ", (ROOT / "Makefile").read_text(), re.MULTILINE)


@pytest.mark.parametrize("name", sorted({*DEFAULTS, *OF_ONE_MACHINE}))
def test_every_setting_is_in_the_readme(name: str) -> None:
    assert f"`{name}`" in README.read_text()


@pytest.mark.parametrize("command", sorted(commands()))
def test_every_command_is_in_the_readme(command: str) -> None:
    assert command in README.read_text()


@pytest.mark.parametrize("target", targets())
def test_every_target_is_in_the_readme(target: str) -> None:
    assert f"make {target}" in README.read_text()


def test_every_setting_that_is_read_is_known() -> None:
    read = {name for module in modules() for name in re.findall(r"[\"'](HUB_[A-Z_]+)[\"']", module.source)}
    assert read - set(DEFAULTS) - OF_ONE_MACHINE == set()


def test_nothing_names_a_folder_of_one_machine() -> None:
    found = [
        f"{path.relative_to(ROOT)}: {match}"
        for path in texts()
        for match in MACHINE.findall(path.read_text())
    ]
    assert found == []


def test_nothing_is_left_to_be_done_later() -> None:
    assert [str(path) for path in texts() if UNFINISHED.search(path.read_text())] == []


@pytest.mark.parametrize("lock", LOCKS)
def test_a_lock_pins_each_package_by_its_hashes_and_names_no_index(lock: str) -> None:
    text = (ROOT / lock).read_text()
    packages = re.split(r"^(?=[a-z0-9])", text, flags=re.MULTILINE)[1:]
    assert [package.split()[0] for package in packages if "--hash=sha256:" not in package] == []
    assert not re.search(r"://|--(?:extra-)?index|--find-links", text)


def test_the_tests_run_on_what_will_run() -> None:
    pinned = [dict(re.findall(r"^([a-z0-9-]+)==(\S+)", (ROOT / lock).read_text(), re.M)) for lock in LOCKS]
    assert {name: pinned[1].get(name) for name in pinned[0]} == pinned[0]


def test_the_shell_scripts_stop_at_the_first_error() -> None:
    scripts = [path for path in (ROOT / ".ci").iterdir() if path.is_file()]
    assert scripts
    assert [script.name for script in scripts if not re.search(r"^set -eu", script.read_text(), re.M)] == []
    assert shutil.which("sh")
