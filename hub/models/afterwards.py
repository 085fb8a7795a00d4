"""What people say once it is over: counts of words, and who has answered, never what."""

from __future__ import annotations

from datetime import date

from sqlalchemy import CheckConstraint, ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from hub.models.base import Base, words
from hub.vocabulary import Ending, Grade, Kind, Topic


class Opinion(Base):
    """How many people gave one answer to one question in a month, after one sort of end.

    ``house`` is the slug of the association that had said yes, empty where none had.  The answers to the two questions
    are counted apart: nobody's pair of answers is here.
    """

    __tablename__ = "opinions"

    house: Mapped[str] = mapped_column(String(60), primary_key=True)
    kind: Mapped[Kind] = mapped_column(primary_key=True)
    month: Mapped[date] = mapped_column(primary_key=True)
    ending: Mapped[Ending] = mapped_column(words(Ending), primary_key=True)
    topic: Mapped[Topic] = mapped_column(words(Topic), primary_key=True)
    grade: Mapped[Grade] = mapped_column(words(Grade), primary_key=True)
    people: Mapped[int]

    __table_args__ = (CheckConstraint("people >= 0", name="people_are_counted"),)


class OpinionGiven(Base):
    """Somebody has answered; which words, no row tells.  Gone when they are forgotten."""

    __tablename__ = "opinions_given"

    referral_id: Mapped[int] = mapped_column(ForeignKey("referrals.id"), primary_key=True)
