"""Who is asked first, and why."""

from __future__ import annotations

from dataclasses import asdict, replace
from typing import Any

import pytest

from hub.routing import (
    Decision,
    Points,
    Scope,
    Territory,
    decide,
    is_priority,
)
from hub.vocabulary import (
    Level,
    Mode,
    Need,
    Public,
    Situation,
    Theme,
)
from tests.parts.members import (
    AJACCIO,
    IN_THE_NORTH,
    PUPIL,
    RULE_BOOK,
    SAINT_DENIS,
    candidate,
    order,
)


def test_more_shared_themes_come_first() -> None:
    need = replace(PUPIL, themes=frozenset({Theme.ORIENTATION, Theme.CONFIANCE}))
    one, both = frozenset({Theme.ORIENTATION}), frozenset({Theme.ORIENTATION, Theme.CONFIANCE})
    assert order(need, candidate(slug="one", themes=one), candidate(slug="both", themes=both)) == [
        "both",
        "one",
    ]


def test_the_specialised_come_before_those_who_favour_and_those_before_the_others() -> None:
    handicap = frozenset({Public.HANDICAP})
    need = replace(PUPIL, publics=handicap)
    assert order(
        need,
        candidate(slug="any"),
        candidate(slug="favours", favoured_publics=handicap),
        candidate(slug="reserved", required_publics=handicap),
    ) == ["reserved", "favours", "any"]


@pytest.mark.parametrize(
    "condition",
    [
        {"girls_only": True},
        {"volunteering_done": True},
        {"project": Theme.ORIENTATION},
        {"small_town": True},
        {"diploma": Level.BAC},
    ],
)
def test_each_condition_that_is_met_puts_a_narrow_association_first(condition: dict[str, Any]) -> None:
    publics = frozenset({Public.FILLES, Public.ENGAGE, Public.RURAL})
    need = replace(PUPIL, level=Level.BAC_PLUS_2, publics=publics)
    wide, narrow = candidate(slug="a"), candidate(slug="z", **condition)
    assert order(need, wide, narrow) == ["z", "a"]


def test_the_nearest_comes_first_unless_all_is_from_a_distance() -> None:
    near = candidate(slug="near", in_person=IN_THE_NORTH, remote=IN_THE_NORTH)
    regional = candidate(slug="regional", in_person=Territory(Scope.LISTED, frozenset(), frozenset({"32"})))
    far = candidate(slug="far", in_person=None)
    assert order(replace(PUPIL, mode=Mode.EITHER), far, regional, near) == ["near", "regional", "far"]
    assert order(replace(PUPIL, mode=Mode.REMOTE), far, regional, near) == ["far", "near", "regional"]


def test_the_least_loaded_comes_first_then_the_alphabet() -> None:
    half, whole = candidate(slug="a", places_left=10), candidate(slug="z", places_left=20)
    same = candidate(slug="b", places_left=10)
    assert order(PUPIL, same, half, whole) == ["z", "a", "b"]


def test_a_score_can_be_checked_by_hand() -> None:
    weights, load = RULE_BOOK.weights, RULE_BOOK.load
    need = replace(PUPIL, publics=frozenset({Public.QPV, Public.HANDICAP}))
    one = candidate(
        places_left=load.undeclared_places,
        required_publics=frozenset({Public.HANDICAP}),
        favoured_publics=frozenset({Public.QPV, Public.REP}),
        in_person=IN_THE_NORTH,
    )
    [choice] = decide(need, [one], RULE_BOOK).shortlist
    assert choice.points == Points(
        theme=weights.theme,
        reserved=weights.reserved,
        favoured_public=weights.favoured_public,
        nearness=weights.department,
        referente=0,
        first=0,
        load=weights.load * load.undeclared_percent // 100,
        answers=weights.answers,
    )
    assert choice.score == sum(asdict(choice.points).values())
    assert (choice.nearness, choice.load) == ("department", load.undeclared_percent)


def test_a_decision_names_the_rule_book_it_followed() -> None:
    assert decide(PUPIL, [], RULE_BOOK) == Decision(RULE_BOOK.version, (), (), (), False, (), (), 1)


@pytest.mark.parametrize(
    ("need", "first"),
    [
        (PUPIL, False),
        (replace(PUPIL, publics=frozenset({Public.ASE})), True),
        (replace(PUPIL, publics=frozenset({Public.OUTRE_MER})), True),
        (replace(PUPIL, publics=frozenset({Public.QPV})), False),
        (replace(PUPIL, situation=Situation.LYCEE_PRO), True),
        (replace(PUPIL, place=SAINT_DENIS), True),
        (replace(PUPIL, place=AJACCIO), False),
    ],
)
def test_child_welfare_vocational_schools_and_overseas_come_first(need: Need, first: bool) -> None:
    assert is_priority(need, RULE_BOOK) is first
