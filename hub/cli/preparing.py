"""The keys of a machine, made ready; and a hub for those who change them, which opens nothing."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import click

from hub import keyring, rule_books
from hub.config import absolute
from hub.vault import Keys, Process, Vault
from hub.vault import keys as key_files
from hub.vault.key_files import generations
from hub.work import Hub, engine_for, sessions_of

TO_THE_SAFE = "Mettez {folder} en lieu sûr, hors de la machine, puis effacez-le d’ici."


def prepare_keys(folder: Path) -> None:
    """Make the keys, or what a set made by an earlier version lacks."""
    if not key_files.is_made(folder):
        key_files.make(folder)
        click.echo(f"Clés créées dans {folder}. " + TO_THE_SAFE.format(folder=folder / key_files.RECOVERY))
    for path in key_files.complete(folder):
        click.echo(f"Clé ajoutée\u202f: {path}")


def note_keys(folder: Path, database_url: str, rules: Path) -> None:
    """Keep their prints in the database, which then refuses others."""
    with keys_hub(folder, database_url, rules).begin() as work:
        keyring.note(work, folder)


def keys_hub(folder: Path, database_url: str, rules: Path) -> Hub:
    """The database, and the journal's key of whichever process is here; nothing is opened with it."""
    journals = (
        each.key
        for process in (Process.PARTNERS, Process.WORKER)
        for each in generations(folder / process, "journal")
    )
    return unopened_hub(absolute(database_url), rules, Keys(journal=next(journals, None)))


def unopened_hub(database_url: str, rules: Path, keys: Keys) -> Hub:
    """A hub that rings nobody."""
    sessions = sessions_of(engine_for(database_url))
    return Hub(
        sessions=sessions,
        vault=Vault(keys),
        rules=rule_books.InUse(sessions, rules),
        clock=lambda: datetime.now(UTC),
        ring=lambda errands: None,
    )
