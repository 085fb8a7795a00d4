"""When a webinar takes place, as the public pages write it."""

from __future__ import annotations

from datetime import datetime

from flask_babel import gettext as _

from forms.days import on_one_line, on_the_clock
from hub.calendar import civil


def session_in_words(starts_at: datetime) -> str:
    """``jeudi 3 décembre à 12 h 30``, ``Thursday 3 December at 12:30``, in Paris."""
    day, clock = on_one_line(civil(starts_at)), on_the_clock(starts_at)
    return str(_("%(day)s à %(clock)s", day=day, clock=clock))
