"""Two texts side by side, as somebody reads them: the lines that changed, with a little around them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import StrEnum

AROUND = 2
"""Unchanged lines kept before and after each change, so that a reader knows where they are."""


class Fate(StrEnum):
    KEPT = "kept"
    GONE = "gone"
    NEW = "new"


@dataclass(frozen=True, slots=True)
class Line:
    """Numbers count from 1; ``before`` is None for a new line, ``after`` for one that is gone."""

    fate: Fate
    before: int | None
    after: int | None
    text: str


def changed_lines(before: str, after: str) -> list[list[Line]]:
    """Passages in the order of the text, none when both are the same."""
    old, new = before.splitlines(), after.splitlines()
    groups = SequenceMatcher(None, old, new).get_grouped_opcodes(AROUND)
    return [[line for code in group for line in _lines(old, new, code)] for group in groups]


def _lines(old: list[str], new: list[str], code: tuple[str, int, int, int, int]) -> Iterator[Line]:
    tag, i1, i2, j1, j2 = code
    if tag == "equal":
        for i, j in zip(range(i1, i2), range(j1, j2), strict=True):
            yield Line(Fate.KEPT, i + 1, j + 1, old[i])
        return
    yield from (Line(Fate.GONE, i + 1, None, old[i]) for i in range(i1, i2))
    yield from (Line(Fate.NEW, None, j + 1, new[j]) for j in range(j1, j2))
