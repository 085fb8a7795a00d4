"""What an association's criteria would have met in the past year, as far as the cards of that year can tell.

A card is all that is looked at: no identity, no need.  What a card keeps to itself (a public, a way in, an exact
age) makes its answer a perhaps, and figures are told in tens: nobody is found by moving a criterion back and forth.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import NamedTuple

from hub import cards
from hub.cards import Form, MentorForm, Shape
from hub.cards.forms import area_key
from hub.retrospect.fits import AnyShape, Fit, Mentors, Test, YoungPeople
from hub.routing import Profile

Forms = tuple[tuple[AnyShape, int], ...]

FEW = 10
"""Figures below it are not told, and the others are rounded to it."""


class Facet(StrEnum):
    """What of a card a difference may be about."""

    AREA = "area"
    AGES = "ages"
    LEVEL = "level"
    WISH = "wish"
    MODE = "mode"
    AUDIENCE = "audience"


class Count(NamedTuple):
    """Cards that fit for sure, and those that may: the first are among the second."""

    sure: int
    at_most: int


class Moved(NamedTuple):
    """Of the cards that say ``code``, how many may be met before and after."""

    facet: Facet
    code: str
    before: int
    after: int

    @property
    def more(self) -> int:
        return self.after - self.before


@dataclass(frozen=True, slots=True)
class Effect:
    """``moved``: the greatest differences first.  ``cards``: of how many all this is told."""

    cards: int
    before: Count
    after: Count
    moved: tuple[Moved, ...]


@dataclass(frozen=True, slots=True)
class Year:
    """Each form of card that a year has brought, and how many."""

    young_people: Forms[Form]
    mentors: Forms[MentorForm]


def about(number: int) -> int | None:
    """To the nearest ten; None for a few, of whom no more is told."""
    size = abs(number)
    if 0 < size < FEW:
        return None
    return (size + FEW // 2) // FEW * FEW * (-1 if number < 0 else 1)


def year_of(counts: Mapping[str, int]) -> Year:
    """``counts``: by the word of their form, how many cards there were."""
    read = [(cards.form_called(key), count) for key, count in counts.items()]
    return Year(
        young_people=tuple((form, count) for form, count in read if isinstance(form, Form)),
        mentors=tuple((form, count) for form, count in read if isinstance(form, MentorForm)),
    )


def for_young_people(year: Year, before: Profile, after: Profile) -> Effect:
    """The same profile twice where nothing is changed."""
    test = YoungPeople(before).fit
    return _effect(year.young_people, test, test if before == after else YoungPeople(after).fit)


def for_mentors(year: Year, before: Profile, after: Profile) -> Effect:
    test = Mentors(before).fit
    return _effect(year.mentors, test, test if before == after else Mentors(after).fit)


def _effect(forms: Forms[AnyShape], before: Test[AnyShape], after: Test[AnyShape]) -> Effect:
    was, becomes = Counter[Fit](), Counter[Fit]()
    said_before, said_after = Counter[tuple[Facet, str]](), Counter[tuple[Facet, str]]()
    for form, count in forms:
        then = before(form)
        now = then if after is before else after(form)
        was[then] += count
        becomes[now] += count
        if bool(then) is not bool(now):
            found = said_before if then else said_after
            for said in _facets(form):
                found[said] += count
    moved = (
        Moved(*said, said_before[said], said_after[said])
        for said in sorted({*said_before, *said_after}, key=lambda said: (said[0], said[1]))
    )
    return Effect(
        cards=sum(count for _, count in forms),
        before=_count(was),
        after=_count(becomes),
        moved=tuple(sorted(moved, key=lambda each: -abs(each.more))),
    )


def _count(found: Counter[Fit]) -> Count:
    return Count(found[Fit.YES], found[Fit.YES] + found[Fit.PERHAPS])


def _facets(form: Shape) -> Iterator[tuple[Facet, str]]:
    yield Facet.AREA, area_key(form.area)
    yield from ((Facet.WISH, wish.value) for wish in form.themes or form.families)
    if form.mode:
        yield Facet.MODE, form.mode.value
    if isinstance(form, Form):
        yield Facet.AGES, ",".join(form.bands)
        if form.level:
            yield Facet.LEVEL, form.level.value
    elif isinstance(form, MentorForm):
        yield Facet.AGES, ",".join(form.ages)
        yield from ((Facet.AUDIENCE, audience.value) for audience in form.audiences)
