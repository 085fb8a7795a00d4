"""Départements as people write them: numbers, names, or both, one after the other."""

from __future__ import annotations

import re
from functools import cache

from forms.typed import folded
from hub.geography import DEPARTMENTS

BETWEEN = re.compile(r"[,;/\n]+")
AND = re.compile(r"\s+et\s+")
CODE = re.compile(r"\d{1,3}|2[ab]", re.IGNORECASE)
NUMBER_BESIDE = re.compile(r"\(.*?\)")


def departments_in(text: str) -> tuple[list[str], list[str]]:
    """Their codes, in the order of the country's list, and the words that name none."""
    found, unknown = set[str](), list[str]()
    for part in filter(None, map(str.strip, BETWEEN.split(text))):
        for word in _words(part):
            code = _code(word)
            if code:
                found.add(code)
            else:
                unknown.append(word)
    return [code for code in DEPARTMENTS if code in found], unknown


def named(codes: tuple[str, ...]) -> str:
    return ", ".join(DEPARTMENTS[code].name for code in codes)


def _words(part: str) -> list[str]:
    """``59 62`` and ``Nord et Oise`` are two of them, ``Wallis et Futuna`` one."""
    if _code(part):
        return [part]
    words = part.split()
    return words if all(CODE.fullmatch(word) for word in words) else AND.split(part)


def _code(word: str) -> str | None:
    if CODE.fullmatch(word):
        code = word.upper().zfill(2)
        return code if code in DEPARTMENTS else None
    return _by_name().get(folded(NUMBER_BESIDE.sub("", word)))


@cache
def _by_name() -> dict[str, str]:
    return {folded(department.name): code for code, department in DEPARTMENTS.items()}
