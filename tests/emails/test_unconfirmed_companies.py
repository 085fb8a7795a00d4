"""What a company is told that never pressed a button: little, until the desk has spoken with it."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from hub import companies, queries, webinars
from hub.models import Webinar
from hub.partnership import CompanyState
from tests.emails.conftest import ASSOCIATION, PostRoom
from tests.emails.test_company_letters import EMAIL, INVITED, found, letters, live_until, register, subjects
from tests.parts.town import text_of

INTRODUCED = "Nous vous présentons une association"
CANCELLED = "Le webinaire est annulé"
SOON = datetime(2026, 3, 9, tzinfo=UTC).date()


@pytest.fixture
def database_url(sqlite_url: str) -> str:
    return sqlite_url


@pytest.fixture
def planned(room: PostRoom) -> PostRoom:
    """A post room with sessions to come, where nobody knows the company's address."""
    webinars.keep_up(room.hub)
    return room


def call(room: PostRoom, reference: str) -> None:
    desk = room.open_desk()
    with room.portal.begin() as work:
        row, by = found(work, reference), work.session.merge(desk)
        companies.move(work, row, CompanyState.NEEDS_DEFINED, next_on=SOON, note="", by=by)


def introduce(room: PostRoom, reference: str) -> None:
    with room.portal.begin() as work:
        chosen = queries.association_called(work.session, ASSOCIATION)
        assert chosen
        (by,) = queries.desk_members(work.session)
        companies.introduce(work, found(work, reference), chosen, next_on=SOON, note="", by=by)


def cancel(room: PostRoom) -> None:
    with room.portal.begin() as work:
        webinars.cancel(work, work.session.get_one(Webinar, webinars.offered(work)[0].id))


def test_whoever_was_called_hears_to_whom_it_is_introduced(planned: PostRoom) -> None:
    reference = register(planned)
    planned.make_round()
    for moment in (datetime(2026, 3, 4, 8, tzinfo=UTC), datetime(2026, 3, 5, 13, 30, tzinfo=UTC)):
        live_until(planned, moment)
        planned.make_round()
    assert len(letters(planned)) == 3, "all that a stranger gets"
    live_until(planned, datetime(2026, 3, 6, 9, tzinfo=UTC))
    call(planned, reference)
    introduce(planned, reference)
    assert subjects(planned)[-1] == INTRODUCED


@pytest.mark.parametrize("session", [None, 0])
def test_the_first_letter_asks_to_confirm_the_address(planned: PostRoom, session: int | None) -> None:
    reference = register(planned, session)
    (letter,) = letters(planned)
    assert "Confirmer mon adresse" in text_of(letter)
    with planned.front.begin() as work:
        companies.confirm(work, found(work, reference))
    register(planned, session)
    assert "Confirmer mon adresse" not in text_of(letters(planned)[-1])


def test_a_session_that_is_off_is_told_to_a_stranger_the_next_day_and_to_the_others_at_once(
    planned: PostRoom,
) -> None:
    reference = register(planned)
    assert subjects(planned) == [INVITED]
    cancel(planned)
    webinars.keep_up(planned.hub)
    assert subjects(planned) == [INVITED], "one letter a day"
    with planned.front.begin() as work:
        companies.confirm(work, found(work, reference))
    assert subjects(planned) == [INVITED, CANCELLED]


def test_that_a_session_was_off_is_still_said_when_its_hour_has_come(planned: PostRoom) -> None:
    register(planned)
    planned.make_round()
    cancel(planned)
    webinars.keep_up(planned.hub)
    live_until(planned, datetime(2026, 3, 6, tzinfo=UTC))
    assert subjects(planned)[-1] == CANCELLED
    assert "est annulé" in text_of(planned.letters_to(EMAIL)[-1])
