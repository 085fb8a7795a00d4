"""``make bench-routing``: microseconds a decision, explained, ours and the peers', in one run."""

from __future__ import annotations

from pathlib import Path

import click

from bench.routing.contenders import CONTENDERS, Contender, Scene
from bench.routing.page import rows, write
from bench.routing.stopwatch import PATIENCE, ROUNDS, Timed, measure
from bench.routing.verdicts import SIZES, number, verdicts
from hub import rules

FIRST_COLUMN = 34


@click.command()
@click.option("--rounds", default=ROUNDS, show_default=True)
@click.option("--size", "sizes", type=int, multiple=True, default=SIZES, show_default=True)
@click.option(
    "--into", type=click.Path(exists=True, file_okay=False, path_type=Path), help="Les documents à refaire."
)
def main(rounds: int, sizes: tuple[int, ...], into: Path | None) -> None:
    """Comparer les réponses, mesurer, et dire ce qui était visé."""
    found: dict[int, dict[str, Timed]] = {}
    for size in sorted(sizes):
        found[size] = _measured(size, rounds, found)
    click.echo()
    for row in rows(found):
        click.echo(f"{row[0]:{FIRST_COLUMN}}" + "".join(f"{cell:>22}" for cell in row[1:]))
    click.echo()
    for verdict in verdicts(found):
        click.echo(verdict)
    if into:
        write(found, into)


def _measured(size: int, rounds: int, before: dict[int, dict[str, Timed]]) -> dict[str, Timed]:
    scene = Scene(size, rules.load())
    patient = [each for each in CONTENDERS if _wait(each, size, before) <= PATIENCE]
    steps = len(patient) * (1 + rounds)
    with click.progressbar(length=steps, label=f"{number(size)} associations", item_show_func=str) as bar:
        found = measure(scene, patient, rounds=rounds, told=lambda name: bar.update(1, name))
    compared = sorted(timed.compared for timed in found.values())
    ways = f"{len(found)} façons de décider, de {compared[0]} à {number(compared[-1])} besoins chacune"
    click.echo(f"  Réponses identiques\u202f: {ways}.")
    for each in CONTENDERS:
        if each not in patient:
            click.echo(
                f"  Laissé de côté\u202f: {each.name}, environ {number(_wait(each, size, before))} s d’attente."
            )
    return found


def _wait(contender: Contender, size: int, before: dict[int, dict[str, Timed]]) -> float:
    """Seconds, as the size before lets foresee."""
    smaller = max(before, default=0)
    if not smaller:
        return 0.0
    if contender.name not in before[smaller]:
        return float("inf")
    return before[smaller][contender.name].expected(size / smaller)


if __name__ == "__main__":
    main()
