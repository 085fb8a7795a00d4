"""What every peer is told: the associations and the needs, flat, prepared once and outside the measure.

The rule book is the network's own.  It must hold neither territory override nor consortium: the peers know none.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from heapq import nsmallest
from typing import Any

from bench.routing.crowd import Asked, Member
from hub.cards.forms import age_band
from hub.routing import Criterion, Profile, RuleBook, Weights, is_priority
from hub.routing.criteria import CHILD_WELFARE, CLASSES, DIPLOMAS, SCHOOLS
from hub.routing.territory import MAINLAND
from hub.vocabulary import Channel, Level, Mode, Need, Public, Situation

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
    Criterion.MODE,
    Criterion.TERRITORY,
    Criterion.SMALL_TOWN,
    Criterion.PUBLIC,
    Criterion.GIRLS_ONLY,
    Criterion.VOLUNTEERING,
    Criterion.PROJECT,
    Criterion.ENTRY,
    Criterion.ASE_CONVENTION,
)
FITS = 1_000
NOT_LAST = 1_000_000
LOADS = 101
BEST = 3
ANY_CLASS, NO_DIPLOMA = len(CLASSES), -1


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
    """A need as a rules engine likes it: plain words, numbers and yes or no."""
    need, themes = asked.need, [*sorted(asked.need.themes), ""]
    return {
        "asked": sorted(asked.already),
        "priority": is_priority(need, book),
        "age": need.age,
        "band": age_band(need.age).value,
        "situation": need.situation.value,
        "school_class": _place_in(CLASSES, need.level, ANY_CLASS),
        "diploma": _place_in(DIPLOMAS, need.level, NO_DIPLOMA),
        "theme_1": str(themes[0]),
        "theme_2": str(themes[1]),
        "in_person": need.mode is not Mode.REMOTE,
        "remote": need.mode is not Mode.IN_PERSON,
        "department": need.place.department,
        "region": need.place.region,
        "mainland": need.place.region in MAINLAND,
        "small_town": need.place.population < book.small_town_below or Public.RURAL in need.publics,
        "engaged": Public.ENGAGE in need.publics or need.situation is Situation.SERVICE_CIVIQUE,
        **{public.value: public in need.publics for public in Public},
        **_door(need),
    }


def _door(need: Need) -> Mapping[str, Any]:
    """How they came.  ``charge``: the département in charge of the child, ``uai`` the school; empty: none."""
    kind = need.prescriber.kind if need.prescriber else None
    return {
        "family": need.channel is Channel.GUARDIAN,
        "referred": kind is not None,
        "school": kind in SCHOOLS,
        "welfare": kind in CHILD_WELFARE,
        "charge": need.prescriber.department or "" if need.prescriber else "",
        "uai": need.prescriber.uai or "" if need.prescriber else "",
    }


def _place_in(levels: tuple[Level, ...], level: Level | None, otherwise: int) -> int:
    return levels.index(level) if level in levels else otherwise


def best_of(codes: list[int]) -> Answer:
    """The three greatest codes that fit, the lower number first among equals."""
    fitting = [(-code, number) for number, code in enumerate(codes) if code >= FITS]
    return Answer([number for _, number in nsmallest(BEST, fitting)], codes)
