"""What is written down stays written: on the disk before anybody says so, and for its owner alone."""

from __future__ import annotations

import os
from collections.abc import Iterable
from pathlib import Path

OWNER_ONLY = 0o600


def keep(path: Path, pieces: Iterable[bytes]) -> None:
    """For whoever owns its folder, even where root writes.  Raises OSError when the disk is full or refuses."""
    owner = path.parent.stat()
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, OWNER_ONLY)
    with os.fdopen(descriptor, "wb") as file:
        if os.geteuid() == 0:
            os.fchown(file.fileno(), owner.st_uid, owner.st_gid)
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
