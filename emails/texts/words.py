"""What short texts say: one line for each step and reader, in a file for each language that the team may edit."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from functools import cache
from pathlib import Path

from babel.dates import format_date

from emails.texts import fitting
from emails.tongues import FRENCH, LOCALES, words_in
from hub.vocabulary import Audience

FOLDER = Path(__file__).parent
PATTERNS: Mapping[str, str] = {FRENCH: "dd/MM"}
"""Days in figures where the names of months are not in the telephone's alphabet (``août``)."""
DAY = "%(day)s"


class NothingShort(Exception):
    """This step has no short text, or its text needs a day that there is not."""


def written(step: str, audience: Audience, language: str, *, day: date | None) -> str:
    """Raises NothingShort, or :class:`emails.texts.NotAShortText`."""
    code = language if language in LOCALES else FRENCH
    words = texts(code).get(f"{step}.{audience}")
    if words is None or (DAY in words and day is None):
        raise NothingShort(step)
    return fitting(words % {"day": in_short(day, code) if day else ""})


def in_short(day: date, language: str) -> str:
    """``12/03``, ``12 March``."""
    return format_date(day, PATTERNS.get(language, "d MMMM"), locale=LOCALES[language])


def steps() -> frozenset[str]:
    """Those that have a short text for somebody."""
    return frozenset(name.partition(".")[0] for name in texts(FRENCH))


@cache
def texts(language: str) -> Mapping[str, str]:
    """By ``step.audience``."""
    return words_in((FOLDER / f"{language}.txt").read_text(encoding="utf-8"))
