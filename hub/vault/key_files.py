"""One key in one file: 32 bytes in hexadecimal, and on a second line since when it is the one in force.

``NAME.key`` is the first generation of a key, ``NAME.1.key`` the next one.
"""

from __future__ import annotations

import os
import re
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from hub import disk

KEY_BYTES = 32
ALWAYS = datetime(1970, 1, 1, tzinfo=UTC)
SINCE = "from "
GONE = ".gone"
"""How the name of a key that is being erased ends: nobody takes it for a key any more."""
FILE = re.compile(r"(?P<name>[a-z_]+)(?:\.(?P<number>[1-9]\d*))?\.key")


@dataclass(frozen=True, slots=True, repr=False)
class Generation:
    """One key of a name.  ``used_from``: since when it seals and signs; the former ones only open and recognise."""

    number: int
    key: bytes
    used_from: datetime = ALWAYS

    def __repr__(self) -> str:
        return f"Generation({self.number}, …)"


def in_force(held: tuple[Generation, ...], now: datetime) -> Generation:
    """The last one whose moment has come; the first, if none has."""
    return next((each for each in reversed(held) if each.used_from <= now), held[0])


def file_name(name: str, number: int) -> str:
    return f"{name}.{number}.key" if number else f"{name}.key"


def generations(folder: Path, name: str) -> tuple[Generation, ...]:
    """Each generation of a key that is in this folder, the oldest first.  Raises ValueError where one is no key."""
    return tuple(read_file(path, number) for number, path in sorted(numbered(folder, name).items()))


def numbered(folder: Path, name: str) -> dict[int, Path]:
    found = ((path, FILE.fullmatch(path.name)) for path in folder.glob(f"{name}*.key"))
    return {int(named["number"] or 0): path for path, named in found if named and named["name"] == name}


def read_file(path: Path, number: int = 0) -> Generation:
    key, _, since = path.read_text().strip().partition("\n")
    used_from = datetime.fromisoformat(since.removeprefix(SINCE)) if since else ALWAYS
    return Generation(number, bytes.fromhex(key), used_from)


def write(folder: Path, name: str, generation: Generation) -> Path:
    """Whole or not at all, whenever one is interrupted; for the owner of the folder alone.

    Raises FileExistsError rather than overwrite a key.
    """
    folder.mkdir(mode=0o700, exist_ok=True)
    path, draft = folder / file_name(name, generation.number), folder / f".{name}.draft"
    said = generation.key.hex()
    if generation.used_from != ALWAYS:
        said += f"\n{SINCE}{generation.used_from.isoformat()}\n"
    draft.unlink(missing_ok=True)  # of a writing that was stopped, it may be that very key
    disk.keep(draft, [said.encode()])
    try:
        path.hardlink_to(draft)
    finally:
        draft.unlink()
    disk.keep_folder(folder)
    return path


def erase(path: Path) -> None:
    """Out of use at once; then written over, then taken out.

    A disk without moving parts may have kept the former bytes elsewhere.
    """
    gone = path.with_name(f".{path.name}{GONE}")
    path.rename(gone)
    _wipe(gone)


def end_erasing(folder: Path) -> None:
    """Whatever of this folder was being erased when somebody was stopped."""
    for gone in folder.glob(f".*{GONE}"):
        _wipe(gone)


def _wipe(path: Path) -> None:
    size = path.stat().st_size
    with path.open("r+b") as file:
        for filling in (os.urandom(size), bytes(size)):
            file.seek(0)
            file.write(filling)
            file.flush()
            os.fsync(file.fileno())
    path.unlink()
    disk.keep_folder(path.parent)
