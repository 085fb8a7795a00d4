"""What addresses and sources have had of us lately: enough to be sparing, and nothing to recognise anybody by."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import LargeBinary
from sqlalchemy.orm import Mapped, mapped_column

from hub.models.base import Base


class Address(Base):
    """Somebody's address by its blind index: how many letters it had before its owner said that it is theirs.

    ``last_letter`` is the outbox row that was written last, which may be carried again after a failure;
    ``told_by`` the last one that nobody had asked for, on the day ``told_on``.
    """

    __tablename__ = "addresses"

    digest: Mapped[bytes] = mapped_column(LargeBinary, primary_key=True)
    letters: Mapped[int] = mapped_column(default=0)
    last_letter: Mapped[int | None]
    last_on: Mapped[date | None]
    told_by: Mapped[int | None]
    told_on: Mapped[date | None]
    met_at: Mapped[datetime]
    confirmed_at: Mapped[datetime | None]


class Budget(Base):
    """How often one source did something since an hour began; ``source`` is a keyed digest."""

    __tablename__ = "budgets"

    source: Mapped[bytes] = mapped_column(LargeBinary, primary_key=True)
    since: Mapped[datetime] = mapped_column(primary_key=True)
    spent: Mapped[int]
