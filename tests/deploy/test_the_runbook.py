"""What the network's team reads at night: each alarm has its chapter, each measure is one, each command exists."""

from __future__ import annotations

import re

from hub.models import AlarmKind
from tests.house.ground import ROOT
from tests.house.test_papers import commands

RUNBOOK = (ROOT / "docs" / "exploitation.md").read_text()
GAUGES = (ROOT / "hub" / "gauges.py").read_text()


def test_each_alarm_has_its_chapter() -> None:
    assert re.findall(r"^### `(\w+)`", RUNBOOK, re.MULTILINE) == [
        *("forged_row", "too_many_releases", "key_too_old", "flood"),
        *("backup_late", "checkup_failed", "breach_clock", "restored"),
    ]
    assert set(AlarmKind) == set(re.findall(r"^### `(\w+)`", RUNBOOK, re.MULTILINE))


def test_each_measure_that_is_told_about_is_taken() -> None:
    told = set(re.findall(r"`(hub_\w+?)(?:\{[^`]*\})?`", RUNBOOK)) - {
        f"hub_{who}" for who in ("public", "partners", "worker", "owner")
    }
    assert len(told) > 10
    assert [name for name in told if f'"{name}"' not in GAUGES] == []


def test_each_command_that_is_given_exists() -> None:
    known = set(commands())
    groups = {command.split()[1] for command in known if len(command.split()) > 2}
    for words in re.findall(r"(?:^|`|&& )hub (\w+(?: \w+)?)", RUNBOOK, re.MULTILINE):
        name, _, _inner = words.partition(" ")
        assert f"hub {words}" in known if name in groups else f"hub {name}" in known, words
