"""Questions about the professionals who register young people, and about those whom they registered."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta

from sqlalchemy import Select, func, or_, select
from sqlalchemy.orm import Session

from hub.lifecycle import ReferralState
from hub.models import JourneyEvent, OutboxMessage, Prescriber, PrescriberSession, Referral, Standing
from hub.queries.referrals import Moment, found
from hub.vocabulary import Audience, Step

HEARD = frozenset(Step) - {
    *(Step.OVERDUE, Step.DECLINED, Step.EXPIRED, Step.RECALLED, Step.REOPENED),
    *(Step.ASKED_IF_CONTACTED, Step.NOT_CONTACTED, Step.ASKED_IF_TOGETHER),
    *(Step.DESK_WROTE, Step.PRESCRIBER_ASKED, Step.ON_IT, Step.KEEPS_WAITING),
    *(Step.RESTRICTED, Step.RESUMED, Step.TOLD_OF_BREACH),
    *(Step.NEED_CORRECTED, Step.DETAILS_CHANGED, Step.ASKED_HOW_IT_WAS, Step.FORGOTTEN_SOON),
}
"""What changes where a young person stands, as their prescriber may know it."""
AT_ONCE = frozenset(
    {
        *(Step.ACCEPTED, Step.RETURNED, Step.UNREACHABLE),
        *(Step.NO_SOLUTION, Step.CLOSED, Step.GUARDIAN_REMINDED),
    }
)
"""Of that, what does not wait for the weekly letter: a yes, its end, and where the prescriber may help."""

SAY_IT_ALL = (Step.RECEIVED.value, "digest")
"""The letters that say where everybody stands, or everybody of a day."""
NEWS_AGE = timedelta(days=14)


def prescriber_at(session: Session, address_digest: bytes) -> Prescriber | None:
    return session.scalars(
        select(Prescriber).where(Prescriber.address_digest == address_digest)
    ).one_or_none()


def prescribers_to_check(session: Session) -> list[tuple[Prescriber, int, datetime]]:
    """Those on whom somebody's registration waits: who, how many, and until when; the most urgent first."""
    next_at = func.min(Referral.next_at)
    waiting = (
        select(Prescriber, func.count(Referral.id), next_at)
        .join(Referral, Referral.prescriber_id == Prescriber.id)
        .where(Referral.state == ReferralState.AWAITING_CHECK)
        .group_by(Prescriber.id)
        .order_by(next_at, Prescriber.id)
    )
    return [(row, count, soonest) for row, count, soonest in session.execute(waiting) if soonest]


def references_to_check(session: Session, prescriber_id: int) -> list[str]:
    waiting = (Referral.prescriber_id == prescriber_id, Referral.state == ReferralState.AWAITING_CHECK)
    return list(session.scalars(select(Referral.reference).where(*waiting).order_by(Referral.id)))


def prescriber_session_with(session: Session, token_digest: bytes) -> PrescriberSession | None:
    return session.scalars(
        select(PrescriberSession).where(PrescriberSession.token_digest == token_digest)
    ).one_or_none()


def referrals_of(session: Session, prescriber_id: int) -> list[Referral]:
    """Everybody whom this prescriber registered, the latest first."""
    return list(
        session.scalars(
            select(Referral)
            .where(Referral.prescriber_id == prescriber_id)
            .order_by(Referral.received_at.desc(), Referral.id.desc())
        )
    )


def referral_of(session: Session, prescriber_id: int, reference: str) -> Referral:
    return found(
        session.scalars(
            select(Referral).where(Referral.prescriber_id == prescriber_id, Referral.reference == reference)
        ).one_or_none()
    )


def referrals_by_form(session: Session, form_digests: Iterable[bytes]) -> dict[bytes, Referral]:
    """Those of these forms that were registered before."""
    known = select(Referral).where(Referral.form_digest.in_(form_digests))
    return {referral.form_digest: referral for referral in session.scalars(known)}


