"""``hub backup`` and ``hub restore``: everything in one sealed file, and back into an empty database."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

import click
from alembic.script import ScriptDirectory

from hub import alarms, backups, disk, erasures
from hub.backups import KEPT, Contents, Incomplete, NotEmpty
from hub.cli.starting import ROOT, administration, keys_folder, migrate
from hub.config import absolute, setting
from hub.models import AlarmKind
from hub.vault import CannotOpen, Process, keys
from hub.vault.backups import NoBackup, TornBackup, key_of
from hub.work import engine_for

KEY = "backup_private.key"
WRONG = {
    TornBackup: "ce fichier est coupé\u202f: sa fin manque",
    NoBackup: "ce fichier n’est pas une sauvegarde du hub",
    CannotOpen: "cette clé n’ouvre pas ce fichier, ou quelqu’un l’a changé",
    Incomplete: "ce fichier ne contient pas tout ce qu’il annonce",
    NotEmpty: "cette base contient déjà des lignes\u202f: une sauvegarde se rend à une base vide",
}


@click.command()
@click.option(
    "--to",
    type=click.Path(path_type=Path),
    help="Le fichier\u202f; sans lui, HUB_BACKUPS_DIR choisit le nom.",
)
@click.option(
    "--check",
    "checked",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="Relire une sauvegarde, sans rien écrire (veut --key).",
)
@click.option(
    "--key",
    type=click.Path(exists=True, path_type=Path),
    help="La moitié privée de la clé des sauvegardes, sortie du coffre.",
)
@click.option(
    "--keep-days",
    default=KEPT.days,
    show_default=True,
    help="Effacer du dossier les sauvegardes plus vieilles.",
)
def backup(to: Path | None, checked: Path | None, key: Path | None, keep_days: int) -> None:
    """Tout écrire dans un fichier scellé, puis le relire du disque."""
    if checked:
        with _said_kindly(), checked.open("rb") as file:
            contents = backups.check(file, key_of(file, _private(key)))
        click.echo(f"Entière\u202f: {_told(contents)}")
        return
    path, engine = to or _named(), engine_for(absolute(setting("DATABASE_URL")))
    public = keys.read(keys_folder(), Process.WORKER).backup_public
    if public is None:
        raise click.ClickException("la clé des sauvegardes manque (`hub init` la crée)")
    with _said_kindly(), click.progressbar(length=backups.rows_in(engine), label="Sauvegarde") as bar:
        contents = backups.write(engine, path, public, now=datetime.now(UTC), say=bar.update)
    click.echo(f"{path}\u202f: {_told(contents)}, {path.stat().st_size} octets, relue.")
    disk.begin(path.parent / erasures.FILE)
    if not to:
        _forget_old(path.parent, timedelta(days=keep_days))


@click.command()
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option(
    "--key",
    required=True,
    type=click.Path(exists=True, path_type=Path),
    help="La moitié privée de la clé des sauvegardes, ou son dossier.",
)
@click.option(
    "--erasures",
    "register",
    type=click.Path(dir_okay=False, path_type=Path),
    help="Le registre des effacements\u202f; sans lui, celui de HUB_BACKUPS_DIR.",
)
def restore(file: Path, key: Path, register: Path | None) -> None:
    """Rendre une sauvegarde à une base vide, puis y effacer de nouveau ce qui l’avait été.

    Rien d’autre ne doit tourner.
    """
    erased = erasures.read(_register(register))
    with _said_kindly():
        contents = _load(file, _private(key))
    migrate()
    hub = administration()
    again = erasures.replay(hub, erased)
    with hub.begin() as work:
        alarms.raise_(work, AlarmKind.RESTORED, subject=contents.made_at.strftime("%Y-%m-%dT%H:%M"))
    click.echo(f"Rendu\u202f: {_told(contents)}. Effacements rejoués\u202f: {again} sur {len(erased)}.")
    click.echo("Lancez «\u00a0hub doctor\u00a0», puis les trois processus.")


def _load(path: Path, private_key: bytes) -> Contents:
    """All of it, or nothing."""
    url = absolute(setting("DATABASE_URL"))
    with path.open("rb") as file:
        wanted = backups.contents_of(file, key_of(file, private_key))
    known = {script.revision for script in ScriptDirectory(str(ROOT / "migrations")).walk_revisions()}
    if wanted.migration not in known:
        raise click.ClickException(f"cette sauvegarde vient d’un hub plus récent (tables {wanted.migration})")
    migrate(wanted.migration)
    engine = engine_for(url)
    try:
        with path.open("rb") as file, click.progressbar(length=wanted.rows, label="Restauration") as bar:
            return backups.load(engine, file, key_of(file, private_key), say=bar.update)
    finally:
        engine.dispose()


def _register(given: Path | None) -> Path:
    """Raises in words where nobody says where it is: what was erased must not come back for want of a file."""
    folder = setting("HUB_BACKUPS_DIR")
    if given is None and not folder:
        raise click.ClickException(
            "où est le registre des effacements\u202f? --erasures FICHIER, ou HUB_BACKUPS_DIR"
        )
    path = given or Path(folder) / erasures.FILE
    if not path.is_file():
        raise click.ClickException(f"le registre des effacements n’est pas à {path}")
    return path


def _named() -> Path:
    folder = setting("HUB_BACKUPS_DIR")
    if not folder:
        raise click.ClickException("où écrire\u202f? --to FICHIER, ou le réglage HUB_BACKUPS_DIR")
    return Path(folder) / f"hub-{datetime.now(UTC):%Y-%m-%dT%H-%M-%SZ}{backups.SUFFIX}"


def _private(path: Path | None) -> bytes:
    if path is None:
        raise click.ClickException(
            "--key\u202f: la moitié privée de la clé des sauvegardes est dans le coffre"
        )
    file = path / KEY if path.is_dir() else path
    try:
        return bytes.fromhex(file.read_text().split()[0])
    except (OSError, ValueError, IndexError):
        raise click.ClickException(f"{file} n’est pas une clé") from None


def _forget_old(folder: Path, kept: timedelta) -> None:
    for path in backups.too_old(folder, datetime.now(UTC), kept):
        path.unlink()
        click.echo(f"Effacée\u202f: {path.name}")


def _told(contents: Contents) -> str:
    return (
        f"{contents.rows} lignes de {len(contents.tables)} tables, le {contents.made_at:%d/%m/%Y à %H:%M} UTC"
    )


@contextmanager
def _said_kindly() -> Iterator[None]:
    try:
        yield
    except tuple(WRONG) as error:
        raise click.ClickException(WRONG[type(error)]) from None
    except OSError as error:
        raise click.ClickException(f"rien n’a été gardé\u202f: {os.strerror(error.errno or 0)}") from None
