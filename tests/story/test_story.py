"""The year in small: a dozen people over a month of stops, and each sort of fault planted and found."""

from __future__ import annotations

import logging
import shutil
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from pathlib import Path
from random import Random

import pytest
from sqlalchemy import select

from hub import calendar, journey
from hub.lifecycle import ENDED, ReferralState
from hub.models import Referral
from hub.vocabulary import Audience, Step
from tests.story import cast, letters, promises, reckoning
from tests.story.watching import wrong_owner
from tests.story.year import Year, every_day, moments, opened, play

FIRST = date(2028, 2, 24)
STOPS = (0, 1, 3, 7, 9, 30, 31)
"""In days: leap day, reminders, « we are on it », « no solution yet », and the night of 26 March."""


@pytest.fixture(scope="module")
def year(sqlite_with_tables: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Year]:
    folder = tmp_path_factory.mktemp("story")
    shutil.copy(sqlite_with_tables, folder / "hub.db")
    with opened(folder, FIRST, Random(7)) as begun:
        play(begun, _soon(11), [FIRST + timedelta(days=days) for days in STOPS])
        yield begun


@pytest.fixture
def faults(year: Year) -> Iterator[list[str]]:
    """Those that a test plants."""
    year.watch.faults.clear()
    yield year.watch.faults
    year.watch.faults.clear()


def test_a_month_around_leap_day_is_as_it_should_be(year: Year) -> None:
    assert year.watch.faults == []
    assert len(year.watch.parts) == 11 and len(year.ledger.letters) > 20
    languages = {part.registration.identity.language for part in year.watch.parts.values()}
    assert languages == {"fr", "en"}, "the promise is read in both"


def _soon(many: int) -> list[cast.Part]:
    """So many of the year's people, before the offices open."""
    began = datetime.combine(FIRST, time(8, 30), calendar.PARIS)
    chosen = cast.parts(7)[::8][:many]
    return [
        replace(part, at=began + number * timedelta(minutes=7), answer=_soon_or_never(part.answer))
        for number, part in enumerate(chosen)
    ]


def _soon_or_never(answer: cast.Answer) -> cast.Answer:
    """What follows a late answer would come between two stops."""
    return cast.Answer.AT_ONCE if answer is cast.Answer.AFTER_A_REMINDER else answer


def test_a_date_that_passed_is_found(year: Year, faults: list[str]) -> None:
    year.clock.now += timedelta(days=90)
    year.watch.look(year.office.hub, year.ledger)
    year.clock.now -= timedelta(days=90)
    assert any("nobody did it" in fault for fault in faults)
    now = year.clock.now
    assert len(wrong_owner(ReferralState.WAITING, now - timedelta(seconds=1), now)) == 1
    assert wrong_owner(ReferralState.ACCEPTED, now - timedelta(seconds=1), now) == [], (
        "on its association's list"
    )


def test_nobody_s_turn_and_no_next_date_are_found(year: Year) -> None:
    now = year.clock.now
    assert wrong_owner(ReferralState.CLOSED, None, now) == ["closed, and it is nobody's turn"]
    assert wrong_owner(ReferralState.LOOKING, None, now) == ["looking without a next date"]


def test_a_promise_that_is_a_day_wrong_is_found(year: Year, faults: list[str]) -> None:
    alive = select(Referral).where(Referral.promised_by.is_not(None), Referral.state.not_in(ENDED))
    with year.hub.begin() as work:
        referral = work.session.scalars(alive).first()
        assert referral and referral.promised_by
        referral.promised_by += timedelta(days=1)
        journey.record(work, referral, Step.CONTACTED)
    year.watch.look(year.office.hub, year.ledger)
    assert ["reckoned" in fault for fault in faults] == [True], (
        "what happened says another day than it should"
    )
    with year.hub.begin() as work:
        referral = work.session.get_one(Referral, referral.id)
        referral.promised_by = FIRST
    year.watch.look(year.office.hub, year.ledger)
    assert "its page says 2028-02-24" in faults[-1]
    with year.hub.begin() as work:
        work.session.get_one(Referral, referral.id).promised_by = year.watch.known[referral.id].promised


def test_a_letter_carried_twice_is_found(year: Year, faults: list[str]) -> None:
    told = (each for each in year.ledger.letters if year.ledger.rows[each.number].event)
    year.ledger.letters.append(next(told))
    year.watch.look(year.office.hub, year.ledger)
    assert any("twice under one number" in fault for fault in faults)
    assert any("same event twice" in fault for fault in faults)


def test_a_second_letter_on_one_day_is_found(year: Year, faults: list[str]) -> None:
    letter = next(each for each in year.ledger.letters if each.number in year.ledger.rows)
    row = replace(year.ledger.rows[letter.number], audience=Audience.YOUNG_PERSON)
    for number, about in enumerate(("going_on", "with_desk")):
        other = replace(letter, number=f"{number:>32}", to="nobody@jeunes.example", text=about)
        year.ledger.letters.append(other)
        year.ledger.rows[other.number] = replace(row, letter=about, event=-1 - number, referral=None)
    year.watch.look(year.office.hub, year.ledger)
    assert ["going_on and with_desk on the same day" in fault for fault in faults] == [True]


def test_a_letter_that_says_another_day_is_found(year: Year) -> None:
    letter = year.ledger.letters[0]
    row = replace(year.ledger.rows[letter.number], letter="received", audience=Audience.YOUNG_PERSON)
    day = date(2028, 3, 1)
    wrong = letters.wrong_date(replace(letter, text="au plus tard le mardi 1er mars"), row, day, "fr")
    assert [*wrong] == ["received does not say mercredi 1er mars"]
    right = replace(letter, text="an answer by Wednesday\u00a01\u00a0March at the latest")
    assert [*letters.wrong_date(right, row, day, "en")] == []
    assert [*letters.wrong_date(right, row, day, "fr")] == ["received does not say mercredi 1er mars"]
    of_the_desk = replace(row, letter="with_desk", audience=Audience.DESK)
    assert [*letters.wrong_date(right, of_the_desk, day, "en")] == [
        "with_desk does not say mercredi 1er mars"
    ]


def test_an_answer_expected_on_the_wrong_day_is_found() -> None:
    made = datetime.combine(date(2028, 2, 25), time(10), calendar.PARIS)
    right, wrong = calendar.end_of_day(date(2028, 3, 1)), calendar.end_of_day(date(2028, 2, 29))
    expires = calendar.end_of_day(date(2028, 3, 10))
    asked = promises.Asked(1, made, right, expires, 3, reckoning.is_day_off)
    assert [*promises.wrong_offer(asked)] == []
    assert len([*promises.wrong_offer(replace(asked, answer_by=wrong))]) == 1


def test_what_the_worker_could_not_do_is_found(year: Year, faults: list[str]) -> None:
    logging.getLogger("hub.worker").error("route 12 failed with ValueError")
    assert faults == ["the worker says: route 12 failed with ValueError"]


def test_the_night_that_has_an_hour_twice_is_lived_through_twice() -> None:
    assert len([*moments([date(2027, 10, 31)])]) == 4 + 7, (
        "2 h and 2 h 30 come twice, 1 h 30, 3 h and 3 h 30 once"
    )
    assert len([*moments([date(2027, 11, 1)])]) == 4
    assert len(every_day(cast.FIRST_DAY, cast.LAST_DAY)) == 366
