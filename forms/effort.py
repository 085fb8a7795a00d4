"""A small effort asked of whoever sends a form: a moment for one browser, hours for a machine that sends thousands.

The browser looks for a number that, put behind the question, gives a SHA-256 beginning with so many zero bits
(``static/effort.js`` does it while the person reads).  Without JavaScript nothing is refused: the address is
confirmed from a letter instead.
"""

from __future__ import annotations

import hmac
from contextlib import suppress
from datetime import timedelta
from hashlib import sha256
from ipaddress import IPv6Address, ip_address, ip_network
from typing import cast

from flask import current_app, request
from sqlalchemy.exc import SQLAlchemyError

from hub import alarms, budgets
from hub.models import AlarmKind
from hub.web import FORM_LIFETIME, current_hub
from hub.work import Work

CALM_BITS = 14
"""About 16,000 tries: under a second on a telephone."""
MOST_BITS = 20
LONGEST_ANSWER = 20


def question(form_token: str) -> str:
    """What to answer for this form: harder while many more than usual come in."""
    asked = f"{min(CALM_BITS + _pressure(), MOST_BITS)}.{int(current_hub.clock().timestamp())}"
    return f"{asked}.{_seal(asked, form_token)}"


def is_made(form_token: str) -> bool:
    """Whether the form being sent brings the answer to a question that we asked for it in the last 48 hours."""
    asked, answer = request.form.get("effort", ""), request.form.get("effort_answer", "")
    bits, _, rest = asked.partition(".")
    moment, _, seal = rest.partition(".")
    if not hmac.compare_digest(seal.encode(), _seal(f"{bits}.{moment}", form_token).encode()):
        return False
    age = timedelta(seconds=current_hub.clock().timestamp() - int(moment))
    return (
        age < FORM_LIFETIME and len(answer) <= LONGEST_ANSWER and _zero_bits(f"{asked}.{answer}") >= int(bits)
    )


def is_within_budget(work: Work) -> bool:
    """Count this sending for its source.  Raises TooMany where no person can be behind it."""
    spent = budgets.spend(work, source())
    if spent > budgets.REFUSED_AN_HOUR:
        raise TooMany
    return spent <= budgets.TRUSTED_AN_HOUR


class TooMany(Exception):
    """More registrations come from this source than any school would send."""

    def __init__(self) -> None:
        super().__init__("too many registrations from one source")


def tell_of_a_flood() -> None:
    """The desk hears of it, and the visitor's answer never waits for that."""
    with suppress(SQLAlchemyError), current_hub.begin() as work:
        alarms.raise_(work, AlarmKind.FLOOD)


def source() -> str:
    """Where the visitor comes from; of an IPv6 address the network, since its owner has billions of them."""
    try:
        address = ip_address(request.remote_addr or "")
    except ValueError:
        return "unknown"
    if isinstance(address, IPv6Address):
        return str(ip_network(f"{address}/64", strict=False))
    return str(address)


def _pressure() -> int:
    """None while the database is away: the page that says so must be shown all the same."""
    try:
        with current_hub.read() as work:
            return budgets.pressure(work)
    except SQLAlchemyError:
        return 0


def _seal(asked: str, form_token: str) -> str:
    key = cast(bytes, current_app.secret_key)
    return hmac.digest(key, f"effort:{asked}:{form_token}".encode(), "sha256").hex()[:32]


def _zero_bits(text: str) -> int:
    found = int.from_bytes(sha256(text.encode()).digest(), "big")
    return 256 - found.bit_length()
