"""What those who work with the hub leave in it: for as long as the journals are kept, then tied to nobody."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import delete, exists, select, update

from hub.lifecycle import ReferralState
from hub.models import (
    Authenticator,
    Breach,
    BreachNote,
    BreachPerson,
    CalendarFeed,
    Charge,
    Domain,
    GlassRequest,
    Member,
    OutboxMessage,
    Passkey,
    Prescriber,
    RecoveryCode,
    Referral,
    Subject,
)
from hub.queries import rights
from hub.work import Work

NOBODY = "@parti.invalid"
"""Where nobody reads letters (RFC 2606): what stands for the address of somebody who left."""
BREACHES_KEPT = timedelta(days=5 * 365)
"""After they are closed: for as long as the authority may ask."""


def forget(work: Work, since: datetime) -> None:
    """Whatever ended before ``since``."""
    _former_members(work, since)
    _glass(work, since)
    _domains(work, since)
    rights.forget_erasures(work.session, since)
    rights.forget_instructions(work.session, since)
    _breaches(work)


def _former_members(work: Work, since: datetime) -> None:
    """Their number stays on what they did, and leads to nobody; what opened their access goes."""
    gone = (Member.removed_at < since, Member.email.not_like(f"%{NOBODY}"))
    for member in work.session.scalars(select(Member).where(*gone)):
        for theirs in (Passkey, Authenticator, RecoveryCode, CalendarFeed):
            work.session.execute(delete(theirs).where(theirs.member_id == member.id))
        work.session.execute(update(Charge).where(Charge.owner_id == member.id).values(owner_id=None))
        member.email = f"membre-{member.id}{NOBODY}"


def _glass(work: Work, since: datetime) -> None:
    """As of who read a name: never before the person is forgotten, who may ask."""
    forgotten = select(Referral.id).where(Referral.state == ReferralState.FORGOTTEN)
    told = exists().where(OutboxMessage.glass_id == GlassRequest.id)
    over = (GlassRequest.closed_at < since, GlassRequest.referral_id.in_(forgotten), ~told)
    numbers = list(work.session.scalars(select(GlassRequest.id).where(*over)))
    if numbers:
        charged = (Charge.subject == Subject.GLASS, Charge.row_id.in_(numbers))
        work.session.execute(delete(Charge).where(*charged))
        work.session.execute(delete(GlassRequest).where(GlassRequest.id.in_(numbers)))


def _domains(work: Work, since: datetime) -> None:
    """Those from which nobody writes any more."""
    writes = exists().where(Prescriber.domain == Domain.name)
    below = exists().where(Prescriber.domain.like("%." + Domain.name))
    work.session.execute(delete(Domain).where(Domain.judged_at < since, ~writes, ~below))


def _breaches(work: Work) -> None:
    over = select(Breach.id).where(Breach.closed_at < work.now - BREACHES_KEPT)
    numbers = list(work.session.scalars(over))
    if numbers:
        for theirs in (BreachPerson, BreachNote):
            work.session.execute(delete(theirs).where(theirs.breach_id.in_(numbers)))
        work.session.execute(delete(Breach).where(Breach.id.in_(numbers)))
