"""``make bench-portal``: milliseconds and statements of each page of the partners' door, few rows and many."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

import click
from sqlalchemy import URL

from bench.portal.filled import filled
from bench.portal.others import Others
from bench.portal.timing import Timed, Unexpected, pages, timed
from hub import memory
from tests.parts.absence import Absent
from tests.parts.post import Letterbox
from tests.parts.postgres import new_database, running_postgres

SIZES = (10_000, 1_000_000)
AIMS = {10_000: 50.0, 1_000_000: 200.0}
"""Milliseconds at the median, by how many registrations there are."""


@click.command()
@click.option("--rows", "sizes", type=int, multiple=True, default=SIZES, show_default=True)
@click.option("--on", "systems", multiple=True, default=("sqlite", "postgresql"), show_default=True)
@click.option("--calls", default=25, show_default=True, help="Of each page.")
def main(sizes: tuple[int, ...], systems: tuple[str, ...], calls: int) -> None:
    """Fill a database for each size on each system, open every page, and say what it took."""
    for system in systems:
        found: dict[int, dict[str, Timed]] = {}
        for many in sizes:
            try:
                found[many] = _measured(system, many, calls)
            except Absent as reason:
                click.echo(f"without PostgreSQL: {reason}")
                break
        for line in growing(found):
            click.echo(f"{system}: {line}")


def _measured(system: str, many: int, calls: int) -> dict[str, Timed]:
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        url = stack.enter_context(_database(system, folder))
        hub = filled(url, folder, many=many)
        click.echo(
            f"\n{system}, {many} registrations (filled in {hub.filling:.0f} s, "
            f"figures counted in {hub.counting:.1f} s)"
        )
        times = {}
        letterbox = Letterbox()
        letterbox.open()
        stack.callback(letterbox.shut)
        measured = (*pages(hub), *Others.of(hub, letterbox).pages())
        memory.settle()
        for page in measured:
            try:
                times[page.name] = took = timed(page, calls=calls)
            except Unexpected as other:
                click.echo(f"  {page.name:44} {other}")
                continue
            late = "" if took.median <= AIMS.get(many, 200.0) else "  too slow"
            click.echo(
                f"  {page.name:44} {took.median:7.1f} ms, p95 {took.p95:7.1f}, CPU {took.cpu:7.1f}, "
                f"{took.statements:3} statements{late}"
            )
        return times


def growing(found: dict[int, dict[str, Timed]]) -> Iterator[str]:
    """Pages that ask the database more often when there is more in it."""
    if len(found) < 2:  # noqa: PLR2004 (two sizes to compare)
        return
    few, many = found[min(found)], found[max(found)]
    for name in few.keys() & many.keys():
        if many[name].statements > few[name].statements:
            yield f"{name} takes {few[name].statements} statements, then {many[name].statements}"


@contextmanager
def _database(system: str, folder: Path) -> Iterator[str]:
    if system == "sqlite":
        yield f"sqlite:///{folder}/hub.db"
        return
    with running_postgres() as server, new_database(server) as database:
        yield _text(database)


def _text(url: URL) -> str:
    return url.render_as_string(hide_password=False)


if __name__ == "__main__":
    main()
