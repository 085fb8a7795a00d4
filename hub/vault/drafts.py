"""What the server leaves in a visitor's browser, sealed: it keeps nothing of it itself."""

from __future__ import annotations

import json
import zlib
from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from hub.vault import boxes

KEPT_SECONDS = 48 * 3600
MOMENT_BYTES = 8


class CookieBox:
    """Seals and opens with a key of its own for each use, derived from the door's session key (AES-256-GCM).

    What was sealed longer ago than ``kept`` seconds does not open, nor what was sealed for another use.
    """

    def __init__(self, key: bytes, *, use: str, kept: int) -> None:
        self._key, self._use, self._kept = boxes.derived(key, use=use), use, kept

    def seal(self, content: bytes, *, now: datetime) -> str:
        moment = int(now.timestamp()).to_bytes(MOMENT_BYTES, "big")
        return urlsafe_b64encode(boxes.lock(moment + content, self._key, place=self._use)).decode()

    def open(self, sealed: str, *, now: datetime) -> bytes | None:
        try:
            opened = boxes.unlock(urlsafe_b64decode(sealed), self._key, place=self._use)
        except (boxes.CannotOpen, ValueError):
            return None
        age = int(now.timestamp()) - int.from_bytes(opened[:MOMENT_BYTES], "big")
        return opened[MOMENT_BYTES:] if age <= self._kept else None


class DraftBox:
    """Unfinished forms.  A draft older than 48 hours (docs/personal-data.md, how long) does not open."""

    def __init__(self, key: bytes) -> None:
        self._box = CookieBox(key, use="draft", kept=KEPT_SECONDS)

    def seal(self, draft: Mapping[str, Any], *, now: datetime) -> str:
        return self._box.seal(zlib.compress(json.dumps(draft, separators=(",", ":")).encode()), now=now)

    def open(self, sealed: str, *, now: datetime) -> dict[str, Any] | None:
        packed = self._box.open(sealed, now=now)
        if packed is None:
            return None
        draft: dict[str, Any] = json.loads(zlib.decompress(packed))
        return draft
