"""``hub doctor``: is everything well, and if not, what and where."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import asdict
from datetime import UTC, datetime, timedelta
from pathlib import Path

import click
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from redis import Redis
from redis.exceptions import RedisError
from sqlalchemy.exc import SQLAlchemyError

from hub import alarms, backups, disk, keyring
from hub.checkup import Finding, examine
from hub.cli.running import KEPT_HERE
from hub.cli.starting import ROOT, administration, keys_folder
from hub.config import UnsafeSettings, setting, settings_for
from hub.failures import kind_of
from hub.models import AlarmKind
from hub.vault import Process
from hub.vault import keys as key_files
from hub.work import Hub, Work

MOST_SHOWN = 10
BACKUP = "backup"
BACKUP_EVERY = timedelta(hours=26)
"""Once a night, with two hours for a night that is long."""


@click.command()
@click.option("--json", "as_json", is_flag=True, help="Une ligne JSON par constat.")
@click.option("--alarm", is_flag=True, help="Prévenir la coordination de ce qui ne va pas (chaque nuit).")
def doctor(as_json: bool, alarm: bool) -> None:
    """Prouver que chaque inscription a un responsable et une date, et que tout répond. Code 1 sinon."""
    findings = list(_findings())
    if alarm:
        _raise_alarms(finding.subject for finding in findings if not finding.is_fine)
    for finding in findings:
        click.echo(json.dumps(asdict(finding) | {"fine": finding.is_fine}) if as_json else _line(finding))
    sys.exit(0 if all(finding.is_fine for finding in findings) else 1)


def _findings() -> Iterator[Finding]:
    yield from map(_settings, _here())
    yield _redis()
    yield _backups()
    try:
        yield from _database(administration())
    except (SQLAlchemyError, OSError) as error:
        yield Finding("database", "La base de données et les clés répondent", (kind_of(error),))
    except click.ClickException as error:
        yield Finding("rule_book_in_use", "Un règlement se lit", (error.message,))


def _database(hub: Hub) -> Iterator[Finding]:
    try:
        yield _tables(hub)
        with hub.read() as work:
            yield from (_keys(work, process) for process in _here())
            yield from examine(work)
    finally:
        hub.sessions.kw["bind"].dispose()


def _here() -> list[Process]:
    """Those whose keys this account may read.  Each of the others looked at its own when it started."""
    return [process for process in Process if disk.is_readable(keys_folder() / process)]


def _settings(process: Process) -> Finding:
    reasons: tuple[str, ...] = ()
    try:
        settings_for(process, KEPT_HERE | os.environ)
    except UnsafeSettings as error:
        reasons = tuple(str(error).splitlines())
    return Finding(
        f"settings_{process}", f"Les réglages du processus « {process} » sont complets et sûrs", reasons
    )


def _keys(work: Work, process: Process) -> Finding:
    """Whether they are those of this database; those that are no keys at all were told of before."""
    reasons: tuple[str, ...] = ()
    with suppress(OSError, ValueError):
        reasons = tuple(keyring.wrong(work, process, key_files.read(keys_folder(), process)))
    return Finding(
        f"keys_{process}", f"Les clés du processus «\u00a0{process}\u00a0» sont celles de cette base", reasons
    )


def _redis() -> Finding:
    sentence, url = "Redis répond, ou aucun n’est réglé", setting("REDIS_URL")
    try:
        if url:
            Redis.from_url(url, socket_timeout=2, socket_connect_timeout=2).ping()
    except RedisError as error:
        return Finding("redis", sentence, (type(error).__name__,))
    return Finding("redis", sentence)


def _backups() -> Finding:
    """Where a folder is set, one of the last day and a bit is in it."""
    sentence, folder = (
        "La dernière sauvegarde a moins d’un jour, ou aucune n’est réglée",
        setting("HUB_BACKUPS_DIR"),
    )
    if not folder:
        return Finding(BACKUP, sentence)
    if not disk.is_readable(Path(folder)):
        return Finding(BACKUP, sentence, ("ce dossier ne se lit pas de ce compte, ou n’existe pas",))
    last = backups.newest(Path(folder))
    if last and datetime.now(UTC) - last < BACKUP_EVERY:
        return Finding(BACKUP, sentence)
    return Finding(BACKUP, sentence, (f"la dernière\u202f: {last:%d/%m/%Y %H:%M} UTC" if last else "aucune",))


def _raise_alarms(subjects: Iterable[str]) -> None:
    """Where the database answers; where it does not, the status of this command is all that tells."""
    with suppress(SQLAlchemyError, OSError), administration().begin() as work:
        for subject in subjects:
            kind = AlarmKind.BACKUP_LATE if subject == BACKUP else AlarmKind.CHECKUP_FAILED
            alarms.raise_(work, kind, subject=subject)


def _tables(hub: Hub) -> Finding:
    scripts = ScriptDirectory(str(ROOT / "migrations"))
    with hub.read() as work:
        current = MigrationContext.configure(work.session.connection()).get_current_revision()
    behind = () if current == scripts.get_current_head() else (str(current),)
    return Finding("tables", "Les tables sont à jour", behind)


def _line(finding: Finding) -> str:
    mark = "✓" if finding.is_fine else "✗"
    shown = [f"    {reference}" for reference in finding.references[:MOST_SHOWN]]
    if more := len(finding.references) - len(shown):
        shown.append(f"    … et {more} de plus")
    return "\n".join((f"{mark} {finding.sentence}", *shown))
