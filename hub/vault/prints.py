"""What tells one key from another without telling the key: a database remembers by which it was written."""

from __future__ import annotations

import hmac
from collections.abc import Iterator
from typing import NamedTuple

from hub.vault.boxes import KEY_ID_BYTES, key_id, public_half
from hub.vault.key_files import Generation
from hub.vault.keys import HOLDS, OF_EACH_DOOR, PAIRS, Keys, Process

PUBLIC, PRIVATE = "_public", "_private"


class Held(NamedTuple):
    """One key of a folder.  ``name``: as the database knows it; ``file``: as its file is called."""

    name: str
    file: str
    generation: Generation
    print: bytes


def held_by(process: Process, keys: Keys) -> Iterator[Held]:
    for file in HOLDS[process]:
        name = f"{OF_EACH_DOOR}.{process}" if file == OF_EACH_DOOR else name_of(file)
        for generation in keys.all_of(file):
            yield Held(name, file, generation, print_of(file, generation.key))


def name_of(file: str) -> str:
    """Both halves of a pair have one name."""
    pair = file.removesuffix(PUBLIC).removesuffix(PRIVATE)
    return pair if pair in PAIRS else file


def print_of(file: str, key: bytes) -> bytes:
    """Of a pair, what its boxes begin with; of a secret, a keyed digest that gives nothing of it away."""
    if name_of(file) == file:
        return hmac.digest(key, f"print:{file}".encode(), "sha256")[:KEY_ID_BYTES]
    return key_id(public_half(key) if file.endswith(PRIVATE) else key)


def opens(file: str) -> bool:
    """Whether what was sealed by a former generation needs this key."""
    return not file.endswith(PUBLIC)
