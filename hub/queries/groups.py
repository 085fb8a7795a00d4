"""How many registrations share a form of card, and how many cards of a form were made, month by month."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import cast

from sqlalchemy import Table, func, select
from sqlalchemy.orm import Session

from hub.models import CardCount, CardTally
from hub.statements import INSERTS


def tally(session: Session, forms: Iterable[str], month: date, *, by: int) -> None:
    """So many more registrations under each of these forms, given by their digests."""
    rows = [{"form": form, "month": month, "registrations": by} for form in sorted(forms)]
    _count(session, cast(Table, CardTally.__table__), "registrations", rows)


def count_card(session: Session, form: str, month: date, *, by: int) -> None:
    _count(session, cast(Table, CardCount.__table__), "cards", [{"form": form, "month": month, "cards": by}])


def tallied(session: Session, form: str, since: date) -> int:
    count = select(func.sum(CardTally.registrations)).where(CardTally.form == form, CardTally.month >= since)
    return session.scalar(count) or 0


def _count(session: Session, table: Table, what: str, rows: list[dict[str, object]]) -> None:
    """Whoever counts at the same moment waits, and nobody's count is lost: always in the order of the forms."""
    first = INSERTS[session.get_bind().dialect.name](table)
    summed = {what: table.c[what] + first.excluded[what]}
    session.execute(first.on_conflict_do_update(index_elements=["form", "month"], set_=summed), rows)
