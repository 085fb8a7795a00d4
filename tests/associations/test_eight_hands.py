"""Six kinds of races for one referral, eight actors each, on both databases; ``make bench-races`` runs a thousand."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.parts import races
from tests.parts.arena import ACTORS, arena
from tests.parts.post import Letterbox
from tests.parts.town import Town, town_at


@pytest.fixture
def town(database_url: str, tmp_path: Path, letterbox: Letterbox) -> Iterator[Town]:
    with town_at(database_url, tmp_path, letterbox) as opened:
        yield opened


def test_of_eight_who_reach_for_one_referral_one_wins_and_the_others_read_nothing(town: Town) -> None:
    with arena(town) as place:
        for story in races.STORIES:
            found = races.run(place, story, 1)
            assert found.faults == [], story
            assert sum(found.answers.values()) == ACTORS
