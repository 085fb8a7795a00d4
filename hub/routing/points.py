"""How well an association that fits does fit: whole points, so that a sum can be checked by hand."""

from __future__ import annotations

from collections.abc import Callable, Hashable
from dataclasses import dataclass, fields, replace
from typing import Generic, NamedTuple

from hub.routing.criteria import Asked, Case
from hub.routing.engagement import sought
from hub.routing.profile import Profile
from hub.routing.rulebook import RuleBook, Weights, consortia_of, overrides_at
from hub.routing.where import nearest
from hub.vocabulary import Engagement, Need, Place


@dataclass(frozen=True, slots=True)
class Points:
    """A score, word by word.  The need first, then the load and the answers, which a mentor's has not."""

    theme: int
    reserved: int
    favoured_public: int
    nearness: int
    referente: int
    first: int
    load: int
    answers: int

    @property
    def total(self) -> int:
        return sum(getattr(self, field.name) for field in fields(self))


@dataclass(frozen=True, slots=True)
class Counts:
    """How many times the first three weights count.  A mentor's favoured publics are the audiences they wish for."""

    themes: int
    reserved: int
    favoured_publics: int

    def weighed(self, weights: Weights) -> int:
        return (
            weights.theme * self.themes
            + weights.reserved * self.reserved
            + weights.favoured_public * self.favoured_publics
        )


class Measure(NamedTuple, Generic[Asked]):
    """Points for one part of what is asked; like a rule, it looks at ``said`` alone of a profile.

    A measure of places looks at where the association comes too, and at nothing else when ``said`` is None.
    """

    said: Callable[[Profile, RuleBook], Hashable]
    points: Callable[[Case[Asked], Weights], int]


def weights_at(place: Place, rule_book: RuleBook) -> Weights:
    """The book's, each replaced by the last of the territories there that says otherwise."""
    weights = rule_book.weights
    for override in overrides_at(place, rule_book):
        weights = replace(weights, **override.weights)
    return weights


def of_need(case: Case[Need], counts: Counts, *, load: int, answered: int) -> Points:
    """``load`` and ``answered`` in percent."""
    weights = weights_at(case.asked.place, case.rule_book)
    return Points(
        theme=weights.theme * counts.themes,
        reserved=weights.reserved * counts.reserved,
        favoured_public=weights.favoured_public * counts.favoured_publics,
        nearness=nearest(case.asked, case.profile.reach, weights)[0],
        referente=_referente(case, weights),
        first=_first(case.asked.place, case, weights),
        load=weights.load * load // 100,
        answers=weights.answers * answered // 100,
    )


def of_engagement(case: Case[Engagement], counts: Counts) -> Points:
    weights = weights_at(case.asked.place, case.rule_book)
    return Points(
        theme=weights.theme * counts.themes,
        reserved=weights.reserved * counts.reserved,
        favoured_public=weights.favoured_public * counts.favoured_publics,
        nearness=nearest(case.asked, sought(case.profile).reach, weights)[0],
        referente=0,
        first=_first(case.asked.place, case, weights),
        load=0,
        answers=0,
    )


def counts_of_need(asked: Need, profile: Profile) -> Counts:
    return Counts(
        themes=len(asked.themes & profile.themes),
        reserved=_reserved(profile),
        favoured_publics=len(asked.publics & profile.favoured_publics),
    )


def counts_of_engagement(asked: Engagement, profile: Profile) -> Counts:
    """How specialised it is: an association of a single age, or of named statuses, is asked before the others."""
    wanted = sought(profile)
    return Counts(
        themes=len(asked.themes & wanted.themes),
        reserved=(len(wanted.ages) == 1) + bool(wanted.statuses),
        favoured_publics=len(asked.audiences & wanted.audiences),
    )


def referentes(need: Need, rule_book: RuleBook) -> frozenset[str]:
    return frozenset(consortium.referente for consortium in consortia_of(need, rule_book))


def named_first(need: Need, rule_book: RuleBook) -> frozenset[str]:
    """By an exception, or as the référente: they rank by their points even where they are a last resort."""
    firsts = (override.first for override in overrides_at(need.place, rule_book))
    return referentes(need, rule_book).union(*firsts)


def _reserved(profile: Profile) -> int:
    """How specialised an association is: whoever is on its shortlist meets each of these conditions.

    The narrow ones are asked first, so that those who take nearly everybody keep room for the others.
    """
    conditions = (
        profile.girls_only,
        profile.volunteering_done,
        profile.project is not None,
        profile.small_town,
        profile.diploma is not None,
    )
    return len(profile.required_publics) + sum(conditions)


def _referente(case: Case[Need], weights: Weights) -> int:
    return weights.referente * (case.profile.slug in referentes(case.asked, case.rule_book))


def _first(place: Place, case: Case[Need] | Case[Engagement], weights: Weights) -> int:
    named = any(case.profile.slug in override.first for override in overrides_at(place, case.rule_book))
    return weights.first * named


def _singled_out(profile: Profile, rule_book: RuleBook) -> str | None:
    """Most associations are named by no territory nor consortium: they are one."""
    firsts = any(profile.slug in override.first for override in rule_book.overrides)
    referente = any(profile.slug == consortium.referente for consortium in rule_book.consortia)
    return profile.slug if firsts or referente else None


NEED_BY_MERITS = Measure[Need](
    lambda profile, _: (profile.themes, profile.favoured_publics, _reserved(profile)),
    lambda case, weights: counts_of_need(case.asked, case.profile).weighed(weights),
)
NEED_BY_PLACE = Measure[Need](
    _singled_out,
    lambda case, weights: (
        nearest(case.asked, case.profile.reach, weights)[0]
        + _referente(case, weights)
        + _first(case.asked.place, case, weights)
    ),
)
ENGAGEMENT_BY_MERITS = Measure[Engagement](
    lambda profile, _: sought(profile)[:4],
    lambda case, weights: counts_of_engagement(case.asked, case.profile).weighed(weights),
)
ENGAGEMENT_BY_PLACE = Measure[Engagement](
    _singled_out,
    lambda case, weights: (
        nearest(case.asked, sought(case.profile).reach, weights)[0] + _first(case.asked.place, case, weights)
    ),
)
