"""``make bench-simulate``: ten simulated years of each kind, and what was aimed at beside what was found."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any, NamedTuple

import click

from hub.directory import read
from hub.rules import load
from hub.simulation import (
    Declared,
    Table,
    World,
    assumptions,
    by_age,
    by_public,
    compared,
    drawn,
    played,
    summary,
)
from hub.simulation.drawing import alone
from hub.simulation.policies import Policy, first_match, followed, greedy
from hub.simulation.tables import in_days, number, percent

SEEDS = 10
PAGE, PICTURES = "simulating.md", "pictures"
FIGURES = re.compile(r"(<!-- figures -->\n).*(?=<!-- /figures -->)", re.DOTALL)
WORLDS = {"base": World(), "peaks": World(peaks=2), "silence": World(silence=2)}
RESERVES = (1, 2, 5, 10)
"""Percents of the yearly places that might be kept for priority publics, to say what each would cost."""

RATIOS = {"base": 0.97, "peaks": 0.965, "silence": 0.965}
WORST, WAIT, SOON, FAIR, OFFERS = 0.945, 0.75, 1.4, 1.2, 2.5
BETTER_RATIO, BETTER_WAIT, BETTER_PRIORITY = 0.98, 5, 0.85
KINDS = {"base": "année ordinaire", "peaks": "campagnes doublées", "silence": "silences doublés"}


class Aim(NamedTuple):
    what: str
    wanted: str
    found: str
    reached: bool

    def __str__(self) -> str:
        return f"{'✓' if self.reached else '✗'} {self.what}\u202f: {self.found} (visé\u202f: {self.wanted})"


@click.command()
@click.option("--seeds", type=click.IntRange(1), default=SEEDS, show_default=True)
@click.option(
    "--into", type=click.Path(exists=True, file_okay=False, path_type=Path), help="Les documents à refaire."
)
def main(seeds: int, into: Path | None) -> None:
    """Jouer les années, et dire ce qui était visé."""
    years = [(name, seed) for name in (*WORLDS, "reserves") for seed in range(1, seeds + 1)]
    with ProcessPoolExecutor() as pool, click.progressbar(length=len(years), label="Années simulées") as bar:
        told: dict[str, list[dict[str, Any]]] = {}
        for (name, _), year in zip(years, pool.map(_year, years), strict=True):
            told.setdefault(name, []).append(year)
            bar.update(1)
    found = {name: compared(each) for name, each in told.items()}
    for aim in aims(found):
        click.echo(str(aim))
    if into:
        _write(found, into)


def _year(asked: tuple[str, int]) -> dict[str, Any]:
    name, seed = asked
    declared = [Declared(entry.profile, entry.places_a_year) for entry in read()]
    world = WORLDS.get(name, World())
    return played(_policies(name), declared, load(), seed=seed, world=world)


def _policies(name: str) -> list[Policy]:
    rule_book = load()
    in_use = followed("in_use", rule_book)
    if name != "reserves":
        return [in_use, first_match(rule_book), greedy(rule_book)]
    keeping = partial(replace, rule_book.priority)
    books = (replace(rule_book, priority=keeping(reserved_percent=each)) for each in (0, *RESERVES))
    return [followed("in_use", book) for book in books]


def aims(found: dict[str, dict[str, Any]]) -> Iterator[Aim]:
    """What a router worth its name should show over these years, and whether it does."""
    ours, naive = found["base"]["policies"][:2]
    publics = ours["by"]["public"]
    for name, least in RATIOS.items():
        yield _share(
            f"Placés par rapport au mieux possible, {KINDS[name]}", _ours(found, name)["ratio"], least
        )
    worst = min(_ours(found, name)["least_ratio"] for name in RATIOS)
    yield _share("… la moins bonne de toutes ces années", worst, WORST)
    yield _wait("Attente médiane des placés, premier venu = 1", ours["median_days"] / naive["median_days"])
    everybody = ours["median_of_all_days"] / naive["median_of_all_days"]
    yield _wait("… en comptant ceux qui n’ont personne, premier venu = 1", everybody)
    yield _times(
        "Placés en 7\u00a0jours, premier venu = 1", ours["within_7_days"] / naive["within_7_days"], SOON
    )
    fair = publics["priority"]["placed"] / publics["others"]["placed"]
    yield _times("Publics prioritaires placés, les autres = 1", fair, FAIR)
    offers = ours["offers_per_placement"]
    yield Aim("Propositions par placement", f"{number(OFFERS)} au plus", number(offers), offers <= OFFERS)
    yield _share("Mieux encore, rapport au mieux possible", ours["ratio"], BETTER_RATIO)
    days = ours["median_days"]
    yield Aim(
        "Mieux encore, attente médiane", f"{in_days(BETTER_WAIT)} au plus", in_days(days), days <= BETTER_WAIT
    )
    yield _share("Mieux encore, publics prioritaires placés", publics["priority"]["placed"], BETTER_PRIORITY)


def _ours(found: dict[str, dict[str, Any]], name: str) -> dict[str, Any]:
    ours: dict[str, Any] = found[name]["policies"][0]
    return ours


def _share(what: str, found: float, least: float) -> Aim:
    return Aim(what, f"{percent(least)} au moins", percent(found), found >= least)


def _times(what: str, found: float, least: float) -> Aim:
    return Aim(what, f"{number(least)} au moins", f"{found:.3f}".replace(".", ","), found >= least)


def _wait(what: str, found: float) -> Aim:
    return Aim(what, f"{number(WAIT)} au plus", number(found), found <= WAIT)


def _write(found: dict[str, dict[str, Any]], folder: Path) -> None:
    for picture in drawn(found["base"]):
        path = folder / PICTURES / f"simulation-{picture.name}.svg"
        path.write_text(alone(picture.svg), encoding="utf-8")
    page = folder / PAGE
    text = page.read_text(encoding="utf-8")
    page.write_text(FIGURES.sub(lambda head: head[1] + "\n".join(_figures(found)), text), encoding="utf-8")


def _figures(found: dict[str, dict[str, Any]]) -> Iterator[str]:
    yield "### Ce qui était visé\n"
    yield from (f"- {aim}." for aim in aims(found))
    for name, title in KINDS.items():
        yield f"\n### {title.capitalize()}\n"
        yield from _in_markdown(summary(found[name]))
    yield "\n### Par public et par âge, une année ordinaire\n"
    for table in (by_public(found["base"]), by_age(found["base"])):
        yield from (*_in_markdown(table), "")
    yield "### Ce que coûtent les places gardées\n"
    yield from _reserves(found["reserves"])
    yield "\n### Ce qui est supposé\n"
    yield from (*_in_markdown(assumptions(found["base"]), align="---"), "")


def _reserves(found: dict[str, Any]) -> Iterator[str]:
    head = ("Gardé pour eux", "Publics prioritaires placés", "Les autres placés", "Rapport au mieux possible")
    rows = [
        (
            f"{told['reserved_percent']}\u00a0% des places de l’année",
            percent(told["by"]["public"]["priority"]["placed"]),
            percent(told["by"]["public"]["others"]["placed"]),
            percent(told["ratio"]),
        )
        for told in found["policies"]
    ]
    yield from _in_markdown(Table("Dix années ordinaires, selon la part gardée", head, tuple(rows)))


def _in_markdown(table: Table, *, align: str = "---:") -> Iterator[str]:
    yield f"{table.caption}.\n"
    yield _row(table.head)
    yield f"|---{f'|{align}' * (len(table.head) - 1)}|"
    yield from map(_row, table.rows)


def _row(cells: Sequence[str]) -> str:
    return f"| {' | '.join(cells)} |"


if __name__ == "__main__":
    main()
