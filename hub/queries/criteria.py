"""Questions about what associations have said of themselves, and about the cards that a year has brought."""

from __future__ import annotations

from datetime import UTC, date, datetime

from sqlalchemy import ColumnElement, func, literal, select
from sqlalchemy.orm import Session, joinedload

from hub.models import (
    Association,
    CardCount,
    EntryDeed,
    EntryVersion,
    FiledEntry,
    Offer,
)
from hub.models.base import UtcDateTime
from hub.queries.referrals import found
from hub.vocabulary import DeclineReason

MENDABLE = (DeclineReason.NOT_OUR_PUBLIC, DeclineReason.OUTSIDE_OUR_AREA)
"""Reasons that better criteria would have spared everybody."""
BEGINNING = datetime(2000, 1, 1, tzinfo=UTC)


def hold_association(session: Session, association_id: int) -> Association:
    """As it stands, until the end of the work."""
    return session.get_one(Association, association_id, with_for_update=True, populate_existing=True)


def last_entry_number(session: Session, association_id: int) -> int:
    """Zero before the first version."""
    number = select(func.max(EntryVersion.number)).where(EntryVersion.association_id == association_id)
    return session.scalar(number) or 0


def entry_versions(session: Session, association_id: int, *, before: int, most: int) -> list[EntryVersion]:
    """Those whose number is below ``before``, the last first, with who said them."""
    return list(
        session.scalars(
            select(EntryVersion)
            .where(EntryVersion.association_id == association_id, EntryVersion.number < before)
            .options(joinedload(EntryVersion.by))
            .order_by(EntryVersion.number.desc())
            .limit(most)
        )
    )


def entry_version(session: Session, association_id: int, number: int) -> EntryVersion:
    """Raises :class:`NotFound`."""
    return found(
        session.scalars(
            select(EntryVersion)
            .where(EntryVersion.association_id == association_id, EntryVersion.number == number)
            .options(joinedload(EntryVersion.by))
        ).one_or_none()
    )


def filed_entry(session: Session, association_id: int) -> FiledEntry | None:
    return session.get(FiledEntry, association_id)


def declined_for_our_criteria(session: Session, association_id: int, *, most: int) -> list[Offer]:
    """Cards that it declined for a reason its criteria could have said, since it last said them; the last first."""
    return list(
        session.scalars(
            select(Offer)
            .where(*_to_mend(association_id))
            .options(joinedload(Offer.referral))
            .order_by(Offer.answered_at.desc(), Offer.id.desc())
            .limit(most)
        )
    )


def count_declined_for_our_criteria(session: Session, association_id: int, *, most: int) -> int:
    """How many they are, counted no further than ``most``."""
    some = select(Offer.id).where(*_to_mend(association_id)).limit(most).subquery()
    return session.scalar(select(func.count()).select_from(some)) or 0


def _to_mend(association_id: int) -> tuple[ColumnElement[bool], ...]:
    said = select(func.max(EntryVersion.said_at)).where(
        EntryVersion.association_id == association_id, EntryVersion.deed != EntryDeed.LOADED
    )
    since = func.coalesce(said.scalar_subquery(), literal(BEGINNING, UtcDateTime()))
    return (
        Offer.association_id == association_id,
        Offer.decline_reason.in_(MENDABLE),
        Offer.answered_at > since,
    )


def offers_received(session: Session, association_id: int, since: datetime) -> int:
    """How many cards it was really asked about since then."""
    count = select(func.count()).where(Offer.association_id == association_id, Offer.made_at >= since)
    return session.scalar(count) or 0


def card_counts(session: Session, since: date) -> dict[str, int]:
    """By form, how many cards of that form were made for the registrations of the months since then."""
    rows = session.execute(
        select(CardCount.form, func.sum(CardCount.cards))
        .where(CardCount.month >= since)
        .group_by(CardCount.form)
    )
    return {form: int(cards) for form, cards in rows}
