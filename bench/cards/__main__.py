"""``make bench-cards``: sixty thousand cards, how much each tells and how many share it, beside what was aimed at."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import accumulate
from pathlib import Path
from typing import NamedTuple

import click

from bench.cards.crowd import Shown, counted, needs, shown, supposed
from bench.cards.numbers import linked
from hub import rules
from hub.simulation.drawing import TOP, WIDTH, alone, bar, framed, text

PEOPLE, SEED, A_YEAR_TODAY = 60_000, 1, 7_600
FULL_DETAIL = 0.80
OFFERS = 100
RUNGS = (
    "tout",
    "sans le niveau",
    "sans le mode de rencontre",
    "famille de besoins",
    "tranche d’âge élargie",
    "région",
    "France entière",
)
PLACE_AND_AGE = 4
"""Up to this rung the département and the exact age band are told, and what is asked for."""
STEP, LETTERS, THICK = 36, 14, 9
PAGE, PICTURE = "cards.md", "pictures/cards-rungs.svg"
FIGURES = re.compile(r"(<!-- figures -->\n).*(?=<!-- /figures -->)", re.DOTALL)


class Measured(NamedTuple):
    name: str
    cards: list[Shown]

    def share(self, rung: int) -> float:
        return Counter(card.rung for card in self.cards)[rung] / len(self.cards)

    @property
    def in_detail(self) -> float:
        return sum(self.share(rung) for rung in range(PLACE_AND_AGE))

    def below(self, k: int) -> int:
        return sum(card.sharing < k for card in self.cards)

    def alone_below(self, k: int) -> int:
        """Cards that fewer than k others bear, of whoever would know how many there are of every form."""
        return sum(card.alike < k for card in self.cards)


class Aim(NamedTuple):
    what: str
    wanted: str
    found: str
    reached: bool

    def __str__(self) -> str:
        return f"{'✓' if self.reached else '✗'} {self.what}\u202f: {self.found} (visé\u202f: {self.wanted})"


def measured(people: int, seed: int, k: int) -> list[Measured]:
    many, today = needs(people, seed), needs(A_YEAR_TODAY, seed)
    return [
        Measured(f"{_number(people)} inscriptions comptées", shown(many, counted(many), k)),
        Measured(f"{_number(A_YEAR_TODAY)} comptées", shown(today, counted(today), k)),
        Measured(f"{_number(A_YEAR_TODAY)} estimées", shown(today, supposed(), k)),
    ]


def aims(found: Sequence[Measured], k: int, links: int) -> Iterator[Aim]:
    many = found[0]
    low = many.below(k)
    yield Aim(f"Fiches montrées sous une forme que moins de {k} partagent", "0", _number(low), not low)
    least = min(card.sharing for card in many.cards)
    yield Aim("La forme la moins partagée", f"{k} au moins", _number(least), least >= k)
    detail = many.in_detail
    yield Aim(
        "Fiches qui disent le département, la tranche d’âge et le besoin",
        f"{_percent(FULL_DETAIL)} au moins",
        _percent(detail),
        detail >= FULL_DETAIL,
    )
    yield Aim(
        f"Numéros communs à deux propositions, sur {_number(OFFERS)} dossiers", "0", str(links), not links
    )


def figures(found: Sequence[Measured], k: int, links: int) -> Iterator[str]:
    yield from (f"- {aim}." for aim in aims(found, k, links))
    yield f"\n| ce que dit la fiche | {' | '.join(each.name for each in found)} |"
    yield f"|---{'|---:' * len(found)}|"
    for rung, words in enumerate(RUNGS):
        yield f"| {words} | {' | '.join(_percent(each.share(rung)) for each in found)} |"
    yield f"| **département et tranche d’âge** | {' | '.join(f'**{_percent(each.in_detail)}**' for each in found)} |"
    yield f"| formes partagées par moins de {k} | {' | '.join(_number(each.below(k)) for each in found)} |"
    yield f"| fiches que moins de {k} portent | {' | '.join(_number(each.alone_below(k)) for each in found)} |"


def picture(found: Measured) -> str:
    """How many cards say at least as much, rung by rung."""
    strokes = []
    upto = accumulate(found.share(rung) for rung in range(len(RUNGS)))
    for rung, (words, share) in enumerate(zip(RUNGS, upto, strict=True)):
        top = TOP + rung * STEP
        strokes.append(text(0, top + LETTERS, words))
        strokes.append(text(WIDTH, top + LETTERS, _percent(share), anchor="end"))
        look = "a" if rung < PLACE_AND_AGE else "b"
        strokes.append(bar(look, 0, top + LETTERS + 6, WIDTH * share, THICK))
    title = f"Part des fiches qui disent au moins cela, {found.name}"
    return alone(framed("cards-rungs", title, TOP + len(RUNGS) * STEP, strokes))


def _percent(share: float) -> str:
    return f"{share * 100:.1f}\u00a0%".replace(".", ",")


def _number(count: int) -> str:
    return f"{count:,}".replace(",", "\u202f")


@click.command()
@click.option("--people", type=click.IntRange(100), default=PEOPLE, show_default=True)
@click.option("--seed", default=SEED, show_default=True)
@click.option(
    "--into", type=click.Path(exists=True, file_okay=False, path_type=Path), help="Les documents à refaire."
)
def main(people: int, seed: int, into: Path | None) -> None:
    """What was aimed at and is not reached ends with 1."""
    k = rules.load().card_k
    found, links = measured(people, seed, k), linked(OFFERS)
    lines = [*figures(found, k, links)]
    click.echo("\n".join(lines))
    if into:
        page = into / PAGE
        text = page.read_text(encoding="utf-8")
        written = FIGURES.sub(lambda head: head[1] + "\n".join(lines) + "\n", text)
        page.write_text(written, encoding="utf-8")
        (into / PICTURE).write_text(picture(found[0]), encoding="utf-8")
    raise SystemExit(not all(aim.reached for aim in aims(found, k, links)))


if __name__ == "__main__":
    main()
