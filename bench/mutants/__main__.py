"""``make mutants``: small mistakes in what must not fail, and the share of them that a test notices."""

from __future__ import annotations

import os
from pathlib import Path
from random import Random
from time import perf_counter
from typing import NamedTuple

import click

from bench.mutants.house import Case, FailsAlready, tried
from bench.mutants.mistakes import mistakes
from bench.mutants.targets import TARGETS, Target
from bench.mutants.trial import Verdict, file_of, warm

LEAST = 0.90
SEED = 1
KNOWN = Path(__file__).parent / "equivalent.txt"
"""Mistakes that change nothing anybody could notice: file, mistake and line of code; below each its reason."""


class Score(NamedTuple):
    tried: int
    survivors: int

    @property
    def share(self) -> float:
        return 1 - self.survivors / self.tried if self.tried else 1.0


def cases(target: Target) -> list[Case]:
    known, found = set(KNOWN.read_text(encoding="utf-8").splitlines()), []
    for module in target.modules:
        path = file_of(module)
        source = path.read_text(encoding="utf-8")
        lines = source.splitlines()
        for mistake in mistakes(source, str(path)):
            if f"{path}: {mistake.what}: {lines[mistake.line - 1].strip()}" not in known:
                found.append(Case(module, path, mistake))
    return found


def drawn(name: str, sample: int, seed: int) -> list[tuple[Target, list[Case]]]:
    """All of them, or so many drawn by lot, with the target of each."""
    found = [(target, case) for target in TARGETS[name] for case in cases(target)]
    lot = Random(seed).sample(range(len(found)), sample) if 0 < sample < len(found) else range(len(found))  # noqa: S311 (no secret)
    return [
        (target, [found[number][1] for number in sorted(lot) if found[number][0] is target])
        for target in TARGETS[name]
    ]


def score(name: str, sample: int, seed: int, jobs: int) -> Score:
    by_target = drawn(name, sample, seed)
    count, survivors = sum(len(some) for _, some in by_target), 0
    with click.progressbar(length=count, label=name) as bar:
        for target, some in by_target:
            for number, said in tried(some, target.tests, jobs) if some else ():
                bar.update(1)
                if said is Verdict.SURVIVED:
                    survivors += 1
                    click.echo(f"\n  survit\u202f: {some[number]}")
    return Score(count, survivors)


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
        try:
            found = score(name, sample, seed, jobs)
        except FailsAlready:
            raise click.ClickException(
                f"{name}\u202f: ces tests échouent déjà, sans erreur de notre part."
            ) from None
        well &= found.share >= LEAST
        noticed = found.tried - found.survivors
        click.echo(f"{name:<10} {noticed:>4} remarquées sur {found.tried:>4}, {found.share:.1%}")
    click.echo(f"{perf_counter() - began:.0f} s")
    raise SystemExit(not well)


if __name__ == "__main__":
    os.nice(10)
    main()
