"""A person's own page: a code typed from a letter, a browser that is open for half an hour, what is changed from it."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from hashlib import sha256
from typing import ClassVar

from sqlalchemy import CheckConstraint, ForeignKey, LargeBinary
from sqlalchemy.orm import Mapped, mapped_column, relationship

from hub.models.base import Base
from hub.models.referrals import Referral


class PageChallenge(Base):
    """A code was asked for.  The code itself is derived from the nonce, and stored nowhere."""

    __tablename__ = "page_challenges"

    id: Mapped[int] = mapped_column(primary_key=True)
    referral_id: Mapped[int] = mapped_column(ForeignKey("referrals.id"), index=True)
    nonce: Mapped[bytes] = mapped_column(LargeBinary)
    asked_at: Mapped[datetime] = mapped_column(index=True)
    tries: Mapped[int] = mapped_column(default=0)
    used_at: Mapped[datetime | None]

    referral: Mapped[Referral] = relationship()


class OpenPage(Base):
    """A browser in which the code was typed.

    ``public_key`` was made for this browser, which alone keeps the private half; ``copy`` is what the hub knows of the
    person, sealed to it by the worker, for as long as the page is open.  ``seal`` is the public door's word for all
    this: the worker answers no row that somebody else wrote.
    """

    __tablename__ = "open_pages"

    id: Mapped[int] = mapped_column(primary_key=True)
    referral_id: Mapped[int] = mapped_column(ForeignKey("referrals.id"), index=True)
    token_digest: Mapped[bytes] = mapped_column(LargeBinary, unique=True)
    public_key: Mapped[bytes] = mapped_column(LargeBinary)
    seal: Mapped[bytes] = mapped_column(LargeBinary)
    opened_at: Mapped[datetime] = mapped_column(index=True)
    ended_at: Mapped[datetime | None]
    copy: Mapped[bytes | None] = mapped_column(LargeBinary)

    referral: Mapped[Referral] = relationship()

    LASTS: ClassVar = timedelta(minutes=30)

    @property
    def words(self) -> str:
        """What the seal is on: whose page it is, and to which key the worker may seal what it holds."""
        opened_at = self.opened_at.astimezone(UTC).isoformat()
        return f"page:{self.referral.reference}:{self.token_digest.hex()}:{self.public_key.hex()}:{opened_at}"

    def is_open(self, now: datetime) -> bool:
        return self.ended_at is None and now - self.opened_at < self.LASTS

    __table_args__ = (
        CheckConstraint("copy IS NULL OR ended_at IS NULL", name="nothing_is_kept_of_a_closed_page"),
    )


class Amendment(Base):
    """What the person changes, sealed to the worker until it is done; ``seal`` is the public door's word for it.

    A new address is proven first: ``challenge`` is the code sent there.  ``former`` is the address that was left,
    sealed, until it has been told.
    """

    __tablename__ = "amendments"

    id: Mapped[int] = mapped_column(primary_key=True)
    page_id: Mapped[int] = mapped_column(ForeignKey("open_pages.id"), index=True)
    box: Mapped[bytes | None] = mapped_column(LargeBinary)
    seal: Mapped[bytes] = mapped_column(LargeBinary, unique=True)
    asked_at: Mapped[datetime]
    challenge_id: Mapped[int | None] = mapped_column(ForeignKey("page_challenges.id"), unique=True)
    proven_at: Mapped[datetime | None]
    done_at: Mapped[datetime | None]
    event_id: Mapped[int | None] = mapped_column(ForeignKey("journey_events.id"), unique=True)
    former: Mapped[bytes | None] = mapped_column(LargeBinary)

    page: Mapped[OpenPage] = relationship()
    challenge: Mapped[PageChallenge | None] = relationship()

    @property
    def words(self) -> str:
        """What the seal is on: from which page, when, and the very box."""
        box = sha256(self.box or b"").hexdigest()
        return f"change:{self.page.words}:{self.asked_at.astimezone(UTC).isoformat()}:{box}"

    __table_args__ = (
        CheckConstraint("(box IS NULL) = (done_at IS NOT NULL)", name="what_is_done_is_kept_no_longer"),
        CheckConstraint("proven_at IS NULL OR challenge_id IS NOT NULL", name="proven_by_a_code"),
    )
