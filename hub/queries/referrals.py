"""Questions about referrals, their offers and their journey.  What is not the asker's is not found."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import TypeVar

from sqlalchemy import ColumnElement, Select, and_, exists, func, or_, select, update
from sqlalchemy.orm import Session

from hub.lifecycle import ENDED, HELD, LIVE, OWNERS, ROUTABLE, OfferState, Owner, ReferralState
from hub.models import (
    HeldRelease,
    JourneyEvent,
    Member,
    Offer,
    Referral,
    Release,
    Role,
    SealedBoxes,
    StoredDecision,
)
from hub.vocabulary import Kind, Step

Thing = TypeVar("Thing")
Moment = datetime | ColumnElement[datetime]
"""Known, or told when the question is asked."""


class NotFound(Exception):
    """There is no such thing, or it is not yours.  The two are told apart by nobody."""


def referral_by_reference(session: Session, reference: str) -> Referral:
    return found(session.scalars(select(Referral).where(Referral.reference == reference)).one_or_none())


def referral_to_move(session: Session, referral_id: int) -> Referral:
    """The referral, locked until the end of the work."""
    return session.get_one(Referral, referral_id, with_for_update=True)


def referral_if_free(session: Session, referral_id: int) -> Referral | None:
    """The same, unless somebody else holds it at this moment: what they do makes it due again, or undue."""
    return session.get(Referral, referral_id, with_for_update={"skip_locked": True})


def hold(session: Session, referral: Referral) -> Referral:
    """Whoever answers holds the referral's row first, then reads: two hands never cross, nor wait for each other."""
    session.flush()  # what the same work changed before: to refresh is to forget it
    session.refresh(referral, with_for_update=True)
    for offer in referral.offers:
        session.refresh(offer)
    return referral


def referral_by_form(session: Session, form_digest: bytes) -> Referral | None:
    return session.scalars(select(Referral).where(Referral.form_digest == form_digest)).one_or_none()


def referral_by_tracking(session: Session, tracking_digest: bytes) -> Referral:
    return found(
        session.scalars(select(Referral).where(Referral.tracking_digest == tracking_digest)).one_or_none()
    )


def referral_by_agreement(session: Session, agreement_digest: bytes) -> Referral:
    return found(
        session.scalars(select(Referral).where(Referral.agreement_digest == agreement_digest)).one_or_none()
    )


def referral_by_letters(session: Session, letters_digest: bytes) -> Referral:
    return found(
        session.scalars(select(Referral).where(Referral.letters_digest == letters_digest)).one_or_none()
    )


def events_of(session: Session, referral: Referral) -> list[JourneyEvent]:
    return list(
        session.scalars(
            select(JourneyEvent).where(JourneyEvent.referral_id == referral.id).order_by(JourneyEvent.id)
        )
    )


def last_event(session: Session, referral_id: int, step: Step) -> JourneyEvent | None:
    return session.scalars(
        select(JourneyEvent)
        .where(JourneyEvent.referral_id == referral_id, JourneyEvent.step == step)
        .order_by(JourneyEvent.id.desc())
        .limit(1)
    ).one_or_none()


def is_said_again(session: Session, event: JourneyEvent) -> bool:
    """Whether the same step came again since: what is said of this one is no longer so."""
    later = exists().where(
        JourneyEvent.referral_id == event.referral_id,
        JourneyEvent.step == event.step,
        JourneyEvent.id > event.id,
    )
    return session.scalar(select(later)) or False


def times(session: Session, referral_id: int, step: Step) -> int:
    """How often this happened to them."""
    happened = (JourneyEvent.referral_id == referral_id, JourneyEvent.step == step)
    return session.scalar(select(func.count()).where(*happened)) or 0


def offer_of(session: Session, member: Member, card_number: str) -> Offer:
    return found(
        session.scalars(
            select(Offer).where(
                Offer.card_number == card_number, Offer.association_id == member.association_id
            )
        ).one_or_none()
    )


def inbox_of(session: Session, member: Member) -> list[Offer]:
    """The member's cards that are alive or accepted, the most urgent first."""
    return list(
        session.scalars(
            select(Offer)
            .where(
                Offer.association_id == member.association_id,
                Offer.state.in_([*LIVE, OfferState.ACCEPTED]),
            )
            .order_by(Offer.answer_by, Offer.id)
        )
    )


def mark_seen(session: Session, offer: Offer, at: datetime) -> None:
    """A member opened the card.  The row's version stays: reading must not defeat a colleague's answer."""
    session.execute(update(Offer).where(Offer.id == offer.id, Offer.seen_at.is_(None)).values(seen_at=at))


def with_desk(session: Session) -> list[Referral]:
    return list(
        session.scalars(
            select(Referral)
            .where(Referral.state == ReferralState.WITH_DESK)
            .order_by(Referral.next_at, Referral.id)
        )
    )


