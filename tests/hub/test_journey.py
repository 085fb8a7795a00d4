"""Who hears of a step, and how often."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import select

from hub.journey import TOLD
from hub.models import OutboxMessage
from hub.vocabulary import Step
from tests.parts import prescribers
from tests.parts.post import Letterbox
from tests.parts.town import Town, town_at


@pytest.fixture
def town(sqlite_url: str, tmp_path: Path, letterbox: Letterbox) -> Iterator[Town]:
    with town_at(sqlite_url, tmp_path, letterbox) as opened:
        yield opened


def test_of_every_step_it_is_said_who_hears_of_it() -> None:
    assert set(TOLD) == set(Step)


def test_the_desk_hears_once_a_day_of_a_professional_to_check(town: Town) -> None:
    town.open_desk()
    told = []
    for days in (0, 0, 1):
        town.clock.forward(days=days)
        with town.front.begin() as work:
            prescribers.register(work, email=prescribers.FREE_ADDRESS)
        with town.hub.read() as work:
            letters = work.session.scalars(select(OutboxMessage.letter)).all()
            told.append(letters.count(Step.AWAITING_CHECK))
    assert told == [1, 1, 2]
