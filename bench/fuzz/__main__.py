"""``make fuzz``: a hundred thousand requests in process, twenty thousand over HTTP, hostile files and rule books."""

from __future__ import annotations

import resource
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from time import perf_counter

import click

from bench.fuzz import files, inside, wire
from bench.fuzz.judge import Judge, heaviest

INSIDE, WIRE, FILES, BOOKS = 100_000, 20_000, 600, 3_000
FILE_PATIENCE = 12.0
"""Seconds that somebody waits for what was read of a file: two for the reader, the rest for a busy machine."""
BOOK_PATIENCE = 10.0
"""Seconds of the processor for the most tangled rule book."""
MEMORY = 3 * 1024**3
"""Bytes that this program may ask for: a door that needs more fails."""
SAID_EVERY = 5_000


@click.command()
@click.option("--inside", "inputs", type=click.IntRange(0), default=INSIDE, show_default=True)
@click.option("--wire", "carried", type=click.IntRange(0), default=WIRE, show_default=True)
@click.option("--files", "tables", type=click.IntRange(0), default=FILES, show_default=True)
@click.option("--books", type=click.IntRange(0), default=BOOKS, show_default=True)
@click.option("--seed", type=int, default=1, show_default=True)
def main(inputs: int, carried: int, tables: int, books: int, seed: int) -> None:
    """A fault ends with 1.  The same seed asks the same."""
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    began, judges = perf_counter(), []
    if tables:
        judges.append(
            _read("hostile files", Judge("", patience=FILE_PATIENCE), tables, seed, files.read_tables)
        )
    if books:
        judges.append(_read("rule books", Judge("", patience=BOOK_PATIENCE), books, seed, files.read_books))
    if inputs:
        judges.append(_inside(inputs, tables, seed))
    if carried:
        judges.append(_wire(carried, seed))
    click.echo(f"seed {seed}, this program held {heaviest()} MiB at most, {perf_counter() - began:.0f} s")
    raise SystemExit(any(judge.found for judge in judges))


def _read(
    name: str,
    judge: Judge,
    count: int,
    seed: int,
    read: Callable[[Judge, int, int, Callable[[], object]], None],
) -> Judge:
    with counting(name, judge, count) as tick:
        read(judge, count, seed, tick)
    return judge


def _inside(inputs: int, tables: int, seed: int) -> Judge:
    with inside.standing() as place:
        judge = Judge("localhost")
        with counting(f"in process, {len(place.lessons)} visitors", judge, inputs) as tick:
            inside.throw(judge, place, inputs, seed, tick)
        inside.upload(judge, place, tables // 4, seed)
    return judge


def _wire(inputs: int, seed: int) -> Judge:
    with wire.standing() as doors:
        judge = Judge(wire.NAMED, patience=wire.PATIENCE)
        with counting("over HTTP", judge, inputs) as tick:
            wire.throw(judge, doors, inputs, seed, tick)
        click.echo(f"  a door's process held {doors.heaviest()} MiB at most")
    return judge


@contextmanager
def counting(name: str, judge: Judge, inputs: int) -> Iterator[Callable[[], object]]:
    """A bar, and the figures now and then: a run that is cut short still tells something."""
    with click.progressbar(length=inputs, label=name) as bar:

        def tick() -> None:
            bar.update(1)
            if judge.asked % SAID_EVERY == 0:
                click.echo(f"\n{name}, so far:\n" + "\n".join(judge.report()))

        try:
            yield tick
        finally:
            click.echo(f"\n{name}\n" + "\n".join(judge.report()))


if __name__ == "__main__":
    main()
