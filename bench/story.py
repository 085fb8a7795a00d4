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
from tests.story.year import Year, every_day, opened, play

SEED = 2027


def tell(watch: Watch) -> None:
    """Each one's timeline, in the order in which they came."""
    for referral, part in watch.parts.items():
        click.echo(part.name)
        for line in watch.lines[referral]:
            click.echo(f"     {line.at.astimezone(calendar.PARIS):%a %d/%m/%y %H:%M}  {line.words}")


def summary(year: Year, seconds: float) -> None:
    watch = year.watch
    for fault in watch.faults:
        click.echo(f"✗ {fault}")
    click.echo(
        f"{len(watch.parts)} inscriptions, {watch.moments} arrêts de l’horloge, {len(year.ledger.letters)} lettres, "
        f"{watch.checks} vérifications, {len(watch.faults)} fautes, {seconds:.0f} s"
    )


@click.command()
@click.option("--seed", default=SEED, show_default=True)
def main(seed: int) -> None:
    """A fault is printed, and ends with 1."""
    began, chance = perf_counter(), Random(seed)  # noqa: S311 (a story, not a secret)
    days = every_day(cast.FIRST_DAY, cast.LAST_DAY)
    with tempfile.TemporaryDirectory() as folder, opened(Path(folder), cast.FIRST_DAY, chance) as year:
        with click.progressbar(length=len(days), label="Une année") as bar:
            play(year, cast.parts(seed), days, lambda: bar.update(1))
        tell(year.watch)
        summary(year, perf_counter() - began)
    raise SystemExit(bool(year.watch.faults))


if __name__ == "__main__":
    main()
