"""``make lives``: lives drawn step by step until twenty thousand steps are lived, run after run, by seed after seed."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from time import perf_counter

import click
from hypothesis import HealthCheck, Phase, seed, settings
from hypothesis.stateful import run_state_machine_as_test

from hub.embedded import NoRedis, embed_redis
from tests.lives.base import Life
from tests.lives.machine import WholeLife
from tests.lives.world import Machine
from tests.parts.databases import migrate
from tests.parts.mortal import MortalRedis
from tests.parts.post import Letterbox

RUNS, STEPS, A_LIFE, TOGETHER = 5, 20_000, 100, 10
"""Runs, steps of a run, the longest life, and how many lives one seed draws."""


@contextmanager
def machine() -> Iterator[Machine]:
    with TemporaryDirectory(prefix="hub-lives-") as name:
        folder, letterbox = Path(name), Letterbox()
        migrate(f"sqlite:///{folder}/hub.db")
        letterbox.open()
        redis = _redis(folder / "redis")
        yield Machine(folder / "hub.db", letterbox, redis)
        letterbox.shut()
        if redis:
            redis.kill()


def _redis(folder: Path) -> MortalRedis | None:
    try:
        redis = MortalRedis(embed_redis(folder))
    except NoRedis:
        return None
    redis.start()
    return redis


def live(number: int, *, shrink: bool) -> None:
    """The lives of one seed.  Raises what went wrong, with the steps that led there."""
    phases = [Phase.generate, Phase.shrink] if shrink else [Phase.generate]
    drawn = settings(
        max_examples=TOGETHER,
        stateful_step_count=A_LIFE,
        deadline=None,
        database=None,
        phases=phases,
        suppress_health_check=[*HealthCheck],
    )
    run_state_machine_as_test(seed(number)(WholeLife), settings=drawn)


@click.command()
@click.option("--runs", type=click.IntRange(1), default=RUNS, show_default=True)
@click.option("--steps", type=click.IntRange(1), default=STEPS, show_default=True, help="Of each run.")
@click.option("--seed", "first", type=int, default=1, show_default=True)
@click.option("--shrink", is_flag=True, help="Look for the shortest life that goes wrong.")
def main(runs: int, steps: int, first: int, shrink: bool) -> None:
    """A life that goes wrong is told step by step, with its seed, and ends with 1."""
    number = first
    with machine() as Life.machine:
        for run in range(1, runs + 1):
            began, before, seeds = perf_counter(), Life.steps, number
            with click.progressbar(length=steps, label=f"Vies, {run} sur {runs}") as bar:
                while (lived := Life.steps - before) < steps:
                    try:
                        live(number, shrink=shrink)
                    except BaseException:
                        click.echo(f"\n✗ seed {number}, after {Life.steps} steps")
                        raise
                    number += 1
                    bar.update(Life.steps - before - lived)
            took = perf_counter() - began
            click.echo(f"{lived} steps, seeds {seeds} to {number - 1}, {took:.0f} s: all that must hold held")


if __name__ == "__main__":
    main()
