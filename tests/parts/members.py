"""A member open to all, a pupil, and what a test changes of them."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from hub import geography, rules
from hub.routing import (
    Candidate,
    Criterion,
    MentorSide,
    Profile,
    RuleBook,
    RuledOut,
    Scope,
    Territory,
    Way,
    decide,
)
from hub.vocabulary import (
    Availability,
    Channel,
    Engagement,
    Kind,
    Level,
    MentorAge,
    MentorAudience,
    MentorStatus,
    Mode,
    Need,
    Prescriber,
    PrescriberKind,
    Sector,
    Situation,
    Theme,
)

RULE_BOOK = rules.load()
LILLE = geography.place("59000")
AJACCIO = geography.place("20000")
PARIS = geography.place("75011")
SAINT_DENIS = geography.place("97400")
VILLAGE = geography.place("09140", "09285")

EVERYWHERE = Territory(Scope.FRANCE, frozenset(), frozenset())
IN_THE_NORTH = Territory(Scope.LISTED, frozenset({"59"}), frozenset())
SOMEWHERE = Territory(Scope.LISTED, frozenset(), frozenset())

OPEN_TO_ALL = Profile(
    slug="lila",
    ages=(5, 30),
    situations=frozenset(Situation),
    first_class=None,
    diploma=None,
    themes=frozenset(Theme),
    in_person=EVERYWHERE,
    remote=EVERYWHERE,
    small_town=False,
    required_publics=frozenset(),
    favoured_publics=frozenset(),
    girls_only=False,
    volunteering_done=False,
    project=None,
    ways=frozenset({Way.OPEN}),
    partner_schools=frozenset(),
    ase_conventions=frozenset(),
    mentors=MentorSide(True, frozenset(MentorAge), frozenset(), None, None, None),
)
PUPIL = Need(
    kind=Kind.YOUNG_PERSON,
    age=14,
    place=LILLE,
    situation=Situation.COLLEGE,
    level=Level.QUATRIEME,
    themes=frozenset({Theme.ORIENTATION}),
    publics=frozenset(),
    mode=Mode.EITHER,
    channel=Channel.SELF,
    prescriber=None,
)

ENGINEER = Engagement(
    age=MentorAge.FROM_26_TO_49,
    status=MentorStatus.ACTIF,
    sector=Sector.NUMERIQUE,
    place=LILLE,
    audiences=frozenset({MentorAudience.LYCEE}),
    themes=frozenset({Theme.ORIENTATION}),
    mode=Mode.EITHER,
    availability=Availability.FORTNIGHTLY,
)


def candidate(
    *, places_left: int = 5, paused: bool = False, asked: bool = False, **criteria: Any
) -> Candidate:
    return Candidate(replace(OPEN_TO_ALL, **criteria), places_left, paused, asked)


def sent_by(kind: PrescriberKind, *, department: str | None = "59", uai: str | None = None) -> Need:
    return replace(PUPIL, channel=Channel.PRESCRIBER, prescriber=Prescriber(kind, department, uai))


def sought(**side: Any) -> Candidate:
    """An association open to all, which looks for these mentors."""
    assert OPEN_TO_ALL.mentors
    return candidate(mentors=replace(OPEN_TO_ALL.mentors, **side))


def objection(asked: Need | Engagement, one: Candidate, rule_book: RuleBook = RULE_BOOK) -> RuledOut | None:
    """What rules this association out, in words; None when it fits."""
    return next(iter(decide(asked, [one], rule_book).ruled_out), None)


def why_not(asked: Need | Engagement, one: Candidate) -> Criterion | None:
    out = objection(asked, one)
    return out.criterion if out else None


def order(need: Need | Engagement, *candidates: Candidate) -> list[str]:
    return [choice.association for choice in decide(need, candidates, RULE_BOOK).shortlist]
