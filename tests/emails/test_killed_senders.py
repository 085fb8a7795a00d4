"""Postmen killed at any moment of their rounds: none of their letters is lost, and few come twice."""

from __future__ import annotations

from pathlib import Path

import pytest

from bench.post.kills import register
from tests.parts import killed
from tests.parts.killed import Left
from tests.parts.post import Letterbox
from tests.parts.town import town_at

KILLS, LETTERS = 8, 60


@pytest.mark.slow
def test_nothing_is_lost_and_no_more_comes_twice_than_postmen_were_killed(
    sqlite_url: str, tmp_path: Path, letterbox: Letterbox
) -> None:
    with town_at(sqlite_url, tmp_path, letterbox) as town:
        register(town, LETTERS)
        hit, carried = killed.kill_senders(town.environ, town.clock.now, KILLS)
    left = killed.left(letterbox, LETTERS, hit, carried)
    assert left.lost == 0
    assert left.copies <= left.kills


def test_what_is_lost_and_what_comes_twice_is_seen(letterbox: Letterbox) -> None:
    assert killed.left(letterbox, 1, 0, 0) == Left(kills=0, carried=0, letters=1, lost=1, copies=0)
