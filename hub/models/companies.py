"""Companies that want to engage their people, their seat at a webinar, and whom they were introduced to."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, LargeBinary, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from hub.models.base import SEALED, Base, words
from hub.models.partners import Association, Member
from hub.partnership import (
    CompanySize,
    CompanyStage,
    CompanyState,
    CompanyStep,
    PartnershipModel,
    moved,
)


class Company(Base):
    """What a company says of itself is public; whom to call there is sealed, to the worker and to the desk.

    ``next_on``: by when the desk does something about it.  ``page_digest`` knows the token of its page, which letters
    alone carry; ``address_digest`` the address that they go to.  ``letters_stopped_at``: since when they want no letter
    that they did not bring about.
    """

    __tablename__ = "companies"

    id: Mapped[int] = mapped_column(primary_key=True)
    reference: Mapped[str] = mapped_column(String(12), unique=True)
    name: Mapped[str] = mapped_column(String(120))
    siren: Mapped[str | None] = mapped_column(String(9))
    size: Mapped[CompanySize] = mapped_column(words(CompanySize))
    departments: Mapped[list[str]]
    stage: Mapped[CompanyStage] = mapped_column(words(CompanyStage))
    model: Mapped[PartnershipModel] = mapped_column(words(PartnershipModel))
    mentors: Mapped[int | None]
    source: Mapped[str | None] = mapped_column(String(40))
    state: Mapped[CompanyState] = mapped_column(words(CompanyState), index=True)
    received_at: Mapped[datetime]
    next_on: Mapped[date | None] = mapped_column(index=True)
    forget_at: Mapped[datetime | None] = mapped_column(index=True)
    contact: Mapped[bytes | None] = mapped_column(LargeBinary, deferred=True, deferred_group=SEALED)
    contact_for_recovery: Mapped[bytes | None] = mapped_column(
        LargeBinary, deferred=True, deferred_group=SEALED
    )
    contact_for_desk: Mapped[bytes | None] = mapped_column(LargeBinary, deferred=True, deferred_group=SEALED)
    form_digest: Mapped[bytes] = mapped_column(LargeBinary, unique=True)
    page_digest: Mapped[bytes] = mapped_column(LargeBinary, unique=True)
    address_digest: Mapped[bytes] = mapped_column(LargeBinary)
    letters_stopped_at: Mapped[datetime | None]
    version: Mapped[int] = mapped_column()

    seat: Mapped[Seat | None] = relationship(back_populates="company")
    introductions: Mapped[list[Introduction]] = relationship(order_by="Introduction.id")

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012
    __table_args__ = (
        CheckConstraint(
            "(state IN ('closed', 'forgotten')) = (next_on IS NULL)", name="a_next_date_until_the_end"
        ),
    )

    def move(self, to: CompanyState, *, next_on: date | None) -> None:
        self.state = moved(self.state, to)
        self.next_on = next_on


class CompanyEvent(Base):
    """A step of a company's request.  ``by`` is the partner who took it, None when it was the company or the hub.

    ``sequence`` numbers what happened to the seat, as its calendar event counts it; ``note`` is the desk's own.
    """

    __tablename__ = "company_events"

    id: Mapped[int] = mapped_column(primary_key=True)
    company_id: Mapped[int] = mapped_column(ForeignKey("companies.id"), index=True)
    step: Mapped[CompanyStep] = mapped_column(words(CompanyStep))
    happened_at: Mapped[datetime]
    next_on: Mapped[date | None]
    note: Mapped[str | None] = mapped_column(String(300))
    by_id: Mapped[int | None] = mapped_column(ForeignKey("members.id"))
    association_id: Mapped[int | None] = mapped_column(ForeignKey("associations.id"))
    webinar_id: Mapped[int | None] = mapped_column(ForeignKey("webinars.id"))
    sequence: Mapped[int | None]

    company: Mapped[Company] = relationship()
    by: Mapped[Member | None] = relationship()
    association: Mapped[Association | None] = relationship()
    webinar: Mapped[Webinar | None] = relationship()


class Introduction(Base):
    """The desk brought a company and an association together; its members may read whom to call."""

    __tablename__ = "introductions"

    id: Mapped[int] = mapped_column(primary_key=True)
    company_id: Mapped[int] = mapped_column(ForeignKey("companies.id"), index=True)
    association_id: Mapped[int] = mapped_column(ForeignKey("associations.id"), index=True)
    introduced_at: Mapped[datetime]

    company: Mapped[Company] = relationship(back_populates="introductions")
    association: Mapped[Association] = relationship()

    __table_args__ = (
        UniqueConstraint("company_id", "association_id", name="never_introduced_twice_to_the_same"),
    )


class Webinar(Base):
    """One session, the only one of its week.  ``week`` is the Monday."""

    __tablename__ = "webinars"

    id: Mapped[int] = mapped_column(primary_key=True)
    week: Mapped[date] = mapped_column(unique=True)
    starts_at: Mapped[datetime] = mapped_column(index=True)
    ends_at: Mapped[datetime]
    seats: Mapped[int]
    seats_left: Mapped[int]
    link: Mapped[str] = mapped_column(String(300))
    cancelled_at: Mapped[datetime | None]

    __table_args__ = (CheckConstraint("seats_left BETWEEN 0 AND seats", name="never_fuller_than_full"),)


class Seat(Base):
    """The one seat of a company.  It moves from session to session, and its calendar event, ``uid``, with it."""

    __tablename__ = "seats"

    id: Mapped[int] = mapped_column(primary_key=True)
    company_id: Mapped[int] = mapped_column(ForeignKey("companies.id"), unique=True)
    webinar_id: Mapped[int] = mapped_column(ForeignKey("webinars.id"), index=True)
    uid: Mapped[str] = mapped_column(String(32), unique=True)
    sequence: Mapped[int]
    given_back_at: Mapped[datetime | None]

    company: Mapped[Company] = relationship(back_populates="seat")
    webinar: Mapped[Webinar] = relationship()
