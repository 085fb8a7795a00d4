"""What rules an association out, and the reason given."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from hub.routing import (
    Candidate,
    Criterion,
    Roster,
    Scope,
    Territory,
    Way,
)
from hub.routing.bits import LANE
from hub.vocabulary import (
    Channel,
    Level,
    Mode,
    Need,
    PrescriberKind,
    Public,
    Situation,
    Theme,
)
from tests.parts.members import (
    ENGINEER,
    EVERYWHERE,
    PUPIL,
    RULE_BOOK,
    SOMEWHERE,
    VILLAGE,
    candidate,
    objection,
    sent_by,
    why_not,
)


def test_an_association_open_to_all_takes_anybody() -> None:
    assert why_not(PUPIL, candidate()) is None


@pytest.mark.parametrize(
    ("criterion", "one"),
    [
        (Criterion.JOINED, replace(candidate(), joined=False)),
        (Criterion.ASKED, candidate(asked=True)),
        (Criterion.AWAY, replace(candidate(), away=True)),
        (Criterion.PAUSED, candidate(paused=True)),
        (Criterion.FULL, candidate(places_left=0)),
        (Criterion.AGE, candidate(ages=(15, 30))),
        (Criterion.AGE, candidate(ages=(5, 13))),
        (Criterion.SITUATION, candidate(situations=frozenset({Situation.PRIMAIRE}))),
        (Criterion.LEVEL, candidate(first_class=Level.TROISIEME)),
        (Criterion.DIPLOMA, candidate(diploma=Level.BAC_PLUS_3)),
        (Criterion.THEMES, candidate(themes=frozenset({Theme.CULTURE}))),
        (
            Criterion.TERRITORY,
            candidate(in_person=Territory(Scope.LISTED, frozenset({"62"}), frozenset()), remote=None),
        ),
        (Criterion.SMALL_TOWN, candidate(small_town=True)),
        (Criterion.PUBLIC, candidate(required_publics=frozenset({Public.HANDICAP}))),
        (Criterion.GIRLS_ONLY, candidate(girls_only=True)),
        (Criterion.VOLUNTEERING, candidate(volunteering_done=True)),
        (Criterion.PROJECT, candidate(project=Theme.CONCOURS)),
        (Criterion.ENTRY, candidate(ways=frozenset({Way.SCHOOL, Way.PRESCRIBER, Way.FAMILY}))),
    ],
)
def test_each_criterion_rules_out(criterion: Criterion, one: Candidate) -> None:
    assert why_not(PUPIL, one) is criterion


@pytest.mark.parametrize(
    ("criterion", "unsaid"),
    [
        (Criterion.AGE, {"ages": None}),
        (Criterion.SITUATION, {"situations": frozenset()}),
        (Criterion.THEMES, {"themes": frozenset()}),
        (Criterion.MODE, {"in_person": None, "remote": None}),
        (Criterion.TERRITORY, {"in_person": SOMEWHERE, "remote": None}),
        (Criterion.TERRITORY, {"in_person": SOMEWHERE, "remote": SOMEWHERE}),
        (Criterion.ENTRY, {"ways": frozenset()}),
        (Criterion.ENTRY, {"ways": frozenset({Way.PARTNER_SCHOOL})}),
    ],
)
def test_what_a_profile_does_not_say_rules_out_and_the_reason_says_so(
    criterion: Criterion, unsaid: dict[str, Any]
) -> None:
    out = objection(PUPIL, candidate(**unsaid))
    assert out is not None
    assert out.criterion is criterion
    assert out.because.startswith(("Le profil ne dit pas ", "Le profil ne nomme aucun "))


def test_the_first_criterion_that_rules_out_is_the_one_given() -> None:
    wrong = candidate(asked=True, ages=None, themes=frozenset(), ways=frozenset())
    assert why_not(PUPIL, wrong) is Criterion.ASKED
    assert why_not(PUPIL, replace(wrong, asked=False)) is Criterion.AGE


def test_every_criterion_has_its_place_in_the_order() -> None:
    roster = Roster([], RULE_BOOK)
    of_young_people, of_mentors = (roster.decide(asked).side.criteria for asked in (PUPIL, ENGINEER))
    assert of_young_people == tuple(criterion for criterion in Criterion if criterion in of_young_people)
    assert set(of_young_people) | set(of_mentors) == set(Criterion)
    assert max(len(of_young_people), len(of_mentors)) < LANE


@pytest.mark.parametrize("age", [14, 15, 16])
def test_the_bounds_of_an_age_are_inside_it(age: int) -> None:
    assert why_not(replace(PUPIL, age=age), candidate(ages=(14, 16))) is None


def test_a_class_that_was_not_asked_is_left_to_the_age() -> None:
    assert why_not(replace(PUPIL, level=None), candidate(first_class=Level.TROISIEME)) is None


def test_a_pupil_in_the_first_class_taken_or_later_is_taken() -> None:
    assert why_not(PUPIL, candidate(first_class=Level.QUATRIEME)) is None
    assert why_not(PUPIL, candidate(first_class=Level.CINQUIEME)) is None


@pytest.mark.parametrize(
    ("level", "enough"),
    [
        (None, False),
        (Level.TERMINALE, False),
        (Level.BAC, False),
        (Level.BAC_PLUS_2, False),
        (Level.BAC_PLUS_3, True),
        (Level.BAC_PLUS_5, True),
    ],
)
def test_a_diploma_is_asked_at_least_and_never_guessed(level: Level | None, enough: bool) -> None:
    one = candidate(diploma=Level.BAC_PLUS_3)
    assert (why_not(replace(PUPIL, level=level), one) is None) is enough


@pytest.mark.parametrize(
    ("mode", "in_person", "remote", "expected"),
    [
        (Mode.IN_PERSON, None, EVERYWHERE, Criterion.MODE),
        (Mode.REMOTE, EVERYWHERE, None, Criterion.MODE),
        (Mode.EITHER, None, EVERYWHERE, None),
        (Mode.EITHER, EVERYWHERE, None, None),
        (Mode.IN_PERSON, SOMEWHERE, EVERYWHERE, Criterion.TERRITORY),
        (Mode.EITHER, SOMEWHERE, EVERYWHERE, None),
    ],
)
def test_a_mode_counts_only_where_it_is_wished_offered_and_present(
    mode: Mode, in_person: Territory | None, remote: Territory | None, expected: Criterion | None
) -> None:
    one = candidate(in_person=in_person, remote=remote)
    assert why_not(replace(PUPIL, mode=mode), one) is expected


def test_a_village_and_who_says_to_live_in_one_are_small_towns() -> None:
    one = candidate(small_town=True)
    assert why_not(replace(PUPIL, place=VILLAGE), one) is None
    assert why_not(replace(PUPIL, publics=frozenset({Public.RURAL})), one) is None


def test_a_reserved_public_opens_to_those_who_have_all_of_it() -> None:
    one = candidate(required_publics=frozenset({Public.ASE, Public.HANDICAP}))
    assert why_not(replace(PUPIL, publics=frozenset({Public.ASE})), one) is Criterion.PUBLIC
    assert why_not(replace(PUPIL, publics=frozenset({Public.ASE, Public.HANDICAP, Public.QPV})), one) is None


def test_a_service_civique_under_way_is_volunteering() -> None:
    one = candidate(volunteering_done=True)
    assert why_not(replace(PUPIL, situation=Situation.SERVICE_CIVIQUE), one) is None
    assert why_not(replace(PUPIL, publics=frozenset({Public.ENGAGE})), one) is None


@pytest.mark.parametrize(
    ("way", "need", "comes"),
    [
        (Way.SCHOOL, sent_by(PrescriberKind.SCHOOL), True),
        (Way.SCHOOL, sent_by(PrescriberKind.UNIVERSITY), True),
        (Way.SCHOOL, sent_by(PrescriberKind.MISSION_LOCALE), False),
        (Way.PARTNER_SCHOOL, sent_by(PrescriberKind.SCHOOL, uai="0590001A"), True),
        (Way.PARTNER_SCHOOL, sent_by(PrescriberKind.SCHOOL, uai="0590002B"), False),
        (Way.PARTNER_SCHOOL, sent_by(PrescriberKind.SCHOOL), False),
        (Way.PRESCRIBER, sent_by(PrescriberKind.CCAS), True),
        (Way.PRESCRIBER, PUPIL, False),
        (Way.CHILD_WELFARE, sent_by(PrescriberKind.ASE), True),
        (Way.CHILD_WELFARE, sent_by(PrescriberKind.FOYER), True),
        (Way.CHILD_WELFARE, sent_by(PrescriberKind.PJJ), False),
        (Way.FAMILY, replace(PUPIL, channel=Channel.GUARDIAN), True),
        (Way.FAMILY, PUPIL, False),
        (Way.OWN_SITE, sent_by(PrescriberKind.SCHOOL), False),
    ],
)
def test_each_way_in_opens_to_those_who_come_by_it(way: Way, need: Need, comes: bool) -> None:
    one = candidate(
        ways=frozenset({way}), partner_schools=frozenset({"0590001A"}), ase_conventions=frozenset({"59"})
    )
    assert why_not(need, one) is (None if comes else Criterion.ENTRY)


@pytest.mark.parametrize("kind", [PrescriberKind.ASE, PrescriberKind.FOYER])
def test_child_welfare_refers_only_under_a_convention_with_the_department_in_charge(
    kind: PrescriberKind,
) -> None:
    signed = candidate(ase_conventions=frozenset({"59"}))
    assert why_not(sent_by(kind, department="59"), signed) is None
    assert why_not(sent_by(kind, department="62"), signed) is Criterion.ASE_CONVENTION
    assert why_not(sent_by(kind, department=None), signed) is Criterion.ASE_CONVENTION
    assert why_not(sent_by(kind, department="59"), candidate()) is Criterion.ASE_CONVENTION


def test_somebody_once_in_care_who_comes_alone_needs_no_convention() -> None:
    assert why_not(replace(PUPIL, publics=frozenset({Public.ASE})), candidate()) is None
