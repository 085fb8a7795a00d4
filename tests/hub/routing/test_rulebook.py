"""What holds where: exceptions of a territory, the consortium of a school, and how soon an association answers."""

from __future__ import annotations

from dataclasses import replace
from types import MappingProxyType

import pytest

from forms.questions.wanted import MOST_THEMES
from hub import rules
from hub.routing import Criterion, decide
from hub.routing.rulebook import answer_days, consortia_of, overrides_at
from hub.vocabulary import AgeBand, Need, PrescriberKind, Public
from tests.parts.members import AJACCIO, LILLE, PARIS, PUPIL, SAINT_DENIS, candidate, objection, sent_by

SCHOOL = "0599999Y"
CHANGES = {
    "overrides: []": """overrides:
  - name: "Hauts-de-France"
    regions: ["32"]
    weights: {department: 0, remote: 50}
    first: [la]
    answer_days: 5
  - name: "Le Nord"
    departments: ["59"]
    weights: {remote: 7}
    never: [ici]
    answer_days: 2
""",
    "consortia: []": f"""consortia:
  - name: "Lycée d’exemple"
    schools: ["{SCHOOL}"]
    members: [ici, la]
    referente: la
  - name: "Corse-du-Sud"
    departments: ["2A"]
    members: [ici, la]
    referente: ici
""",
}


def with_territories() -> str:
    text = rules.DEFAULT.read_text(encoding="utf-8")
    for old, new in CHANGES.items():
        assert text.count(old) == 1
        text = text.replace(old, new)
    return text


BOOK = rules.parse(with_territories())


def test_an_exception_holds_in_its_departements_and_in_all_of_its_regions() -> None:
    assert [override.name for override in overrides_at(LILLE, BOOK)] == ["Hauts-de-France", "Le Nord"]
    assert overrides_at(PARIS, BOOK) == ()


@pytest.mark.parametrize(
    ("need", "days"),
    [
        (replace(PUPIL, place=PARIS), BOOK.delays.answer_days),
        (PUPIL, 2),
        (replace(PUPIL, publics=frozenset({Public.ASE})), BOOK.delays.priority_answer_days),
        (replace(PUPIL, place=SAINT_DENIS), BOOK.delays.priority_answer_days),
    ],
    ids=["elsewhere", "the last exception has the last word", "a priority public", "overseas"],
)
def test_how_soon_an_association_answers(need: Need, days: int) -> None:
    assert answer_days(need, BOOK) == days


@pytest.mark.parametrize(
    ("need", "names"),
    [
        (sent_by(PrescriberKind.SCHOOL, uai=SCHOOL), ["Lycée d’exemple"]),
        (sent_by(PrescriberKind.SCHOOL, uai="0590122M"), []),
        (replace(PUPIL, place=AJACCIO), ["Corse-du-Sud"]),
        (PUPIL, []),
    ],
)
def test_a_consortium_is_of_a_school_or_of_where_one_lives(need: Need, names: list[str]) -> None:
    assert [consortium.name for consortium in consortia_of(need, BOOK)] == names


def test_where_an_association_is_never_asked_the_exception_is_named() -> None:
    out = objection(PUPIL, candidate(slug="ici"), BOOK)
    assert out is not None and out.criterion is Criterion.OVERRIDE
    assert "Le Nord" in out.because
    assert objection(replace(PUPIL, place=PARIS), candidate(slug="ici"), BOOK) is None


def test_the_referente_and_the_first_of_a_territory_come_first_by_their_points() -> None:
    sent = sent_by(PrescriberKind.SCHOOL, uai=SCHOOL)
    (la, other) = decide(sent, [candidate(slug="autre"), candidate(slug="la")], BOOK).shortlist
    assert (la.association, la.points.referente, la.points.first) == (
        "la",
        BOOK.weights.referente,
        BOOK.weights.first,
    )
    assert (other.points.referente, other.points.first) == (0, 0)
    assert la.points.nearness == 7, "the weight of the last exception that names the place"


def test_a_last_resort_that_is_a_referente_or_named_first_keeps_its_rank() -> None:
    last = replace(BOOK, fallback=MappingProxyType(dict.fromkeys(AgeBand, frozenset({"la"}))))
    members = [candidate(slug="autre"), candidate(slug="la")]
    for need in (PUPIL, sent_by(PrescriberKind.SCHOOL, uai=SCHOOL)):
        assert [choice.fallback for choice in decide(need, members, last).shortlist] == [False, False]
    elsewhere = decide(replace(PUPIL, place=PARIS), members, last).shortlist
    assert [(choice.association, choice.fallback) for choice in elsewhere] == [("autre", False), ("la", True)]


def test_the_points_of_a_referente_are_more_than_all_others_together() -> None:
    weights = rules.load().weights
    others = MOST_THEMES * weights.theme + 6 * weights.reserved + len(Public) * weights.favoured_public
    others += weights.department + weights.first + weights.load + weights.answers
    assert weights.referente > others
