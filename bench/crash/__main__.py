"""``make crash``: every program killed by ``kill -9`` while people register, on SQLite and on PostgreSQL."""

from __future__ import annotations

import click

from bench.crash import emptying, killing
from bench.crash.city import city_on
from bench.crash.killing import Found
from hub.embedded import NoRedis
from tests.parts.absence import Absent
from worker import SWEEP_SECONDS

NAMES = ("SQLite", "PostgreSQL")
KILLS, REGISTRATIONS, EMPTIED = 500, 20_000, 50
MOST_SHOWN = 20


def table(found: Found) -> str:
    ways = ", ".join(f"{times} × {way}" for way, times in found.kills.most_common())
    lines = (
        f"{found.name}: {found.acknowledged} registrations acknowledged, {found.kills.total()} kills, "
        f"{found.seconds:.0f} s",
        f"  killed: {ways}",
        f"  {found.sent_again} forms sent again after a lost answer; at most {found.longest:.1f} s without a receipt",
        f"  {found.accepted} cards accepted; {found.letters} letters, of which {found.copies} came again",
        f"  {len(found.faults)} faults: lost, doubled, untold, or said by the doctor",
    )
    shown = [f"  ✗ {fault}" for fault in found.faults[:MOST_SHOWN]]
    return "\n".join([*lines, *shown])


@click.group()
def main() -> None:
    """A fault is printed, and ends with 1."""


@main.command()
@click.option("--kills", "wanted", type=click.IntRange(0), default=KILLS, show_default=True)
@click.option("--registrations", type=click.IntRange(1), default=REGISTRATIONS, show_default=True)
@click.option("--on", "names", type=click.Choice(NAMES), multiple=True, default=NAMES, show_default=True)
def kills(wanted: int, registrations: int, names: tuple[str, ...]) -> None:
    """So many kills during so many registrations, on each database."""
    faults = 0
    for name in names:
        try:
            with city_on(name) as city:
                found = killing.run(city, name, kills=wanted, registrations=registrations)
        except (Absent, NoRedis) as reason:
            click.echo(f"{name}: {reason}")
            continue
        click.echo(table(found))
        faults += len(found.faults)
    raise SystemExit(faults > 0)


@main.command()
@click.option("--times", type=click.IntRange(1), default=EMPTIED, show_default=True)
@click.option("--on", "name", type=click.Choice(NAMES), default="SQLite", show_default=True)
def redis(times: int, name: str) -> None:
    """Redis emptied or killed so many times, with a worker that sweeps as often as it does in production."""
    try:
        with city_on(name, sweep_seconds=SWEEP_SECONDS) as city:
            found = emptying.run(city, times)
    except (Absent, NoRedis) as reason:
        raise click.ClickException(str(reason)) from None
    waits = sorted(found.waits)
    click.echo(
        f"Redis emptied {times} times, {found.acknowledged} registrations acknowledged: after its return everybody "
        f"was written to within {waits[len(waits) // 2]:.1f} s in half of them, {waits[-1]:.1f} s at the worst; "
        f"{len(found.faults)} faults"
    )
    for fault in found.faults[:MOST_SHOWN]:
        click.echo(f"  ✗ {fault}")
    raise SystemExit(bool(found.faults))


if __name__ == "__main__":
    main()
