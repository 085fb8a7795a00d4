"""``make mutants``: small mistakes in what must not fail, and the share of them that a test notices."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from pathlib import Path
from random import Random
from time import perf_counter
from typing import NamedTuple

import click

from bench.mutants.mistakes import Mistake, mistakes
from bench.mutants.targets import TARGETS, Target
from bench.mutants.trial import Verdict, file_of, start, verdict, warm

LEAST = 0.90
SEED = 1
KNOWN = Path(__file__).parent / "equivalent.txt"
"""Mistakes that change nothing anybody could notice, one a line, each with its reason."""


class Case(NamedTuple):
    module: str
    path: Path
    mistake: Mistake

    def __str__(self) -> str:
        return f"{self.path}:{self.mistake.line}: {self.mistake.what}"


class Score(NamedTuple):
    tried: int
    survivors: list[Case]

    @property
    def share(self) -> float:
        return 1 - len(self.survivors) / self.tried if self.tried else 1.0


def cases(target: Target, sample: int, seed: int) -> list[Case]:
    """All of them, or so many drawn by lot."""
    known = {line.split(" # ")[0].strip() for line in KNOWN.read_text().splitlines()}
    found = [
        Case(module, path, mistake)
        for module in target.modules
        for path in (file_of(module),)
        for mistake in mistakes(path.read_text(encoding="utf-8"), str(path))
    ]
    worth = [case for case in found if f"{case.path}: {case.mistake.what}" not in known]
    return Random(seed).sample(worth, sample) if 0 < sample < len(worth) else worth  # noqa: S311 (no secret)


def tried(all_of_them: Sequence[Case], tests: Sequence[str], jobs: int) -> Iterator[tuple[Case, Verdict]]:
    """Each in a child of its own, several at once."""
    waiting, running = [*reversed(all_of_them)], dict[int, Case]()
    while waiting or running:
        while waiting and len(running) < jobs:
            case = waiting.pop()
            running[start(case.module, case.path, case.mistake, tests)] = case
        child, status = os.wait()
        if child in running:
            yield running.pop(child), verdict(status)


def is_well(tests: Sequence[str]) -> bool:
    """Whether nothing fails before a mistake is made: a failure would then prove nothing."""
    _, status = os.waitpid(start("", Path(), None, tests), 0)
    return verdict(status) is Verdict.SURVIVED


def score(name: str, sample: int, seed: int, jobs: int) -> Score:
    target = TARGETS[name]
    if not is_well(target.tests):
        raise click.ClickException(f"{name}\u202f: ces tests échouent déjà, sans erreur de notre part.")
    drawn, survivors = cases(target, sample, seed), []
    with click.progressbar(length=len(drawn), label=name) as bar:
        for case, said in tried(drawn, target.tests, jobs):
            bar.update(1)
            if said is Verdict.SURVIVED:
                survivors.append(case)
                click.echo(f"\n  survit\u202f: {case}")
    return Score(len(drawn), survivors)


@click.command()
@click.argument("names", nargs=-1, type=click.Choice([*TARGETS]))
@click.option(
    "--sample", default=0, show_default=True, help="Combien par partie, tirées au sort ; 0 : toutes."
)
@click.option("--seed", default=SEED, show_default=True)
@click.option("--jobs", default=os.cpu_count() or 1, show_default=True)
def main(names: tuple[str, ...], sample: int, seed: int, jobs: int) -> None:
    """A part of which less than nine mistakes in ten are noticed ends with 1."""
    began, well = perf_counter(), True
    warm()
    for name in names or TARGETS:
        found = score(name, sample, seed, jobs)
        well &= found.share >= LEAST
        noticed = found.tried - len(found.survivors)
        click.echo(f"{name:<10} {noticed:>4} remarquées sur {found.tried:>4}, {found.share:.1%}")
    click.echo(f"{perf_counter() - began:.0f} s")
    raise SystemExit(not well)


if __name__ == "__main__":
    os.nice(10)
    main()
