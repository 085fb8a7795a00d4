"""What must not happen and did: seen by any process, told by the worker."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum

from sqlalchemy import CheckConstraint, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from hub.models.base import Base, words


class AlarmKind(StrEnum):
    """What happened.  Each has a chapter in ``docs/exploitation.md``: what it means, what to do."""

    FORGED_ROW = "forged_row"
    TOO_MANY_RELEASES = "too_many_releases"
    KEY_TOO_OLD = "key_too_old"
    FLOOD = "flood"
    BACKUP_LATE = "backup_late"
    CHECKUP_FAILED = "checkup_failed"
    BREACH_CLOCK = "breach_clock"
    RESTORED = "restored"


class Alarm(Base):
    """One for each kind and what it is about, however often it happens: ``times`` counts the minutes in which it did.

    ``subject`` is a public number or a word, never a name.  ``told_at``: when the journal, the desk and the
    data-protection officer last heard of it.
    """

    __tablename__ = "alarms"

    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[AlarmKind] = mapped_column(words(AlarmKind))
    subject: Mapped[str] = mapped_column(String(60))
    first_at: Mapped[datetime]
    last_at: Mapped[datetime]
    times: Mapped[int] = mapped_column(default=1)
    told_at: Mapped[datetime | None]

    __table_args__ = (
        UniqueConstraint("kind", "subject"),
        CheckConstraint("times > 0", name="it_happened"),
    )
