"""What was done, to which number, by whom: written once, for as long as the journal is kept."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, LargeBinary, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from hub.models.base import Base
from hub.models.partners import Member


class JournalEntry(Base):
    """``number`` follows on from the last row's; triggers refuse any other, and any change of a row that is written.

    ``act`` is a word of :class:`hub.journal.Act`, ``about`` a public number, ``codes`` words and counts.
    ``seal``: a keyed digest of this row and of the seal before it.
    """

    __tablename__ = "journal_entries"

    number: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    noted_at: Mapped[datetime] = mapped_column(index=True)
    act: Mapped[str] = mapped_column(String(32))
    about: Mapped[str] = mapped_column(String(60))
    by_id: Mapped[int | None] = mapped_column(ForeignKey("members.id"))
    codes: Mapped[dict[str, Any]]
    seal: Mapped[bytes] = mapped_column(LargeBinary)

    by: Mapped[Member | None] = relationship()

    __table_args__ = (
        Index("ix_journal_entries_act", "act", "noted_at", "number"),
        Index("ix_journal_entries_about", "about", "noted_at", "number"),
        Index("ix_journal_entries_by_id", "by_id", "noted_at", "number"),
    )


class JournalAnchor(Base):
    """Where the chain begins since rows past their time were erased: the last of them.

    ``last_noted_at``: when that row was written; ``seal`` its seal.  ``word`` is a keyed digest of all of it: whoever
    writes rows by hand cannot shorten the journal so.
    """

    __tablename__ = "journal_anchors"

    number: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    last_noted_at: Mapped[datetime]
    erased_at: Mapped[datetime]
    seal: Mapped[bytes] = mapped_column(LargeBinary)
    word: Mapped[bytes] = mapped_column(LargeBinary)
