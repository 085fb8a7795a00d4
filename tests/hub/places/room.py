"""What an association says of its places, and what comes of it."""

from __future__ import annotations

from hub import offers, places, queries, standings
from hub.lifecycle import ReferralState
from hub.models import Association, Member
from hub.places import Limits
from hub.routing import Standing
from hub.vocabulary import AgeBand, DeclineReason, Situation
from tests.parts.town import Town, association

MONTHLY = Limits((), (), (), a_year=None, a_month=1)
PUPILS = Limits({AgeBand.FROM_15_TO_17}, {Situation.LYCEE_GT}, {"59"}, a_year=1, a_month=None)
ME = "article-1"


def say(town: Town, member: Member, *limits: Limits) -> list[int]:
    with town.portal.begin() as work:
        here, by = association(work.session, ME), work.session.get_one(Member, member.id)
        said = [places.set_ceiling(work, here, each, by=by) for each in limits]
        work.session.flush()
        return [ceiling.id for ceiling in said]


def here(town: Town) -> Association:
    with town.hub.read() as work:
        return association(work.session, ME)


def standing(town: Town) -> Standing:
    with town.hub.read() as work:
        return standings.roster(work).standing(ME)


def state(town: Town, reference: str) -> ReferralState:
    with town.hub.read() as work:
        return queries.referral_by_reference(work.session, reference).state


def answer(town: Town, reference: str, member: Member, *, yes: bool) -> None:
    with town.portal.begin() as work:
        offer = queries.referral_by_reference(work.session, reference).offers[-1]
        by = work.session.get_one(Member, member.id)
        if yes:
            offers.accept(work, offer, by)
        else:
            offers.decline(work, offer, by, reason=DeclineReason.NO_MENTOR)
    town.settle()
