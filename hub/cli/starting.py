"""Making a hub ready: keys, tables, directory, and the first people who may sign in."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

import click
from alembic import command
from alembic.config import Config
from alembic.util import CommandError
from sqlalchemy.exc import DBAPIError

from hub import directory as members
from hub import membership, queries, rule_books, vouching, webinars
from hub.cli.invented import DEMO_DESK, demo_address
from hub.cli.preparing import note_keys, prepare_keys
from hub.cli.routing import directory
from hub.cli.rule_files import if_any
from hub.config import absolute, setting
from hub.vault import Keys, Process, Vault
from hub.vault import keys as key_files
from hub.work import Hub, Work, engine_for, sessions_of

ROOT = Path(__file__).resolve().parents[2]
NO_KEYS = (
    "les clés de la porte des partenaires ne se lisent pas dans %s\u202f: "
    "HUB_KEYS_DIR dit où elles sont, `hub init` les crée"
)
NO_TABLES = (
    "la base ne répond pas, ou n’a pas ses tables\u202f: DATABASE_URL dit où elle est, `hub init` la prépare"
)


@click.command()
@click.option(
    "--demo-members", is_flag=True, help="Inviter une personne fictive par association et à la coordination."
)
def init(demo_members: bool) -> None:
    """Préparer clés, tables et annuaire ; ne change rien de ce qui est déjà là."""
    prepare_keys(keys_folder())
    migrate()
    note_keys(keys_folder(), setting("DATABASE_URL"), Path(setting("HUB_RULES")))
    hub = administration()
    with hub.begin() as work:
        if not queries.associations(work.session):
            loaded = membership.load_directory(work, members.read())
            click.echo(f"Annuaire chargé : {loaded.added} associations.")
        if given := vouching.for_those_before(work):
            click.echo(f"Scellé du hub posé sur {given} lignes d’avant.")
    _take_the_rule_book(hub)
    with hub.begin() as work:
        webinars.plan(work)
        if demo_members:
            membership.invite_one_each(work, desk=DEMO_DESK, address_of=demo_address)


@directory.command()
@click.option(
    "--directory", "folder", type=click.Path(path_type=Path), default=members.DEFAULT, show_default=False
)
def load(folder: Path) -> None:
    """Porter dans la base ce qui est nouveau dans les fiches ; clés, places et membres y sont gardés.

    Ce qu’une association a changé elle-même reste comme elle l’a dit.
    """
    entries = members.read(folder)
    with administration().begin() as work:
        added, updated, kept = membership.load_directory(work, entries)
    click.echo(f"{added} associations ajoutées, {updated} mises à jour, {len(entries)} en tout.")
    for slug, paths in kept.items():
        fields = ", ".join(".".join(path) for path in paths)
        click.echo(f"{slug}\u202f: {fields} gardé comme l’association l’a dit elle-même.")


@directory.command()
@click.argument("folder", type=click.Path(path_type=Path, file_okay=False))
def export(folder: Path) -> None:
    """Écrire l’annuaire de la base en fichiers YAML."""
    folder.mkdir(parents=True, exist_ok=True)
    with administration().read() as work:
        entries = membership.export(work)
    for entry in entries:
        (folder / f"{entry.profile.slug}.yaml").write_text(members.write(entry), encoding="utf-8")
    click.echo(f"{len(entries)} associations écrites.")


def _take_the_rule_book(hub: Hub) -> None:
    """A wrong one does not keep the hub from starting: it goes on with the last right one."""
    rule_books.keep_up(hub, Path(setting("HUB_RULES")))
    with hub.read() as work:
        wrong = queries.broken_rule_file(work.session)
    if wrong:
        click.echo(
            "Le règlement n’a pas été pris\u202f: `hub rules check` dit ce qu’il faut corriger.", err=True
        )


@contextmanager
def reading(opened: Callable[[], Hub]) -> Iterator[Work]:
    """What is there already: where there are no keys or no tables, a sentence says so."""
    try:
        hub = opened()
    except (OSError, ValueError):
        raise click.ClickException(NO_KEYS % (keys_folder() / Process.PARTNERS)) from None
    try:
        with hub.read() as work:
            yield work
    except DBAPIError:
        raise click.ClickException(NO_TABLES) from None


def keys_folder() -> Path:
    return Path(setting("HUB_KEYS_DIR"))


def migrate(revision: str = "head") -> None:
    """Bring the tables of ``DATABASE_URL`` to this version, the latest unless told otherwise."""
    config = Config(str(ROOT / "setup.cfg"), stdout=sys.stderr)
    config.set_main_option("script_location", str(ROOT / "migrations"))
    config.set_main_option("sqlalchemy.url", absolute(setting("DATABASE_URL")).replace("%", "%%"))
    try:
        command.upgrade(config, revision)
    except CommandError as error:
        raise click.ClickException(f"les tables ne peuvent pas être mises à jour : {error}") from None


def administration() -> Hub:
    """The hub as the network's administrator holds it: it wraps keys, writes in the journal, and opens nothing."""
    file = Path(setting("HUB_RULES"))
    held = key_files.read(keys_folder(), Process.PARTNERS)
    sessions = sessions_of(engine_for(absolute(setting("DATABASE_URL"))))
    return Hub(
        sessions=sessions,
        vault=Vault(Keys(portal_public=held.portal_public, journal=held.journal)),
        rules=if_any(rule_books.InUse(sessions, file), file),
        clock=lambda: datetime.now(UTC),
        ring=lambda errands: None,
    )
