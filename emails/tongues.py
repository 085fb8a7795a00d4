"""The languages of letters: how each says a day and an hour, and the few sentences that code puts into a letter."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache
from pathlib import Path

from babel.dates import format_date

from hub import calendar

FRENCH = "fr"
LOCALES = {FRENCH: "fr", "en": "en_GB"}
"""Each language in which persons, prescribers and companies are written to, as Babel names it."""

TEMPLATES = Path(__file__).parent / "templates"
NO_BREAK = "\u00a0"


class SpoiltWords(Exception):
    """A line of a language's words is not written as they are.  Shows the line."""


@dataclass(frozen=True, slots=True)
class Tongue:
    """``words``: each French sentence of the code in this language; none in French."""

    code: str
    words: Mapping[str, str]

    def say(self, sentence: str, **facts: object) -> str:
        """Raises KeyError for a sentence that nobody translated."""
        said = sentence if self.code == FRENCH else self.words[sentence]
        return said % facts if facts else said

    def day(self, day: date | None) -> str:
        """``jeudi 12 mars``, ``Thursday 12 March``, on one line; nothing for no day."""
        if day is None:
            return ""
        if self.code == FRENCH:
            return calendar.in_words(day).replace(" ", NO_BREAK)
        return format_date(day, "EEEE d MMMM", locale=LOCALES[self.code]).replace(" ", NO_BREAK)

    def day_of(self, moment: datetime | None) -> str:
        """The day of this moment in Paris."""
        return self.day(calendar.civil(moment)) if moment else ""

    def hour(self, moment: datetime) -> str:
        """``12 h 30``, ``12:30``, in Paris."""
        if self.code == FRENCH:
            return calendar.on_the_clock(moment)
        return f"{moment.astimezone(calendar.PARIS):%H:%M}"

    def day_and_hour(self, moment: datetime) -> str:
        """``jeudi 12 mars à 14 h 05``, ``Thursday 12 March at 14:05``, in Paris."""
        return f"{self.day_of(moment)} {'à' if self.code == FRENCH else 'at'} {self.hour(moment)}"

    def under(self, url: str) -> str:
        """Where the same door speaks this language."""
        return url if self.code == FRENCH else f"{url}/{self.code}"


@cache
def tongue(code: str) -> Tongue:
    """French for a language in which nobody writes letters."""
    if code not in LOCALES or code == FRENCH:
        return Tongue(FRENCH, {})
    return Tongue(code, words_in((TEMPLATES / code / "words.txt").read_text(encoding="utf-8")))


def words_in(text: str) -> Mapping[str, str]:
    """``français = English`` on each line, save empty ones and those that begin with #; ``\\n`` is a line break.

    Raises SpoiltWords.
    """
    return dict(_pairs(text))


def _pairs(text: str) -> Iterator[tuple[str, str]]:
    for line in text.splitlines():
        if line and not line.startswith("#"):
            here, sign, there = line.replace("\\n", "\n").partition(" = ")
            if not (sign and here and there):
                raise SpoiltWords(f"a line of words is written 'French = translation', not {line!r}")
            yield here, there
