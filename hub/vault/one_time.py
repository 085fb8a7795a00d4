"""The six digits that an application shows for thirty seconds (RFC 6238, SHA-1, as every application reads them)."""

from __future__ import annotations

import base64
import hmac
import secrets
from collections.abc import Iterator
from datetime import datetime
from urllib.parse import quote, urlencode

STEP_SECONDS = 30
DIGITS = 6
SECRET_BYTES = 20
"""RFC 4226 (R6) asks for 160 bits."""
STEPS_AROUND = 1
"""A telephone's clock may be half a minute wrong (RFC 6238, 5.2)."""


def new_secret() -> bytes:
    return secrets.token_bytes(SECRET_BYTES)


def step_at(now: datetime) -> int:
    return int(now.timestamp()) // STEP_SECONDS


def code_at(secret: bytes, step: int) -> str:
    """RFC 4226, 5.3."""
    digest = hmac.digest(secret, step.to_bytes(8, "big"), "sha1")
    at = digest[-1] & 0x0F
    number = int.from_bytes(digest[at : at + 4], "big") & 0x7FFF_FFFF
    return f"{number % 10**DIGITS:0{DIGITS}d}"


def matching_step(secret: bytes, code: str, *, now: datetime) -> int | None:
    """The step whose code this is; all are compared, in a time that tells nothing."""
    found = None
    for step in _steps_around(now):
        if hmac.compare_digest(code_at(secret, step).encode(), code.encode()):
            found = step
    return found


def in_letters(secret: bytes) -> str:
    """The secret as it is typed into an application."""
    return base64.b32encode(secret).decode().rstrip("=")


def address(secret: bytes, *, account: str, issuer: str) -> str:
    """What the square to photograph says: the ``otpauth`` address that applications agreed on."""
    told = urlencode({"secret": in_letters(secret), "issuer": issuer}, quote_via=quote)
    return f"otpauth://totp/{quote(issuer)}:{quote(account)}?{told}"


def _steps_around(now: datetime) -> Iterator[int]:
    here = step_at(now)
    yield from range(here - STEPS_AROUND, here + STEPS_AROUND + 1)
