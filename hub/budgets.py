"""How much comes from one source: never refused to a school or a hostel behind one address, only asked to confirm."""

from __future__ import annotations

from datetime import timedelta
from functools import cache
from typing import cast

from sqlalchemy import Executable, Table, func, select

from hub.models import Budget, Referral
from hub.work import INSERTS, Work

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
    connection = work.session.connection()
    first = {"source": digest, "since": since, "spent": 1}
    return int(connection.execute(_count(connection.dialect.name), first).scalar_one())


def pressure(work: Work) -> int:
    """How many times the registrations of the last ten minutes double what is usual: 0 on a calm day."""
    recent = select(func.count(Referral.id)).where(Referral.received_at > work.now - TEN_MINUTES)
    return max(0, (work.session.scalar(recent) or 0) // CALM).bit_length()


@cache
def _count(dialect: str) -> Executable:
    table = cast(Table, Budget.__table__)
    one_more = INSERTS[dialect](table).on_conflict_do_update(
        index_elements=["source", "since"], set_={"spent": table.c.spent + 1}
    )
    return cast(Executable, one_more.returning(table.c.spent))
