"""The figures of the home page are those that the night counted, and say nothing of a few."""

from __future__ import annotations

import pytest
from flask import Flask
from sqlalchemy import select, text

from forms import figures
from forms.figures import ENOUGH, Figures
from hub import intake, offers, queries
from hub.lifecycle import LIVE
from hub.models import Offer
from tests.forms.conftest import hub_of
from tests.parts.people import CANARIES, registration
from tests.parts.town import Town

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
MARCH = ("2026-03-01", "2026-03-31")
HEADING = "Où nous en sommes"


def register(town: Town, people: int) -> None:
    with town.front.begin() as work:
        for _ in range(people):
            intake.register(work, registration())


def told(town: Town) -> Figures:
    with town.front.read() as work:
        return figures.told(work)


def a_month_later(town: Town) -> None:
    town.clock.forward(days=35)
    town.office.count()


def test_a_young_hub_shows_no_figure(town: Town) -> None:
    register(town, ENOUGH - 1)
    assert not told(town)
    a_month_later(town)
    assert not told(town)
    assert HEADING not in town.visitor().get("/").text


def test_young_people_are_counted_of_the_months_that_are_over(town: Town) -> None:
    """Whoever looks at the page again and again learns nothing of who has just come."""
    register(town, ENOUGH)
    town.office.count()
    assert not told(town)
    a_month_later(town)
    register(town, 1)
    assert told(town) == Figures(None, ENOUGH, None, *MARCH)
    page = town.visitor().get("/").text
    assert f"<dd>{ENOUGH}</dd>" in page and "Du 1er\u00a0mars 2026 au 31\u00a0mars 2026." in page
    assert not [word for word in CANARIES if word in page]


def test_an_answer_is_counted_in_working_days_by_the_middle_one(town: Town) -> None:
    town.join(*ASSOCIATIONS)
    register(town, ENOUGH)
    town.settle()
    for _ in range(ENOUGH):
        town.clock.forward(hours=12)
        accept_one(town)
    a_month_later(town)
    assert told(town) == Figures(len(ASSOCIATIONS), ENOUGH, 2, *MARCH)
    assert "<dd>2 jours ouvrés</dd>" in town.visitor().get("/").text.replace("\u00a0", " ")


def accept_one(town: Town) -> None:
    with town.portal.begin() as work:
        offer = work.session.scalars(select(Offer).where(Offer.state.in_(LIVE)).order_by(Offer.id)).first()
        assert offer
        offers.accept(work, offer, queries.members_of(work.session, offer.association_id)[0])


@pytest.mark.parametrize("gone", ["figures", "members"])
def test_the_home_page_stands_without_its_database(door: Flask, gone: str) -> None:
    with hub_of(door).begin() as work:
        work.session.execute(text(f"ALTER TABLE {gone} RENAME TO away"))
    assert door.test_client().get("/").status_code == 200
