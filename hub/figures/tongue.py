"""Figures as each language writes them: the words come from whoever holds the catalogue of the page."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from babel.dates import format_date
from babel.numbers import format_decimal, format_percent

from hub.charts import Heading, Mark
from hub.wording import N_

HIDDEN = N_("masqué")
RECALLED = N_("Reprises : une autre association a répondu avant, ou la demande a été retirée.")


@dataclass(frozen=True, slots=True)
class Tongue:
    """``say`` translates a sentence and fills in its places; ``locale`` as Babel names it."""

    say: Callable[..., str]
    locale: str

    def number(self, value: float | None) -> str:
        """A count; the word for hidden in place of one that is not told."""
        return self.say(HIDDEN) if value is None else format_decimal(value, locale=self.locale)

    def percent(self, share: float | None) -> str:
        return self.say(HIDDEN) if share is None else format_percent(share, locale=self.locale)

    def days(self, value: float | None) -> str:
        """Working days."""
        return self.say(HIDDEN) if value is None else self.say(N_("%(number)s j"), number=self.number(value))

    def month(self, month: str) -> tuple[str, str]:
        """``2026-03``: in full, and short."""
        day = date.fromisoformat(f"{month}-01")
        full = format_date(day, "LLLL y", locale=self.locale)
        return full, format_date(day, "LLL", locale=self.locale)

    def day(self, day: date) -> str:
        """``1er novembre 2025``."""
        if self.locale == "fr" and day.day == 1:
            return "1er\N{NO-BREAK SPACE}" + format_date(day, "LLLL y", locale=self.locale)
        return format_date(day, "d\N{NO-BREAK SPACE}MMMM y", locale=self.locale)

    def written(self, day: str) -> str:
        """The same, of a day as figures keep it."""
        return self.day(date.fromisoformat(day[:10]))

    def heading(self, name: str, title: str, *head: str, note: str = "") -> Heading:
        return Heading(name, self.say(title), tuple(self.say(cell) if cell else "" for cell in head), note)

    def mark(self, label: str, value: float | None) -> Mark:
        return Mark(label, value, self.number(value))
