"""What routing answers: who may be asked, best first, and for everybody else the first reason why not."""

from __future__ import annotations

from dataclasses import dataclass

from hub.routing.criteria import Criterion
from hub.routing.points import Counts, Points
from hub.routing.profile import Standing


@dataclass(frozen=True, slots=True)
class Shortlisted:
    """An association that fits.

    ``nearness`` names the weight that counted for the place.  ``load`` is in percent, None for a mentor;
    ``waiting_days`` and ``mentors_lately`` part equals for a mentor, and are None for a young person.
    ``standing`` is how it stood then, None for a mentor.  ``because`` is read by the association before it accepts.
    """

    association: str
    score: int
    because: tuple[str, ...]
    points: Points
    counts: Counts
    standing: Standing | None
    nearness: str
    load: int | None
    waiting_days: int | None
    mentors_lately: int | None
    referente: bool
    fallback: bool


@dataclass(frozen=True, slots=True)
class RuledOut:
    association: str
    criterion: Criterion
    because: str


@dataclass(frozen=True, slots=True)
class Decision:
    """It says which rule book it followed, and what of it held there, so that it can be replayed.

    ``without_room`` would fit a young person if they had a place free: want of room alone rules them out.
    ``themes`` counts those that were asked.
    """

    rule_book: str
    shortlist: tuple[Shortlisted, ...]
    ruled_out: tuple[RuledOut, ...]
    without_room: tuple[str, ...]
    priority: bool
    overrides: tuple[str, ...]
    consortia: tuple[str, ...]
    themes: int
