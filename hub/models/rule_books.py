"""The texts that the network's rule book has had: whoever reads an old decision can read what it followed."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import JSON, CheckConstraint, ForeignKey, String, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from hub.models.base import Base, words
from hub.models.partners import Member


class Origin(StrEnum):
    """Where a text came from: the file beside the code, or a page of the desk."""

    FILE = "file"
    DESK = "desk"


class RuleBookVersion(Base):
    """A text that was seen; in use is the one that was taken last.

    ``id`` follows on from the last row's, and whoever inserts it says so: two who see the same file write one row.
    ``problems``: each line and what was expected there, which is why the text was never taken.
    ``comparison``: what it would change, as the worker reckons it.  ``by`` proposed it at the desk and ``taken_by``
    took it there: nobody did for the file.
    """

    __tablename__ = "rule_books"

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    version: Mapped[str] = mapped_column(String(12), index=True)
    text: Mapped[str] = mapped_column(Text)
    origin: Mapped[Origin] = mapped_column(words(Origin))
    seen_at: Mapped[datetime]
    taken_at: Mapped[datetime | None] = mapped_column(index=True)
    problems: Mapped[list[dict[str, Any]] | None] = mapped_column(JSON(none_as_null=True))
    comparison: Mapped[dict[str, Any] | None] = mapped_column(JSON(none_as_null=True))
    by_id: Mapped[int | None] = mapped_column(ForeignKey("members.id"))
    taken_by_id: Mapped[int | None] = mapped_column(ForeignKey("members.id"))

    by: Mapped[Member | None] = relationship(foreign_keys=by_id)
    taken_by: Mapped[Member | None] = relationship(foreign_keys=taken_by_id)

    __table_args__ = (
        CheckConstraint("taken_at IS NULL OR problems IS NULL", name="a_wrong_one_is_never_taken"),
        CheckConstraint("(origin = 'desk') = (by_id IS NOT NULL)", name="a_desk_text_has_an_author"),
        CheckConstraint(
            "(origin = 'desk' AND taken_at IS NOT NULL) = (taken_by_id IS NOT NULL)",
            name="whoever_took_it_is_known",
        ),
    )
