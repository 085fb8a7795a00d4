"""Cards put straight before associations, without waiting for the worker to choose: many, varied, and really sealed."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

from hub import cards, intake, offers, queries
from hub.calendar import civil
from hub.models import Referral
from hub.offers import Deadlines, Terms
from hub.vocabulary import Registration
from hub.work import Work
from tests.parts.people import registration
from tests.parts.town import Town, association

BECAUSE = ("Correspond à vos critères",)
MANY_PLACES = 10_000


def give_places(town: Town, *slugs: str) -> None:
    with town.administration.begin() as work:
        for slug in slugs:
            association(work.session, slug).places_left = MANY_PLACES


def propose(town: Town, slug: str, who: Registration | None = None, *, days: float = 3) -> str:
    """The number of the card of somebody who was just proposed to this association; ``days`` to answer."""
    return propose_to_two(town, slug, None, who, days=days)[0]


def propose_to_two(
    town: Town, first: str, second: str | None, who: Registration | None = None, *, days: float = 3
) -> list[str]:
    """The same to two associations: the first one's card is overdue, the second one's open."""
    registered = who or registration()
    with town.front.begin() as work:
        reference = intake.register(work, registered).reference
    with town.hub.begin() as work:
        referral = queries.referral_by_reference(work.session, reference)
        day = civil(work.now)
        card = cards.make_card(registered.need, registered_on=day, group_of=cards.estimated_group, k=10)
        referral.card = card.to_json()
        return [*_proposed(work, referral, first, second, days)]


def _proposed(work: Work, referral: Referral, first: str, second: str | None, days: float) -> Iterator[str]:
    if second is None:
        yield _offer(work, referral, first, days)
        return
    yield _offer(work, referral, first, -1)
    offers.pass_deadlines(work, referral)
    work.session.flush()
    yield _offer(work, referral, second, days)


def _offer(work: Work, referral: Referral, slug: str, days: float) -> str:
    deadlines = Deadlines(work.now + timedelta(days=days), work.now + timedelta(days=14))
    offer = offers.make(work, referral, association(work.session, slug), Terms(BECAUSE, deadlines))
    return offer.card_number
