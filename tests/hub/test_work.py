from __future__ import annotations

from typing import Any

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


def event_of(referral: Referral, town: Town) -> dict[str, Any]:
    return {"referral_id": referral.id, "step": Step.GOING_ON, "happened_at": town.clock.now}


def named(once: str | None, town: Town, event_id: int) -> dict[str, Any]:
    moment = town.clock.now
    return {
        "letter": "going_on",
        "audience": Audience.YOUNG_PERSON,
        "event_id": event_id,
        "once": once,
        "posted_at": moment,
        "due_at": moment,
    }


def test_a_written_row_has_its_number_and_is_read_back_whole(town: Town, referral: Referral) -> None:
    with town.hub.begin() as work:
        event_id = work.write(JourneyEvent, **event_of(referral, town))
        message_id = work.write(OutboxMessage, **named(None, town, event_id))
    with town.hub.read() as work:
        read = work.session.get_one(OutboxMessage, message_id)
        assert read.event is not None and read.event.id == event_id
        assert (read.event.referral.id, read.event.step) == (referral.id, Step.GOING_ON)
        assert (read.event.happened_at, read.attempts) == (town.clock.now, 0), "defaults are written too"


def test_a_row_is_undone_with_the_work_it_belongs_to(town: Town, referral: Referral) -> None:
    def written_then_failed() -> None:
        with town.hub.begin() as work:
            work.write(JourneyEvent, **event_of(referral, town))
            raise RuntimeError("the end of this work")

    with pytest.raises(RuntimeError):
        written_then_failed()
    with town.hub.read() as work:
        steps = work.session.scalars(select(JourneyEvent.step)).all()
    assert Step.GOING_ON not in steps


def test_what_is_written_once_is_not_written_twice(town: Town, referral: Referral) -> None:
    with town.hub.begin() as work:
        event_id = work.write(JourneyEvent, **event_of(referral, town))
        same = named("the same", town, event_id)
        assert work.write_once(OutboxMessage, **same)
        assert work.write_once(OutboxMessage, **same) is None
        assert work.write_once(OutboxMessage, **named("another", town, event_id))


def test_without_that_word_a_value_that_must_be_unique_is_an_error(town: Town, referral: Referral) -> None:
    def written_twice() -> None:
        with town.hub.begin() as work:
            event_id = work.write(JourneyEvent, **event_of(referral, town))
            for _ in range(2):
                work.write(OutboxMessage, **named("the same", town, event_id))

    with pytest.raises(IntegrityError):
        written_twice()


def test_a_row_and_what_the_session_holds_are_written_or_undone_together(
    town: Town, referral: Referral
) -> None:
    with town.hub.begin() as work:
        work.session.get_one(Referral, referral.id).source = "lycee-voltaire"
        event_id = work.write(JourneyEvent, **event_of(referral, town))
    with town.hub.read() as work:
        event = work.session.get_one(JourneyEvent, event_id)
        assert event.referral.source == "lycee-voltaire"
