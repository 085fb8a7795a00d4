"""Weeks in which places are scarce: whatever happens, nothing promised by the tables and the order is broken."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from random import Random

import pytest
from sqlalchemy import func, select

from hub import intake, offers, queries, standings, waiting
from hub.checkup import examine
from hub.lifecycle import LIVE, OfferState
from hub.models import Association, Offer, Referral
from hub.routing.rulebook import Consortium
from hub.vocabulary import DeclineReason, Situation
from hub.work import Work
from tests.parts.people import registration
from tests.parts.post import Letterbox
from tests.parts.town import Town, following, keeping, town_at

ASSOCIATIONS = ("article-1", "jobirl", "mentorat-by-leo")
PLACES = 3
NORTH = Consortium("Le Nord", frozenset(), frozenset({"59"}), frozenset(ASSOCIATIONS), "jobirl")


@pytest.fixture
def town(sqlite_url: str, tmp_path: Path, letterbox: Letterbox) -> Iterator[Town]:
    book = replace(keeping(10), consortia=(NORTH,))
    with town_at(sqlite_url, tmp_path, letterbox) as opened, following(opened, book) as town:
        town.open_desk()
        town.join(*ASSOCIATIONS)
        with town.administration.begin() as work:
            for row in queries.joined_associations(work.session):
                row.places_left = PLACES
        yield town


def come(town: Town, chance: Random) -> None:
    situation = chance.choice([Situation.LYCEE_GT, Situation.LYCEE_GT, Situation.LYCEE_PRO])
    with town.front.begin() as work:
        intake.register(work, registration(situation=situation))


def answer(work: Work, chance: Random) -> None:
    """Some of the cards that wait are answered, one way or another."""
    alive = list(work.session.scalars(select(Offer).where(Offer.state.in_(LIVE)).order_by(Offer.id)))
    for offer in alive:
        member = queries.members_of(work.session, offer.association_id)[0]
        luck = chance.random()
        if offer.state not in LIVE or luck > 0.5:
            continue
        if luck < 0.1 and offer.passes_to:
            to = queries.association_of(work.session, chance.choice(offer.passes_to))
            offers.pass_on(work, offer, member, to=to)
        elif luck < 0.2:
            offers.accept(work, offer, member)
        elif luck < 0.4:
            offers.decline(work, offer, member, reason=DeclineReason.NO_MENTOR)
        else:
            offers.withdraw(work, offer.referral)


def taken(work: Work) -> int:
    """Places that an offer took and did not give back."""
    held = Offer.state.in_([*LIVE, OfferState.ACCEPTED])
    return work.session.scalar(select(func.count(Offer.id)).where(held)) or 0


def check(town: Town) -> None:
    with town.hub.read() as work:
        left = list(
            work.session.scalars(select(Association.places_left).where(Association.places_left <= PLACES))
        )
        assert sum(left) + taken(work) == PLACES * len(ASSOCIATIONS)
        alive = (
            select(Offer.referral_id, func.count()).where(Offer.state.in_(LIVE)).group_by(Offer.referral_id)
        )
        assert all(count <= 2 for _, count in work.session.execute(alive))
        assert not any(each.could_be_asked for each in waiting.in_order(work, standings.roster(work)))
        assert {finding.subject for finding in examine(work) if not finding.is_fine} <= {"letters"}


def move(town: Town) -> None:
    """What the worker does in two sweeps, letters apart."""
    town.office.move()
    town.office.move()


def test_no_place_is_lost_nobody_has_three_cards_abroad_and_no_free_place_is_withheld(town: Town) -> None:
    chance = Random(2)
    seen = set()
    for _ in range(14):
        for _ in range(chance.randrange(3)):
            come(town, chance)
        move(town)
        check(town)
        with town.portal.begin() as work:
            seen |= set(work.session.scalars(select(Referral.state)))
            answer(work, chance)
        move(town)
        check(town)
        town.clock.forward(days=2)
    assert {"waiting", "offered", "accepted", "withdrawn"} <= seen
