"""Breaking the glass: a name is opened before any acceptance, because two people of the desk say why."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey, Index, LargeBinary, String, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from hub.models.base import Base, words
from hub.models.partners import Member
from hub.models.referrals import Referral

STILL_OPEN = text("closed_at IS NULL")


class GlassReason(StrEnum):
    """Why a name must be read.  Curiosity, statistics and convenience are not among them."""

    DANGER = "danger"
    RIGHTS = "rights"
    JUSTICE = "justice"
    IMPOSTURE = "imposture"


class GlassRequest(Base):
    """One person of the desk asks, another grants; both words are sealed by the portal and verified by the worker.

    ``note`` is what the asker wrote for the one who grants, and goes with the boxes.  ``ends_at``: fifteen minutes
    after the grant.  ``identity`` is sealed to the portal's key, and only while those minutes last.
    ``closed_at``: refused, taken back, granted by nobody in time, or over.
    """

    __tablename__ = "glass_requests"

    id: Mapped[int] = mapped_column(primary_key=True)
    referral_id: Mapped[int] = mapped_column(ForeignKey("referrals.id"), index=True)
    reason: Mapped[GlassReason] = mapped_column(words(GlassReason))
    note: Mapped[str | None] = mapped_column(String(300))
    asked_by_id: Mapped[int] = mapped_column(ForeignKey("members.id"))
    asked_at: Mapped[datetime] = mapped_column(index=True)
    ask_seal: Mapped[bytes] = mapped_column(LargeBinary)
    granted_by_id: Mapped[int | None] = mapped_column(ForeignKey("members.id"))
    granted_at: Mapped[datetime | None]
    grant_seal: Mapped[bytes | None] = mapped_column(LargeBinary)
    ends_at: Mapped[datetime | None]
    identity: Mapped[bytes | None] = mapped_column(LargeBinary)
    opened_at: Mapped[datetime | None]
    refused_by_id: Mapped[int | None] = mapped_column(ForeignKey("members.id"))
    closed_at: Mapped[datetime | None]

    referral: Mapped[Referral] = relationship()
    asked_by: Mapped[Member] = relationship(foreign_keys=asked_by_id)
    granted_by: Mapped[Member | None] = relationship(foreign_keys=granted_by_id)
    refused_by: Mapped[Member | None] = relationship(foreign_keys=refused_by_id)

    __table_args__ = (
        CheckConstraint(
            "granted_by_id IS NULL OR granted_by_id <> asked_by_id", name="two_people_break_the_glass"
        ),
        CheckConstraint(
            "(granted_by_id IS NULL) = (granted_at IS NULL) AND (granted_at IS NULL) = (grant_seal IS NULL)"
            " AND (granted_at IS NULL) = (ends_at IS NULL)",
            name="a_grant_is_whole",
        ),
        CheckConstraint("identity IS NULL OR granted_at IS NOT NULL", name="nothing_before_the_grant"),
        CheckConstraint("identity IS NULL OR closed_at IS NULL", name="nothing_after_the_end"),
        Index(
            "one_open_glass_for_each_referral",
            "referral_id",
            unique=True,
            sqlite_where=STILL_OPEN,
            postgresql_where=STILL_OPEN,
        ),
    )
