"""What the times say, beside what was aimed at."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from bench.routing.contenders import CONTENDERS, OURS, Kind
from bench.routing.stopwatch import Timed

SIZES = (33, 330, 3_300, 33_000)
AIMS = (
    (33, Kind.RULES, 12),
    (33, Kind.DATABASE, 3),
    (33, Kind.LOOP, 4),
    (3_300, Kind.RULES, 700),
    (3_300, Kind.DATABASE, 50),
)
"""At which size, beside the fastest of that kind, and at least how many times faster."""
GROWTH = 6
"""How many times longer our largest directory may take than our smallest."""

PRECISE = 100
"""From here on, a tenth says nothing."""

Times = Mapping[int, Mapping[str, Timed]]


@dataclass(frozen=True, slots=True)
class Verdict:
    size: int
    beside: str
    ratio: float
    aim: int

    def __str__(self) -> str:
        what = f"à {number(self.size)} associations, {ratio(self.ratio)} plus rapide que {self.beside}"
        return f"{what} (visé\u202f: {self.aim}), {reached(self.ratio >= self.aim)}"


@dataclass(frozen=True, slots=True)
class Growth:
    """How many times longer than the smallest directory the largest takes."""

    small: int
    large: int
    ratio: float

    def __str__(self) -> str:
        what = f"{number(self.large)} associations coûtent {ratio(self.ratio)} ce que coûtent {self.small}"
        return f"{what} (visé\u202f: au plus {GROWTH}), {reached(self.ratio <= GROWTH)}"


def verdicts(found: Times) -> Iterator[Verdict | Growth]:
    for size, kind, aim in AIMS:
        if size in found:
            name, micros = _fastest(found[size], kind)
            yield Verdict(size, name, micros / found[size][OURS.name].micros, aim)
    small, large = min(found), max(found)
    if small < large:
        yield Growth(small, large, found[large][OURS.name].micros / found[small][OURS.name].micros)


def _fastest(timed: Mapping[str, Timed], kind: Kind) -> tuple[str, float]:
    names = [each.name for each in CONTENDERS if each.kind is kind and each.name in timed]
    return min(((name, timed[name].micros) for name in names), key=lambda named: named[1])


def number(value: float) -> str:
    """As the French write it: a comma, and a narrow space between thousands."""
    decimal = value < PRECISE and value != int(value)
    text = f"{value:,.1f}" if decimal else f"{value:,.0f}"
    return text.replace(",", "\u202f").replace(".", ",")


def ratio(value: float) -> str:
    return f"{number(round(value, 1))}\u00a0×"


def reached(is_so: bool) -> str:
    return "atteint" if is_so else "pas atteint"
