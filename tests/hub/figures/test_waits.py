"""Waits are kept once each, sealed, and longer than the needs they come from."""

from __future__ import annotations

from collections import Counter
from typing import Any

import pytest
from sqlalchemy import select

from hub import geography, intake, offers, queries, retention
from hub.figures import nightly, waits
from hub.forecasts import Forecast, forecast_for
from hub.lifecycle import OfferState
from hub.models import Expected, Member, Offer, Referral, WaitsOfMonth
from hub.vault import CannotOpen, KeyNotHeld
from hub.vocabulary import Public
from tests.parts.people import child, engagement, need, registration
from tests.parts.town import Town

on_sqlite = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
LIKE_US = "young_person:15-17:59"


def come(town: Town, many: int, **changes: Any) -> list[str]:
    with town.front.begin() as work:
        return [intake.register(work, registration(**changes)).reference for _ in range(many)]


def accept_all(town: Town, member: Member) -> None:
    with town.portal.begin() as work:
        by = work.session.get_one(Member, member.id)
        for offer in work.session.scalars(select(Offer).where(Offer.state == OfferState.OPEN)).all():
            offers.accept(work, offer, by)


def withdraw(town: Town, reference: str) -> None:
    with town.front.begin() as work:
        offers.withdraw(work, queries.referral_by_reference(work.session, reference))


def kept(town: Town) -> Counter[tuple[str, int, bool]]:
    with town.hub.read() as work:
        found: Counter[tuple[str, int, bool]] = Counter()
        for wait, many in waits.kept(work).items():
            found[wait.alike, wait.days, wait.answered] += many
        return found


def test_each_wait_is_kept_once_and_those_that_go_on_are_counted_each_night(town: Town) -> None:
    member, *_ = town.join("article-1")
    gone, *_ = come(town, 3)
    town.office.move()
    town.clock.forward(days=2)
    withdraw(town, gone)
    accept_all(town, member)
    come(town, 1, publics=frozenset({Public.REFUGIE}))
    town.clock.forward(days=3)
    for _ in range(2):
        going_on = waits.note(town.hub)
        assert [(wait.days, wait.answered, many) for wait, many in going_on.items()] == [(3, False, 1)]
        assert kept(town) == {(LIKE_US, 2, True): 2, (LIKE_US, 2, False): 1}


@on_sqlite
def test_what_is_kept_outlives_the_person_and_says_nothing_to_who_has_no_key(town: Town) -> None:
    member, *_ = town.join("article-1")
    come(town, 2)
    town.office.move()
    accept_all(town, member)
    town.clock.forward(days=1)
    waits.note(town.hub)
    with town.hub.begin() as work:
        for referral in work.session.scalars(select(Referral)).all():
            retention.forget(work, referral)
            assert referral.alike is None
    assert kept(town) == {(LIKE_US, 0, True): 2}
    with town.portal.read() as work:
        [row] = work.session.scalars(select(WaitsOfMonth)).all()
        assert b"young_person" not in row.sealed
        with pytest.raises(KeyNotHeld):
            waits.kept(work)


@on_sqlite
def test_a_box_put_in_the_place_of_another_month_does_not_open(town: Town) -> None:
    come(town, 1)
    town.office.move()
    withdraw(town, one_reference(town))
    waits.note(town.hub)
    with town.hub.begin() as work:
        [row] = work.session.scalars(select(WaitsOfMonth)).all()
        work.session.add(WaitsOfMonth(month=waits.months_before(row.month, 1), sealed=row.sealed))
    with town.hub.read() as work, pytest.raises(CannotOpen):
        waits.kept(work)


def one_reference(town: Town) -> str:
    with town.hub.read() as work:
        return work.session.scalars(select(Referral.reference)).one()


@on_sqlite
def test_a_childs_wait_begins_when_the_guardian_agrees(town: Town) -> None:
    with town.front.begin() as work:
        reference = intake.register(work, child()).reference
    town.clock.forward(days=4)
    assert not waits.note(town.hub)
    with town.front.begin() as work:
        intake.guardian_agrees(work, queries.referral_by_reference(work.session, reference))
    town.office.move()
    town.clock.forward(days=1)
    [wait] = waits.note(town.hub)
    assert (wait.alike, wait.days) == ("young_person:11-14:59", 1)


@on_sqlite
def test_waits_older_than_two_years_are_forgotten(town: Town) -> None:
    come(town, 1)
    town.office.move()
    withdraw(town, one_reference(town))
    waits.note(town.hub)
    town.clock.forward(days=750)
    waits.note(town.hub)
    assert kept(town)
    town.clock.forward(days=60)
    waits.note(town.hub)
    assert not kept(town)


@on_sqlite
def test_the_night_makes_a_forecast_that_tells_nothing_of_priority_publics(town: Town) -> None:
    """Whoever comes of the same age from the same place reads the same, whatever else they are."""
    member, *_ = town.join("article-1")
    come(town, 12)
    town.office.move()
    town.clock.forward(days=6)
    accept_all(town, member)
    nightly.count(town.hub)
    with town.front.read() as work:
        ours = forecast_for(work, need())
        assert ours == Forecast(6, 6)
        for public in (Public.ASE, Public.HANDICAP, Public.OUTRE_MER):
            assert forecast_for(work, need(publics=frozenset({public}))) == ours
        elsewhere = need(place=geography.place("13001", "13201"))
        assert forecast_for(work, elsewhere) == ours, "the whole age band, for want of a nearer group"
        assert forecast_for(work, engagement()) is None
        groups = set(work.session.scalars(select(Expected.alike)))
    assert groups == {LIKE_US, "young_person:15-17:R32", "young_person:15-17", "young_person:*"}
