"""Who may be asked, best first, and for everybody else the first reason why not."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from hub.routing import criteria, engagement, reasons
from hub.routing.criteria import Criterion
from hub.routing.profile import Candidate, Profile
from hub.routing.rulebook import RuleBook, Weights
from hub.routing.where import nearness_points
from hub.vocabulary import Engagement, Need


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


def decide(asked: Need | Engagement, candidates: Iterable[Candidate], rule_book: RuleBook) -> Decision:
    """For a young person's need or a mentor's engagement.

    The same arguments give the same decision, in whatever order the candidates come.
    """
    fitting: list[tuple[int, Candidate]] = []
    ruled_out: list[RuledOut] = []
    for candidate in candidates:
        objection = _objection(asked, candidate, rule_book)
        if objection is None:
            fitting.append((_score(asked, candidate, rule_book.weights), candidate))
        else:
            ruled_out.append(RuledOut(candidate.profile.slug, *objection))
    fitting.sort(key=lambda scored: _rank(asked, *scored))
    return Decision(
        rule_book=rule_book.version,
        shortlist=tuple(Shortlisted(c.profile.slug, score, _because(asked, c)) for score, c in fitting),
        ruled_out=tuple(sorted(ruled_out, key=lambda out: out.association)),
    )


def _rank(asked: Need | Engagement, score: int, candidate: Candidate) -> tuple[int, int, str]:
    """The best score, then the most room or the fewest mentors, then the alphabet: never a coin toss."""
    busy = candidate.mentors_lately if isinstance(asked, Engagement) else -candidate.places_left
    return (-score, busy, candidate.profile.slug)


def _objection(
    asked: Need | Engagement, candidate: Candidate, rule_book: RuleBook
) -> tuple[Criterion, str] | None:
    if isinstance(asked, Engagement):
        return engagement.first_objection(asked, candidate)
    return criteria.first_objection(asked, candidate, rule_book)


def _score(asked: Need | Engagement, candidate: Candidate, weights: Weights) -> int:
    if isinstance(asked, Engagement):
        return engagement.score(asked, candidate, weights)
    profile = candidate.profile
    return (
        weights.theme * len(asked.themes & profile.themes)
        + weights.reserved * _reserved(profile)
        + weights.favoured_public * len(asked.publics & profile.favoured_publics)
        + nearness_points(asked, profile.reach, weights)
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


def _because(asked: Need | Engagement, candidate: Candidate) -> tuple[str, ...]:
    """Read by an association before it accepts: the same words whatever the age, commune or public."""
    if isinstance(asked, Engagement):
        return engagement.because(asked, candidate)
    themes = reasons.ALL_THEMES if asked.themes <= candidate.profile.themes else reasons.SOME_THEMES
    return (reasons.PUBLIC_FITS, themes, reasons.PLACE_FITS)
