"""What is written down stays written: on the disk before anybody says so, and for its owner alone."""

from __future__ import annotations

import os
from collections.abc import Iterable
from pathlib import Path

OWNER_ONLY = 0o600


def keep(path: Path, pieces: Iterable[bytes]) -> None:
    """For whoever owns its folder, even where root writes.  Raises OSError when the disk is full or refuses."""
    with os.fdopen(_open(path, os.O_TRUNC), "wb") as file:
        for piece in pieces:
            file.write(piece)
        file.flush()
        os.fsync(file.fileno())


def keep_folder(folder: Path) -> None:
    """What was named in it, or taken out, is so after a power cut.  Raises OSError."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def begin(path: Path) -> None:
    """An empty file where there is none; for whoever owns its folder, even where root begins it."""
    os.close(_open(path, 0))


def is_readable(folder: Path) -> bool:
    """Whether it is there, and this account may see what is in it."""
    try:
        next(folder.iterdir(), None)
    except OSError:
        return False
    return True


def _open(path: Path, how: int) -> int:
    owner = path.parent.stat()
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | how, OWNER_ONLY)
    if os.geteuid() == 0:
        os.fchown(descriptor, owner.st_uid, owner.st_gid)
    return descriptor
