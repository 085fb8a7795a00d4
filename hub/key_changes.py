"""A change of keys, from the next generation to the end of the former one; and what to do when a key is lost.

Every gesture may be interrupted at any instant and asked for again: it goes on from where it was.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import NamedTuple

from hub import journal, keyring
from hub.models import KeyPrint
from hub.queries import boxes
from hub.queries import keys as rows
from hub.queries.boxes import INTAKE, KINDS, PORTAL, RECOVERY
from hub.vault import Process, RecoveryRing, Vault
from hub.vault import keys as key_files
from hub.vault.key_files import numbered
from hub.vault.keys import OF_EACH_DOOR
from hub.vault.recovering import bring_back
from hub.vault.rotation import AFTER_THEFT, MADE_BY, alone, erase_before, hand_out, here, numbers
from hub.work import Hub, Work

TAKEN_UP_IN = timedelta(minutes=15)
"""Between the handing out of a key and its use: enough to carry it to another machine."""
HEARD_BY_ALL = timedelta(days=1)
"""How long a key is in force before the former one may go: no door seals with that one any more."""
INTAKE_PRIVATE = f"{INTAKE}_private"
BACKUPS_KEPT = timedelta(days=30)
"""The key of the backups goes with the last backup that it opens."""


class NotYet(Exception):
    """The former key is still needed.  The message lists every reason, one a line."""


class Remains(NamedTuple):
    """What keeps a former key from going: so many rows of a table, or so many acceptances."""

    name: str
    rows: int


def rotate(hub: Hub, folder: Path, names: Sequence[str], *, after: timedelta = TAKEN_UP_IN) -> list[Path]:
    """Make the next generation of these keys and hand it out; it is the one in force ``after`` so long.

    What an interrupted call began is finished, and nothing else is begun.
    """
    with alone(folder):
        with hub.read() as work:
            known = _known(work)
            used_from = work.now + after
        changing = (*MADE_BY, *AFTER_THEFT)
        begun = [name for name in changing if numbers(folder, name) - {0} - known.get(name, set())]
        written = key_files.complete(folder) if begun else []
        if not begun:
            for name in (name for name in names if here(folder, name)):
                number = 1 + max(known.get(name, set()) | numbers(folder, name))
                written += hand_out(folder, name, number=number, used_from=used_from)
        _note(hub, folder)
    return written


def in_the_way(hub: Hub, name: str) -> list[str]:
    """Every reason why the former generations of this key cannot go yet."""
    with hub.read() as work:
        _former, last = _generations(work, name)
        free_at = last.used_from + (BACKUPS_KEPT if name == "backup" else HEARD_BY_ALL)
        reasons = [f"pas avant le {free_at:%d/%m/%Y à %H:%M} UTC"] if work.now < free_at else []
        reasons += [f"{rest.name}\u202f: {rest.rows}" for rest in remains(work, name)]
    return reasons


def remains(work: Work, name: str) -> list[Remains]:
    """What is still sealed to a former generation of this key."""
    rows_before, last = _generations(work, name)
    if name == "answers":
        left = boxes.how_many_signed_by_others(work.session, last.generation)
        return [Remains("acceptances", left)] if left else []
    former = [row.print for row in rows_before]
    if not former:
        return []
    counted = [
        Remains(kind.name, boxes.how_many_sealed_by(work.session, kind, name, former)) for kind in KINDS
    ]
    if name == RECOVERY:
        counted.append(Remains("key_prints", rows.how_many_copies_for(work.session, former)))
    return [rest for rest in counted if rest.rows]


def retire(hub: Hub, folder: Path, name: str) -> list[Path]:
    """Erase the former generations of this key from each folder here.  Raises :class:`NotYet`."""
    with alone(folder):
        if not _has_former(hub, folder, name):
            return []
        if reasons := in_the_way(hub, name):
            raise NotYet("\n".join(reasons))
        with hub.begin() as work:
            former, last = _generations(work, name)
            for row in former:
                row.retired_at, row.for_recovery = row.retired_at or work.now, None
            journal.note(work, journal.Act.KEYS_CHANGED, f"{name}.{last.generation}", did="retired")
        return erase_before(folder, name, last.generation)


def opened_with(hub: Hub, folder: Path) -> dict[str, Hub]:
    """For each pair, the same hub with the keys of the process that opens its boxes, where they are here."""
    held = {}
    for pair, process in ((INTAKE, Process.WORKER), (PORTAL, Process.PARTNERS)):
        if (folder / process).is_dir():
            held[pair] = replace(hub, vault=Vault(key_files.read(folder, process), clock=hub.clock))
    return held


def recover(hub: Hub, folder: Path, offline: Path, process: Process = Process.WORKER) -> RecoveryRing:
    """Give this process its keys again where they are lost.  The boxes follow by :func:`hub.resealing.reseal`.

    A lost intake key, or a door's key of cookies, is followed by the next one; all others come back as they were.
    Raises :class:`hub.vault.NoRecoveryKey`, and :class:`hub.keyring.OtherKeys` for the recovery key of another hub.
    """
    ring = RecoveryRing(offline)
    with alone(folder):
        with hub.read() as work:
            found, now = rows.prints(work.session), work.now
        keyring.refuse_other_recovery_key(found, ring)
        cookies = 1 + max((row.generation for row in found if row.name == _cookies(process)), default=-1)
        bring_back(folder, offline, process, keyring.copies(found, ring), cookies=cookies)
        if process is Process.WORKER:
            if not numbered(folder / process, INTAKE_PRIVATE):
                known = {row.generation for row in found if row.name == INTAKE} | numbers(folder, INTAKE)
                hand_out(folder, INTAKE, number=1 + max(known), used_from=now)
            erase_before(folder, INTAKE, min(numbered(folder / process, INTAKE_PRIVATE)))
        _retire_lost(hub, folder, process)
        key_files.complete(folder)
        _note(hub, folder, did="recovered")
    return ring


def let_go(hub: Hub) -> list[str]:
    """Let go what was sealed to a lost key alone: codes to be typed again, changes to be asked again.

    Answers the references of those whose change is lost.
    """
    with hub.begin() as work:
        return boxes.let_go(work.session, work.vault.print_in_force(INTAKE), work.now)


def _has_former(hub: Hub, folder: Path, name: str) -> bool:
    with hub.read() as work:
        former, _last = _generations(work, name)
    return any(row.retired_at is None for row in former) or len(numbers(folder, name)) > 1


def _generations(work: Work, name: str) -> tuple[list[KeyPrint], KeyPrint]:
    """The former ones and the last; each door's own key of cookies is known under its door's name too."""
    found = [row for row in rows.prints(work.session) if _base(row) == name]
    last = max(found, key=lambda row: row.generation)
    return [row for row in found if row.generation < last.generation], last


def _retire_lost(hub: Hub, folder: Path, process: Process) -> None:
    """What nobody brings back is needed by nobody any more."""
    files = {INTAKE: INTAKE_PRIVATE, _cookies(process): OF_EACH_DOOR}
    with hub.begin() as work:
        for row in rows.prints(work.session):
            held = numbered(folder / process, files.get(row.name, ""))
            if held and row.generation < min(held):
                row.retired_at = row.retired_at or work.now


def _cookies(process: Process) -> str:
    return f"{OF_EACH_DOOR}.{process}"


def _note(hub: Hub, folder: Path, *, did: str = "rotated") -> None:
    with hub.begin() as work:
        for row in keyring.note(work, folder):
            journal.note(work, journal.Act.KEYS_CHANGED, f"{row.name}.{row.generation}", did=did)


def _known(work: Work) -> dict[str, set[int]]:
    known: dict[str, set[int]] = {}
    for row in rows.prints(work.session):
        known.setdefault(_base(row), set()).add(row.generation)
    return known


def _base(row: KeyPrint) -> str:
    return row.name.partition(".")[0]
