"""What every peer is told: the associations, flat, prepared once outside the measure; a need, put flat inside it.

The rule book is the network's own.  It must hold neither territory override nor consortium: the peers know none.
"""

from __future__ import annotations

from dataclasses import dataclass
from heapq import nsmallest
from typing import Any

from bench.routing.crowd import Asked, Member
from hub.cards.forms import age_band
from hub.routing import Criterion, Profile, RuleBook, Weights, is_priority
from hub.routing.criteria import CHILD_WELFARE, CLASSES, DIPLOMAS, SCHOOLS
from hub.routing.territory import MAINLAND
from hub.vocabulary import Channel, Level, Mode, Public, Situation, Theme

ORDER = (
    Criterion.JOINED,
    Criterion.ASKED,
    Criterion.PAUSED,
    Criterion.FULL,
    Criterion.KEPT_FOR_PRIORITY,
    Criterion.AGE,
    Criterion.SITUATION,
    Criterion.LEVEL,
    Criterion.DIPLOMA,
    Criterion.THEMES,
    Criterion.PROJECT,
    Criterion.MODE,
    Criterion.TERRITORY,
    Criterion.SMALL_TOWN,
    Criterion.PUBLIC,
    Criterion.GIRLS_ONLY,
    Criterion.VOLUNTEERING,
    Criterion.ENTRY,
    Criterion.ASE_CONVENTION,
)
FITS = 1_000
NOT_LAST = 1_000_000
LOADS = 101
BEST = 3
ANY_CLASS, NO_DIPLOMA = len(CLASSES), -1
CLASS: dict[Level | None, int] = {level: place for place, level in enumerate(CLASSES)}
DEGREE: dict[Level | None, int] = {level: place for place, level in enumerate(DIPLOMAS)}
AGES = range(5, 31)
BAND = {age: age_band(age).value for age in AGES}
WORD: dict[str, str] = {code: code.value for codes in (Public, Situation, Theme) for code in codes}
"""Engines are given plain text: some do not know a Python enumeration."""
NO_PUBLIC: dict[str, Any] = {public.value: False for public in Public}


class BookTooRich(ValueError):
    """The rule book holds overrides or consortia, which the peers do not know."""


@dataclass(frozen=True, slots=True)
class Answer:
    """The best associations in order, by number, and for each number the place in ``ORDER`` of what rules it out.

    ``codes`` from ``FITS`` on: nothing does, and more is better.  Equal codes: the alphabet, so the lower number.
    """

    best: list[int]
    codes: list[int]


@dataclass(frozen=True, slots=True)
class Facts:
    """An association: its criteria, its standing, and what of its rank does not depend on the need.

    ``kept``: what is left is kept for priority publics.  ``last_for``: the bands of age for which it comes last.
    """

    profile: Profile
    joined: bool
    paused: bool
    places: int
    kept: bool
    points: int
    load: int
    last_for: tuple[str, ...]


def facts_of(member: Member, book: RuleBook) -> Facts:
    if book.overrides or book.consortia:
        raise BookTooRich
    profile, now = member
    yearly = book.load.undeclared_places if now.places_a_year is None else now.places_a_year
    load = min(100, 100 * now.places_left // yearly) * _freshness(now.declared_days, book) // 100
    return Facts(
        profile=profile,
        joined=now.joined,
        paused=now.paused,
        places=now.places_left,
        kept=100 * now.places_left <= book.priority.reserved_percent * yearly,
        points=_fixed(profile, book.weights, load, now.answered_in_time),
        load=load,
        last_for=tuple(band.value for band, slugs in book.fallback.items() if profile.slug in slugs),
    )


def _freshness(days: int | None, book: RuleBook) -> int:
    """In percent: what a declaration of that age still weighs."""
    load = book.load
    if days is None:
        return load.undeclared_percent
    if days <= load.fresh_days:
        return 100
    return max(0, 100 * (load.stale_days - days) // (load.stale_days - load.fresh_days))


def _fixed(profile: Profile, weights: Weights, load: int, answered: int) -> int:
    conditions = (
        profile.girls_only,
        profile.volunteering_done,
        profile.project is not None,
        profile.small_town,
        profile.diploma is not None,
    )
    reserved = len(profile.required_publics) + sum(conditions)
    return weights.reserved * reserved + weights.load * load // 100 + weights.answers * answered // 100


def need_of(asked: Asked, book: RuleBook) -> dict[str, Any]:
    """A need as a rules engine likes it: plain words, numbers and yes or no.

    ``charge``: the département in charge of the child, ``uai`` the school; empty: none.
    """
    need, place, prescriber = asked.need, asked.need.place, asked.need.prescriber
    publics, first, *others = need.publics, *need.themes
    kind = prescriber.kind if prescriber else None
    said = NO_PUBLIC | {WORD[public]: True for public in publics}
    said["asked"] = [*asked.already]
    said["priority"] = is_priority(need, book)
    said["age"], said["band"] = need.age, BAND[need.age]
    said["situation"] = WORD[need.situation]
    said["school_class"] = CLASS.get(need.level, ANY_CLASS)
    said["diploma"] = DEGREE.get(need.level, NO_DIPLOMA)
    said["theme_1"], said["theme_2"] = WORD[first], WORD[others[0]] if others else ""
    said["in_person"] = need.mode is not Mode.REMOTE
    said["remote"] = need.mode is not Mode.IN_PERSON
    said["department"], said["region"] = place.department, place.region
    said["mainland"] = place.region in MAINLAND
    said["small_town"] = place.population < book.small_town_below or Public.RURAL in publics
    said["engaged"] = Public.ENGAGE in publics or need.situation is Situation.SERVICE_CIVIQUE
    said["family"] = need.channel is Channel.GUARDIAN
    said["referred"] = kind is not None
    said["school"], said["welfare"] = kind in SCHOOLS, kind in CHILD_WELFARE
    said["charge"] = prescriber.department or "" if prescriber else ""
    said["uai"] = prescriber.uai or "" if prescriber else ""
    return said


def best_of(codes: list[int]) -> Answer:
    """The three greatest codes that fit, the lower number first among equals."""
    fitting = [(-code, number) for number, code in enumerate(codes) if code >= FITS]
    return Answer([number for _, number in nsmallest(BEST, fitting)], codes)
