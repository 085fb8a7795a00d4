"""Which figures are not to be told, so that nobody learns of a group of fewer than k: neither by reading one, nor by
taking the others from a total that is told.

After L. Willenborg and T. de Waal, *Elements of Statistical Disclosure Control*, 2001: primary suppression, then
complementary suppression until no hidden cell can be computed.
"""

from __future__ import annotations

from collections.abc import Collection, Hashable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Generic, TypeVar

Key = TypeVar("Key", bound=Hashable)


@dataclass(frozen=True, slots=True)
class Blur(Generic[Key]):
    """``hidden``: the cells that are not told; ``silent``: the totals, by their turn, that are not told either."""

    hidden: frozenset[Key]
    silent: frozenset[int]


def blur(cells: Mapping[Key, int], totals: Sequence[Collection[Key]], *, k: int) -> Blur[Key]:
    """``totals``: for each sum that readers are told, here or elsewhere, the cells it is the sum of.

    Zero is told: nobody is in it.  What is hidden of a total adds up to k at least and is never one cell alone, and no
    combination of totals gives any hidden cell exactly.
    """
    hidden = {key for key, count in cells.items() if 0 < count < k}
    silent = {turn for turn, parts in enumerate(totals) if 0 < sum(cells[part] for part in parts) < k}
    while True:
        told = {turn: frozenset(parts) for turn, parts in enumerate(totals) if turn not in silent}
        betrayed = _betrayed(cells, told, hidden, k)
        if betrayed is None:
            return Blur(frozenset(hidden), frozenset(silent))
        others = [key for key in told[betrayed] - hidden if cells[key]]
        if others:
            hidden.add(min(others, key=lambda key: (cells[key], str(key))))
        else:
            silent.add(betrayed)


def blurred(cells: Mapping[Key, int], *, k: int) -> dict[Key, int | None]:
    """Parts of one total that is told: None where the count is not."""
    hidden = blur(cells, [list(cells)], k=k).hidden
    return {key: None if key in hidden else count for key, count in cells.items()}


def apart(cells: Mapping[Key, int], *, k: int) -> dict[Key, int | None]:
    """Counts that overlap, or of which no total is told: each is told or not on its own."""
    return {key: None if 0 < count < k else count for key, count in cells.items()}


def _betrayed(
    cells: Mapping[Key, int], told: Mapping[int, frozenset[Key]], hidden: Collection[Key], k: int
) -> int | None:
    """A total that says too much: of what is hidden in it, or together with others."""
    for turn, parts in told.items():
        within = parts & set(hidden)
        if within and (len(within) == 1 or sum(cells[key] for key in within) < k):
            return turn
    return next(_computable(told, hidden), None)


def _computable(told: Mapping[int, frozenset[Key]], hidden: Collection[Key]) -> Iterator[int]:
    """Totals from which, solved together as equations, a hidden cell comes out alone."""
    names = sorted(hidden, key=str)
    rows = {turn: [Fraction(name in parts) for name in names] for turn, parts in told.items()}
    for row in _solved(list(rows.values())):
        alone = [turn for turn, coefficient in enumerate(row) if coefficient]
        if len(alone) == 1:
            yield from (turn for turn, parts in told.items() if names[alone[0]] in parts)


def _solved(rows: list[list[Fraction]]) -> list[list[Fraction]]:
    """Reduced row echelon form: a cell that the totals determine stands alone in its row."""
    done = 0
    for column in range(len(rows[0]) if rows else 0):
        pivot = next((turn for turn in range(done, len(rows)) if rows[turn][column]), None)
        if pivot is None:
            continue
        rows[done], rows[pivot] = rows[pivot], rows[done]
        rows[done] = [value / rows[done][column] for value in rows[done]]
        for turn, row in enumerate(rows):
            if turn != done and row[column]:
                rows[turn] = [a - row[column] * b for a, b in zip(row, rows[done], strict=True)]
        done += 1
    return rows
