"""What every test may ask for."""

from __future__ import annotations

from hypothesis import settings

from hub import codes
from tests.parts.once import make_once

settings.register_profile("house", deadline=None)  # a busy machine is slow, not wrong
settings.load_profile("house")

codes.ANSWER_TAKES = 0.0
"""Nobody measures how long an answer takes, but the tests that do."""

make_once()

pytest_plugins = (
    "tests.parts.databases",
    "tests.parts.bell",
    "tests.parts.post",
    "tests.parts.browser",
    "tests.parts.town",
    "tests.parts.own_page",
    "tests.parts.walled",
)
