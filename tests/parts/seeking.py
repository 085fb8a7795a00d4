"""Somebody comes, associations are asked, and what can be known of it."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import select, update

from hub import intake, offers, queries
from hub.lifecycle import LIVE
from hub.models import Association, Referral
from hub.vocabulary import DeclineReason, Step
from tests.parts.people import mentor, registration
from tests.parts.town import Town

REMOTE = ("article-1", "jobirl", "mentorat-by-leo")
"""Associations of the directory that take a lycéenne of Roubaix, as the example needs show."""


def looking(town: Town, **changes: object) -> str:
    with town.front.begin() as work:
        return intake.register(work, registration(**changes)).reference  # type: ignore[arg-type]


def referral(town: Town, reference: str) -> Referral:
    with town.hub.read() as work:
        found = queries.referral_by_reference(work.session, reference)
        _ = [(offer.association.slug, offer.state) for offer in found.offers]
        return found


def asked(found: Referral) -> Sequence[str]:
    return [offer.association.slug for offer in found.offers]


def states(found: Referral) -> list[str]:
    return [offer.state.value for offer in found.offers]


def steps(town: Town, reference: str) -> list[Step]:
    with town.hub.read() as work:
        found = queries.referral_by_reference(work.session, reference)
        return [event.step for event in queries.events_of(work.session, found)]


def decline(town: Town, reference: str) -> None:
    """The member of the association that was asked last says no."""
    with town.portal.begin() as work:
        found = queries.referral_by_reference(work.session, reference)
        offer = next(offer for offer in found.offers if offer.state in LIVE)
        member = queries.members_of(work.session, offer.association_id)[0]
        offers.decline(work, offer, member, reason=DeclineReason.NO_MENTOR)


def places(town: Town, left: int, slug: str = "jobirl", **changes: object) -> None:
    """So many are left there, and whatever else is to be said of that association."""
    with town.administration.begin() as work:
        changed = update(Association).where(Association.slug == slug)
        work.session.execute(changed.values(places_left=left, **changes))


def places_left(town: Town, slug: str) -> int:
    with town.hub.read() as work:
        return work.session.scalars(select(Association.places_left).where(Association.slug == slug)).one()


def offered_mentor(town: Town, **changes: object) -> str:
    with town.front.begin() as work:
        return intake.register(work, mentor(**changes)).reference  # type: ignore[arg-type]
