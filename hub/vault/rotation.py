"""The next generation of a key: made where it is held, handed out to whoever needs it, erased when its time is over.

What opens and recognises goes out first, so that nothing is ever sealed that nobody opens.
"""

from __future__ import annotations

import fcntl
import os
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import NamedTuple

from hub.vault.boxes import new_pair
from hub.vault.key_files import KEY_BYTES, Generation, end_erasing, erase, generations, numbered, write
from hub.vault.keys import HOLDS, OF_EACH_DOOR, OFFLINE, PAIRS, RECOVERY, Process, holders

MADE_BY = {
    "intake": Process.WORKER,
    "recovery": Process.WORKER,
    "backup": Process.WORKER,
    "portal": Process.PARTNERS,
    "answers": Process.WORKER,
}
"""The keys that change every ninety days, and the process in whose folder the next one is made."""
AFTER_THEFT = ("sign_in", "prescriber_codes", "page_codes", OF_EACH_DOOR)
"""Those that may be changed at a price, hence only when they were stolen: what they signed is recognised no more."""


class Carried(NamedTuple):
    """A file of this machine that a process elsewhere needs too."""

    source: Path
    to: Process


@contextmanager
def alone(folder: Path) -> Iterator[None]:
    """Nobody else changes keys meanwhile; what somebody before was stopped from erasing is erased first."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX)
        for place in (*Process, RECOVERY):
            end_erasing(folder / place)
        yield
    finally:
        os.close(descriptor)


def here(folder: Path, name: str) -> bool:
    """Whether the next generation of this key is made on this machine."""
    makers = [MADE_BY[name]] if name in MADE_BY else list(holders(name))
    return all((folder / process).is_dir() for process in makers[:1])


def hand_out(folder: Path, name: str, *, number: int, used_from: datetime) -> list[Path]:
    """Make this generation and write it to each folder here that needs it."""
    if name not in PAIRS:
        return [write(place, name, fresh) for place, fresh in _secrets(folder, name, number, used_from)]
    private, public = new_pair()
    owners = [*_present(folder, f"{name}_private")]
    places = [folder / RECOVERY] if f"{name}_private" in OFFLINE else [folder / owner for owner in owners]
    written = [write(place, f"{name}_private", Generation(number, private, used_from)) for place in places]
    halves = [*_present(folder, f"{name}_public")]
    shown = Generation(number, public, used_from)
    return written + [write(folder / process, f"{name}_public", shown) for process in halves]


def to_carry(folder: Path, name: str) -> list[Carried]:
    """What must go by hand to the processes that live on another machine: no private half is among it."""
    file = f"{name}_public" if name in PAIRS else name
    if file == OF_EACH_DOOR:
        return []
    absent = [process for process in holders(file) if not (folder / process).is_dir()]
    sources = [numbered(folder / process, file) for process in _present(folder, file)]
    return [Carried(held[max(held)], process) for held in sources[:1] if held for process in absent]


def numbers(folder: Path, name: str) -> set[int]:
    """Each generation that is in a folder of this machine."""
    return {
        each.number
        for place in (*Process, RECOVERY)
        for file in files_of(name)
        for each in generations(folder / place, file)
    }


def erase_before(folder: Path, name: str, number: int) -> list[Path]:
    """Erase the generations before this one from each folder here; public halves first, so that none seals alone."""
    gone = [
        path
        for file in files_of(name)
        for place in (*Process, RECOVERY)
        for held, path in sorted(numbered(folder / place, file).items())
        if held < number
    ]
    for path in gone:
        erase(path)
    return gone


def files_of(name: str) -> tuple[str, ...]:
    return (f"{name}_public", f"{name}_private") if name in PAIRS else (name,)


def offline_file(name: str) -> str | None:
    """What of this key lies in the safe."""
    return next((file for file in files_of(name) if file in OFFLINE), None)


def _secrets(folder: Path, name: str, number: int, used_from: datetime) -> Iterator[tuple[Path, Generation]]:
    """The same for everybody, but for the doors' cookies: each has its own key."""
    key = secrets.token_bytes(KEY_BYTES)
    for process in _present(folder, name):
        yield folder / process, Generation(number, key, used_from)
        key = secrets.token_bytes(KEY_BYTES) if name == OF_EACH_DOOR else key


def _present(folder: Path, file: str) -> list[Process]:
    """Who holds this key on this machine; who opens and verifies first."""
    return [
        process for process in reversed(Process) if file in HOLDS[process] and (folder / process).is_dir()
    ]
