"""From a need to its card: the first form down the ladder that enough people share."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass
from datetime import date, timedelta
from typing import Any, Self

from hub.cards.forms import LADDER, Area, AreaKind, Form, ThemeFamily, age_band, form_key
from hub.vocabulary import AgeBand, Level, Mode, Need, Theme


@dataclass(frozen=True, slots=True, repr=False)
class Card(Form):
    """A form and the Monday of the week of registration."""

    week: date

    def to_json(self) -> dict[str, Any]:
        return {**asdict(self), "week": self.week.isoformat()}

    @classmethod
    def from_json(cls, content: Mapping[str, Any]) -> Self:
        return cls(
            area=Area(AreaKind(content["area"]["kind"]), content["area"]["code"]),
            bands=tuple(map(AgeBand, content["bands"])),
            level=Level(content["level"]) if content["level"] else None,
            themes=tuple(map(Theme, content["themes"])),
            families=tuple(map(ThemeFamily, content["families"])),
            mode=Mode(content["mode"]) if content["mode"] else None,
            week=date.fromisoformat(content["week"]),
        )


def make_card(need: Need, *, registered_on: date, group_of: Callable[[Form], int], k: int) -> Card:
    """The first form that at least ``k`` share, or else all of France.

    ``group_of`` says how many registrations of the last twelve months share a form.
    """
    forms = rungs(need)
    shown = next((form for form in forms if group_of(form) >= k), forms[-1])
    return Card(
        area=shown.area,
        bands=shown.bands,
        level=shown.level,
        themes=shown.themes,
        families=shown.families,
        mode=shown.mode,
        week=registered_on - timedelta(days=registered_on.weekday()),
    )


def forms_of(need: Need) -> tuple[str, ...]:
    """The keys of the forms this need has down the ladder, each once: what to tally."""
    return tuple(dict.fromkeys(map(form_key, rungs(need))))


def rungs(need: Need) -> tuple[Form, ...]:
    """The same need told in less and less detail, one form for each rung."""
    form = Form(
        area=Area(AreaKind.DEPARTMENT, need.place.department),
        bands=(age_band(need.age),),
        level=need.level,
        themes=tuple(sorted(need.themes)),
        families=(),
        mode=need.mode,
    )
    forms = []
    for less in LADDER:
        form = less(form)
        forms.append(form)
    return tuple(forms)
