"""When a webinar takes place, as the public pages write it."""

from __future__ import annotations

from datetime import datetime

from flask_babel import format_time, get_locale
from flask_babel import gettext as _

from forms.days import on_one_line
from hub.calendar import civil, on_the_clock
from hub.languages import FRENCH


def session_in_words(starts_at: datetime) -> str:
    """``jeudi 3 décembre à 12 h 30``, in Paris."""
    clock = on_the_clock(starts_at) if str(get_locale()) == FRENCH else format_time(starts_at, "h:mm a")
    return str(_("%(day)s à %(clock)s", day=on_one_line(civil(starts_at)), clock=clock))
