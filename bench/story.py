"""``make story``: a school year played in minutes, everybody's timeline, and what was checked at each moment of it."""

from __future__ import annotations

import tempfile
from pathlib import Path
from random import Random
from time import perf_counter

import click

from hub import calendar
from tests.story import cast
from tests.story.watching import Watch
from tests.story.year import opened, play

SEED = 2027


def tell(watch: Watch) -> None:
    """Each one's timeline, in the order in which they came."""
    for referral, name in watch.names.items():
        click.echo(name)
        for line in watch.lines[referral]:
            click.echo(f"     {line.at.astimezone(calendar.PARIS):%a %d/%m/%y %H:%M}  {line.words}")


@click.command()
@click.option("--seed", default=SEED, show_default=True)
def main(seed: int) -> None:
    """A fault is printed, and ends with 1."""
    began, chance = perf_counter(), Random(seed)  # noqa: S311 (a story, not a secret)
    days = (cast.LAST_DAY - cast.FIRST_DAY).days + 1
    with tempfile.TemporaryDirectory() as folder, opened(Path(folder), cast.FIRST_DAY, chance) as year:
        with click.progressbar(length=days, label="Une année") as bar:
            play(year, cast.parts(seed), cast.FIRST_DAY, cast.LAST_DAY, lambda: bar.update(1))
        tell(year.watch)
        for fault in year.watch.faults:
            click.echo(f"✗ {fault}")
        click.echo(
            f"{len(year.watch.names)} inscriptions, {year.watch.moments} arrêts de l’horloge, "
            f"{len(year.ledger.letters)} lettres, {len(year.watch.faults)} fautes, {perf_counter() - began:.0f} s"
        )
    raise SystemExit(bool(year.watch.faults))


if __name__ == "__main__":
    main()
