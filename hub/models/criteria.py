"""What each association has said of itself, version after version; and which cards a year has brought."""

from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from hub.models.base import Base, words
from hub.models.partners import Association, Member


class EntryDeed(StrEnum):
    """How a version came to be said: by the directory's file, or by a member of the association."""

    LOADED = "loaded"
    CHANGED = "changed"
    RETURNED = "returned"
    CONFIRMED = "confirmed"


class EntryVersion(Base):
    """An association's entry as it has stood since ``said_at``.  Rows are only added; the last is in force.

    ``number`` counts from one for each association.  ``returned_to``: the number of the version it repeats.
    ``tried_at`` is read no more: it goes once no process that wrote it is left.
    """

    __tablename__ = "entry_versions"

    id: Mapped[int] = mapped_column(primary_key=True)
    association_id: Mapped[int] = mapped_column(ForeignKey("associations.id"))
    number: Mapped[int]
    deed: Mapped[EntryDeed] = mapped_column(words(EntryDeed))
    said_at: Mapped[datetime]
    by_id: Mapped[int | None] = mapped_column(ForeignKey("members.id"))
    entry: Mapped[dict[str, Any]]
    returned_to: Mapped[int | None]
    tried_at: Mapped[datetime | None] = mapped_column(index=True)

    association: Mapped[Association] = relationship()
    by: Mapped[Member | None] = relationship()

    __table_args__ = (
        UniqueConstraint("association_id", "number", name="one_version_of_each_number"),
        CheckConstraint("deed = 'loaded' OR by_id IS NOT NULL", name="a_change_has_an_author"),
        CheckConstraint("(deed = 'returned') = (returned_to IS NOT NULL)", name="a_return_says_where"),
    )


class FiledEntry(Base):
    """An association's file of the directory as it was when it was last loaded: only what changed in it is news."""

    __tablename__ = "filed_entries"

    association_id: Mapped[int] = mapped_column(ForeignKey("associations.id"), primary_key=True)
    entry: Mapped[dict[str, Any]]
    read_at: Mapped[datetime]

    association: Mapped[Association] = relationship()


class CardCount(Base):
    """How many cards of one form were made for the registrations of a month.

    ``form`` is what the card itself shows, which enough others share: unlike a tally's, it is there to be read.
    """

    __tablename__ = "card_counts"

    form: Mapped[str] = mapped_column(String(240), primary_key=True)
    month: Mapped[date] = mapped_column(primary_key=True)
    cards: Mapped[int]
