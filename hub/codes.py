"""A code by letter, then a session that a row may end at any moment: the same rules for whoever signs in."""

from __future__ import annotations

import hmac
import secrets
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import TypeVar

from sqlalchemy import ColumnElement, func, select, update

from hub.models import (
    MemberSession,
    PageChallenge,
    PrescriberChallenge,
    PrescriberSession,
    SignInChallenge,
)
from hub.work import Work

ANSWER_TAKES = 0.25
"""Seconds: longer than a sign-in's slowest transaction, so that the clock does not tell whose address is known."""

CODE_LIVES = timedelta(minutes=10)
LINK_LIVES = timedelta(days=7)
"""A letter is read when its reader has time; its link needs the address to which it was written, and serves once."""

TRIES = 5
CODES_AN_HOUR = 5
IDLE_FOR = timedelta(hours=12)
SIGNED_IN_FOR = timedelta(days=7)
SEEN_EVERY = timedelta(minutes=5)
NONCE_BYTES = 16
CHALLENGE_BYTES = 32

Challenge = TypeVar("Challenge", SignInChallenge, PrescriberChallenge, PageChallenge)
Session = MemberSession | PrescriberSession


@contextmanager
def same_time_for_all() -> Iterator[None]:
    """Around an answer that must take as long whether or not the address is known."""
    until = time.monotonic() + ANSWER_TAKES
    yield
    time.sleep(max(0.0, until - time.monotonic()))


def new_nonce() -> bytes:
    """What ties a code to the browser that asked for it, whether or not the address is known."""
    return secrets.token_bytes(NONCE_BYTES)


def new_challenge() -> bytes:
    """What a passkey signs, once."""
    return secrets.token_bytes(CHALLENGE_BYTES)


def new_token() -> str:
    return secrets.token_urlsafe(32)


def are_equal(right: str, typed: str) -> bool:
    """Compared in a time that tells nothing, whatever was typed."""
    return hmac.compare_digest(right.encode(), typed.encode())


def codes_left(work: Work, kind: type[Challenge], whose: ColumnElement[bool]) -> bool:
    """Whether they may have one more code this hour.  Their row must be locked: no two browsers are both the fifth."""
    since = work.now - timedelta(hours=1)
    asked = select(func.count(kind.id)).where(whose, kind.asked_at > since)
    return (work.session.scalar(asked) or 0) < CODES_AN_HOUR


def asked_lately(work: Work, kind: type[Challenge], whose: ColumnElement[bool]) -> bool:
    """Whether they were sent a code that still lives: their letter has a link that needs no code."""
    since = work.now - CODE_LIVES
    return work.session.scalar(select(kind.id).where(whose, kind.asked_at > since).limit(1)) is not None


def numbered(link: str) -> int | None:
    """The challenge that a letter's link names, before anything is believed of it."""
    number, _, _token = link.partition("-")
    return int(number[:9]) if number.isascii() and number.isdecimal() else None


def tried(work: Work, kind: type[Challenge], nonce: bytes) -> Challenge | None:
    """Count one more try on the challenge of this browser, in one statement; None when it has none left."""
    alive = (
        kind.nonce == nonce,
        kind.used_at.is_(None),
        kind.tries < TRIES,
        kind.asked_at > work.now - CODE_LIVES,
    )
    counted = update(kind).where(*alive).values(tries=kind.tries + 1)
    return work.session.scalars(counted.returning(kind)).one_or_none()


def is_alive(work: Work, row: Session) -> bool:
    return (
        row.ended_at is None
        and work.now - row.seen_at < IDLE_FOR
        and work.now - row.started_at < SIGNED_IN_FOR
    )


def was_seen(work: Work, row: Session) -> bool:
    """Whether the session is marked as used recently enough to leave its row alone."""
    return work.now - row.seen_at < SEEN_EVERY


def see(work: Work, kind: type[Session], session_id: int) -> None:
    work.session.execute(update(kind).where(kind.id == session_id).values(seen_at=work.now))