def prescribers_with_news(session: Session, until: datetime) -> list[int]:
    """Those for whom something changed before ``until`` and after the last letter that said where everybody stands.

    What was told at once is no news any more.

    Nothing older than ``NEWS_AGE`` is news: the journal of letters is forgotten one day, that of steps is not.
    """
    return list(session.scalars(with_news(until - NEWS_AGE, until).order_by(Referral.prescriber_id)))


def with_news(since: Moment, until: Moment) -> Select[int | None]:
    last = (
        select(OutboxMessage.prescriber_id, func.max(OutboxMessage.posted_at).label("told_at"))
        .where(OutboxMessage.audience == Audience.PRESCRIBER, OutboxMessage.letter.in_(SAY_IT_ALL))
        .group_by(OutboxMessage.prescriber_id)
        .subquery()
    )
    return (
        select(Referral.prescriber_id)
        .join(JourneyEvent, JourneyEvent.referral_id == Referral.id)
        .join(Prescriber, Prescriber.id == Referral.prescriber_id)
        .outerjoin(last, last.c.prescriber_id == Referral.prescriber_id)
        .where(
            Prescriber.standing != Standing.REFUSED,
            Prescriber.letters_stopped_at.is_(None),
            JourneyEvent.step.in_(HEARD - AT_ONCE),
            JourneyEvent.happened_at.between(since, until),
            or_(last.c.told_at.is_(None), JourneyEvent.happened_at > last.c.told_at),
        )
        .distinct()
    )


def last_news_of(session: Session, prescriber_id: int) -> dict[int, datetime]:
    """When something last changed for each of those whom this prescriber registered."""
    news = (
        select(Referral.id, func.max(JourneyEvent.happened_at))
        .join(JourneyEvent, JourneyEvent.referral_id == Referral.id)
        .where(Referral.prescriber_id == prescriber_id, JourneyEvent.step.in_(HEARD))
        .group_by(Referral.id)
    )
    return {referral_id: happened_at for referral_id, happened_at in session.execute(news)}


def news_told_by(session: Session, message: OutboxMessage) -> list[JourneyEvent]:
    """What this letter tells: from the event it was posted for, up to the one that the next such letter begins with.

    Of each young person the last alone.
    """
    later = select(func.min(OutboxMessage.event_id)).where(
        OutboxMessage.prescriber_id == message.prescriber_id,
        OutboxMessage.letter == message.letter,
        OutboxMessage.event_id > message.event_id,
    )
    until = session.scalar(later)
    events = (
        select(JourneyEvent)
        .join(JourneyEvent.referral)
        .where(
            Referral.prescriber_id == message.prescriber_id,
            JourneyEvent.step.in_(AT_ONCE | {Step.FORGOTTEN}),
            JourneyEvent.id >= message.event_id,
        )
        .order_by(JourneyEvent.id)
    )
    if until is not None:
        events = events.where(JourneyEvent.id < until)
    return list({event.referral_id: event for event in session.scalars(events)}.values())


def is_posted(session: Session, once: str) -> bool:
    return session.scalar(select(OutboxMessage.id).where(OutboxMessage.once == once)) is not None


def prescribers_to_forget(session: Session, since: datetime) -> list[int]:
    """Those who registered nobody since then, and did not ask to be remembered."""
    lately = select(Referral.id).where(Referral.prescriber_id == Prescriber.id, Referral.received_at >= since)
    asked = or_(Prescriber.kept_at.is_(None), Prescriber.kept_at < since)
    return list(
        session.scalars(
            select(Prescriber.id).where(Prescriber.registered_at < since, asked, ~lately.exists())
        )
    )


def active_at(session: Session, prescriber: Prescriber) -> datetime:
    """When they last registered somebody, or asked to be remembered."""
    last = session.scalar(
        select(func.max(Referral.received_at)).where(Referral.prescriber_id == prescriber.id)
    )
    return max(filter(None, (prescriber.registered_at, prescriber.kept_at, last)))
