"""Questions for the digest of an association: to whom it is due, and what waits there this morning."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from datetime import date, datetime
from typing import NamedTuple

from sqlalchemy import ColumnElement, Select, and_, literal, or_, select, union, update
from sqlalchemy.orm import Session

from hub.lifecycle import LIVE, OfferState, ReferralState
from hub.models import DIGEST_HOUR, Accompaniment, Member, Offer, Referral
from hub.queries.accompaniments import to_close
from hub.vocabulary import Kind

MOST = 500
"""Cards of one kind that a digest counts: past it, it says no more."""
TO_DO = (ReferralState.ACCEPTED, ReferralState.CONTACTED, ReferralState.PAIRED)


class LiveCard(NamedTuple):
    card_number: str
    state: OfferState
    made_at: datetime
    answer_by: datetime
    kind: Kind


class DueCard(NamedTuple):
    """``closes``: a pair ended, and its closing interview is to be held."""

    card_number: str
    state: ReferralState
    kind: Kind
    closes: bool


def digests_due(session: Session, today: date, hour: int) -> dict[int, list[int]]:
    """By association, members whose hour has come and for whom nobody looked yet whether there is anything to say."""
    rows = session.execute(readers_due(today, hour).order_by(Member.id))
    found = defaultdict[int, list[int]](list)
    for association_id, member_id in rows:
        if association_id is not None:
            found[association_id].append(member_id)
    return found


def readers_due(today: date | ColumnElement[date], hour: int | ColumnElement[int]) -> Select[int | None, int]:
    read_there = select(Member.association_id).where(
        Member.association_id.is_not(None), Member.removed_at.is_(None), Member.digest_hour.is_not(None)
    )
    nobody_else = Member.digest_hour.is_(None) & Member.association_id.not_in(read_there)
    chosen = Member.digest_hour <= hour
    return select(Member.association_id, Member.id).where(
        Member.removed_at.is_(None),
        Member.association_id.is_not(None),
        _not_yet(today),
        or_(chosen, and_(nobody_else, literal(DIGEST_HOUR) <= hour)),
    )


def mark_digested(session: Session, member_ids: Collection[int], today: date) -> set[int]:
    """For whom nobody else looked today: one conditional statement."""
    marked = session.scalars(
        update(Member)
        .where(Member.id.in_(member_ids), _not_yet(today))
        .values(digested_on=today)
        .execution_options(synchronize_session=False)
        .returning(Member.id)
    )
    return set(marked)


def pressed(session: Session, told_at: datetime, until: datetime, *, weekly: bool) -> set[int]:
    """The associations where a card is late, due by then or newer than that, or somebody waits for a first call.

    ``weekly``: or where anything at all is due about those it accepted.
    """
    live = select(Offer.association_id).where(
        Offer.state.in_(LIVE),
        or_(Offer.state == OfferState.OVERDUE, Offer.answer_by <= until, Offer.made_at > told_at),
    )
    to_call = (
        select(Offer.association_id)
        .join(Referral, Referral.id == Offer.referral_id)
        .where(
            Referral.state.in_(TO_DO if weekly else (ReferralState.ACCEPTED,)),
            Referral.next_at <= until,
            Offer.state == OfferState.ACCEPTED,
        )
    )
    return set(session.scalars(union(live, to_call)))


def live_cards(session: Session, association_id: int) -> list[LiveCard]:
    """What it was asked and has not answered, the most pressing first."""
    rows = session.execute(
        select(Offer.card_number, Offer.state, Offer.made_at, Offer.answer_by, Referral.kind)
        .join(Referral, Referral.id == Offer.referral_id)
        .where(Offer.association_id == association_id, Offer.state.in_(LIVE))
        .order_by(Offer.answer_by, Offer.id)
        .limit(MOST)
    )
    return [LiveCard(*row) for row in rows]


def due_cards(session: Session, association_id: int, until: datetime) -> list[DueCard]:
    """What it accepted, and for which something is due by then."""
    rows = session.execute(
        select(Offer.card_number, Referral.state, Referral.kind, to_close())
        .join(Referral, Referral.id == Offer.referral_id)
        .join(Accompaniment, Accompaniment.offer_id == Offer.id)
        .where(
            Offer.association_id == association_id,
            Offer.state == OfferState.ACCEPTED,
            Referral.state.in_(TO_DO),
            Referral.next_at <= until,
        )
        .order_by(Referral.next_at, Offer.id)
        .limit(MOST)
    )
    return [DueCard(number, state, kind, bool(closes)) for number, state, kind, closes in rows]


def _not_yet(today: date | ColumnElement[date]) -> ColumnElement[bool]:
    return or_(Member.digested_on.is_(None), Member.digested_on < today)


def other_readers(session: Session, member: Member) -> bool:
    """Whether the digest comes to somebody else of the same association."""
    asked = select(Member.id).where(
        Member.association_id == member.association_id,
        Member.id != member.id,
        Member.removed_at.is_(None),
        Member.digest_hour.is_not(None),
    )
    return session.scalars(asked.limit(1)).one_or_none() is not None
