"""A town with a member of one association."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from hub.models import Member
from tests.hub.places.room import ME
from tests.parts.post import Letterbox
from tests.parts.town import Town, town_at


@pytest.fixture
def town(sqlite_url: str, tmp_path: Path, letterbox: Letterbox) -> Iterator[Town]:
    with town_at(sqlite_url, tmp_path, letterbox) as opened:
        yield opened


@pytest.fixture
def member(town: Town) -> Member:
    return town.join(ME)[0]
