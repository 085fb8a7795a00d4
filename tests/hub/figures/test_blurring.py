"""Nobody learns of a group smaller than k: neither by reading a figure, nor by subtracting the others."""

from __future__ import annotations

from fractions import Fraction

from hypothesis import given, settings
from hypothesis import strategies as st

from hub.figures.blurring import Blur, apart, blur, blurred

K = 10
COUNTS = st.one_of(st.integers(0, 12), st.integers(0, 300))
Cells = dict[tuple[int, int], int]


@st.composite
def tables(draw: st.DrawFn) -> tuple[Cells, list[list[tuple[int, int]]]]:
    """Rows and columns, each with its total told."""
    rows, columns = draw(st.integers(1, 6)), draw(st.integers(1, 4))
    cells = {(row, column): draw(COUNTS) for row in range(rows) for column in range(columns)}
    lines = [[(row, column) for column in range(columns)] for row in range(rows)]
    return cells, lines + [[(row, column) for row in range(rows)] for column in range(columns)]


def is_computed(
    cell: tuple[int, int], found: Blur[tuple[int, int]], told: list[list[tuple[int, int]]]
) -> bool:
    """Whether some combination of the totals that are told gives this hidden cell: is it in the space of their rows?"""
    hidden = sorted(found.hidden)
    rows = [[Fraction(each in line) for each in hidden] for line in told]
    return rank(rows) == rank([*rows, [Fraction(each == cell) for each in hidden]])


def rank(rows: list[list[Fraction]]) -> int:
    left, found = [row[:] for row in rows], 0
    while left:
        row = left.pop()
        place = next((at for at, value in enumerate(row) if value), None)
        if place is not None:
            found += 1
            left = [
                [a - other[place] / row[place] * b for a, b in zip(other, row, strict=True)] for other in left
            ]
    return found


@settings(max_examples=60)
@given(tables())
def test_no_small_group_can_be_read_or_computed(
    table: tuple[Cells, list[list[tuple[int, int]]]],
) -> None:
    cells, totals = table
    found = blur(cells, totals, k=K)
    assert {cell for cell, count in cells.items() if 0 < count < K} <= found.hidden
    assert not any(cells[cell] == 0 for cell in found.hidden)
    told = [line for turn, line in enumerate(totals) if turn not in found.silent]
    for line in told:
        within = [cells[cell] for cell in line if cell in found.hidden]
        assert not within or (len(within) > 1 and sum(within) >= K)
    assert not any(is_computed(cell, found, told) for cell in found.hidden)


@settings(max_examples=40)
@given(st.lists(COUNTS, max_size=30))
def test_what_need_not_be_hidden_is_told(counts: list[int]) -> None:
    told = blurred(dict(enumerate(counts)), k=K)
    hidden = [counts[key] for key, count in told.items() if count is None]
    small = [count for count in counts if 0 < count < K]
    assert len(hidden) <= len(small) + max(0, -(-(K - sum(small)) // K)) + (len(small) == 1)


def test_one_small_group_takes_the_next_smallest_with_it() -> None:
    assert blurred({"a": 3, "b": 40, "c": 12, "d": 0}, k=K) == {"a": None, "b": 40, "c": None, "d": 0}


def test_counts_that_overlap_are_hidden_one_by_one() -> None:
    assert apart({"ase": 3, "qpv": 40}, k=K) == {"ase": None, "qpv": 40}


def test_a_total_of_a_few_is_not_told_either() -> None:
    found = blur({"a": 3, "b": 2}, [["a", "b"]], k=K)
    assert found.hidden == {"a", "b"} and found.silent == {0}
