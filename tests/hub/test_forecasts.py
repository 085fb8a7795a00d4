"""The group of a registration opens with its tracking link, and with nothing else."""

from __future__ import annotations

import sqlite3
from contextlib import closing

import pytest
from sqlalchemy import select

from hub import forecasts, geography, intake
from hub.forecasts import Forecast, likes, sealed_group
from hub.models import Expected, Referral
from hub.vault import CannotOpen
from hub.vocabulary import Engagement, MentorAge, Need, Public, Situation
from tests.parts.people import child, engagement, need, registration
from tests.parts.town import Town

on_sqlite = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
TOKEN = "0123456789abcdef" * 2


@pytest.mark.parametrize(
    ("told", "groups"),
    [
        (need(), "young_person:15-17:59 young_person:15-17:R32 young_person:15-17 young_person:*"),
        (
            need(age=8, place=geography.place("97410", "97416")),
            "young_person:5-10:974 young_person:5-10:R04 young_person:5-10 young_person:*",
        ),
        (
            need(age=30, place=geography.place("20000", "2A004")),
            "young_person:26-30:2A young_person:26-30:R94 young_person:26-30 young_person:*",
        ),
        (
            engagement(age=MentorAge.FROM_50),
            "mentor:50+:59 mentor:50+:R32 mentor:50+ mentor:*",
        ),
    ],
)
def test_groups_widen_by_place_then_by_age(told: Need | Engagement, groups: str) -> None:
    assert likes(told) == tuple(groups.split())


def test_nothing_but_age_and_place_makes_a_group() -> None:
    other = need(publics=frozenset({Public.ASE, Public.HANDICAP}), situation=Situation.LYCEE_PRO)
    assert likes(other) == likes(need())


def test_sealed_every_group_has_one_size() -> None:
    everywhere: list[Need | Engagement] = [
        need(),
        need(age=7, place=geography.place("97410", "97416")),
        engagement(),
    ]
    sizes = {len(sealed_group(each, reference="BCDF2345", tracking_token=TOKEN)) for each in everywhere}
    assert len(sizes) == 1


@on_sqlite
def test_another_link_or_another_place_does_not_open_it(town: Town) -> None:
    with town.front.begin() as work:
        mine, theirs = (intake.register(work, registration()) for _ in range(2))
    with town.front.begin() as work:
        work.session.add(Expected(alike="young_person:*", half=5, nine=14))
    with town.front.begin() as work:
        rows = {row.reference: row for row in work.session.scalars(select(Referral))}
        one, other = rows[mine.reference], rows[theirs.reference]
        assert forecasts.forecast_of(work, one, mine.tracking_token) == Forecast(5, 14)
        with pytest.raises(CannotOpen):
            forecasts.forecast_of(work, one, theirs.tracking_token)
        one.alike = other.alike
        with pytest.raises(CannotOpen):
            forecasts.forecast_of(work, one, theirs.tracking_token)


@on_sqlite
def test_a_copy_of_the_database_cannot_tell_the_group(town: Town) -> None:
    with town.front.begin() as work:
        intake.register(work, registration())
        intake.register(work, child())
    path = town.environ["DATABASE_URL"].removeprefix("sqlite:///")
    with closing(sqlite3.connect(path)) as copy:
        rows = copy.execute("SELECT * FROM referrals").fetchall()
    assert len(rows) == 2
    assert "15-17" not in repr(rows) and "11-14" not in repr(rows)
