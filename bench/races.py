"""``make bench-races``: a thousand referrals, eight hands on each at the same instant, on SQLite and on PostgreSQL."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from itertools import accumulate
from pathlib import Path
from time import perf_counter

import click

from tests.parts import races
from tests.parts.absence import Absent
from tests.parts.arena import ACTORS, arena
from tests.parts.databases import migrate
from tests.parts.post import Letterbox
from tests.parts.postgres import new_database, running_postgres
from tests.parts.races import Found
from tests.parts.town import Town, town_at

REFERRALS = 1000
SLOWEST = 0.95
"""Of the answers, the share that came sooner than the time that is printed."""


@contextmanager
def towns(name: str) -> Iterator[Town]:
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        if name == "SQLite":
            url = f"sqlite:///{folder}/hub.db"
        else:
            server = stack.enter_context(running_postgres())
            url = stack.enter_context(new_database(server)).render_as_string(hide_password=False)
        migrate(url)
        letterbox = Letterbox()
        letterbox.open()
        stack.callback(letterbox.shut)
        yield stack.enter_context(town_at(url, folder, letterbox))


def shared_out(referrals: int) -> dict[str, int]:
    """How many races of each story, so that all of them make up that many referrals."""
    stories = [*races.STORIES]
    upto = [0, *accumulate(referrals / len(stories) for _ in stories)]
    return {story: round(upto[at + 1]) - round(upto[at]) for at, story in enumerate(stories)}


def line(story: str, found: Found) -> str:
    answers = ", ".join(f"{count} × {said}" for said, count in sorted(found.answers.items()))
    ends = ", ".join(f"{count} {end}" for end, count in sorted(found.ends.items()))
    slow = sorted(found.seconds)[int(len(found.seconds) * SLOWEST) - 1]
    return f"  {story:<16} {found.races:>4} referrals: {ends}; answered {answers}; 95 % within {slow * 1000:.0f} ms"


def run(name: str, referrals: int) -> list[str]:
    """Answers what went wrong."""
    began, faults = perf_counter(), []
    with towns(name) as town, arena(town) as place:
        click.echo(f"{name}, {ACTORS} actors on each referral")
        for story, count in shared_out(referrals).items():
            found = races.run(place, story, count)
            faults += found.faults
            click.echo(line(story, found))
    click.echo(f"  {len(faults)} faults, {perf_counter() - began:.0f} s")
    return faults


@click.command()
@click.option("--referrals", type=click.IntRange(6), default=REFERRALS, show_default=True)
def main(referrals: int) -> None:
    """One winner each, no name to whoever lost, no error page: a fault is printed, and ends with 1."""
    faults = []
    for name in ("SQLite", "PostgreSQL"):
        try:
            faults += run(name, referrals)
        except Absent as reason:
            click.echo(f"{name}: {reason}")
    for fault in faults:
        click.echo(f"✗ {fault}")
    raise SystemExit(bool(faults))


if __name__ == "__main__":
    main()
