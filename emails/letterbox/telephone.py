"""The telephone of one machine: it holds keys and shows their six digits, for whoever tries the hub without one."""

from __future__ import annotations

import os
from base64 import b32decode
from binascii import Error
from datetime import datetime
from pathlib import Path
from typing import NamedTuple

from hub.vault import one_time

FILE = "telephone.txt"
SHORTEST = 10
"""Bytes: 80 bits, the shortest key that applications take."""


class NotAKey(Exception):
    """What was typed is no key of an application."""


class Shown(NamedTuple):
    """A key by its first letters, the digits of this half-minute, and for how many seconds they stay."""

    key: str
    code: str
    seconds: int


class Telephone:
    """Keys in one file of the letterbox's folder, one a line, the newest first."""

    def __init__(self, folder: Path) -> None:
        self._file = folder / FILE

    def keep(self, typed: str) -> None:
        """Raises NotAKey."""
        letters = "".join(typed.split()).upper()
        if len(_secret(letters)) < SHORTEST:
            raise NotAKey
        kept = [letters, *(key for key in self._keys() if key != letters)]
        descriptor = os.open(self._file, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        with os.fdopen(descriptor, "w", encoding="ascii") as file:
            file.writelines(f"{key}\n" for key in kept)

    def shown(self, now: datetime) -> list[Shown]:
        step = one_time.step_at(now)
        left = one_time.STEP_SECONDS - int(now.timestamp()) % one_time.STEP_SECONDS
        return [Shown(key[:4], one_time.code_at(_secret(key), step), left) for key in self._keys()]

    def _keys(self) -> list[str]:
        return self._file.read_text(encoding="ascii").split() if self._file.is_file() else []


def _secret(letters: str) -> bytes:
    try:
        return b32decode(letters + "=" * (-len(letters) % 8))
    except (Error, ValueError):
        raise NotAKey from None
