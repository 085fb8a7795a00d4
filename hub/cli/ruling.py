"""``hub rules``: is the rule book right, which ones were followed, and what did they say."""

from __future__ import annotations

from collections.abc import Iterator
from difflib import unified_diff
from pathlib import Path

import click

from hub import calendar, queries
from hub import rules as rule_book
from hub.cli.routing import directory_option
from hub.cli.rule_files import checked, own_file
from hub.cli.starting import administration, reading
from hub.directory import read
from hub.models import Origin, RuleBookVersion
from hub.work import Work

ORIGINS = {Origin.FILE: "fichier", Origin.DESK: "coordination"}
NONE_YET = "Aucun règlement n’a encore été pris\u202f: le hub suit le fichier."
OUT_OF_DATE = "Ce code ne sait plus lire le règlement en vigueur\u202f: le hub suit le fichier, version %s."
UNKNOWN = "aucun règlement n’a la version %s\u202f: `hub rules list` les montre"
SAME = "Aucune différence."
file_argument = click.argument(
    "file",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    required=False,
    metavar="[FICHIER]",
)


@click.group()
def rules() -> None:
    """Le règlement : critères, points, priorités, territoires, délais."""


@rules.command()
@file_argument
@directory_option
def check(file: Path | None, folder: Path) -> None:
    """Lire le règlement et dire tout ce qui ne va pas : fichier, ligne, ce qui était attendu.

    Sans FICHIER, celui du réglage HUB_RULES. Les associations nommées sont cherchées dans l’annuaire.
    """
    chosen = file or own_file()
    click.echo(f"Règlement {checked(chosen, read(folder)).version}, lisible.")


@rules.command("list")
def list_versions() -> None:
    """Tous les règlements que le hub a suivis, le plus récent d’abord."""
    with reading(administration) as work:
        rows = queries.rule_books_taken(work.session)
        for number, row in enumerate(rows):
            click.echo(f"{'→' if number == 0 else ' '} {_told(row)}")
        if not rows:
            click.echo(NONE_YET)
        elif (followed := work.rule_book.version) != rows[0].version:
            click.echo(OUT_OF_DATE % followed)


@rules.command()
@click.argument("version")
def show(version: str) -> None:
    """Le texte d’un règlement, même ancien : chaque décision nomme le sien."""
    with reading(administration) as work:
        click.echo(_text(work, version), nl=False)


@rules.command()
@click.argument("version", required=False, metavar="[VERSION]")
@file_argument
def diff(version: str | None, file: Path | None) -> None:
    """Ce qui sépare un règlement, celui en vigueur par défaut, d’un fichier."""
    if version and file is None and Path(version).is_file():
        file, version = Path(version), None
    chosen = file or own_file()
    with reading(administration) as work:
        in_use = queries.rule_book_in_use(work.session)
        name = version or (in_use.version if in_use else None)
        if name is None:
            click.echo(NONE_YET)
            return
        before = rule_book.readable(_text(work, name))
    lines = list(_differences(before, rule_book.readable(chosen.read_bytes()), name, chosen.name))
    click.echo("\n".join(lines) or SAME)


def _told(row: RuleBookVersion) -> str:
    moment = row.taken_at.astimezone(calendar.PARIS) if row.taken_at else None
    return f"{row.version}  {moment:%d/%m/%Y %H:%M}  {ORIGINS[row.origin]}"


def _text(work: Work, version: str) -> str:
    row = queries.rule_book_called(work.session, version)
    if row is None:
        raise click.ClickException(UNKNOWN % version)
    return row.text


def _differences(before: str, after: str, version: str, name: str) -> Iterator[str]:
    return unified_diff(before.splitlines(), after.splitlines(), version, name, n=1, lineterm="")
