"""What an association asks of a mentor before one is proposed to it.

A mentor takes no place, and a pause for young people is no pause for mentors: an association says here, with
``wanted``, whether it looks for any.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import NamedTuple

from hub.routing import reasons
from hub.routing.criteria import Case, Criterion, Rule, Sentence
from hub.routing.profile import MentorSide, Profile
from hub.routing.territory import Reach
from hub.routing.where import (
    mode_refused,
    mode_sentence,
    named_never,
    never_here,
    override_sentence,
    territory_sentences,
)
from hub.vocabulary import Engagement, MentorAge, MentorAudience, MentorStatus, Situation, Theme
from hub.wording import MENTOR_AGES, MENTOR_AUDIENCES, MENTOR_STATUSES, THEMES

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

OfEngagement = Case[Engagement]
Said = tuple[Sentence, ...]


class Sought(NamedTuple):
    """The mentors that an association looks for, what it says of its young people filled in."""

    ages: frozenset[MentorAge]
    statuses: frozenset[MentorStatus]
    audiences: frozenset[MentorAudience]
    themes: frozenset[Theme]
    reach: Reach


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


def _unwanted(case: OfEngagement) -> bool:
    return case.profile.mentors is None or not case.profile.mentors.wanted


def _wanted_said(case: OfEngagement) -> Said:
    return (Sentence("mentors_unsaid" if case.profile.mentors is None else "mentors_unwanted"),)


def _ages_said(case: OfEngagement) -> Said:
    ages = sought(case.profile).ages
    if not ages:
        return (Sentence("mentor_ages_unsaid"),)
    return (Sentence("mentor_ages_taken", {"ages": reasons.words(ages, MENTOR_AGES)}),)


def _status(case: OfEngagement) -> bool:
    statuses = sought(case.profile).statuses
    return bool(statuses) and case.asked.status not in statuses


def _statuses_said(case: OfEngagement) -> Said:
    statuses = sought(case.profile).statuses
    return (Sentence("statuses_taken", {"statuses": reasons.words(statuses, MENTOR_STATUSES)}),)


def _audiences_said(case: OfEngagement) -> Said:
    audiences = sought(case.profile).audiences
    if not audiences:
        return (Sentence("situation_unsaid"),)
    return (Sentence("audiences_taken", {"audiences": reasons.words(audiences, MENTOR_AUDIENCES)}),)


def _themes_said(case: OfEngagement) -> Said:
    taken = sought(case.profile).themes
    if not taken:
        return (Sentence("themes_unsaid"),)
    return (Sentence("themes_taken", {"themes": reasons.words(taken, THEMES)}),)


OF_AGE: tuple[Rule[Engagement], ...] = (
    Rule(
        Criterion.MENTORS,
        lambda profile, _: profile.mentors and profile.mentors.wanted,
        _unwanted,
        _wanted_said,
    ),
    Rule(
        Criterion.AGE,
        lambda profile, _: sought(profile).ages,
        lambda case: case.asked.age not in sought(case.profile).ages,
        _ages_said,
    ),
)
OF_STATUS: tuple[Rule[Engagement], ...] = (
    Rule(Criterion.STATUS, lambda profile, _: sought(profile).statuses, _status, _statuses_said),
)
OF_AUDIENCES: tuple[Rule[Engagement], ...] = (
    Rule(
        Criterion.AUDIENCES,
        lambda profile, _: sought(profile).audiences,
        lambda case: case.asked.audiences.isdisjoint(sought(case.profile).audiences),
        _audiences_said,
    ),
)
OF_THEMES: tuple[Rule[Engagement], ...] = (
    Rule(
        Criterion.THEMES,
        lambda profile, _: sought(profile).themes,
        lambda case: case.asked.themes.isdisjoint(sought(case.profile).themes),
        _themes_said,
    ),
)
OF_PLACE: tuple[Rule[Engagement], ...] = (
    Rule(
        Criterion.MODE,
        lambda profile, _: sought(profile).reach,
        lambda case: mode_refused(case.asked, sought(case.profile).reach),
        lambda case: mode_sentence(sought(case.profile).reach),
    ),
    Rule(
        Criterion.TERRITORY,
        lambda profile, _: sought(profile).reach,
        None,
        lambda case: territory_sentences(sought(case.profile).reach),
    ),
    Rule(
        Criterion.OVERRIDE,
        named_never,
        lambda case: never_here(case.asked.place, case.profile, case.rule_book) is not None,
        lambda case: override_sentence(case.asked.place, case.profile, case.rule_book),
    ),
)
