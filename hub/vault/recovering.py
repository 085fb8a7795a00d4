"""What the offline keys bring back when a process has lost its own."""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from pathlib import Path

from hub.vault import boxes
from hub.vault.key_files import KEY_BYTES, Generation, generations, numbered, write
from hub.vault.keys import HOLDS, OF_EACH_DOOR, OFFLINE, RECOVERY, SECRETS, Process

PRIVATE = f"{RECOVERY}_private"


class NoRecoveryKey(Exception):
    """There is no recovery key where it was said to be."""


class RecoveryRing:
    """Every generation of the recovery key that lies in this folder.  Raises :class:`NoRecoveryKey`."""

    def __init__(self, folder: Path) -> None:
        found = generations(folder, PRIVATE)
        if not found:
            raise NoRecoveryKey(f"{folder} holds no {PRIVATE}")
        self._ring = boxes.ring_of(*(each.key for each in found))

    @property
    def prints(self) -> frozenset[bytes]:
        return frozenset(self._ring)

    def open(self, box: bytes, for_recovery: bytes, *, place: str) -> bytes:
        """``for_recovery``: another lid for the box, or, of older ones, the same content in another box."""
        under_a_lid = len(for_recovery) == boxes.LID_BYTES
        whole = for_recovery + box[boxes.LID_BYTES :] if under_a_lid else for_recovery
        return boxes.open_(whole, self._ring, place=place)

    def open_copy(self, copy: bytes, file: str, number: int) -> bytes:
        return boxes.open_(copy, self._ring, place=_place(file, number))


COPIED = (*SECRETS, "portal_private")
"""What no box brings back: the database keeps a copy, sealed to the recovery key."""


def copy_for(recovery_public: bytes, file: str, generation: Generation) -> bytes:
    return boxes.seal(generation.key, recovery_public, place=_place(file, generation.number))


def bring_back(
    folder: Path,
    offline: Path,
    process: Process,
    copies: Mapping[str, tuple[Generation, ...]],
    *,
    cookies: int,
) -> list[Path]:
    """Write what this process lacks: copies as they were, the offline keys' public halves, a new key of cookies.

    ``cookies``: which generation that is, since nothing brings the lost one back.
    """
    known = dict(copies) | {
        private.replace("_private", "_public"): tuple(
            Generation(each.number, boxes.public_half(each.key), each.used_from)
            for each in generations(offline, private)
        )
        for private in OFFLINE
    }
    known[OF_EACH_DOOR] = (Generation(cookies, secrets.token_bytes(KEY_BYTES)),)
    return [
        write(folder / process, file, each)
        for file in HOLDS[process]
        if not numbered(folder / process, file)
        for each in known.get(file, ())
    ]


def _place(file: str, number: int) -> str:
    return f"key:{file}:{number}"
