"""How a member proves who they are: a code by letter, then a session that a row may end at any moment."""

from __future__ import annotations

import hmac
import secrets
from datetime import timedelta

from sqlalchemy import func, select, update

from hub import journey, queries
from hub.models import Member, MemberSession, SignInChallenge
from hub.vault import digest
from hub.work import Work

CODE_LIVES = timedelta(minutes=10)
TRIES = 5
CODES_AN_HOUR = 5
IDLE_FOR = timedelta(hours=12)
SIGNED_IN_FOR = timedelta(days=7)
SEEN_EVERY = timedelta(minutes=5)
NONCE_BYTES = 16


def new_nonce() -> bytes:
    """What ties a code to the browser that asked for it, whether or not the address is known."""
    return secrets.token_bytes(NONCE_BYTES)


def ask_code(work: Work, *, email: str, nonce: bytes) -> None:
    """Have a code sent, if this is a member with codes left this hour.  Says nothing either way."""
    member = queries.member_by_email(work.session, normal(email))
    if member is None or _asked_this_hour(work, member) >= CODES_AN_HOUR:
        return
    challenge = SignInChallenge(member=member, nonce=nonce, asked_at=work.now)
    work.session.add(challenge)
    journey.send_code(work, challenge)


def sign_in(work: Work, *, nonce: bytes, code: str) -> str | None:
    """A fresh session's token if the code is right, else None.  The try counts: commit in both cases."""
    challenge = _tried(work, nonce)
    if challenge is None or challenge.member.removed_at is not None:
        return None
    right = work.vault.sign_in_code(challenge.id, challenge.nonce)
    if not hmac.compare_digest(right.encode(), code.encode()):
        return None
    challenge.used_at = work.now
    return open_session(work, challenge.member)


def open_session(work: Work, member: Member) -> str:
    token = secrets.token_urlsafe(32)
    row = MemberSession(member=member, token_digest=digest(token), started_at=work.now, seen_at=work.now)
    work.session.add(row)
    return token


def recognised(work: Work, token: str) -> MemberSession | None:
    """The session that this token opens, unless it ended, slept too long, or its member was removed."""
    found = queries.session_with(work.session, digest(token))
    return found if found and _is_alive(work, found) and found.member.removed_at is None else None


def was_seen(work: Work, member_session: MemberSession) -> bool:
    """Whether the session is marked as used recently enough to leave its row alone."""
    return work.now - member_session.seen_at < SEEN_EVERY


def see(work: Work, session_id: int) -> None:
    seen = update(MemberSession).where(MemberSession.id == session_id).values(seen_at=work.now)
    work.session.execute(seen)


def sessions_of(work: Work, member: Member) -> list[MemberSession]:
    """The member's living sessions, the latest used first."""
    rows = work.session.scalars(
        select(MemberSession)
        .where(MemberSession.member_id == member.id, MemberSession.ended_at.is_(None))
        .order_by(MemberSession.seen_at.desc(), MemberSession.id.desc())
    )
    return [row for row in rows if _is_alive(work, row)]


def end_session(work: Work, member: Member, session_id: int) -> None:
    """End one of the member's own sessions.  Somebody else's is not found."""
    row = work.session.get(MemberSession, session_id)
    if row is None or row.member_id != member.id:
        raise queries.NotFound("there is no such session here")
    row.ended_at = row.ended_at or work.now


def remove(work: Work, member: Member) -> None:
    """From the next request on this person is nobody here.  What they did stays written."""
    member.removed_at = work.now
    ended = update(MemberSession).where(
        MemberSession.member_id == member.id, MemberSession.ended_at.is_(None)
    )
    work.session.execute(ended.values(ended_at=work.now))


def normal(email: str) -> str:
    return email.strip().lower()


def _asked_this_hour(work: Work, member: Member) -> int:
    """How many codes were asked; the member's row is locked, so that no two browsers are both the fifth."""
    work.session.refresh(member, with_for_update=True)
    an_hour_ago = work.now - timedelta(hours=1)
    asked = select(func.count(SignInChallenge.id)).where(
        SignInChallenge.member_id == member.id, SignInChallenge.asked_at > an_hour_ago
    )
    return work.session.scalar(asked) or 0


def _tried(work: Work, nonce: bytes) -> SignInChallenge | None:
    """Count one more try on the challenge of this browser, in one statement; None when it has none left."""
    alive = (
        SignInChallenge.nonce == nonce,
        SignInChallenge.used_at.is_(None),
        SignInChallenge.tries < TRIES,
        SignInChallenge.asked_at > work.now - CODE_LIVES,
    )
    counted = update(SignInChallenge).where(*alive).values(tries=SignInChallenge.tries + 1)
    return work.session.scalars(counted.returning(SignInChallenge)).one_or_none()


def _is_alive(work: Work, row: MemberSession) -> bool:
    return (
        row.ended_at is None
        and work.now - row.seen_at < IDLE_FOR
        and work.now - row.started_at < SIGNED_IN_FOR
    )
