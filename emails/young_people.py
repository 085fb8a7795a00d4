"""How a letter tells a professional of those they registered: a line each, by reference, and how many stand where."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from emails.markup import Facts
from emails.tongues import Tongue
from hub.calendar import civil
from hub.following import Stand, stand_of
from hub.models import Referral
from hub.wording import N_
from hub.work import Work

ONE = N_("%(count)s\u00a0jeune")
SEVERAL = N_("%(count)s\u00a0jeunes")
LINE = N_("%(reference)s\u202f: %(stand)s%(coming)s")
MOST_LINES = 40
"""People listed in one letter; the page has them all."""


def told_of(work: Work, rows: Sequence[Referral], said_in: Tongue) -> Facts:
    """``people`` holds a line for each, the soonest date first; ``others``, how many more there are."""
    stands = sorted((stand_of(row, today=civil(work.now)) for row in rows), key=_soonest)
    many = Counter(said_in.say(stand.words) for stand in stands)
    return {
        "how_many": counted(len(rows), said_in),
        "counts": ", ".join(f"{words.lower()}\u00a0({count})" for words, count in many.most_common()),
        **listed("people", [_line(stand, said_in) for stand in stands], said_in),
    }


def listed(name: str, lines: Sequence[str], said_in: Tongue) -> Facts:
    """As many as one letter holds, and how many more there are."""
    others = max(0, len(lines) - MOST_LINES)
    return {name: "\n".join(lines[:MOST_LINES]), "others": counted(others, said_in) if others else ""}


def counted(count: int, said_in: Tongue) -> str:
    return said_in.say(SEVERAL if count > 1 else ONE, count=count)


def _soonest(stand: Stand) -> tuple[bool, str, str]:
    day = stand.next_day
    return (day is None, day.isoformat() if day else "", stand.reference)


def _line(stand: Stand, said_in: Tongue) -> str:
    day = said_in.day(stand.next_day)
    coming = f", {said_in.say(stand.next_words, day=day)}" if stand.next_words else ""
    return said_in.say(LINE, reference=stand.reference, stand=said_in.say(stand.words).lower(), coming=coming)
