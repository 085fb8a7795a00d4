"""Which mentors an association is proposed, and why not the others."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from hub.routing import Candidate, Criterion, Reach, Scope, Territory, decide, is_priority
from hub.routing.engagement import AUDIENCE_OF, sought
from hub.vocabulary import MentorAge, MentorAudience, MentorStatus, Mode, Public, Situation, Theme
from tests.parts.members import (
    ENGINEER,
    EVERYWHERE,
    IN_THE_NORTH,
    OPEN_TO_ALL,
    RULE_BOOK,
    SAINT_DENIS,
    SOMEWHERE,
    candidate,
    objection,
    order,
    why_not,
)
from tests.parts.members import sought as looking_for

IN_THE_SOUTH = Territory(Scope.LISTED, frozenset({"13"}), frozenset())
RETIRED = replace(ENGINEER, age=MentorAge.FROM_50, status=MentorStatus.RETRAITE)


def test_an_association_that_takes_every_mentor_takes_this_one() -> None:
    assert why_not(ENGINEER, candidate()) is None


@pytest.mark.parametrize(
    ("criterion", "one"),
    [
        (Criterion.JOINED, replace(candidate(), joined=False)),
        (Criterion.ASKED, candidate(asked=True)),
        (Criterion.MENTORS, looking_for(wanted=False)),
        (Criterion.AGE, looking_for(ages=frozenset({MentorAge.FROM_50}))),
        (Criterion.STATUS, looking_for(statuses=frozenset({MentorStatus.LYCEEN}))),
        (Criterion.AUDIENCES, looking_for(audiences=frozenset({MentorAudience.PRIMAIRE}))),
        (Criterion.AUDIENCES, candidate(situations=frozenset({Situation.PRIMAIRE}))),
        (Criterion.THEMES, looking_for(themes=frozenset({Theme.CULTURE}))),
        (Criterion.THEMES, candidate(themes=frozenset({Theme.CULTURE}))),
        (Criterion.TERRITORY, looking_for(reach=Reach(IN_THE_SOUTH, None))),
        (Criterion.TERRITORY, candidate(in_person=IN_THE_SOUTH, remote=None)),
    ],
)
def test_each_criterion_rules_out(criterion: Criterion, one: Candidate) -> None:
    assert why_not(ENGINEER, one) is criterion


@pytest.mark.parametrize(
    ("criterion", "one"),
    [
        (Criterion.MENTORS, candidate(mentors=None)),
        (Criterion.AGE, looking_for(ages=frozenset())),
        (Criterion.AUDIENCES, candidate(situations=frozenset())),
        (Criterion.THEMES, candidate(themes=frozenset())),
        (Criterion.MODE, candidate(in_person=None, remote=None)),
        (Criterion.TERRITORY, candidate(in_person=SOMEWHERE, remote=SOMEWHERE)),
    ],
)
def test_what_a_profile_does_not_say_rules_out_and_the_reason_says_so(
    criterion: Criterion, one: Candidate
) -> None:
    out = objection(ENGINEER, one)
    assert out is not None
    assert out.criterion is criterion
    assert out.because.startswith(("Le profil ne dit pas ", "Le profil ne nomme aucun "))


@pytest.mark.parametrize(
    "of_young_people",
    [
        {"places_left": 0},
        {"paused": True},
        {"required_publics": frozenset({Public.REFUGIE})},
        {"girls_only": True},
        {"small_town": True},
        {"ways": frozenset()},
        {"ages": None},
    ],
)
def test_what_is_asked_of_young_people_is_not_asked_of_mentors(of_young_people: dict[str, Any]) -> None:
    assert why_not(ENGINEER, candidate(**of_young_people)) is None


def test_what_the_mentors_side_leaves_open_is_as_for_the_young_people() -> None:
    one = candidate(
        situations=frozenset({Situation.COLLEGE, Situation.APPRENTISSAGE}), themes=frozenset({Theme.CULTURE})
    )
    found = sought(one.profile)
    assert found.audiences == {MentorAudience.COLLEGE, MentorAudience.LYCEE_PRO}
    assert found.themes == {Theme.CULTURE}
    assert found.reach == Reach(EVERYWHERE, EVERYWHERE)


def test_what_the_mentors_side_says_overrules_the_young_people_s() -> None:
    side = {"audiences": frozenset(MentorAudience), "themes": frozenset({Theme.CREATION})}
    found = sought(looking_for(**side, reach=Reach(None, EVERYWHERE)).profile)
    assert (found.audiences, found.themes) == (side["audiences"], side["themes"])
    assert found.reach == Reach(None, EVERYWHERE)


def test_every_situation_is_somebody_s_audience() -> None:
    assert set(AUDIENCE_OF) == set(Situation)
    assert set(AUDIENCE_OF.values()) == set(MentorAudience)


def test_a_mentor_who_meets_only_in_person_is_not_proposed_where_all_is_remote() -> None:
    distant = looking_for(reach=Reach(None, EVERYWHERE))
    assert why_not(replace(ENGINEER, mode=Mode.IN_PERSON), distant) is Criterion.MODE
    assert why_not(replace(ENGINEER, mode=Mode.REMOTE), distant) is None


def called(slug: str, one: Candidate, **changes: Any) -> Candidate:
    return replace(one, profile=replace(one.profile, slug=slug), **changes)


def test_an_association_of_one_age_is_asked_before_those_that_take_every_age() -> None:
    of_elders = called("z-elders", looking_for(ages=frozenset({MentorAge.FROM_50})))
    assert order(RETIRED, called("a-all", candidate()), of_elders) == ["z-elders", "a-all"]


def test_the_nearest_comes_first() -> None:
    here = called("z-here", looking_for(reach=Reach(IN_THE_NORTH, None)))
    assert order(ENGINEER, called("a-all", candidate()), here) == ["z-here", "a-all"]


def test_more_of_the_audiences_and_themes_count() -> None:
    wide = replace(ENGINEER, audiences=frozenset(MentorAudience), themes=frozenset(Theme))
    narrow = called("a-narrow", looking_for(audiences=frozenset({MentorAudience.LYCEE})))
    poor = called("b-poor", looking_for(themes=frozenset({Theme.ORIENTATION})))
    assert order(wide, narrow, poor, called("c-all", candidate())) == ["c-all", "a-narrow", "b-poor"]


def test_at_equal_points_whose_young_people_wait_longest_comes_first() -> None:
    waited, idle = (
        called("z-waited", candidate(), waiting_days=40, mentors_lately=9),
        called("a-idle", candidate()),
    )
    assert order(ENGINEER, waited, idle) == ["z-waited", "a-idle"]


def test_then_whoever_received_fewer_mentors_lately() -> None:
    busy, idle = called("a-busy", candidate(), mentors_lately=5), called("b-idle", candidate())
    assert order(ENGINEER, busy, idle) == ["b-idle", "a-busy"]


def test_no_wait_is_worth_a_point() -> None:
    waited = called("a-waited", looking_for(themes=frozenset({Theme.ORIENTATION})), waiting_days=999)
    wide = replace(ENGINEER, themes=frozenset({Theme.ORIENTATION, Theme.CULTURE}))
    assert order(wide, waited, called("b-all", candidate())) == ["b-all", "a-waited"]


def test_a_mentor_is_never_a_priority() -> None:
    overseas = replace(ENGINEER, place=SAINT_DENIS, audiences=frozenset({MentorAudience.LYCEE_PRO}))
    assert not is_priority(overseas, RULE_BOOK)


def test_an_association_reads_whether_it_covers_all_that_the_mentor_offers() -> None:
    wide = replace(ENGINEER, themes=frozenset(Theme))
    some = candidate(themes=frozenset({Theme.ORIENTATION}))
    reads = [decide(each, [some], RULE_BOOK).shortlist[0].because[1] for each in (ENGINEER, wide)]
    assert reads[0].startswith("Tous les thèmes") and reads[1].startswith("Une partie des thèmes")


def test_an_entry_from_before_mentors_came_is_read_and_seeks_none() -> None:
    assert (
        why_not(ENGINEER, Candidate(replace(OPEN_TO_ALL, mentors=None), 5, False, False)) is Criterion.MENTORS
    )
