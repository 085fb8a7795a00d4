"""Cards put straight before associations, without waiting for the worker to choose: many, varied, and really sealed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

from hub import cards, intake, offers, queries
from hub.calendar import civil
from hub.models import Referral
from hub.terms import Deadlines, Terms
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


@dataclass(frozen=True, slots=True)
class Proposed:
    """Somebody's referral, their own link to it, and the number of each association's card."""

    reference: str
    link: str
    cards: tuple[str, ...]


def propose(
    town: Town, slug: str, who: Registration | None = None, *, days: float = 3, alike: int = 10
) -> str:
    """The number of the card of somebody who was just proposed to this association; ``days`` to answer."""
    return proposed(town, [slug], who, days=days, alike=alike).cards[0]


def proposed(
    town: Town,
    slugs: Sequence[str],
    who: Registration | None = None,
    *,
    days: float = 3,
    expires: float = 14,
    alike: int = 10,
) -> Proposed:
    """To one association, or to two: the card of the first is then overdue, and that of the second open.

    ``alike``: how many must share what a card tells; one, and it tells all it can.
    """
    registered = who or registration()
    with town.front.begin() as work:
        receipt = intake.register(work, registered)
    with town.hub.begin() as work:
        referral = queries.referral_by_reference(work.session, receipt.reference)
        day = civil(work.now)
        card = cards.make_card(registered.need, registered_on=day, group_of=cards.estimated_group, k=alike)
        referral.card = card.to_json()
        numbers = []
        for slug in slugs[:-1]:
            numbers.append(_offer(work, referral, slug, days=-1, expires=expires))
            offers.pass_deadlines(work, referral)
            work.flush()
        numbers.append(_offer(work, referral, slugs[-1], days=days, expires=expires))
    return Proposed(receipt.reference, receipt.tracking_token, tuple(numbers))


def _offer(work: Work, referral: Referral, slug: str, *, days: float, expires: float) -> str:
    deadlines = Deadlines(work.now + timedelta(days=days), work.now + timedelta(days=expires))
    offer = offers.make(work, referral, association(work.session, slug), Terms(BECAUSE, deadlines))
    return offer.card_number
