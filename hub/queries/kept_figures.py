"""The figures that were counted, as pages read them."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session

from hub.models import FiguresCounted

YEAR_LETTERS = 4


def figures_of(session: Session, subject: str, period: str) -> FiguresCounted | None:
    return session.get(FiguresCounted, (subject, period))


def last_counted(session: Session) -> datetime | None:
    return session.scalar(select(func.max(FiguresCounted.counted_at)))


def years_of(session: Session, subject: str) -> list[int]:
    """The calendar years of which something is told, the latest first."""
    rows = session.scalars(
        select(FiguresCounted.period).where(
            FiguresCounted.subject == subject, func.length(FiguresCounted.period) == YEAR_LETTERS
        )
    )
    return sorted(map(int, rows), reverse=True)


def replace_figures(session: Session, periods: Iterable[str]) -> None:
    """Make room for those that were counted again."""
    session.execute(delete(FiguresCounted).where(FiguresCounted.period.in_(list(periods))))
