"""Who is asked first, and why."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from hub.routing import (
    Decision,
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


def test_more_room_comes_first_then_the_alphabet() -> None:
    full, roomy = candidate(slug="a", places_left=1), candidate(slug="z", places_left=9)
    same = candidate(slug="b", places_left=1)
    assert order(PUPIL, same, full, roomy) == ["z", "a", "b"]


def test_beyond_the_places_counted_room_only_breaks_ties() -> None:
    counted = RULE_BOOK.weights.places_counted
    enough, plenty = candidate(slug="a", places_left=counted), candidate(slug="z", places_left=counted * 9)
    decision = decide(PUPIL, [enough, plenty], RULE_BOOK)
    assert [choice.association for choice in decision.shortlist] == ["z", "a"]
    assert len({choice.score for choice in decision.shortlist}) == 1


def test_a_score_can_be_checked_by_hand() -> None:
    weights = RULE_BOOK.weights
    need = replace(PUPIL, publics=frozenset({Public.QPV, Public.HANDICAP}))
    one = candidate(
        places_left=3,
        required_publics=frozenset({Public.HANDICAP}),
        favoured_publics=frozenset({Public.QPV, Public.REP}),
        in_person=IN_THE_NORTH,
    )
    [choice] = decide(need, [one], RULE_BOOK).shortlist
    assert choice.score == (
        weights.theme
        + weights.reserved
        + weights.favoured_public
        + weights.department
        + 3 * weights.place_left
    )


def test_a_decision_names_the_rule_book_it_followed() -> None:
    assert decide(PUPIL, [], RULE_BOOK) == Decision(RULE_BOOK.version, (), ())


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
