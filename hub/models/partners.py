"""Associations, the members who answer for them, and how a member proves who they are."""

from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, LargeBinary, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from hub.models.base import SEALED, Base, words


class Role(StrEnum):
    MEMBER = "member"
    MANAGER = "manager"
    DESK = "desk"
    AUDITOR = "auditor"


class Proof(StrEnum):
    """What showed, besides a code by letter, that this is really the member."""

    PASSKEY = "passkey"
    TOTP = "totp"
    RECOVERY_CODE = "recovery_code"


class Stop(StrEnum):
    """Why an association is asked no more though it did not say so, until it says that it is there."""

    UNCONFIRMED = "unconfirmed"
    UNANSWERED = "unanswered"


class Association(Base):
    """A member organisation.  ``profile`` is its directory entry; ``wrapped_key`` opens only in the portal.

    ``key_seal``: the hub's word that this pair of keys is the one it made.

    ``places_declared_on``: when it last said how many places it has a year; None while it never did.
    ``places_year_from``: since when its places of the year are counted; None: since it came.
    ``stopped_for`` is no pause that it asked for; ``answering_since``: what it left unanswered before is forgotten.
    ``suspended_at``: since when the desk has it asked about nobody new; what it was asked before goes on.
    """

    __tablename__ = "associations"

    id: Mapped[int] = mapped_column(primary_key=True)
    slug: Mapped[str] = mapped_column(String(60), unique=True)
    name: Mapped[str] = mapped_column(String(120))
    profile: Mapped[dict[str, Any]]
    verified: Mapped[bool]
    places_left: Mapped[int]
    places_declared_on: Mapped[date | None]
    places_year_from: Mapped[datetime | None]
    paused_until: Mapped[date | None]
    stopped_for: Mapped[Stop | None] = mapped_column(words(Stop))
    stopped_on: Mapped[date | None]
    answering_since: Mapped[datetime | None]
    suspended_at: Mapped[datetime | None]
    public_key: Mapped[bytes] = mapped_column(LargeBinary)
    wrapped_key: Mapped[bytes] = mapped_column(LargeBinary, deferred=True, deferred_group=SEALED)
    key_seal: Mapped[bytes | None] = mapped_column(LargeBinary, deferred=True, deferred_group=SEALED)

    members: Mapped[list[Member]] = relationship(back_populates="association")

    __table_args__ = (
        CheckConstraint("places_left >= 0", name="places_are_never_negative"),
        CheckConstraint("(stopped_for IS NULL) = (stopped_on IS NULL)", name="stopped_on_a_day"),
    )


DIGEST_HOUR = 8


class Member(Base):
    """A person who answers for an association, or a person of the network's desk.

    ``seal``: the hub's word that this address was invited to this role, in this place.
    ``digest_hour``: at which hour in Paris the association's digest comes to them; None when it does not.
    ``digested_on``: the last morning on which it was looked at whether there is anything to say.
    """

    __tablename__ = "members"

    id: Mapped[int] = mapped_column(primary_key=True)
    association_id: Mapped[int | None] = mapped_column(ForeignKey("associations.id"), index=True)
    role: Mapped[Role] = mapped_column(words(Role))
    email: Mapped[str] = mapped_column(String(254), unique=True)
    invited_at: Mapped[datetime]
    removed_at: Mapped[datetime | None]
    seal: Mapped[bytes | None] = mapped_column(LargeBinary)
    digest_hour: Mapped[int | None] = mapped_column(default=DIGEST_HOUR)
    digested_on: Mapped[date | None]

    association: Mapped[Association | None] = relationship(back_populates="members")

    __table_args__ = (
        CheckConstraint(
            "digest_hour IS NULL OR digest_hour BETWEEN 6 AND 11", name="a_digest_comes_in_the_morning"
        ),
        CheckConstraint(
            "(role IN ('desk', 'auditor')) = (association_id IS NULL)", name="the_desk_is_no_association"
        ),
    )


class SignInChallenge(Base):
    """A code was asked for.  The code itself is derived from the nonce, and stored nowhere."""

    __tablename__ = "sign_in_challenges"

    id: Mapped[int] = mapped_column(primary_key=True)
    member_id: Mapped[int] = mapped_column(ForeignKey("members.id"), index=True)
    nonce: Mapped[bytes] = mapped_column(LargeBinary)
    asked_at: Mapped[datetime]
    tries: Mapped[int] = mapped_column(default=0)
    used_at: Mapped[datetime | None]

    member: Mapped[Member] = relationship()


class MemberSession(Base):
    """A member is signed in on one browser, until this row says otherwise.

    ``proven_at``: when a second factor was shown; ``proof_due``: nothing but that is open to this session before;
    ``tries``: how many wrong ones were typed; ``device``: kinds of browser and system, as ``firefox/windows``.
    """

    __tablename__ = "member_sessions"

    id: Mapped[int] = mapped_column(primary_key=True)
    member_id: Mapped[int] = mapped_column(ForeignKey("members.id"), index=True)
    token_digest: Mapped[bytes] = mapped_column(LargeBinary, unique=True)
    started_at: Mapped[datetime]
    seen_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]
    proven_at: Mapped[datetime | None]
    proven_with: Mapped[Proof | None] = mapped_column(words(Proof))
    proof_due: Mapped[bool] = mapped_column(default=False)
    tries: Mapped[int] = mapped_column(default=0)
    device: Mapped[str] = mapped_column(String(32), default="")

    member: Mapped[Member] = relationship()
