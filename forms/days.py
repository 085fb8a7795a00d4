"""Days as the public pages write them, in the language of the page."""

from __future__ import annotations

from datetime import date, datetime

from flask_babel import format_date, get_locale

from hub import calendar
from hub.calendar import PARIS, in_words
from hub.languages import FRENCH

NO_BREAK = "\u00a0"


def on_one_line(day: date) -> str:
    """``jeudi 12 mars``, ``Thursday 12 March``, never broken between the number and the month."""
    said = in_words(day) if str(get_locale()) == FRENCH else format_date(day, "EEEE d MMMM")
    return NO_BREAK.join(said.rsplit(" ", 1))


def on_the_clock(moment: datetime) -> str:
    """``14 h 05``, ``14:05``, in Paris."""
    if str(get_locale()) == FRENCH:
        return calendar.on_the_clock(moment)
    return f"{moment.astimezone(PARIS):%H:%M}"
