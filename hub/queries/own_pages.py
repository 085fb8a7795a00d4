"""Questions about pages that are open in somebody's browser, and what was changed from them."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, Select, and_, delete, func, or_, select, update
from sqlalchemy.orm import Session

from hub.models import Amendment, JournalEntry, OpenPage, OutboxMessage, PageChallenge, Referral, SealedBoxes
from hub.queries.referrals import Moment

KEPT = timedelta(days=7)
"""Longer than a letter to a former address is tried again."""


def challenge_with(session: Session, nonce: bytes) -> PageChallenge | None:
    return session.scalars(select(PageChallenge).where(PageChallenge.nonce == nonce)).one_or_none()


def page_with(session: Session, token_digest: bytes) -> OpenPage | None:
    return session.scalars(select(OpenPage).where(OpenPage.token_digest == token_digest)).one_or_none()


def amendments_since(session: Session, referral_id: int, since: datetime) -> int:
    counted = select(func.count(Amendment.id)).join(OpenPage)
    return session.scalar(counted.where(OpenPage.referral_id == referral_id, Amendment.asked_at > since)) or 0


def amendments_of(session: Session, page_id: int) -> list[Amendment]:
    """The first first."""
    return list(session.scalars(select(Amendment).where(Amendment.page_id == page_id).order_by(Amendment.id)))


def to_prove(session: Session, page_id: int) -> Amendment | None:
    """The last one whose new address is still to be proven."""
    waiting = Amendment.done_at.is_(None), Amendment.challenge_id.is_not(None), Amendment.typed.is_(None)
    last = select(Amendment).where(Amendment.page_id == page_id, *waiting).order_by(Amendment.id.desc())
    return session.scalars(last.limit(1)).one_or_none()


def to_do(session: Session, page_id: int) -> list[Amendment]:
    """What the worker may do now, the first first."""
    return list(
        session.scalars(select(Amendment).where(Amendment.page_id == page_id, _TO_DO).order_by(Amendment.id))
    )


def wrong_codes(session: Session, reference: str, since: datetime) -> int:
    """How many were typed for this referral, as the journal tells."""
    refused = JournalEntry.act == "page_refused", JournalEntry.about == reference
    counted = select(func.count()).where(*refused, JournalEntry.noted_at > since)
    return session.scalar(counted) or 0


def to_attend(session: Session, now: datetime) -> list[int]:
    """Pages whose browser waits for an answer or for its copy, or from which something was changed and is not done."""
    return list(session.scalars(attended(now - OpenPage.LASTS).order_by(OpenPage.id)))


def attended(open_since: Moment) -> Select[int]:
    uncopied = and_(
        OpenPage.grant_seal.is_not(None),
        OpenPage.copy.is_(None),
        OpenPage.ended_at.is_(None),
        OpenPage.asked_at > open_since,
        OpenPage.referral_id.in_(select(SealedBoxes.referral_id)),
    )
    amended = OpenPage.id.in_(select(Amendment.page_id).where(_TO_DO))
    due = or_(OpenPage.typed.is_not(None), uncopied, amended)
    return select(OpenPage.id).where(due)


def late(session: Session, since: datetime) -> list[str]:
    """References of referrals whose page, or a change made there, has waited for the worker since before."""
    typed = and_(OpenPage.typed.is_not(None), OpenPage.asked_at <= since)
    undone = OpenPage.id.in_(select(Amendment.page_id).where(_TO_DO, Amendment.asked_at <= since))
    waiting = select(Referral.reference).join(OpenPage, OpenPage.referral_id == Referral.id)
    return list(session.scalars(waiting.where(or_(typed, undone)).distinct().order_by(Referral.reference)))


def close_those_of(session: Session, referral_id: int) -> None:
    """Erase what these pages and their changes held."""
    pages = select(OpenPage.id).where(OpenPage.referral_id == referral_id)
    session.execute(delete(Amendment).where(Amendment.page_id.in_(pages)))
    session.execute(delete(OpenPage).where(OpenPage.referral_id == referral_id))


def close_late(session: Session, now: datetime) -> None:
    """Half an hour has passed: the copy goes.  After a week, all that is left of a page from which all is done."""
    late = _answered_long_ago(now - OpenPage.LASTS)
    session.execute(update(OpenPage).where(late).values(copy=None, ended_at=now))
    gone = _all_done(now - KEPT)
    session.execute(delete(Amendment).where(Amendment.page_id.in_(select(OpenPage.id).where(gone))))
    session.execute(delete(OpenPage).where(gone))


def past_their_time(answered_before: Moment, asked_before: Moment) -> Select[int]:
    return select(OpenPage.id).where(or_(_answered_long_ago(answered_before), _all_done(asked_before)))


def forget_challenges(session: Session, since: datetime) -> None:
    """Codes asked before, of which no letter and no page is left."""
    used = [
        select(column).where(column.is_not(None))
        for column in (OutboxMessage.page_code_id, OpenPage.challenge_id, Amendment.challenge_id)
    ]
    old = delete(PageChallenge).where(PageChallenge.asked_at < since)
    session.execute(old.where(*(PageChallenge.id.not_in(each) for each in used)))


def _answered_long_ago(before: Moment) -> ColumnElement[bool]:
    return and_(OpenPage.answered_at <= before, OpenPage.ended_at.is_(None))


def _all_done(asked_before: Moment) -> ColumnElement[bool]:
    old = select(OpenPage.id).where(OpenPage.asked_at <= asked_before)
    undone = select(Amendment.page_id).where(_TO_DO)
    return and_(OpenPage.id.in_(old), OpenPage.id.not_in(undone))


def amendment_of_event(session: Session, event_id: int) -> Amendment | None:
    return session.scalars(select(Amendment).where(Amendment.event_id == event_id)).one_or_none()


def amendment_of_challenge(session: Session, challenge_id: int) -> Amendment | None:
    return session.scalars(select(Amendment).where(Amendment.challenge_id == challenge_id)).one_or_none()


_TO_DO = and_(
    Amendment.done_at.is_(None), or_(Amendment.challenge_id.is_(None), Amendment.typed.is_not(None))
)
