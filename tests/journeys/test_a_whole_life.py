"""Anything may happen in any order, workers die, clocks go back: what must hold holds after each step."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis.stateful import run_state_machine_as_test

from tests.lives.base import Life
from tests.lives.machine import WholeLife
from tests.lives.world import Machine
from tests.parts.mortal import MortalRedis, mortal_redis
from tests.parts.post import Letterbox

__all__ = ["mortal_redis"]

LIVES, STEPS = 2, 25


@pytest.fixture
def machine(sqlite_with_tables: Path, letterbox: Letterbox, mortal_redis: MortalRedis) -> Iterator[Machine]:
    Life.machine = Machine(sqlite_with_tables, letterbox, mortal_redis)
    yield Life.machine
    if letterbox._controller is None:
        letterbox.open()


def test_what_must_hold_holds_after_each_step(machine: Machine) -> None:
    run_state_machine_as_test(
        WholeLife,
        settings=settings(
            max_examples=LIVES,
            stateful_step_count=STEPS,
            deadline=None,
            derandomize=True,
            database=None,
            phases=[Phase.generate],
            suppress_health_check=[*HealthCheck],
        ),
    )
