"""Every key of a folder, tried as if it were a private one: whatever lies there, and under whatever name."""

from __future__ import annotations

from pathlib import Path

from hub.vault import boxes
from hub.vault.key_files import KEY_BYTES, read_file


class FolderRing:
    def __init__(self, folder: Path) -> None:
        keys = (read_file(path).key for path in sorted(folder.glob("*.key")))
        self._ring = boxes.ring_of(*(key for key in keys if len(key) == KEY_BYTES))

    def opens(self, box: bytes, *, place: str) -> bool:
        try:
            boxes.open_(box, self._ring, place=place)
        except boxes.CannotOpen:
            return False
        return True
