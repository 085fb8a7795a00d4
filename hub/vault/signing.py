"""Seals that are no boxes: a keyed digest, which says from its second generation on by which key it was made."""

from __future__ import annotations

import hmac
from collections.abc import Sequence

from hub.vault.key_files import Generation

NUMBER_BYTES = 2
DIGEST_BYTES = 32


def sign(words: str, key: Generation) -> bytes:
    head = key.number.to_bytes(NUMBER_BYTES, "big") if key.number else b""
    return head + hmac.digest(key.key, words.encode(), "sha256")


def is_signed(words: str, seal: bytes, keys: Sequence[Generation]) -> bool:
    """Whether one of these made it; all are compared, in a time that tells nothing."""
    return any([hmac.compare_digest(sign(words, key), seal) for key in keys])


def generation_of(seal: bytes) -> int:
    """What a seal says of its key; 0 for one that says nothing."""
    return int.from_bytes(seal[:NUMBER_BYTES], "big") if len(seal) == NUMBER_BYTES + DIGEST_BYTES else 0
