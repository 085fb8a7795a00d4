"""The last seat, wanted by several at the same instant, on both databases."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from sqlalchemy import delete

from hub import queries, webinars
from hub.models import Webinar
from hub.webinars import NoSeatLeft
from tests.associations.test_races import at_once
from tests.hub.test_webinars import choose, leave, registered, seats_left, sessions
from tests.parts.town import Town


def silent(deed: Callable[[], None]) -> Callable[[], int]:
    """A deed that answers nothing, as one that may be done at the same instant as others."""

    def done() -> int:
        deed()
        return 0

    return done


@pytest.fixture
def opened(town: Town) -> Town:
    """A town whose next four sessions exist."""
    webinars.keep_up(town.hub)
    return town


def test_four_workers_at_once_make_each_session_once(town: Town) -> None:
    with town.hub.begin() as work:
        work.session.execute(delete(Webinar))
    at_once(*[silent(lambda: webinars.keep_up(town.hub))] * 4)
    assert len(sessions(town)) == 4


def test_the_last_seat_is_taken_by_one_of_two_at_once(opened: Town) -> None:
    last = sessions(opened)[0]
    leave(opened, 1, last)

    def take() -> int:
        try:
            registered(opened, last)
        except NoSeatLeft:
            return 0
        return 1

    assert sorted(at_once(take, take, take, take)) == [0, 0, 0, 1]
    assert seats_left(opened)[0] == 0
    with opened.front.read() as work:
        assert len(queries.companies(work.session)) == 1, "who got no seat is not registered by half"


def test_two_companies_that_swap_at_once_both_get_their_seat(opened: Town) -> None:
    first, second = sessions(opened)[:2]
    one, other = registered(opened, first), registered(opened, second)
    at_once(silent(lambda: choose(opened, one, second)), silent(lambda: choose(opened, other, first)))
    assert seats_left(opened)[:2] == [29, 29]


def test_one_company_that_clicks_twice_takes_one_seat(opened: Town) -> None:
    reference = registered(opened)
    first, second = sessions(opened)[:2]
    at_once(
        silent(lambda: choose(opened, reference, first)), silent(lambda: choose(opened, reference, second))
    )
    assert sum(seats_left(opened)) == 4 * 30 - 1
