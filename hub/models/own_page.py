"""A person's own page: a code sent by letter, a browser where it was typed, and what is changed from there."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from hashlib import sha256
from typing import ClassVar

from sqlalchemy import CheckConstraint, ForeignKey, LargeBinary
from sqlalchemy.orm import Mapped, mapped_column, relationship

from hub.models.base import Base
from hub.models.referrals import Referral


class PageChallenge(Base):
    """A code was asked for.  The code itself is derived from the nonce, by the worker alone, and stored nowhere."""

    __tablename__ = "page_challenges"

    id: Mapped[int] = mapped_column(primary_key=True)
    referral_id: Mapped[int] = mapped_column(ForeignKey("referrals.id"), index=True)
    nonce: Mapped[bytes] = mapped_column(LargeBinary, unique=True)
    asked_at: Mapped[datetime] = mapped_column(index=True)
    tries: Mapped[int] = mapped_column(default=0)
    used_at: Mapped[datetime | None]

    referral: Mapped[Referral] = relationship()


class OpenPage(Base):
    """A browser in which a code was typed; open once the worker has found it right.

    ``typed`` is what was typed, sealed to the worker until it has answered; ``grant_seal``, its word that the page is
    open, None where the code was wrong.  ``public_key`` was made for this browser, which alone keeps the private half;
    ``copy`` is what the hub knows of the person, sealed to it for as long as the page is open.  ``seal`` is the public
    door's word for the row.
    """

    __tablename__ = "open_pages"

    id: Mapped[int] = mapped_column(primary_key=True)
    referral_id: Mapped[int] = mapped_column(ForeignKey("referrals.id"), index=True)
    challenge_id: Mapped[int] = mapped_column(ForeignKey("page_challenges.id"))
    token_digest: Mapped[bytes] = mapped_column(LargeBinary, unique=True)
    public_key: Mapped[bytes] = mapped_column(LargeBinary)
    typed: Mapped[bytes | None] = mapped_column(LargeBinary)
    seal: Mapped[bytes] = mapped_column(LargeBinary)
    asked_at: Mapped[datetime] = mapped_column(index=True)
    answered_at: Mapped[datetime | None]
    grant_seal: Mapped[bytes | None] = mapped_column(LargeBinary)
    ended_at: Mapped[datetime | None]
    copy: Mapped[bytes | None] = mapped_column(LargeBinary)

    referral: Mapped[Referral] = relationship()
    challenge: Mapped[PageChallenge] = relationship()

    LASTS: ClassVar = timedelta(minutes=30)

    __table_args__ = (
        CheckConstraint(
            "(typed IS NULL) = (answered_at IS NOT NULL)", name="what_is_answered_is_kept_no_longer"
        ),
        CheckConstraint("grant_seal IS NULL OR answered_at IS NOT NULL", name="granted_by_an_answer"),
        CheckConstraint(
            "copy IS NULL OR (grant_seal IS NOT NULL AND ended_at IS NULL)",
            name="a_copy_for_an_open_page_alone",
        ),
    )

    @property
    def words(self) -> str:
        """What the seal is on: whose page it would be, and to which key the worker may seal what it holds."""
        told = (
            self.referral.reference,
            str(self.challenge_id),
            self.token_digest.hex(),
            self.public_key.hex(),
            _said(self.asked_at),
        )
        return f"page:{':'.join(told)}"

    @property
    def granted_words(self) -> str:
        """What the grant is on: the same, and since when it is open."""
        return f"{self.words}:{_said(self.answered_at) if self.answered_at else ''}"

    def is_open(self, now: datetime) -> bool:
        if self.grant_seal is None or self.answered_at is None or self.ended_at:
            return False
        return now - self.answered_at < self.LASTS


class Amendment(Base):
    """What the person changes, sealed to the worker until it is done; ``seal`` is the public door's word for it.

    A new address is proven first: ``challenge`` is the code sent there, ``typed`` what was typed of it, sealed;
    ``wrong_at``, when that was not it.  ``former`` is the address that was left, sealed, until it has been told.
    """

    __tablename__ = "amendments"

    id: Mapped[int] = mapped_column(primary_key=True)
    page_id: Mapped[int] = mapped_column(ForeignKey("open_pages.id"), index=True)
    box: Mapped[bytes | None] = mapped_column(LargeBinary)
    seal: Mapped[bytes] = mapped_column(LargeBinary, unique=True)
    asked_at: Mapped[datetime]
    challenge_id: Mapped[int | None] = mapped_column(ForeignKey("page_challenges.id"), unique=True)
    typed: Mapped[bytes | None] = mapped_column(LargeBinary)
    wrong_at: Mapped[datetime | None]
    done_at: Mapped[datetime | None]
    event_id: Mapped[int | None] = mapped_column(ForeignKey("journey_events.id"), unique=True)
    former: Mapped[bytes | None] = mapped_column(LargeBinary)

    page: Mapped[OpenPage] = relationship()
    challenge: Mapped[PageChallenge | None] = relationship()

    __table_args__ = (
        CheckConstraint("(box IS NULL) = (done_at IS NOT NULL)", name="what_is_done_is_kept_no_longer"),
        CheckConstraint("typed IS NULL OR challenge_id IS NOT NULL", name="typed_after_a_code"),
    )

    @property
    def words(self) -> str:
        """What the seal is on: from which page, when, and the very box."""
        return self.words_with(self.box or b"")

    def words_with(self, box: bytes) -> str:
        return f"change:{self.page.words}:{_said(self.asked_at)}:{sha256(box).hexdigest()}"


def _said(moment: datetime) -> str:
    return moment.astimezone(UTC).isoformat()
