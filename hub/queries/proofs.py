"""Questions about second factors: what a member has to show, and what they were asked to sign."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import delete, exists, func, select, update
from sqlalchemy.orm import Session

from hub.models import Authenticator, Member, MemberSession, Offer, Passkey, PasskeyChallenge, RecoveryCode


def passkeys_of(session: Session, member: Member) -> list[Passkey]:
    return list(
        session.scalars(
            select(Passkey).where(Passkey.member_id == member.id).order_by(Passkey.made_at, Passkey.id)
        )
    )


def passkey_with(session: Session, credential_id: bytes) -> Passkey | None:
    return session.scalars(select(Passkey).where(Passkey.credential_id == credential_id)).one_or_none()


def has_second_factor(session: Session, member: Member) -> bool:
    application = exists().where(Authenticator.member_id == member.id)
    return bool(session.scalar(select(application | exists().where(Passkey.member_id == member.id))))


def has_accepted(session: Session, member: Member) -> bool:
    """Whether this member ever said yes to a card, which stays so whatever became of it."""
    yes = exists().where(Offer.answered_by_id == member.id, Offer.answer_seal.is_not(None))
    return bool(session.scalar(select(yes)))


def is_new_device(session: Session, member: Member, device: str) -> bool:
    """Whether this member signed in before, but never there."""
    theirs = exists().where(MemberSession.member_id == member.id)
    there = theirs.where(MemberSession.device == device)
    return bool(session.scalar(select(theirs & ~there)))


def recovery_codes_left(session: Session, member: Member) -> int:
    left = select(func.count(RecoveryCode.id)).where(
        RecoveryCode.member_id == member.id, RecoveryCode.used_at.is_(None)
    )
    return session.scalar(left) or 0


def use_recovery_code(session: Session, digest: bytes, now: datetime) -> bool:
    """Whether this code was still unused: one statement, so that it serves once."""
    unused = update(RecoveryCode).where(RecoveryCode.digest == digest, RecoveryCode.used_at.is_(None))
    return session.execute(unused.values(used_at=now).returning(RecoveryCode.id)).one_or_none() is not None


def use_step(session: Session, member: Member, step: int) -> bool:
    """Whether no code of this half-minute, nor of a later one, served before: one statement."""
    fresh = update(Authenticator).where(Authenticator.member_id == member.id, Authenticator.last_step < step)
    used = fresh.values(last_step=step).returning(Authenticator.member_id)
    return session.execute(used.execution_options(synchronize_session="fetch")).one_or_none() is not None


def take_passkey_challenge(session: Session, nonce_digest: bytes, since: datetime) -> PasskeyChallenge | None:
    """The challenge of this browser, which is thereby used, unless it is older."""
    taken = delete(PasskeyChallenge).where(
        PasskeyChallenge.nonce_digest == nonce_digest, PasskeyChallenge.asked_at > since
    )
    return session.scalars(taken.returning(PasskeyChallenge)).one_or_none()


def forget_passkey_challenges(session: Session, before: datetime) -> None:
    session.execute(delete(PasskeyChallenge).where(PasskeyChallenge.asked_at < before))
