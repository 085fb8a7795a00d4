"""Key files: which process holds which, made once, read by their owner alone.

Each process reads its own folder and nothing else: ``public/``, ``partners/``, ``worker/``.  ``recovery/`` holds the
private half of the recovery key and belongs in a safe, away from the machine.
"""

from __future__ import annotations

import os
import secrets
import stat
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from types import MappingProxyType

from hub.vault.boxes import new_pair

KEY_BYTES = 32


class Process(StrEnum):
    PUBLIC = "public"
    PARTNERS = "partners"
    WORKER = "worker"


@dataclass(frozen=True, slots=True, repr=False)
class Keys:
    """What one process holds, 32 raw bytes each; None is a key that this process must not have."""

    intake_public: bytes | None = None
    intake_private: bytes | None = None
    recovery_public: bytes | None = None
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

    def __repr__(self) -> str:
        return "Keys(…)"


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
SECRETS = ("answers", "sign_in", "tallies", "addresses", "prescriber_codes", "page_codes", "journal")
"""Keys that are no pair: any 32 random bytes do, the same for each process that holds them."""


def make(folder: Path) -> None:
    """Write a complete set of key files.  Raises FileExistsError rather than overwrite any."""
    pairs = {name: new_pair() for name in ("intake", "recovery", "portal")}
    values = {f"{name}_private": pair[0] for name, pair in pairs.items()}
    values |= {f"{name}_public": pair[1] for name, pair in pairs.items()}
    values |= {name: secrets.token_bytes(KEY_BYTES) for name in SECRETS}
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    for process, names in HOLDS.items():
        for name in names:
            fresh = secrets.token_bytes(KEY_BYTES)
            _write(folder / process / f"{name}.key", fresh if name == "session" else values[name])
    _write(folder / RECOVERY / "recovery_private.key", values["recovery_private"])


def complete(folder: Path) -> list[Path]:
    """Write what a set made by an earlier version lacks: copies for those who now hold a key too, and new secrets."""
    held = {name: path for name, path in _files(folder) if path.is_file()}
    missing = [(name, path) for name, path in _files(folder) if not path.is_file()]
    written = []
    for name, path in missing:
        if name in held and name != "session":
            _write(path, bytes.fromhex(held[name].read_text()))
        elif name in SECRETS:
            _write(path, secrets.token_bytes(KEY_BYTES))
            held[name] = path
        else:
            continue
        written.append(path)
    return written


def read(folder: Path, process: Process) -> Keys:
    return Keys(**{name: bytes.fromhex(_path(folder, process, name).read_text()) for name in HOLDS[process]})


def read_all(folder: Path) -> Keys:
    """Every key at once, as no process holds them: for the demonstration only."""
    held = {name: process for process, names in HOLDS.items() for name in names}
    return Keys(**{name: bytes.fromhex(_path(folder, of, name).read_text()) for name, of in held.items()})


def wrong(folder: Path, process: Process) -> Iterator[str]:
    """Every reason not to trust the keys of this process, in sentences that show no key."""
    for name in HOLDS[process]:
        yield from _wrong_file(_path(folder, process, name))


def _wrong_file(path: Path) -> Iterator[str]:
    if not path.is_file():
        yield f"{path} : cette clé manque (`hub init` crée les clés)"
        return
    for place in (path, path.parent):
        if place.stat().st_mode & (stat.S_IRWXG | stat.S_IRWXO):
            yield f"{place} : d’autres que son propriétaire peuvent le lire (chmod go-rwx)"
    try:
        size = len(bytes.fromhex(path.read_text()))
    except (OSError, ValueError):
        size = 0
    if size != KEY_BYTES:
        yield f"{path} : attendu {KEY_BYTES} octets en hexadécimal"


def _files(folder: Path) -> Iterator[tuple[str, Path]]:
    for process, names in HOLDS.items():
        for name in names:
            yield name, _path(folder, process, name)


def _path(folder: Path, process: Process, name: str) -> Path:
    return folder / process / f"{name}.key"


def _write(path: Path, key: bytes) -> None:
    path.parent.mkdir(mode=0o700, exist_ok=True)
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "w") as file:
        file.write(key.hex())
