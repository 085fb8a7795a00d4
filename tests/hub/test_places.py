"""How many an association takes, of whom, when nobody is there; and who says nothing is asked no more."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from hub import calendar, ceilings, offers, places, queries
from hub.lifecycle import OfferState, ReferralState
from hub.models import Association, Ceiling, Member, Offer, Stop
from hub.places import Limits
from hub.vocabulary import AgeBand, DeclineReason, Situation
from tests.associations.partner import registered
from tests.parts.town import DESK, Town, address_of, association, text_of

PUPILS = Limits({AgeBand.FROM_15_TO_17}, {Situation.LYCEE_GT}, {"59"}, a_year=2, a_month=1)
EVERYBODY = Limits((), (), (), a_year=None, a_month=1)
IN_THE_SOUTH = Limits((), (), {"13"}, a_year=0, a_month=None)


@pytest.fixture
def member(town: Town) -> Member:
    return town.join("article-1")[0]


def say(town: Town, member: Member, *limits: Limits) -> list[Ceiling]:
    with town.portal.begin() as work:
        here = association(work.session, "article-1")
        by = work.session.get_one(Member, member.id)
        return [places.set_ceiling(work, here, each, by=by) for each in limits]


def state(town: Town, reference: str) -> ReferralState:
    with town.hub.read() as work:
        return queries.referral_by_reference(work.session, reference).state


def answered(town: Town, reference: str, member: Member, *, yes: bool) -> None:
    with town.portal.begin() as work:
        referral = queries.referral_by_reference(work.session, reference)
        offer, by = referral.offers[-1], work.session.get_one(Member, member.id)
        if yes:
            offers.accept(work, offer, by)
        else:
            offers.decline(work, offer, by, reason=DeclineReason.NO_MENTOR)


def here(town: Town) -> Association:
    with town.hub.read() as work:
        return association(work.session, "article-1")


def test_a_ceiling_of_the_month_holds_until_the_month_is_over(town: Town, member: Member) -> None:
    say(town, member, EVERYBODY, IN_THE_SOUTH)
    first, second = registered(town), registered(town)
    assert (state(town, first), state(town, second)) == (ReferralState.OFFERED, ReferralState.WAITING)
    answered(town, first, member, yes=True)
    town.clock.forward(days=1)
    town.settle()
    assert state(town, second) is ReferralState.WAITING
    town.clock.forward(days=30)
    town.settle()
    assert state(town, second) is ReferralState.OFFERED
