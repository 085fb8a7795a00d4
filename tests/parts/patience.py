"""Waiting for what other processes do."""

from __future__ import annotations

import time
from collections.abc import Callable

PATIENCE = 60.0
"""Seconds that a test waits for anything at most: a busy machine is slow, not wrong."""
PAUSE = 0.05


def until(true: Callable[[], object], what: str, *, seconds: float = PATIENCE) -> None:
    """Return as soon as it is true; fail with ``what`` was waited for when it never is."""
    deadline = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < deadline, f"waited in vain: {what}"
        time.sleep(PAUSE)
