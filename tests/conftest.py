"""What every test may ask for."""

from __future__ import annotations

pytest_plugins = ("tests.parts.databases", "tests.parts.bell", "tests.parts.post", "tests.parts.browser", "tests.parts.town")
