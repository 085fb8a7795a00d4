"""Waiting for what other processes do."""

from __future__ import annotations

import time
from collections.abc import Callable

LONGEST = 30.0
PAUSE = 0.05


def until(true: Callable[[], object], what: str, *, seconds: float = LONGEST) -> None:
    """Return as soon as it is true; fail with ``what`` was waited for when it never is."""
    deadline = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < deadline, f"waited in vain: {what}"
        time.sleep(PAUSE)
