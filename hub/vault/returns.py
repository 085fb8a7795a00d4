"""Where a letter comes back to: a word that tells its number to the worker alone, and that nobody else makes up."""

from __future__ import annotations

import base64
import hmac

NUMBER_BYTES, SEAL_BYTES = 6, 10
"""Eighty bits of seal: at a billion tries a second somebody would guess one in thirty million years."""


def word_for(number: int, key: bytes) -> str:
    """26 letters and digits, whatever their capitals: the same each time for one number."""
    seal = hmac.digest(key, b"return:%d" % number, "sha256")[:SEAL_BYTES]
    hidden = _hidden(number.to_bytes(NUMBER_BYTES, "big"), seal, key)
    return base64.b32encode(hidden + seal).decode().lower().rstrip("=")


def number_in(word: str, key: bytes) -> int | None:
    """None for a word that is not ours."""
    try:
        said = base64.b32decode(word.upper() + "=" * (-len(word) % 8))
    except ValueError:
        return None
    hidden, seal = said[:NUMBER_BYTES], said[NUMBER_BYTES:]
    number = int.from_bytes(_hidden(hidden, seal, key), "big")
    return number if hmac.compare_digest(word_for(number, key).encode(), word.lower().encode()) else None


def _hidden(number: bytes, seal: bytes, key: bytes) -> bytes:
    """Twice is not at all."""
    mask = hmac.digest(key, b"hidden:" + seal, "sha256")
    return bytes(one ^ other for one, other in zip(number, mask, strict=False))
