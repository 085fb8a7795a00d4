"""A program at work is not stopped by Python's collector going through all that it loaded."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest

from tests.parts.town import Town

LOADED = 100_000
"""Objects that a door holds at least, before anybody has asked for a page."""
OPENED = """
import gc, wsgi
wsgi.serve_{door}()
print(gc.get_freeze_count(), len(gc.get_objects()))
"""


@pytest.mark.parametrize("door", ["public", "partners"])
def test_what_a_door_loads_is_set_apart(town: Town, door: str) -> None:
    ran = subprocess.run(
        [sys.executable, "-c", OPENED.format(door=door)],
        env=os.environ | town.environ,
        capture_output=True,
        text=True,
        check=True,
    )
    apart, walked = map(int, ran.stdout.split())
    assert apart > LOADED > 100 * walked
