"""An unfinished form, sealed into its owner's browser: the server keeps nothing of it."""

from __future__ import annotations

import json
import zlib
from base64 import urlsafe_b64encode
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from cryptography.fernet import Fernet, InvalidToken

KEPT_SECONDS = 48 * 3600


class DraftBox:
    """Seals and opens drafts with the public door's session key.

    A draft older than 48 hours (docs/personal-data.md, how long) does not open.
    """

    def __init__(self, key: bytes) -> None:
        self._cipher = Fernet(urlsafe_b64encode(key))

    def seal(self, draft: Mapping[str, Any], *, now: datetime) -> str:
        packed = zlib.compress(json.dumps(draft, separators=(",", ":")).encode())
        return self._cipher.encrypt_at_time(packed, int(now.timestamp())).decode()

    def open(self, sealed: str, *, now: datetime) -> dict[str, Any] | None:
        try:
            packed = self._cipher.decrypt_at_time(sealed.encode(), KEPT_SECONDS, int(now.timestamp()))
            draft: dict[str, Any] = json.loads(zlib.decompress(packed))
        except (InvalidToken, ValueError, zlib.error):
            return None
        return draft
