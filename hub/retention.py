"""Forgetting: what is no longer needed is erased for good; what stays is anonymous."""

from __future__ import annotations

from sqlalchemy import delete, text

from hub import journey, queries
from hub.lifecycle import ReferralState
from hub.models import Referral, StoredDecision
from hub.vocabulary import Step
from hub.work import Hub, Work


def forget_due(hub: Hub) -> int:
    """Forget every referral whose time has come; answers how many.  Delays: FIELD.md §6, in the rule book."""
    with hub.read() as work:
        due = queries.to_forget(work.session, work.now)
    for referral_id in due:
        with hub.begin() as work:
            forget(work, queries.referral_to_move(work.session, referral_id))
    if due:
        _erase_from_disk(hub)
    return len(due)


def forget(work: Work, referral: Referral) -> None:
    """Delete the sealed boxes, what was released of them, the card and why it went where it went."""
    if referral.state is ReferralState.FORGOTTEN:
        return
    referral.boxes = None
    referral.card = None
    for offer in referral.offers:
        offer.release, offer.card, offer.decline_note = None, {}, None
    work.session.execute(delete(StoredDecision).where(StoredDecision.referral_id == referral.id))
    referral.move(ReferralState.FORGOTTEN, next_at=None)
    journey.record(work, referral, Step.FORGOTTEN)


def _erase_from_disk(hub: Hub) -> None:
    """On SQLite the write-ahead log would keep what was deleted until it is folded into the database."""
    with hub.sessions() as session:
        if session.get_bind().dialect.name == "sqlite":
            session.execute(text("PRAGMA wal_checkpoint(TRUNCATE)"))
