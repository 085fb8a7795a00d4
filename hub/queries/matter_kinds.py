"""What waits at the desk, kind by kind: one question each, and every answer of the same shape."""

from __future__ import annotations

from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Select,
    String,
    and_,
    case,
    exists,
    func,
    literal,
    or_,
    select,
    type_coerce,
)

from hub.lifecycle import OfferState, ReferralState
from hub.models import (
    Accompaniment,
    Alarm,
    Association,
    Breach,
    GlassRequest,
    HeldRelease,
    Instruction,
    JourneyEvent,
    Offer,
    Origin,
    OutboxMessage,
    Prescriber,
    Referral,
    Restriction,
    RuleBookVersion,
    Subject,
)
from hub.models.base import UtcDateTime
from hub.queries.asking import is_cut_short
from hub.queries.held_releases import still_held
from hub.vocabulary import DeclineReason, Step

CONFIRMED_WITHIN = timedelta(days=3)
"""How long somebody may take to confirm before the desk looks: when the first reminder is due."""
SILENT_FOR = timedelta(days=30)
SILENT_CARDS = 3
"""So many cards whose deadline passed in this time, and no answer to any other: the association is silent."""
UNCONFIRMED = (ReferralState.AWAITING_GUARDIAN, ReferralState.AWAITING_CONFIRMATION)
OBEYED_WITHIN = timedelta(days=7)
"""How long an association may take to say that it erased what it noted, before the desk calls."""
MISSED = (OfferState.OVERDUE, OfferState.EXPIRED)


class MatterKind(StrEnum):
    """Why the desk must look."""

    NOT_CONTACTED = "not_contacted"
    NO_ASSOCIATION = "no_association"
    DECLINED = "declined"
    WAITED = "waited"
    UNCONFIRMED = "unconfirmed"
    PRESCRIBER = "prescriber"
    SILENT = "silent"
    STOPPED = "stopped"
    BOUNCED = "bounced"
    LETTER = "letter"
    RULE_BOOK = "rule_book"
    GLASS = "glass"
    HELD = "held"
    ALARM = "alarm"
    BREACH = "breach"
    NOT_ERASED = "not_erased"
    RESTRICTED = "restricted"


def everything(now: datetime, asked_enough: int) -> tuple[Select[Any], ...]:
    """One question for each kind, all of the same columns: kind, subject, row, since when, until when.

    ``asked_enough``: after so many associations were asked, that is why somebody is with the desk.
    """
    return (
        _with_desk(asked_enough),
        _unconfirmed(now),
        _not_contacted(),
        _prescribers(),
        _silent(now),
        _stopped(),
        _letters(),
        _rule_book(),
        _glass(),
        _held(),
        _alarms(),
        _breaches(),
        _not_erased(now),
        _restricted(),
    )


def _row(
    kind: MatterKind | ColumnElement[str], subject: Subject, row_id: Any, since: Any, due_at: Any
) -> Select[Any]:
    said = literal(kind.value, String) if isinstance(kind, MatterKind) else kind
    return select(
        said.label("kind"),
        literal(subject.value, String).label("subject"),
        row_id.label("row_id"),
        since.label("since"),
        due_at.label("due_at"),
    )


def _with_desk(asked_enough: int) -> Select[Any]:
    """With the desk: since an answer, or the wait for a place, brought it there."""
    asked = (
        select(func.count())
        .where(
            Offer.referral_id == Referral.id,
            or_(Offer.decline_reason.is_(None), Offer.decline_reason != DeclineReason.PASSED_ON),
            ~is_cut_short(),
        )
        .scalar_subquery()
    )
    waited = exists().where(JourneyEvent.referral_id == Referral.id, JourneyEvent.step == Step.WAITING)
    kind = case(
        (asked >= asked_enough, MatterKind.DECLINED.value),
        (waited, MatterKind.WAITED.value),
        else_=MatterKind.NO_ASSOCIATION.value,
    )
    return _row(kind, Subject.REFERRAL, Referral.id, Referral.received_at, Referral.next_at).where(
        Referral.state == ReferralState.WITH_DESK
    )


def _unconfirmed(now: datetime) -> Select[Any]:
    """Silent for some days; without an answer, all is erased at its next date."""
    return _row(
        MatterKind.UNCONFIRMED, Subject.REFERRAL, Referral.id, Referral.received_at, Referral.next_at
    ).where(Referral.state.in_(UNCONFIRMED), Referral.received_at <= now - CONFIRMED_WITHIN)


def _not_contacted() -> Select[Any]:
    """The person said so of the association that accepted, which noted nothing since."""
    said_at = Accompaniment.said_not_contacted_at
    return (
        _row(MatterKind.NOT_CONTACTED, Subject.REFERRAL, Offer.referral_id, said_at, said_at)
        .select_from(Accompaniment)
        .join(Offer, Offer.id == Accompaniment.offer_id)
        .where(said_at.is_not(None))
    )


