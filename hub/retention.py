"""Forgetting: what is no longer needed is erased for good; what stays is anonymous."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import delete, or_, select, text

from hub import journey, queries
from hub.lifecycle import ReferralState
from hub.models import Disclosure, MemberSession, OutboxMessage, Referral, SignInChallenge, StoredDecision
from hub.vocabulary import Step
from hub.work import Hub, Work


def forget_due(hub: Hub) -> int:
    """Forget every referral whose time has come; answers how many.  Delays: the rule book, docs/personal-data.md."""
    with hub.read() as work:
        due = queries.to_forget(work.session, work.now)
    for referral_id in due:
        with hub.begin() as work:
            forget(work, queries.referral_to_move(work.session, referral_id))
    with hub.begin() as work:
        _forget_journals(work)
    _erase_from_disk(hub)
    return len(due)


def forget(work: Work, referral: Referral) -> None:
    """Delete the sealed boxes, what was released of them, the card, its reasons and whatever was typed about it."""
    if referral.state is ReferralState.FORGOTTEN:
        return
    referral.boxes = None
    referral.card = None
    for offer in referral.offers:
        offer.release, offer.card, offer.decline_note = None, {}, None
    work.session.execute(delete(StoredDecision).where(StoredDecision.referral_id == referral.id))
    for event in queries.events_of(work.session, referral):
        event.sentence = None
    referral.move(ReferralState.FORGOTTEN, next_at=None)
    journey.record(work, referral, Step.FORGOTTEN)


def _forget_journals(work: Work) -> None:
    """Who signed in, which letters left and who read a name, once older than the journals are kept."""
    since = work.now - timedelta(days=work.rule_book.delays.journal_kept_days)
    ended = or_(OutboxMessage.sent_at < since, OutboxMessage.given_up_at < since)
    work.session.execute(delete(OutboxMessage).where(ended))
    work.session.execute(delete(Disclosure).where(Disclosure.disclosed_at < since))
    work.session.execute(delete(MemberSession).where(MemberSession.seen_at < since))
    posted = select(OutboxMessage.challenge_id).where(OutboxMessage.challenge_id.is_not(None))
    old = SignInChallenge.asked_at < since
    work.session.execute(delete(SignInChallenge).where(old, SignInChallenge.id.not_in(posted)))


def _erase_from_disk(hub: Hub) -> None:
    """On SQLite the write-ahead log would keep what was deleted until it is folded into the database.

    Each time, whether or not something was forgotten: a reader in the way puts the folding off until the next sweep.
    """
    with hub.sessions() as session:
        if session.get_bind().dialect.name == "sqlite":
            session.execute(text("PRAGMA wal_checkpoint(TRUNCATE)"))
