"""What every test may ask for."""

from __future__ import annotations

from hypothesis import settings

settings.register_profile("house", deadline=None)  # a busy machine is slow, not wrong
settings.load_profile("house")

pytest_plugins = (
    "tests.parts.databases",
    "tests.parts.bell",
    "tests.parts.post",
    "tests.parts.browser",
    "tests.parts.town",
)
