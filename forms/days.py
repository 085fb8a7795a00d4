"""Days as the public pages write them."""

from __future__ import annotations

from datetime import date

from hub.calendar import in_words

NO_BREAK = "\u00a0"


def on_one_line(day: date) -> str:
    """``jeudi 12 mars``, never broken between the number and the month."""
    return NO_BREAK.join(in_words(day).rsplit(" ", 1))
