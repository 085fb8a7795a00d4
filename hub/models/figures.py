"""Figures counted ahead: of nobody in particular, and kept when the people they count are forgotten."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import CheckConstraint, LargeBinary, String
from sqlalchemy.orm import Mapped, mapped_column

from hub.models.base import Base
from hub.vocabulary import Kind


class Tally(Base):
    """How many registrations of one month have one word of the vocabulary: a département, a public, an age.

    Words are counted one apart from the other, never crossed, and at least k registrations at a time: no two copies
    of this table tell anything of one person.
    """

    __tablename__ = "tallies"

    kind: Mapped[Kind] = mapped_column(primary_key=True)
    month: Mapped[date] = mapped_column(primary_key=True)
    trait: Mapped[str] = mapped_column(String(16), primary_key=True)
    word: Mapped[str] = mapped_column(String(24), primary_key=True)
    registrations: Mapped[int]

    __table_args__ = (CheckConstraint("registrations > 0", name="somebody_was_counted"),)


class FiguresCounted(Base):
    """What a page of figures tells: ``subject`` is ``network`` or an association's slug, ``period`` a year or the
    last twelve months.  Small groups are blurred already: what is not to be told is not here."""

    __tablename__ = "figures"

    subject: Mapped[str] = mapped_column(String(60), primary_key=True)
    period: Mapped[str] = mapped_column(String(12), primary_key=True)
    counted_at: Mapped[datetime]
    content: Mapped[dict[str, Any]]


class WaitsOfMonth(Base):
    """How long those waited whose wait began that month, sealed to the worker: how many of each age band and
    département, after how many days, answered or not.  No row says whose wait it was."""

    __tablename__ = "waits"

    month: Mapped[date] = mapped_column(primary_key=True)
    sealed: Mapped[bytes] = mapped_column(LargeBinary)


class Expected(Base):
    """What people of a group may expect: half of them were answered within ``half`` days, nine in ten within
    ``nine``; None when fewer are.  Groups of fewer than k answers are not here."""

    __tablename__ = "forecasts"

    alike: Mapped[str] = mapped_column(String(40), primary_key=True)
    half: Mapped[int]
    nine: Mapped[int | None]

    __table_args__ = (
        CheckConstraint("half >= 0 AND (nine IS NULL OR nine >= half)", name="half_comes_first"),
    )
