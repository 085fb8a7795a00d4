"""Who may be asked, best first, and for everybody else the first reason why not."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from hub.routing import reasons
from hub.routing.criteria import Criterion, first_objection, reaches
from hub.routing.profile import Candidate, Profile
from hub.routing.rulebook import RuleBook, Weights
from hub.routing.territory import Nearness
from hub.vocabulary import Mode, Need


@dataclass(frozen=True, slots=True)
class Shortlisted:
    association: str
    score: int
    because: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class RuledOut:
    association: str
    criterion: Criterion
    because: str


@dataclass(frozen=True, slots=True)
class Decision:
    """What routing answers.  It says which rule book it followed, so that it can be replayed."""

    rule_book: str
    shortlist: tuple[Shortlisted, ...]
    ruled_out: tuple[RuledOut, ...]


def decide(need: Need, candidates: Iterable[Candidate], rule_book: RuleBook) -> Decision:
    """The same arguments give the same decision, in whatever order the candidates come."""
    fitting: list[tuple[int, Candidate]] = []
    ruled_out: list[RuledOut] = []
    for candidate in candidates:
        objection = first_objection(need, candidate, rule_book)
        if objection is None:
            fitting.append((_score(need, candidate, rule_book.weights), candidate))
        else:
            ruled_out.append(RuledOut(candidate.profile.slug, *objection))
    fitting.sort(key=_rank)
    return Decision(
        rule_book=rule_book.version,
        shortlist=tuple(Shortlisted(c.profile.slug, score, _because(need, c)) for score, c in fitting),
        ruled_out=tuple(sorted(ruled_out, key=lambda out: out.association)),
    )


def _rank(scored: tuple[int, Candidate]) -> tuple[int, int, str]:
    """The best score, then the most room, then the alphabet: never a coin toss."""
    score, candidate = scored
    return (-score, -candidate.places_left, candidate.profile.slug)


def _score(need: Need, candidate: Candidate, weights: Weights) -> int:
    profile = candidate.profile
    return (
        weights.theme * len(need.themes & profile.themes)
        + weights.reserved * _reserved(profile)
        + weights.favoured_public * len(need.publics & profile.favoured_publics)
        + _nearness(need, candidate, weights)
        + weights.place_left * min(candidate.places_left, weights.places_counted)
    )


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


def _nearness(need: Need, candidate: Candidate, weights: Weights) -> int:
    """Being near counts for meeting only: from a distance, every commune is as far."""
    points = {
        Nearness.DEPARTMENT: weights.department,
        Nearness.REGION: weights.region,
        Nearness.NATIONAL: weights.national,
    }
    return max(
        weights.remote if mode is Mode.REMOTE else points[nearness]
        for mode, nearness in reaches(need, candidate.profile).items()
    )


def _because(need: Need, candidate: Candidate) -> tuple[str, ...]:
    """Read by an association before it accepts: the same words whatever the age, commune or public."""
    themes = reasons.ALL_THEMES if need.themes <= candidate.profile.themes else reasons.SOME_THEMES
    return (reasons.PUBLIC_FITS, themes, reasons.PLACE_FITS)
