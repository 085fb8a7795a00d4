"""``hub simulate``: a year under the rule book, beside other ways of doing, in figures and in pictures."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from pathlib import Path
from tempfile import TemporaryFile
from typing import TYPE_CHECKING, Any

import click

from hub.cli.routing import directory_option
from hub.cli.rule_files import checked, own_file
from hub.directory import Entry, read
from hub.routing import RuleBook
from hub.rules import load
from hub.simulation import (
    Declared,
    Progress,
    Table,
    World,
    by_age,
    by_department,
    compared,
    drawn,
    played,
    summary,
)
from hub.simulation.drawing import alone
from hub.simulation.policies import OTHERS, Policy, followed
from hub.simulation.tables import POLICIES

if TYPE_CHECKING:
    from click._termui_impl import ProgressBar

BETWEEN = "   "
LARGEST = 10
"""Départements that are told of, unless all are asked for."""
NOT_WRITTEN = "--out\u202f: rien ne peut s’écrire dans {folder} ({why})"


@click.command()
@directory_option
@click.option(
    "--rules",
    "proposed",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="Un règlement proposé, comparé à celui en vigueur (le fichier du réglage HUB_RULES).",
)
@click.option(
    "--policy",
    "others",
    type=click.Choice(list(OTHERS)),
    multiple=True,
    default=list(OTHERS),
    help="À quoi comparer, plusieurs fois si besoin\u202f; les trois sans cela.",
)
@click.option("--seed", type=int, default=1, show_default=True, help="La même graine joue la même année.")
@click.option(
    "--seeds",
    type=click.IntRange(1, 1000),
    default=1,
    show_default=True,
    help="Combien d’années, de graine en graine.",
)
@click.option(
    "--peaks", type=click.IntRange(0, 10), default=1, show_default=True, help="2\u202f: campagnes doublées."
)
@click.option(
    "--silence", type=click.IntRange(0, 5), default=1, show_default=True, help="2\u202f: silences doublés."
)
@click.option(
    "--all-departments",
    is_flag=True,
    help=f"Tous les départements, et non les {LARGEST} d’où viennent le plus de jeunes.",
)
@click.option(
    "--out", type=click.Path(file_okay=False, path_type=Path), help="Un dossier où écrire les images (SVG)."
)
def simulate(  # noqa: PLR0913 (one argument an option)
    *,
    folder: Path,
    proposed: Path | None,
    others: tuple[str, ...],
    seed: int,
    seeds: int,
    peaks: int,
    silence: int,
    all_departments: bool,
    out: Path | None,
) -> None:
    """Jouer une année d’inscriptions inventées, et dire ce que le règlement en ferait."""
    if out:
        _prepare(out)
    entries = read(folder)
    in_use, proposal = _books(proposed, entries)
    policies = _policies(in_use, proposal, others)
    declared = [Declared(entry.profile, entry.places_a_year) for entry in entries]
    world = World(peaks=peaks, silence=silence)
    result = compared(_years(policies, declared, in_use, range(seed, seed + seeds), world))
    departments = by_department(result, most=None if all_departments else LARGEST)
    for table in (summary(result), by_age(result), departments):
        click.echo(f"\n{table.caption}\n\n{in_columns(table)}")
    if out:
        _draw(result, out)


def _prepare(out: Path) -> None:
    """Playing takes a while: a folder where nothing can be written is said before."""
    try:
        out.mkdir(parents=True, exist_ok=True)
        with TemporaryFile(dir=out):
            pass
    except OSError as error:
        why = os.strerror(error.errno or 0)
        raise click.ClickException(NOT_WRITTEN.format(folder=out, why=why)) from None


def _books(proposed: Path | None, entries: Sequence[Entry]) -> tuple[RuleBook, RuleBook | None]:
    """The one in use and the one proposed; which text each column is about is said above the tables."""
    file = own_file()
    in_use = load(file)
    proposal = checked(proposed, entries) if proposed else None
    click.echo(f"{POLICIES['in_use']}\u202f: {in_use.version}, {file}")
    if proposal:
        click.echo(f"{POLICIES['proposed']}\u202f: {proposal.version}, {proposed}")
    return in_use, proposal


def _policies(in_use: RuleBook, proposed: RuleBook | None, others: Sequence[str]) -> list[Policy]:
    policies = [followed("in_use", in_use)]
    if proposed:
        policies.append(followed("proposed", proposed))
    return policies + [OTHERS[key](in_use) for key in others]


def _years(
    policies: Sequence[Policy],
    declared: Sequence[Declared],
    rule_book: RuleBook,
    seeds: Sequence[int],
    world: World,
) -> list[dict[str, Any]]:
    with click.progressbar(length=len(seeds), label="Une année simulée", file=sys.stderr) as bar:
        return [
            played(
                policies, declared, rule_book, seed=seed, world=world, progress=_watch(bar, turn, len(seeds))
            )
            for turn, seed in enumerate(seeds)
        ]


def _watch(bar: ProgressBar[Any], turn: int, turns: int) -> Progress:
    """A year is many steps of the bar, as many in each year."""

    def watch(done: int, of: int) -> None:
        bar.length = turns * of
        bar.update(turn * of + done - bar.pos)

    return watch


def in_columns(table: Table) -> str:
    """The titles to the left, the figures to the right."""
    rows = (table.head, *table.rows)
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    return "\n".join(
        BETWEEN.join(
            (
                row[0].ljust(widths[0]),
                *(cell.rjust(width) for cell, width in zip(row[1:], widths[1:], strict=True)),
            )
        ).rstrip()
        for row in rows
    )


def _draw(result: dict[str, Any], out: Path) -> None:
    for picture in drawn(result):
        path = out / f"{picture.name}.svg"
        path.write_text(alone(picture.svg), encoding="utf-8")
        click.echo(str(path))
