"""The keys of this hub: which database they belong to, how old they are, which is in force.

A database remembers a print of each key that it was written with.  A process that holds others does not start.
"""

from __future__ import annotations

import logging
from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta
from pathlib import Path
from typing import NamedTuple

from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Session

from hub import alarms
from hub.config import CANNOT_START, UnsafeSettings
from hub.failures import kind_of
from hub.models import AlarmKind, KeyPrint
from hub.queries import keys as rows
from hub.vault import Keys, Process, RecoveryRing
from hub.vault import keys as key_files
from hub.vault.boxes import key_id
from hub.vault.key_files import ALWAYS, Generation, generations
from hub.vault.keys import PAIRS, RECOVERY
from hub.vault.prints import Held, held_by, opens
from hub.vault.recovering import COPIED, copy_for
from hub.vault.rotation import MADE_BY
from hub.work import Hub, Work

LAST = timedelta(days=90)
"""How long a key is in force before the next one should be: what older backups hold is then no longer readable."""

logger = logging.getLogger("hub.keyring")


class OtherKeys(UnsafeSettings):
    """These are not the keys that this database was written with."""


class Age(NamedTuple):
    """A key that has generations: the one in force, since when, by when the next one should be."""

    name: str
    generation: int
    since: datetime
    renew_by: datetime


def note(work: Work, folder: Path) -> list[KeyPrint]:
    """Remember a print of each key of this machine that is not known yet.  Raises :class:`OtherKeys`."""
    known = {(row.name, row.generation): row for row in rows.prints(work.session)}
    added = []
    for process in Process:
        if not (folder / process).is_dir():
            continue
        held = [*held_by(process, key_files.read(folder, process))]
        if reasons := [*_others(held, known)]:
            raise OtherKeys("\n".join(reasons))
        for each in held:
            if (each.name, each.generation.number) not in known:
                known[each.name, each.generation.number] = row = _print(work, each)
                added.append(row)
            _copy(known[each.name, each.generation.number], each, folder)
    work.session.add_all(added)
    return added


def copies(found: Iterable[KeyPrint], ring: RecoveryRing) -> dict[str, tuple[Generation, ...]]:
    """The keys of which the database keeps a copy, as the recovery key opens it, by their files' names."""
    opened: dict[str, tuple[Generation, ...]] = {}
    for row in found:
        if row.for_recovery is not None:
            file = f"{row.name}_private" if row.name in PAIRS else row.name
            key = ring.open_copy(row.for_recovery, file, row.generation)
            since = row.used_from if row.generation else ALWAYS
            opened[file] = (*opened.get(file, ()), Generation(row.generation, key, since))
    return opened


def refuse_other_recovery_key(found: Iterable[KeyPrint], ring: RecoveryRing) -> None:
    """Raises :class:`OtherKeys`."""
    of_it = {row.print for row in found if row.name == RECOVERY and row.retired_at is None}
    if not of_it <= ring.prints:
        raise OtherKeys("la clé de secours n’est pas celle de cette base, ou il lui manque une génération")


def refuse_other_keys(hub: Hub, process: Process, keys: Keys) -> None:
    """Raises :class:`OtherKeys` where these are not the keys of the database; nothing if that does not answer.

    To be called at the start: no connection stays, since whoever is not at work yet needs none.
    """
    try:
        with hub.read() as work:
            reasons = [*wrong(work, process, keys)]
    except SQLAlchemyError as error:
        logger.warning("the keys could not be compared with the database's: %s", kind_of(error))
        return
    finally:
        hub.rest()
    if reasons:
        raise OtherKeys("\n".join([CANNOT_START, *(f"- {reason}" for reason in reasons)]))


def wrong(work: Work, process: Process, keys: Keys) -> Iterator[str]:
    """Why these keys cannot be those of this database, in sentences that show no key."""
    found = rows.prints(work.session)
    known = {(row.name, row.generation): row for row in found}
    held = [*held_by(process, keys)]
    yield from _others(held, known)
    for file in dict.fromkeys(each.file for each in held):
        of_it = [each for each in held if each.file == file]
        numbers = {each.generation.number for each in of_it}
        for row in _needed(found, of_it[0], work.now):
            if row.generation not in numbers:
                yield f"{file}\u202f: la génération {row.generation}, que la base utilise, n’est pas ici"


def ages(session: Session) -> list[Age]:
    """Of each key that has generations."""
    return [
        Age(row.name, row.generation, row.used_from, row.used_from + LAST)
        for row in newest(rows.prints(session)).values()
    ]


def newest(prints: Iterable[KeyPrint]) -> dict[str, KeyPrint]:
    """The last generation of each key that has generations."""
    return {row.name: row for row in prints if row.name in MADE_BY and row.retired_at is None}


def late(session: Session, now: datetime) -> list[Age]:
    """The keys that should have been followed by the next ones."""
    return [age for age in ages(session) if age.renew_by < now]


def watch(hub: Hub) -> None:
    """Raise the alarm for a key that is too old: once a day."""
    with hub.read() as work:
        due = late(work.session, work.now)
    if due:
        with hub.begin() as work:
            for age in due:
                alarms.raise_(work, AlarmKind.KEY_TOO_OLD, subject=f"{age.name}.{age.generation}")


def _others(held: Iterable[Held], known: dict[tuple[str, int], KeyPrint]) -> Iterator[str]:
    for each in held:
        row = known.get((each.name, each.generation.number))
        if row and row.print != each.print:
            yield (
                f"{each.file} (génération {each.generation.number})\u202f: ce n’est pas la clé de cette base "
                "(elle vient d’un autre hub, ou deux fichiers ont été échangés)"
            )


def _needed(prints: Iterable[KeyPrint], held: Held, now: datetime) -> list[KeyPrint]:
    """Which generations a process cannot do without: to open, all that are not retired; to seal, the one in force."""
    in_force = [
        row for row in prints if row.name == held.name and row.used_from <= now and row.retired_at is None
    ]
    return in_force if opens(held.file) else in_force[-1:]


def _copy(row: KeyPrint, held: Held, folder: Path) -> None:
    """Keep a copy for the recovery key in force, where no box brings the key back."""
    if held.file not in COPIED or row.retired_at is not None:
        return
    publics = (generations(folder / process, f"{RECOVERY}_public") for process in Process)
    newest_one = next((found[-1].key for found in publics if found), None)
    if newest_one and not (row.for_recovery or b"").startswith(key_id(newest_one)):
        row.for_recovery = copy_for(newest_one, held.file, held.generation)


def _print(work: Work, held: Held) -> KeyPrint:
    since = held.generation.used_from
    return KeyPrint(
        name=held.name,
        generation=held.generation.number,
        print=held.print,
        made_at=work.now,
        used_from=work.now if since == ALWAYS else since,
    )
