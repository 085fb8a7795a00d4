"""How much comes from one source: never refused to a school or a hostel behind one address, only asked to confirm."""

from __future__ import annotations

from datetime import timedelta
from functools import cache
from typing import cast

from sqlalchemy import Dialect, Table, func, literal_column, select

from hub.models import Budget, Referral
from hub.statements import INSERTS, Prepared
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
    first = {"source": digest, "since": since, "spent": 1}
    (spent,) = _count(work.connection.dialect).run(work.connection, first) or (1,)
    return int(spent)


def pressure(work: Work) -> int:
    """How many times the registrations of the last ten minutes double what is usual: 0 on a calm day."""
    recent = select(func.count(Referral.id)).where(Referral.received_at > work.now - TEN_MINUTES)
    return max(0, (work.session.scalar(recent) or 0) // CALM).bit_length()


@cache
def _count(dialect: Dialect) -> Prepared:
    table = cast(Table, Budget.__table__)
    one_more = INSERTS[dialect.name](table).on_conflict_do_update(
        index_elements=["source", "since"], set_={"spent": table.c.spent + literal_column("1")}
    )
    return Prepared(one_more.returning(table.c.spent), dialect, "source", "since", "spent")
