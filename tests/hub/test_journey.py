"""Who hears of a step, and how often."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import select

from hub import returns
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


def test_a_professional_who_answers_a_letter_is_told_once_where_to_write(town: Town) -> None:
    with town.front.begin() as work:
        prescribers.register(work)
    town.settle()
    theirs = select(OutboxMessage).where(OutboxMessage.prescriber_id.is_not(None)).order_by(OutboxMessage.id)
    with town.hub.begin() as work:
        first = work.session.scalars(theirs).all()[0]
        assert [returns.by_a_person(work, first) for _ in range(2)] == [True, False]
    with town.hub.read() as work:
        found = [row.letter for row in work.session.scalars(theirs)]
    assert found.count(returns.ANSWER) == 1
