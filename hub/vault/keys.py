"""Which process holds which key: made once, read from its own folder and from nowhere else.

``public/``, ``partners/``, ``worker/``.  ``recovery/`` holds the private halves of the recovery key and of the backups'
key, and belongs in a safe, away from the machine.
"""

from __future__ import annotations

import secrets
import shutil
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from enum import StrEnum
from pathlib import Path
from types import MappingProxyType

from hub import disk
from hub.vault.boxes import new_pair, public_half
from hub.vault.key_files import KEY_BYTES, Generation, generations, in_force, write


class Process(StrEnum):
    PUBLIC = "public"
    PARTNERS = "partners"
    WORKER = "worker"


@dataclass(frozen=True, slots=True, repr=False)
class Keys:
    """What one process holds, 32 raw bytes each; None is a key that this process must not have.

    Of a key that has several ``generations``, the field is the one in force when the folder was read.
    """

    intake_public: bytes | None = None
    intake_private: bytes | None = None
    recovery_public: bytes | None = None
    backup_public: bytes | None = None
    portal_public: bytes | None = None
    portal_private: bytes | None = None
    answers: bytes | None = None
    sign_in: bytes | None = None
    tallies: bytes | None = None
    addresses: bytes | None = None
    prescriber_codes: bytes | None = None
    page_codes: bytes | None = None
    journal: bytes | None = None
    session: bytes | None = None
    generations: Mapping[str, tuple[Generation, ...]] = field(default_factory=dict)

    def __repr__(self) -> str:
        return "Keys(…)"

    def all_of(self, name: str) -> tuple[Generation, ...]:
        """Each generation that is held, the oldest first."""
        if several := self.generations.get(name):
            return several
        key: bytes | None = getattr(self, name, None)
        return () if key is None else (Generation(0, key),)


HOLDS: Mapping[Process, tuple[str, ...]] = MappingProxyType(
    {
        Process.PUBLIC: (
            "intake_public",
            "recovery_public",
            "portal_public",
            "addresses",
            "prescriber_codes",
            "session",
        ),
        Process.PARTNERS: ("portal_private", "portal_public", "answers", "sign_in", "journal", "session"),
        Process.WORKER: (
            "intake_private",
            "intake_public",
            "recovery_public",
            "backup_public",
            "portal_public",
            "answers",
            "sign_in",
            "tallies",
            "addresses",
            "prescriber_codes",
            "page_codes",
            "journal",
        ),
    }
)
RECOVERY = "recovery"
PASSAGE = 0o711
"""Of the folder of them all, which each account goes through to its own: nobody else sees what is there."""
ASIDE = ".new"
"""Where a set lies until it is whole."""
PAIRS = ("intake", "recovery", "portal", "backup")
SECRETS = ("answers", "sign_in", "tallies", "addresses", "prescriber_codes", "page_codes", "journal")
"""Keys that are no pair: any 32 random bytes do, the same for each process that holds them."""
OF_EACH_DOOR = "session"
NAMES = tuple(dict.fromkeys(name for names in HOLDS.values() for name in names if name != OF_EACH_DOOR))


def is_made(folder: Path) -> bool:
    """Whether somebody's keys are here; a folder that is empty, or whose making was interrupted, has none yet."""
    return _holds_some(folder) and not (folder / ASIDE).exists()


def make(folder: Path) -> None:
    """Write a complete set of key files: all of it aside, then each part in its place.

    An interrupted one goes on from there.  Raises FileExistsError rather than overwrite any.
    """
    if is_made(folder):
        raise FileExistsError(f"{folder} holds keys already")
    aside = folder / ASIDE
    if not _holds_some(folder):
        shutil.rmtree(aside, ignore_errors=True)
        if not folder.exists():
            folder.mkdir(parents=True)
            folder.chmod(PASSAGE)
        aside.mkdir(mode=0o700)
        _write_all(aside)
    for part in aside.iterdir():
        part.rename(folder / part.name)
    disk.keep_folder(folder)
    aside.rmdir()


def _holds_some(folder: Path) -> bool:
    return any((folder / part).exists() for part in (*Process, RECOVERY))


def _write_all(folder: Path) -> None:
    values = {name: secrets.token_bytes(KEY_BYTES) for name in SECRETS}
    for pair in PAIRS:
        values[f"{pair}_private"], values[f"{pair}_public"] = new_pair()
    for process, names in HOLDS.items():
        for name in names:
            fresh = secrets.token_bytes(KEY_BYTES)
            write(folder / process, name, Generation(0, fresh if name == OF_EACH_DOOR else values[name]))
    for name in OFFLINE:
        write(folder / RECOVERY, name, Generation(0, values[name]))


def complete(folder: Path) -> list[Path]:
    """Write what is missing: copies for those who hold a key too, in each generation, new secrets and whole new pairs.

    What an earlier version did not make, and what a change of keys had not yet handed out when it was interrupted.
    """
    here = [process for process in Process if (folder / process).is_dir()]
    known = {name: _everywhere(folder, name) for name in (*NAMES, *OFFLINE)}
    for name in SECRETS:
        known[name] = known[name] or _first(secrets.token_bytes(KEY_BYTES))
    written = []
    for pair in (pair for pair in PAIRS if not known[f"{pair}_public"]):
        private, public = new_pair()
        known[f"{pair}_public"] = _first(public)
        if f"{pair}_private" in OFFLINE:
            written.append(write(folder / RECOVERY, f"{pair}_private", Generation(0, private)))
        else:
            known[f"{pair}_private"] = _first(private)
    return written + [
        write(folder / process, name, known[name][number])
        for name in NAMES
        for process in here
        if name in HOLDS[process]
        for number in sorted(
            known[name].keys() - {held.number for held in generations(folder / process, name)}
        )
    ]


def _first(key: bytes) -> dict[int, Generation]:
    first = Generation(0, key)
    return {first.number: first}


def read(folder: Path, process: Process) -> Keys:
    """Raises FileNotFoundError where one is missing, ValueError where one is no key."""
    held = {name: generations(folder / process, name) for name in HOLDS[process]}
    if missing := [name for name, found in held.items() if not found]:
        raise FileNotFoundError(f"{folder / process} lacks {', '.join(missing)}")
    return _keys(held)


def read_all(folder: Path) -> Keys:
    """Every key at once, as no process holds them: for the demonstration only."""
    held = {name: process for process, names in HOLDS.items() for name in names}
    return _keys({name: generations(folder / of, name) for name, of in held.items()})


def holders(name: str) -> Iterator[Process]:
    yield from (process for process, names in HOLDS.items() if name in names)


OFFLINE = tuple(f"{pair}_private" for pair in PAIRS if not any(holders(f"{pair}_private")))
"""The private halves that no process holds."""


def _keys(held: Mapping[str, tuple[Generation, ...]]) -> Keys:
    now = datetime.now(UTC)
    current = {name: in_force(found, now).key for name, found in held.items()}
    return Keys(**current, generations=held)


def _everywhere(folder: Path, name: str) -> dict[int, Generation]:
    """Each generation that somebody here holds; of a public half, whatever its private half tells too."""
    found: dict[int, Generation] = {}
    pair = name.removesuffix("_public")
    for place in (*Process, RECOVERY):
        if pair != name:
            for each in generations(folder / place, f"{pair}_private"):
                found[each.number] = Generation(each.number, public_half(each.key), each.used_from)
        found |= {each.number: each for each in generations(folder / place, name)}
    return found
