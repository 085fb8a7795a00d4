"""From a form's one word back to the form, so that what is counted by its word can be read."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache
from typing import Any

from hub.cards.forms import Area, AreaKind, Form, ThemeFamily
from hub.cards.making import AnyForm
from hub.cards.mentors import MentorForm
from hub.vocabulary import AgeBand, Availability, Level, MentorAge, MentorAudience, MentorStatus, Mode, Theme

MENTOR = "mentor"
ANY = "*"
MOST_FORMS = 1 << 16


@lru_cache(maxsize=MOST_FORMS)
def form_called(key: str) -> AnyForm:
    """The form whose :func:`hub.cards.form_key` this is.  Raises ValueError for a word that is nobody's."""
    first, *parts = key.split("|")
    if first == MENTOR:
        area, ages, status, availability, audiences, wishes, mode = parts
        return MentorForm(
            **_shape(area, wishes, mode),
            ages=tuple(age for age in MentorAge if age in ages),  # one of them ends with a + of its own
            status=None if status == ANY else MentorStatus(status),
            availability=None if availability == ANY else Availability(availability),
            audiences=() if audiences == ANY else tuple(map(MentorAudience, audiences.split("+"))),
        )
    bands, level, wishes, mode = parts
    return Form(
        **_shape(first, wishes, mode),
        bands=tuple(map(AgeBand, bands.split("+"))),
        level=None if level == ANY else Level(level),
    )


def _shape(area: str, wishes: str, mode: str) -> dict[str, Any]:
    kind, _, code = area.rpartition(":")
    wished = wishes.split("+")
    families = _all_in(wished, {family.value for family in ThemeFamily})
    return {
        "area": Area(AreaKind(kind or AreaKind.DEPARTMENT), code),
        "themes": () if families else tuple(map(Theme, wished)),
        "families": tuple(map(ThemeFamily, wished)) if families else (),
        "mode": None if mode == ANY else Mode(mode),
    }


def _all_in(words: Iterable[str], known: set[str]) -> bool:
    return all(word in known for word in words)
