"""How much comes from one source: never refused to a school or a hostel behind one address, only asked to confirm."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import func, select, update
from sqlalchemy.exc import IntegrityError

from hub.models import Budget, Referral
from hub.work import Work

TRUSTED_AN_HOUR = 30
"""Registrations of one source in one hour that are routed at once; later ones wait for a confirmed address."""

REFUSED_AN_HOUR = 300
"""No school registers as many in an hour: beyond, a form is kept in its browser and not taken."""

CALM = 40
"""Registrations of the whole hub in ten minutes up to which nobody attacks; each doubling asks one more bit."""
TEN_MINUTES = timedelta(minutes=10)


def spend(work: Work, source: str) -> int:
    """Count one registration of this source; answers how many this hour, this one included."""
    digest = work.vault.source_digest(source)
    since = work.now.replace(minute=0, second=0, microsecond=0)
    spent = _count(work, digest, since)
    if spent is not None:
        return spent
    try:
        with work.session.begin_nested():
            work.session.add(Budget(source=digest, since=since, spent=1))
    except IntegrityError:
        return _count(work, digest, since) or 1
    return 1


def pressure(work: Work) -> int:
    """How many times the registrations of the last ten minutes double what is usual: 0 on a calm day."""
    recent = select(func.count(Referral.id)).where(Referral.received_at > work.now - TEN_MINUTES)
    return max(0, (work.session.scalar(recent) or 0) // CALM).bit_length()


def _count(work: Work, digest: bytes, since: datetime) -> int | None:
    counted = (
        update(Budget)
        .where(Budget.source == digest, Budget.since == since)
        .values(spent=Budget.spent + 1)
        .returning(Budget.spent)
    )
    return work.session.scalar(counted)
