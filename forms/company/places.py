"""Départements as people write them: numbers, names, or both, one after the other; a region is all of its own."""

from __future__ import annotations

import re

from hub.folding import folded
from hub.geography import DEPARTMENTS, departments_called

BETWEEN = re.compile(r"[,;/+&\n]+|(?<=[\dABab])\s*[-–]\s*(?=\d)")
AND = re.compile(r"\s+et\s+")
CODE = re.compile(r"\d{1,3}|2[ab]", re.IGNORECASE)
NUMBER_WITHIN = re.compile(rf"\b({CODE.pattern})\b", re.IGNORECASE)
BESIDE = re.compile(r"\([^()]*\)")
TITLE = re.compile(r"^(la |les? )?(region|departement|dept|dpt)s?( du| des?| d)? ")


def departments_in(text: str) -> tuple[list[str], list[str]]:
    """Their codes, in the order of the country's list, and the words that name none."""
    found, unknown = set[str](), list[str]()
    for part in filter(None, map(str.strip, BETWEEN.split(text))):
        for word in _words(part):
            codes = _codes(word)
            found.update(codes)
            unknown += [] if codes else [word]
    return [code for code in DEPARTMENTS if code in found], unknown


def are_everywhere(codes: list[str]) -> bool:
    """« France entière »: all of the country's list."""
    return len(codes) == len(DEPARTMENTS)


def _words(part: str) -> list[str]:
    """``59 62`` and ``Nord et Oise`` are two of them, ``Wallis et Futuna`` one."""
    if _codes(part):
        return [part]
    words = part.split()
    return words if all(CODE.fullmatch(word) for word in words) else AND.split(part)


def _codes(word: str) -> tuple[str, ...]:
    said = BESIDE.sub("", word)
    bare = TITLE.sub("", folded(said))
    return departments_called(said) or departments_called(bare) or _named_twice(bare)


def _named_twice(said: str) -> tuple[str, ...]:
    """« 59 Nord » is one département; « 75 Nord » is none."""
    meant = {departments_called(part) for part in NUMBER_WITHIN.split(said) if part.strip()}
    return meant.pop() if len(meant) == 1 else ()