def decisions_of(session: Session, referral: Referral) -> list[StoredDecision]:
    """The first first."""
    return list(
        session.scalars(
            select(StoredDecision)
            .where(StoredDecision.referral_id == referral.id)
            .order_by(StoredDecision.id)
        )
    )


def is_kept(session: Session, referral: Referral) -> bool:
    """Whether the hub still keeps who it is, of which the doors may know no more."""
    held = select(SealedBoxes.referral_id).where(SealedBoxes.referral_id == referral.id)
    return session.scalar(select(held.exists())) or False


def to_route(session: Session, now: datetime) -> list[int]:
    """Referrals that look for an association, or whose next date has come while one is being asked.

    Those who wait for a place have an order of their own, which only their needs tell: :mod:`hub.waiting`.
    """
    return list(session.scalars(routable(now).order_by(Referral.next_at, Referral.id)))


def routable(now: Moment) -> Select[int]:
    return select(Referral.id).where(
        Referral.state.in_(ROUTABLE - {ReferralState.WAITING}), Referral.next_at <= now
    )


def to_release(session: Session) -> list[int]:
    """Accepted offers whose boxes are not yet released, nor held back, nor forgotten."""
    return list(session.scalars(releasable()))


def releasable() -> Select[int]:
    held_back = exists().where(
        HeldRelease.offer_id == Offer.id,
        HeldRelease.held_at >= Offer.answered_at,
        HeldRelease.let_go_at.is_(None),
    )
    return _unreleased().where(~held_back)


def _unreleased() -> Select[int]:
    """Held back or not."""
    released = exists().where(Release.offer_id == Offer.id)
    sealed = select(Offer.id).join(Referral).join(SealedBoxes, SealedBoxes.referral_id == Referral.id)
    return sealed.where(Offer.state == OfferState.ACCEPTED, Referral.state.in_(HELD), ~released)


def to_forget(session: Session, now: datetime) -> list[int]:
    return list(session.scalars(past_keeping(now).order_by(Referral.id)))


def past_keeping(now: Moment) -> Select[int]:
    return select(Referral.id).where(Referral.forget_at <= now)


def oldest_registration(session: Session, kind: Kind | None = None) -> datetime | None:
    """Of that kind, or of any."""
    oldest = select(func.min(Referral.received_at))
    return session.scalar(oldest.where(Referral.kind == kind) if kind else oldest)


def mentors_received(session: Session, since: datetime) -> dict[int, int]:
    """How many mentors each association was proposed since then, and did not turn away, by its row."""
    kept = Offer.state.in_([*LIVE, OfferState.ACCEPTED])
    rows = session.execute(
        select(Offer.association_id, func.count())
        .join(Referral)
        .where(Referral.kind == Kind.MENTOR, Offer.made_at >= since, kept)
        .group_by(Offer.association_id)
    )
    return {association_id: count for association_id, count in rows}


def without_owner_or_date(session: Session) -> Iterable[str]:
    """References of registrations that nobody can act upon, or that nothing will move."""
    there = Member.removed_at.is_(None)
    held = (
        select(Offer.id)
        .join(Member, Member.association_id == Offer.association_id)
        .where(Offer.referral_id == Referral.id, Offer.state.in_([*LIVE, OfferState.ACCEPTED]), there)
        .exists()
    )
    desk_is_empty = ~exists().where(Member.role == Role.DESK, there)
    return session.scalars(
        select(Referral.reference)
        .where(
            or_(
                and_(Referral.state.in_(UNFINISHED), Referral.next_at.is_(None)),
                and_(Referral.state.in_(_WITH_AN_ASSOCIATION), ~held),
                and_(Referral.state == ReferralState.WITH_DESK, desk_is_empty),
            )
        )
        .order_by(Referral.id)
    )


def late_referrals(session: Session, late: datetime) -> Iterable[str]:
    """References of referrals whose next move was due before ``late``, and that the worker has not moved."""
    overdue = and_(Referral.state.in_(ROUTABLE), Referral.next_at <= late)
    return session.scalars(select(Referral.reference).where(overdue).order_by(Referral.id))


def unreleased_cards(session: Session, late: datetime) -> Iterable[str]:
    return session.scalars(
        _unreleased().with_only_columns(Offer.card_number).where(Offer.answered_at <= late)
    )


UNFINISHED = [state for state in ReferralState if state not in ENDED]
_WITH_AN_ASSOCIATION = [state for state, owner in OWNERS.items() if owner is Owner.ASSOCIATION]


def found(thing: Thing | None) -> Thing:
    """Raises NotFound rather than answer with nothing."""
    if thing is None:
        raise NotFound("there is no such thing here")
    return thing
