"""A decision in words: sealed today, or before points were kept line by line."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

import pytest

from hub.explaining import Decided, context, decided
from hub.explaining.titles import MENTORS_TIES, OTHER, TIES, TITLES
from hub.routing import Candidate, Criterion, Decision, decide
from hub.rules import load
from hub.vocabulary import Kind, Public
from hub.wording import PUBLICS
from tests.parts.members import OPEN_TO_ALL, SAINT_DENIS
from tests.parts.people import need

NOON = datetime(2026, 3, 2, 11, tzinfo=UTC)
NAMES = {"a": "Écoute", "b": "Demain", "c": "Chemins"}
POINTS = {"theme": 40, "reserved": 0, "favoured_public": 12, "nearness": 20, "load": 4, "answers": 2}
STANDING = {"places_left": 3, "places_a_year": 20, "declared_days": 1, "answered_in_time": 100}
BEFORE: Mapping[str, Any] = {
    "decided_at": NOON,
    "rule_book": "0123456789ab",
    "shortlist": [{"association": "a", "score": 57, "because": ["Convient."]}],
    "ruled_out": [
        {"association": "c", "criterion": "age", "because": "Accompagne de 5 à 9 ans."},
        {"association": "b", "criterion": "age", "because": "Accompagne de 5 à 9 ans."},
        {"association": "gone", "criterion": "joined", "because": "Personne n’y répond."},
    ],
}


def today(**changes: Any) -> Decided:
    row = {**BEFORE["shortlist"][0], "score": 78, "points": POINTS, "nearness": "department", "load": 52}
    stored = {**BEFORE, "priority": False, "themes": 2, "shortlist": [row | changes]}
    return decided(stored, kind=Kind.YOUNG_PERSON, names=NAMES)


def lines(told: Decided) -> dict[str, str]:
    return {part.name: part.words for part in told.ranked[0].parts}


def test_a_decision_of_before_tells_its_sum_and_its_reasons_and_guesses_nothing() -> None:
    told = decided(BEFORE, kind=Kind.YOUNG_PERSON, names=NAMES)
    assert (told.ranked[0].name, told.ranked[0].points, told.ranked[0].parts) == ("Écoute", 57, ())
    assert told.ranked[0].because == ("Convient.",)
    assert told.is_priority is None and list(context(told)) == []


def test_why_not_stands_by_criterion_in_the_order_they_are_looked_at_each_sentence_once() -> None:
    told = decided(BEFORE, kind=Kind.YOUNG_PERSON, names=NAMES)
    assert [(group.criterion, group.count) for group in told.ruled_out] == [("joined", 1), ("age", 2)]
    (reason,) = told.ruled_out[1].reasons
    assert reason.associations == (("c", "Chemins"), ("b", "Demain"))
    assert told.why_not("b") == "Accompagne de 5 à 9 ans."
    assert told.why_not("a") is None and told.rank_of("b") is None


def test_an_association_that_left_the_directory_keeps_its_slug() -> None:
    told = decided(BEFORE, kind=Kind.YOUNG_PERSON, names=NAMES)
    assert told.ruled_out[0].reasons[0].associations == (("gone", "gone"),)


def test_a_criterion_that_nobody_knows_any_more_comes_last_and_keeps_its_sentence() -> None:
    row = {"association": "b", "criterion": "moon", "because": "La lune était pleine."}
    stored = {**BEFORE, "ruled_out": [row, *BEFORE["ruled_out"]]}
    last = decided(stored, kind=Kind.YOUNG_PERSON, names=NAMES).ruled_out[-1]
    assert (last.title, last.reasons[0].sentence) == (OTHER, "La lune était pleine.")


def test_every_criterion_has_its_heading() -> None:
    assert set(Criterion) <= set(TITLES)


def test_points_are_told_one_line_each_and_add_up_to_the_sum() -> None:
    told = today()
    assert list(lines(told)) == ["theme", "favoured_public", "nearness", "load", "answers"]
    assert sum(part.points for part in told.ranked[0].parts) == told.ranked[0].points
    assert lines(told)["nearness"] == "accompagne en personne dans le département"


@pytest.mark.parametrize(
    ("changes", "name", "said"),
    [
        ({"counts": {"themes": 2, "reserved": 0, "favoured_publics": 1}}, "theme", "2 thèmes sur 2"),
        ({"counts": {"themes": 1, "reserved": 0, "favoured_publics": 1}}, "theme", "1 thème sur 2"),
        (
            {"counts": {"themes": 1, "reserved": 0, "favoured_publics": 1}},
            "favoured_public",
            "un public qu’elle vise",
        ),
        (
            {"counts": {"themes": 1, "reserved": 0, "favoured_publics": 3}},
            "favoured_public",
            "3 publics qu’elle vise",
        ),
        ({}, "load", "places libres sur l’année\u202f: 52\u00a0%"),
        (
            {"standing": STANDING | {"places_left": 12, "places_a_year": 24, "declared_days": 3}},
            "load",
            "12 places libres sur 24 dans l’année, déclarées il y a 3 jours",
        ),
        (
            {"standing": STANDING | {"places_left": 1, "places_a_year": 9, "declared_days": None}},
            "load",
            "1 place libre sur 9 dans l’année, jamais confirmées",
        ),
        (
            {"standing": STANDING | {"places_left": 5, "places_a_year": None, "declared_days": None}},
            "load",
            "places de l’année pas encore déclarées",
        ),
        ({"standing": STANDING | {"answered_in_time": 90}}, "answers", "répond à temps 9 fois sur 10"),
    ],
)
def test_a_line_counts_in_words(changes: dict[str, Any], name: str, said: str) -> None:
    assert lines(today(**changes))[name] == said


def test_the_kept_places_are_open_to_priority_publics_and_are_not_spoken_of_to_mentors() -> None:
    stored = {**BEFORE, "priority": True, "overrides": ["Outre-mer"], "consortia": ["Lycée Ozanam"]}
    young, mentor = (decided(stored, kind=kind, names=NAMES) for kind in Kind)
    assert [line.split("\u202f")[0] for line in context(young)] == [
        "Public prioritaire",
        "Règles du territoire",
        "Consortium",
    ]
    assert mentor.is_priority is None


def test_what_ranks_beside_the_points_is_marked() -> None:
    (told,) = today(fallback=True, referente=True, waiting_days=34, mentors_lately=2).ranked
    assert told.marks == (
        "dernier recours",
        "association référente",
        "un jeune de ce profil y attend depuis 34 jours",
        "mentors proposés récemment\u202f: 2",
    )


def test_equals_are_said_to_be_parted_by_room_or_for_a_mentor_by_who_waits() -> None:
    alike = {**BEFORE["shortlist"][0], "points": POINTS, "nearness": "region", "load": 50}
    twins = {**BEFORE, "shortlist": [{**alike, "association": slug} for slug in "ab"]}
    said = [decided(twins, kind=kind, names=NAMES).ties for kind in (Kind.YOUNG_PERSON, Kind.MENTOR)]
    assert said == [TIES, MENTORS_TIES]
    assert decided(BEFORE, kind=Kind.MENTOR, names=NAMES).ties is None


def test_those_that_only_want_a_place_are_named() -> None:
    told = decided({**BEFORE, "without_room": ["c"]}, kind=Kind.YOUNG_PERSON, names=NAMES)
    assert told.without_room == ("Chemins",)


def test_no_line_names_a_public_a_theme_or_a_place() -> None:
    words = " ".join((*lines(today(counts={"themes": 2, "reserved": 1, "favoured_publics": 2})).values(),))
    named = [label for label in PUBLICS.values() if label.lower() in words.lower()]
    assert named == []


def test_what_the_association_reads_is_the_same_for_any_age_public_and_commune() -> None:
    """Two young people whom one association takes: nothing that it reads before it accepts tells them apart."""
    everywhere = [
        need(age=12, publics=frozenset()),
        need(age=17, publics=frozenset({Public.ASE, Public.HANDICAP}), place=SAINT_DENIS),
    ]
    candidate = Candidate(OPEN_TO_ALL, places_left=3, paused=False, asked=False)
    read = {_because(decide(asked, [candidate], load())) for asked in everywhere}
    assert len(read) == 1


def _because(decision: Decision) -> tuple[str, ...]:
    (first,) = decision.shortlist
    return first.because