def _prescribers() -> Select[Any]:
    since, due_at = func.min(Referral.received_at), func.min(Referral.next_at)
    return (
        _row(MatterKind.PRESCRIBER, Subject.PRESCRIBER, Prescriber.id, since, due_at)
        .join(Referral, Referral.prescriber_id == Prescriber.id)
        .where(Referral.state == ReferralState.AWAITING_CHECK)
        .group_by(Prescriber.id)
    )


def _silent(now: datetime) -> Select[Any]:
    """Associations that let their last cards pass, and answered none meanwhile."""
    lately = now - SILENT_FOR
    answer = Offer.__table__.alias("answer")
    answered = exists().where(
        answer.c.association_id == Offer.association_id,
        answer.c.answered_by_id.is_not(None),
        answer.c.answered_at >= lately,
    )
    missed_at = func.max(Offer.answer_by)
    return (
        _row(MatterKind.SILENT, Subject.ASSOCIATION, Offer.association_id, missed_at, missed_at)
        .join(Association, and_(Association.id == Offer.association_id, Association.stopped_for.is_(None)))
        .where(Offer.state.in_(MISSED), Offer.answer_by.between(lately, now))
        .group_by(Offer.association_id)
        .having(func.count() >= SILENT_CARDS, ~answered)
    )


def _stopped() -> Select[Any]:
    """Associations that the hub asks no more, since they said nothing."""
    stopped_on = type_coerce(Association.stopped_on, UtcDateTime)
    return _row(MatterKind.STOPPED, Subject.ASSOCIATION, Association.id, stopped_on, stopped_on).where(
        Association.stopped_for.is_not(None)
    )


def _letters() -> Select[Any]:
    kind = case((OutboxMessage.bounced, MatterKind.BOUNCED.value), else_=MatterKind.LETTER.value)
    given_up_at = OutboxMessage.given_up_at
    return _row(kind, Subject.LETTER, OutboxMessage.id, given_up_at, given_up_at).where(
        given_up_at.is_not(None)
    )


def _rule_book() -> Select[Any]:
    """The file as it stands, if it is wrong."""
    last = select(func.max(RuleBookVersion.id)).where(RuleBookVersion.origin == Origin.FILE).scalar_subquery()
    seen_at = RuleBookVersion.seen_at
    return _row(MatterKind.RULE_BOOK, Subject.RULE_BOOK, RuleBookVersion.id, seen_at, seen_at).where(
        RuleBookVersion.id == last, RuleBookVersion.problems.is_not(None)
    )


def _glass() -> Select[Any]:
    """Somebody of the desk asks to open a name, and waits for the word of another."""
    asked_at = GlassRequest.asked_at
    return _row(MatterKind.GLASS, Subject.GLASS, GlassRequest.id, asked_at, asked_at).where(
        GlassRequest.closed_at.is_(None), GlassRequest.granted_at.is_(None)
    )


def _held() -> Select[Any]:
    """Somebody said yes, and the name does not leave."""
    held_at = HeldRelease.held_at
    rows = _row(MatterKind.HELD, Subject.REFERRAL, Offer.referral_id, held_at, held_at)
    joined = rows.select_from(HeldRelease).join(Offer, Offer.id == HeldRelease.offer_id)
    return joined.join(Referral, Referral.id == Offer.referral_id).where(*still_held())


def _alarms() -> Select[Any]:
    """What must not happen and did; set aside, it comes back when it happens again."""
    return _row(MatterKind.ALARM, Subject.ALARM, Alarm.id, Alarm.last_at, Alarm.last_at)


def _breaches() -> Select[Any]:
    """Those that nobody has closed: the authority is told of each within 72 hours."""
    return _row(MatterKind.BREACH, Subject.BREACH, Breach.id, Breach.known_at, Breach.notify_by).where(
        Breach.closed_at.is_(None)
    )


def _not_erased(now: datetime) -> Select[Any]:
    """Associations that were told to do something with what they noted, and have not said that they did."""
    first = func.min(Instruction.given_at)
    return (
        _row(MatterKind.NOT_ERASED, Subject.ASSOCIATION, Instruction.association_id, first, first)
        .where(Instruction.acknowledged_at.is_(None), Instruction.given_at <= now - OBEYED_WITHIN)
        .group_by(Instruction.association_id)
    )


def _restricted() -> Select[Any]:
    """All stands still, until somebody looks whether it still should."""
    return (
        _row(MatterKind.RESTRICTED, Subject.REFERRAL, Referral.id, Restriction.began_at, Referral.next_at)
        .select_from(Referral)
        .join(Restriction, Restriction.referral_id == Referral.id)
    )
