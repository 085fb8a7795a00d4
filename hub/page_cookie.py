"""The page cookie: what a door remembers of a visitor from one page to the next, sealed into their own browser."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from typing import Any

from flask import Flask
from flask.sessions import SecureCookieSessionInterface
from itsdangerous import BadSignature

from hub.vault import CookieBox

KEPT = timedelta(days=31)
"""Longer than any browser stays open; it ends with the browser."""

HOLDS = 3_800
"""Signs once sealed: browsers drop a cookie of more than 4,096 bytes, its name and manners included."""
SAID = "_flashes"


class PageCookie(SecureCookieSessionInterface):
    """Flask's own session cookie, but sealed rather than only signed, and at a third of the price."""

    def __init__(self, key: bytes) -> None:
        self._box = CookieBox(key, use="page", kept=int(KEPT.total_seconds()))

    def get_signing_serializer(self, app: Flask) -> PageCookie:  # type: ignore[override]
        return self

    def dumps(self, told: dict[str, Any]) -> str:
        """Sealed; what would not fit is let go, the longest first; of what was to be said, the oldest sentence."""
        kept = dict(told)
        while len(sealed := self._sealed(kept)) > HOLDS:
            longest = max(kept, key=lambda name: len(json.dumps(kept[name])))
            said = kept.pop(longest)
            if longest == SAID:
                kept[SAID] = said[1:]
        return sealed

    def _sealed(self, told: dict[str, Any]) -> str:
        return self._box.seal(json.dumps(told).encode(), now=datetime.now(UTC))

    def loads(self, sealed: str, *, max_age: int) -> dict[str, Any]:
        opened = self._box.open(sealed, now=datetime.now(UTC))
        if opened is None:
            raise BadSignature("this cookie is not ours, or too old")
        told: dict[str, Any] = json.loads(opened)
        return told
