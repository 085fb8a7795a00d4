"""Every reason not to trust the key files of a process, in sentences that show no key."""

from __future__ import annotations

import stat
from collections.abc import Iterator
from pathlib import Path

from hub.vault.boxes import public_half
from hub.vault.key_files import FILE, KEY_BYTES, file_name, numbered, read_file
from hub.vault.keys import HOLDS, OF_EACH_DOOR, PAIRS, Keys, Process, read


def wrong(folder: Path, process: Process) -> Iterator[str]:
    """Missing, no key, readable by others, somebody else's, mixed up with another."""
    here = folder / process
    unsound = [reason for name in HOLDS[process] for reason in _wrong_key(here, name)]
    yield from unsound
    for path in sorted(here.glob("*.key")):
        named = FILE.fullmatch(path.name)
        if named is None or named["name"] not in HOLDS[process]:
            yield f"{path}\u202f: cette clé n’est pas de ce processus\u202f; ôtez-la d’ici"
    if not unsound:
        held = read(folder, process)
        yield from _wrong_halves(here, held)
        yield from _one_for_another(here, held, process)


def _wrong_key(folder: Path, name: str) -> Iterator[str]:
    held = numbered(folder, name)
    if not held:
        yield f"{folder / file_name(name, 0)}\u202f: cette clé manque (`hub init` crée les clés)"
    for path in held.values():
        yield from _wrong_file(path)


def _wrong_file(path: Path) -> Iterator[str]:
    for place in (path, path.parent):
        if place.stat().st_mode & (stat.S_IRWXG | stat.S_IRWXO):
            yield f"{place}\u202f: d’autres que son propriétaire peuvent le lire (chmod go-rwx)"
    try:
        size = len(read_file(path).key)
    except (OSError, ValueError):
        size = 0
    if size != KEY_BYTES:
        yield f"{path}\u202f: attendu {KEY_BYTES} octets en hexadécimal"


def _wrong_halves(folder: Path, held: Keys) -> Iterator[str]:
    """A public half that would seal what nobody here opens."""
    for pair in PAIRS:
        private = {each.number: public_half(each.key) for each in held.all_of(f"{pair}_private")}
        for each in held.all_of(f"{pair}_public") if private else ():
            if private.get(each.number) != each.key:
                path = folder / file_name(f"{pair}_public", each.number)
                yield f"{path}\u202f: ce n’est pas la moitié publique de {pair}_private"


def _one_for_another(folder: Path, held: Keys, process: Process) -> Iterator[str]:
    """One key under two names."""
    names: dict[bytes, str] = {}
    for name in (name for name in HOLDS[process] if name != OF_EACH_DOOR):
        for each in held.all_of(name):
            if (other := names.setdefault(each.key, name)) != name:
                yield f"{folder / file_name(name, each.number)}\u202f: c’est la même clé que {other}"
