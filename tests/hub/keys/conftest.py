"""A town whose database knows its keys."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.hub.keys.keeper import note
from tests.parts.post import Letterbox
from tests.parts.town import Town, town_at


@pytest.fixture
def town(sqlite_url: str, tmp_path: Path, letterbox: Letterbox) -> Iterator[Town]:
    with town_at(sqlite_url, tmp_path, letterbox) as opened:
        note(opened)
        yield opened
