"""How many places an association has for whom and where, which of them are held, and the days on which it is closed."""

from __future__ import annotations

from datetime import date

from sqlalchemy import CheckConstraint, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from hub.models.base import Base


class Ceiling(Base):
    """At most so many places for these ages and situations, in these départements; an empty list leaves nobody out.

    ``bands`` are those of the card; ``key`` changes with them: what was held under other words counts no more.
    ``accepted_*`` count what was accepted since the year and the month began, as the worker reckons it: what is only
    held stays its secret, since a card may say less of a young person.
    """

    __tablename__ = "ceilings"

    id: Mapped[int] = mapped_column(primary_key=True)
    association_id: Mapped[int] = mapped_column(ForeignKey("associations.id"), index=True)
    key: Mapped[str] = mapped_column(String(32))
    bands: Mapped[list[str]]
    situations: Mapped[list[str]]
    departments: Mapped[list[str]]
    a_year: Mapped[int | None]
    a_month: Mapped[int | None]
    accepted_this_year: Mapped[int] = mapped_column(default=0)
    accepted_this_month: Mapped[int] = mapped_column(default=0)
    since: Mapped[date]

    __table_args__ = (
        CheckConstraint("a_year IS NOT NULL OR a_month IS NOT NULL", name="a_ceiling_says_a_number"),
        CheckConstraint("coalesce(a_year, 0) >= 0 AND coalesce(a_month, 0) >= 0", name="never_negative"),
    )


class HeldPlace(Base):
    """A card counts under a ceiling.  ``tag`` is the worker's keyed digest: which ceiling, nobody else reads."""

    __tablename__ = "held_places"

    offer_id: Mapped[int] = mapped_column(ForeignKey("offers.id"), primary_key=True)
    tag: Mapped[str] = mapped_column(String(32), primary_key=True)

    __table_args__ = (Index("ix_held_places_tag", "tag"),)


class Closing(Base):
    """Days, both included, on which nobody there answers: the association is not asked, and is late for nothing."""

    __tablename__ = "closings"

    id: Mapped[int] = mapped_column(primary_key=True)
    association_id: Mapped[int] = mapped_column(ForeignKey("associations.id"), index=True)
    first_day: Mapped[date]
    last_day: Mapped[date]

    __table_args__ = (CheckConstraint("first_day <= last_day", name="it_ends_after_it_began"),)
