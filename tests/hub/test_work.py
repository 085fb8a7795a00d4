from __future__ import annotations

import pytest
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from hub import intake
from hub.models import JourneyEvent, OutboxMessage, Referral
from hub.vocabulary import Audience, Step
from tests.parts.people import registration
from tests.parts.town import Town


@pytest.fixture
def referral(town: Town) -> Referral:
    with town.front.begin() as work:
        intake.register(work, registration())
    with town.hub.read() as work:
        return work.session.scalars(select(Referral)).one()


def event_of(referral: Referral, town: Town) -> JourneyEvent:
    return JourneyEvent(referral_id=referral.id, step=Step.GOING_ON, happened_at=town.clock.now)


def test_a_written_row_has_its_number_and_is_read_back_whole(town: Town, referral: Referral) -> None:
    with town.hub.begin() as work:
        event = event_of(referral, town)
        assert work.write(event)
        message = OutboxMessage(
            letter="going_on",
            audience=Audience.YOUNG_PERSON,
            event_id=event.id,
            posted_at=work.now,
            due_at=work.now,
        )
        assert work.write(message)
    with town.hub.read() as work:
        read = work.session.get_one(OutboxMessage, message.id)
        assert read.event is not None and read.event.referral.id == referral.id
        assert (read.event.happened_at, read.attempts) == (town.clock.now, 0), "defaults are written too"


def test_a_row_is_undone_with_the_work_it_belongs_to(town: Town, referral: Referral) -> None:
    def written_then_failed() -> None:
        with town.hub.begin() as work:
            work.write(event_of(referral, town))
            raise RuntimeError("the end of this work")

    with pytest.raises(RuntimeError):
        written_then_failed()
    with town.hub.read() as work:
        steps = work.session.scalars(select(JourneyEvent.step)).all()
    assert Step.GOING_ON not in steps


def named(once: str, town: Town, event_id: int) -> OutboxMessage:
    moment = town.clock.now
    return OutboxMessage(
        letter="going_on",
        audience=Audience.YOUNG_PERSON,
        event_id=event_id,
        once=once,
        posted_at=moment,
        due_at=moment,
    )


def test_what_is_written_once_is_not_written_twice(town: Town, referral: Referral) -> None:
    with town.hub.begin() as work:
        event = event_of(referral, town)
        work.write(event)
        first, again = (named("the same", town, event.id) for _ in range(2))
        assert work.write(first, once=True)
        assert not work.write(again, once=True)
        assert work.write(named("another", town, event.id), once=True)


def test_without_that_word_a_value_that_must_be_unique_is_an_error(town: Town, referral: Referral) -> None:
    def written_twice() -> None:
        with town.hub.begin() as work:
            event = event_of(referral, town)
            work.write(event)
            for _ in range(2):
                work.write(named("the same", town, event.id))

    with pytest.raises(IntegrityError):
        written_twice()
