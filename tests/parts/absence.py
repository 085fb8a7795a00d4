"""What a test does without a part it needs: skip and say why, or fail where everything must be there."""

from __future__ import annotations

import os
from typing import NoReturn

import pytest


class Absent(Exception):
    """A part cannot be had on this machine, and why."""


def go_without(part: str, reason: object) -> NoReturn:
    """Skip with the reason, except where ``CI=true`` promises that all parts are there."""
    if os.environ.get("CI") == "true":
        pytest.fail(f"{part}: {reason}", pytrace=False)
    pytest.skip(f"{part}: {reason}")
