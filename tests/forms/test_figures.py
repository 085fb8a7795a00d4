"""The figures of the home page are those of the base, and say nothing of a few."""

from __future__ import annotations

from datetime import timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select, text

from forms import figures
from forms.figures import ENOUGH, Figures
from hub import intake, offers, queries
from hub.lifecycle import LIVE
from hub.models import Offer
from hub.work import Hub
from tests.forms.conftest import hub_of
from tests.parts.people import registration
from tests.parts.town import StillClock, Town

ASSOCIATIONS = (
    "jobirl",
    "article-1",
    "nqt",
    "afev",
    "proxite",
    "telemaque",
    "zupdeco",
    "rura",
    "kodiko",
    "socrate",
)


def register(hub: Hub, people: int) -> None:
    with hub.begin() as work:
        for _ in range(people):
            intake.register(work, registration())


def counted(hub: Hub) -> Figures:
    with hub.read() as work:
        return figures.count(work)


def test_a_young_hub_shows_no_figure(door: Flask) -> None:
    register(hub_of(door), ENOUGH - 1)
    assert not counted(hub_of(door))
    assert "Où nous en sommes" not in door.test_client().get("/").text


def test_young_people_are_counted_for_a_year(door: Flask, clock: StillClock) -> None:
    register(hub_of(door), ENOUGH)
    assert counted(hub_of(door)) == Figures(young_people=ENOUGH)
    assert f"<dd>{ENOUGH}</dd>" in door.test_client().get("/").text
    clock.forward(days=366)
    assert counted(hub_of(door)) == Figures()


def test_a_yes_is_counted_in_days_by_the_middle_one(town: Town) -> None:
    town.join(*ASSOCIATIONS)
    register(town.front, ENOUGH)
    town.settle()
    for _ in range(ENOUGH):
        town.clock.forward(hours=12)
        accept_one(town)
    assert counted(town.front) == Figures(len(ASSOCIATIONS), ENOUGH, days_to_a_yes=3)


def accept_one(town: Town) -> None:
    with town.portal.begin() as work:
        offer = work.session.scalars(select(Offer).where(Offer.state.in_(LIVE)).order_by(Offer.id)).first()
        assert offer
        offers.accept(work, offer, queries.members_of(work.session, offer.association_id)[0])


@pytest.mark.parametrize(
    ("waits", "days"), [([1.2, 2.6, 9], 3), ([0.1, 0.2, 0.3], 1), ([2, 4], 3), ([5, 5, 5], 5)]
)
def test_half_waited_so_many_days_or_less(waits: list[float], days: int) -> None:
    assert figures._days([timedelta(days=wait) for wait in waits]) == days


def test_the_home_page_stands_without_its_database(door: Flask) -> None:
    with hub_of(door).begin() as work:
        work.session.execute(text("ALTER TABLE offers RENAME TO away"))
    client: FlaskClient = door.test_client()
    assert client.get("/").status_code == 200
