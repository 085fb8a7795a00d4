"""A mentor's card: the little it tells of somebody who offers their time, and how to tell less.

Never the employer, the trade, the commune nor the exact age.  Whether a mentor is of age stays to the last: it
decides who must agree before a first meeting.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

from hub.cards.forms import (
    Area,
    AreaKind,
    Shape,
    area_key,
    in_full,
    of_any_mode,
    of_france,
    of_the_region,
    wishes_key,
    with_families_of_themes,
)
from hub.vocabulary import Availability, Engagement, MentorAge, MentorAudience, MentorStatus


@dataclass(frozen=True, slots=True, repr=False, kw_only=True)
class MentorForm(Shape):
    """What a mentor's card tells, its week apart.  No status, availability or audience: any."""

    ages: tuple[MentorAge, ...]
    status: MentorStatus | None
    availability: Availability | None
    audiences: tuple[MentorAudience, ...]


WIDER_AGES = (
    (MentorAge.FROM_15_TO_17,),
    (MentorAge.FROM_18_TO_25, MentorAge.FROM_26_TO_49, MentorAge.FROM_50),
)


def mentor_form_key(form: MentorForm) -> str:
    """As one word that no young person's form can be: ``mentor|59|26-49|actif|weekly|lycee|orientation|either``."""
    return "|".join(
        (
            "mentor",
            area_key(form.area),
            "+".join(form.ages),
            form.status or "*",
            form.availability or "*",
            "+".join(form.audiences) or "*",
            *wishes_key(form),
        )
    )


def of_any_status(form: MentorForm) -> MentorForm:
    return replace(form, status=None)


def of_any_availability(form: MentorForm) -> MentorForm:
    return replace(form, availability=None)


def for_any_audience(form: MentorForm) -> MentorForm:
    """Routing matched it already, as it did the themes and the mode."""
    return replace(form, audiences=())


def of_wider_ages(form: MentorForm) -> MentorForm:
    return replace(form, ages=next(ages for ages in WIDER_AGES if form.ages[0] in ages))


MENTOR_LADDER: tuple[Callable[[MentorForm], MentorForm], ...] = (
    in_full,
    of_any_status,
    of_any_availability,
    for_any_audience,
    with_families_of_themes,
    of_any_mode,
    of_wider_ages,
    of_the_region,
    of_france,
)
"""Each rung tells less than the one before it, on which it stands.

What routing matched goes first: of an adult, an association reads the age and the place as long as ten share them.
"""


def mentor_form(engagement: Engagement) -> MentorForm:
    """All that a card could tell of this mentor."""
    return MentorForm(
        area=Area(AreaKind.DEPARTMENT, engagement.place.department),
        ages=(engagement.age,),
        status=engagement.status,
        availability=engagement.availability,
        audiences=tuple(audience for audience in MentorAudience if audience in engagement.audiences),
        themes=tuple(sorted(engagement.themes)),
        families=(),
        mode=engagement.mode,
    )
