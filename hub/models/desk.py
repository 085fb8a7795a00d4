"""What the desk keeps of its own work: who looks after what, what it asked a prescriber, the domains it knows."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from hub.models.base import Base, words
from hub.models.partners import Member
from hub.models.prescribers import Standing
from hub.models.referrals import Referral


class Subject(StrEnum):
    """What kind of row a matter is about."""

    REFERRAL = "referral"
    LETTER = "letter"
    PRESCRIBER = "prescriber"
    ASSOCIATION = "association"
    RULE_BOOK = "rule_book"
    GLASS = "glass"
    ALARM = "alarm"
    BREACH = "breach"


class Asked(StrEnum):
    """What the desk may ask the professional who registered a young person; nothing of it says who that is."""

    STILL_WANTED = "still_wanted"
    REMOTE = "remote"
    FARTHER = "farther"
    REMIND = "remind"
    CONTACTED = "contacted"


class Said(StrEnum):
    """What a professional may answer."""

    YES = "yes"
    NO = "no"
    UNKNOWN = "unknown"


class Charge(Base):
    """Who at the desk looks after a matter, and when they come back to it.

    ``next_at`` is the desk's own date, before the one that the matter has by itself; ``set_aside_at``: when somebody
    said that nothing more is to be done, of what no row tells otherwise; ``try_at``: since when the worker is asked to
    look once more for an association.
    """

    __tablename__ = "charges"

    subject: Mapped[Subject] = mapped_column(words(Subject), primary_key=True)
    row_id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    owner_id: Mapped[int | None] = mapped_column(ForeignKey("members.id"), index=True)
    next_at: Mapped[datetime | None]
    set_aside_at: Mapped[datetime | None]
    try_at: Mapped[datetime | None] = mapped_column(index=True)

    owner: Mapped[Member | None] = relationship()


class Question(Base):
    """Asked by the desk of the professional who registered a young person, and answered by a code."""

    __tablename__ = "questions"

    id: Mapped[int] = mapped_column(primary_key=True)
    referral_id: Mapped[int] = mapped_column(ForeignKey("referrals.id"), index=True)
    asked: Mapped[Asked] = mapped_column(words(Asked))
    asked_at: Mapped[datetime]
    asked_by_id: Mapped[int] = mapped_column(ForeignKey("members.id"))
    said: Mapped[Said | None] = mapped_column(words(Said))
    said_at: Mapped[datetime | None]

    referral: Mapped[Referral] = relationship()
    asked_by: Mapped[Member] = relationship()

    __table_args__ = (
        CheckConstraint("(said IS NULL) = (said_at IS NULL)", name="said_at_some_moment"),
        Index(
            "one_open_question_for_each_referral",
            "referral_id",
            unique=True,
            sqlite_where=text("said IS NULL"),
            postgresql_where=text("said IS NULL"),
        ),
    )


class Domain(Base):
    """What follows the @ of professionals' addresses, once the desk has judged whether it proves an organisation.

    ``to_check``: whoever writes from there is looked at first, as from a free mailbox.
    """

    __tablename__ = "domains"

    name: Mapped[str] = mapped_column(String(253), primary_key=True)
    standing: Mapped[Standing] = mapped_column(words(Standing))
    judged_at: Mapped[datetime]
    judged_by_id: Mapped[int] = mapped_column(ForeignKey("members.id"))

    judged_by: Mapped[Member] = relationship()
