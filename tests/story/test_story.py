"""A fortnight of the story, and what it would say if something went wrong."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from random import Random

from tests.story import cast
from tests.story.year import opened, play

FIRST, LAST = date(2028, 2, 24), date(2028, 3, 3)


def test_around_leap_day_nothing_is_wrong(tmp_path: Path) -> None:
    coming = [part for part in cast.parts(7) if FIRST <= part.at.date() <= LAST]
    with opened(tmp_path, FIRST, Random(7)) as year:
        play(year, coming, FIRST, LAST)
    assert year.watch.names and not year.watch.faults
