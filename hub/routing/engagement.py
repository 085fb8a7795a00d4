"""What an association asks of a mentor before one is proposed to it, and how well they fit.

A mentor takes no place, and a pause for young people is no pause for mentors: an association says here, with
``wanted``, whether it looks for any.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import NamedTuple

from hub.routing import reasons
from hub.routing.criteria import Criterion, asked_before, not_joined, themes_objection
from hub.routing.profile import Candidate, MentorSide, Profile
from hub.routing.rulebook import Weights
from hub.routing.territory import Reach
from hub.routing.where import mode_objection, nearness_points, territory_objection
from hub.vocabulary import Engagement, MentorAge, MentorAudience, MentorStatus, Situation, Theme
from hub.wording import MENTOR_AGES, MENTOR_AUDIENCES, MENTOR_STATUSES

AUDIENCE_OF: Mapping[Situation, MentorAudience] = MappingProxyType(
    {
        Situation.PRIMAIRE: MentorAudience.PRIMAIRE,
        Situation.COLLEGE: MentorAudience.COLLEGE,
        Situation.LYCEE_GT: MentorAudience.LYCEE,
        Situation.LYCEE_PRO: MentorAudience.LYCEE_PRO,
        Situation.APPRENTISSAGE: MentorAudience.LYCEE_PRO,
        Situation.SUPERIEUR: MentorAudience.SUPERIEUR,
        Situation.RECHERCHE_EMPLOI: MentorAudience.INSERTION,
        Situation.SANS_ACTIVITE: MentorAudience.INSERTION,
        Situation.SERVICE_CIVIQUE: MentorAudience.INSERTION,
        Situation.EMPLOI: MentorAudience.INSERTION,
        Situation.CREATION: MentorAudience.INSERTION,
    }
)
"""Where an entry says nothing else, the young people that it accompanies are those its mentors accompany."""

NOTHING_SAID = MentorSide(False, frozenset(), frozenset(), None, None, None)


class Sought(NamedTuple):
    """The mentors that an association looks for, what it says of its young people filled in."""

    ages: frozenset[MentorAge]
    statuses: frozenset[MentorStatus]
    audiences: frozenset[MentorAudience]
    themes: frozenset[Theme]
    reach: Reach


class Case(NamedTuple):
    """One engagement before one association."""

    engagement: Engagement
    candidate: Candidate
    sought: Sought


def first_objection(engagement: Engagement, candidate: Candidate) -> tuple[Criterion, str] | None:
    case = Case(engagement, candidate, sought(candidate.profile))
    for criterion, objection in OBJECTIONS:
        if because := objection(case):
            return criterion, because
    return None


def score(engagement: Engagement, candidate: Candidate, weights: Weights) -> int:
    wanted = sought(candidate.profile)
    spare = weights.places_counted - min(candidate.mentors_lately, weights.places_counted)
    return (
        weights.theme * len(engagement.themes & wanted.themes)
        + weights.reserved * _reserved(wanted)
        + weights.favoured_public * len(engagement.audiences & wanted.audiences)
        + nearness_points(engagement, wanted.reach, weights)
        + weights.place_left * spare
    )


def because(engagement: Engagement, candidate: Candidate) -> tuple[str, ...]:
    """Read by an association before it accepts: the same words whatever the age, status or commune."""
    covers = engagement.themes <= sought(candidate.profile).themes
    themes = reasons.ALL_MENTOR_THEMES if covers else reasons.SOME_MENTOR_THEMES
    return (reasons.MENTOR_FITS, themes, reasons.PLACE_FITS)


def sought(profile: Profile) -> Sought:
    """What the mentors' side leaves open is as for the young people."""
    side = profile.mentors or NOTHING_SAID
    audiences = frozenset(AUDIENCE_OF[situation] for situation in profile.situations)
    return Sought(
        ages=side.ages,
        statuses=side.statuses,
        audiences=audiences if side.audiences is None else side.audiences,
        themes=profile.themes if side.themes is None else side.themes,
        reach=side.reach or profile.reach,
    )


def _reserved(wanted: Sought) -> int:
    """How specialised: an association of a single age, or of named statuses, is asked before the others."""
    return (len(wanted.ages) == 1) + bool(wanted.statuses)


def _wanted(case: Case) -> str | None:
    side = case.candidate.profile.mentors
    if side is None:
        return reasons.MENTORS_UNSAID
    return None if side.wanted else reasons.MENTORS_UNWANTED


def _age(case: Case) -> str | None:
    ages = case.sought.ages
    if not ages:
        return reasons.MENTOR_AGES_UNSAID
    if case.engagement.age in ages:
        return None
    return reasons.MENTOR_AGES_TAKEN.format(ages=reasons.words(ages, MENTOR_AGES))


def _status(case: Case) -> str | None:
    statuses = case.sought.statuses
    if not statuses or case.engagement.status in statuses:
        return None
    return reasons.STATUSES_TAKEN.format(statuses=reasons.words(statuses, MENTOR_STATUSES))


def _audiences(case: Case) -> str | None:
    audiences = case.sought.audiences
    if not audiences:
        return reasons.SITUATION_UNSAID
    if case.engagement.audiences & audiences:
        return None
    return reasons.AUDIENCES_TAKEN.format(audiences=reasons.words(audiences, MENTOR_AUDIENCES))


OBJECTIONS: tuple[tuple[Criterion, Callable[[Case], str | None]], ...] = (
    (Criterion.JOINED, lambda case: not_joined(case.candidate)),
    (Criterion.ASKED, lambda case: asked_before(case.candidate)),
    (Criterion.MENTORS, _wanted),
    (Criterion.AGE, _age),
    (Criterion.STATUS, _status),
    (Criterion.AUDIENCES, _audiences),
    (Criterion.THEMES, lambda case: themes_objection(case.engagement.themes, case.sought.themes)),
    (Criterion.MODE, lambda case: mode_objection(case.engagement, case.sought.reach)),
    (Criterion.TERRITORY, lambda case: territory_objection(case.engagement, case.sought.reach)),
)
