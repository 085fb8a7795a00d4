"""From a need, or from what a mentor offers, to its card: the first form down the ladder that enough share."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import asdict, dataclass, fields
from datetime import date, timedelta
from typing import Any, Self

from hub.cards.forms import LADDER, AnyShape, Area, AreaKind, Form, ThemeFamily, age_band, young_form_key
from hub.cards.mentors import MENTOR_LADDER, MentorForm, mentor_form, mentor_form_key
from hub.vocabulary import (
    AgeBand,
    Availability,
    Engagement,
    Kind,
    Level,
    MentorAge,
    MentorAudience,
    MentorStatus,
    Mode,
    Need,
    Theme,
)

AnyForm = Form | MentorForm


@dataclass(frozen=True, slots=True, repr=False, kw_only=True)
class Card(Form):
    """A form and the Monday of the week of registration."""

    week: date

    def to_json(self) -> dict[str, Any]:
        return {**asdict(self), "week": self.week.isoformat()}

    @classmethod
    def from_json(cls, content: Mapping[str, Any]) -> Self:
        return cls(
            **_shape(content),
            bands=tuple(map(AgeBand, content["bands"])),
            level=Level(content["level"]) if content["level"] else None,
            week=date.fromisoformat(content["week"]),
        )


@dataclass(frozen=True, slots=True, repr=False, kw_only=True)
class MentorCard(MentorForm):
    """A mentor's form and the Monday of the week of registration."""

    week: date

    def to_json(self) -> dict[str, Any]:
        return {"kind": Kind.MENTOR.value, **asdict(self), "week": self.week.isoformat()}

    @classmethod
    def from_json(cls, content: Mapping[str, Any]) -> Self:
        return cls(
            **_shape(content),
            ages=tuple(map(MentorAge, content["ages"])),
            status=MentorStatus(content["status"]) if content["status"] else None,
            availability=Availability(content["availability"]) if content["availability"] else None,
            audiences=tuple(map(MentorAudience, content["audiences"])),
            week=date.fromisoformat(content["week"]),
        )


def read_card(content: Mapping[str, Any]) -> Card | MentorCard:
    """A card as a row keeps it."""
    kind = MentorCard if content.get("kind") == Kind.MENTOR else Card
    return kind.from_json(content)


def make_card(
    need: Need | Engagement, *, registered_on: date, group_of: Callable[[AnyForm], int], k: int
) -> Card | MentorCard:
    """The first form that at least ``k`` share, or else all of France.

    ``group_of`` says how many registrations of the last twelve months share a form.
    """
    forms = rungs(need)
    shown = next((form for form in forms if group_of(form) >= k), forms[-1])
    week = registered_on - timedelta(days=registered_on.weekday())
    told = {field.name: getattr(shown, field.name) for field in fields(shown)}
    return MentorCard(**told, week=week) if isinstance(shown, MentorForm) else Card(**told, week=week)


def forms_of(need: Need | Engagement) -> tuple[str, ...]:
    """The keys of the forms this need has down the ladder, each once: what to tally."""
    return tuple(dict.fromkeys(map(form_key, rungs(need))))


def form_key(form: AnyForm) -> str:
    """As one word, the same for all who share it and for nobody else."""
    return mentor_form_key(form) if isinstance(form, MentorForm) else young_form_key(form)


def rungs(need: Need | Engagement) -> tuple[AnyForm, ...]:
    """The same need told in less and less detail, one form for each rung."""
    if isinstance(need, Engagement):
        return _down(mentor_form(need), MENTOR_LADDER)
    return _down(_form(need), LADDER)


def _form(need: Need) -> Form:
    return Form(
        area=Area(AreaKind.DEPARTMENT, need.place.department),
        bands=(age_band(need.age),),
        level=need.level,
        themes=tuple(sorted(need.themes)),
        families=(),
        mode=need.mode,
    )


def _down(form: AnyShape, ladder: Iterable[Callable[[AnyShape], AnyShape]]) -> tuple[AnyShape, ...]:
    forms = []
    for less in ladder:
        form = less(form)
        forms.append(form)
    return tuple(forms)


def _shape(content: Mapping[str, Any]) -> dict[str, Any]:
    """What every card tells."""
    return {
        "area": Area(AreaKind(content["area"]["kind"]), content["area"]["code"]),
        "themes": tuple(map(Theme, content["themes"])),
        "families": tuple(map(ThemeFamily, content["families"])),
        "mode": Mode(content["mode"]) if content["mode"] else None,
    }
