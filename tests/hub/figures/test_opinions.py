"""What may be told of what people said: of ten at least, and no small group by taking one page from another."""

from __future__ import annotations

from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from hub.figures import said as drawn
from hub.figures.opinions import of_house, of_network
from hub.figures.tongue import Tongue
from hub.queries.opinions import Heard
from hub.vocabulary import Ending, Grade, Kind, Topic

K = 10


def heard(
    people: int,
    house: str = "afev",
    grade: Grade = Grade.YES,
    *,
    topic: Topic = Topic.INFORMED,
    ending: Ending = Ending.PAIRED,
    kind: Kind = Kind.YOUNG_PERSON,
) -> Heard:
    return Heard(house, kind, ending, topic, grade, people)


def said(text: str, **places: Any) -> str:
    return text % places if places else text


def test_nine_people_are_not_told_of_and_ten_are() -> None:
    assert of_network([heard(9)], k=K)["young_person"]["informed"]["yes"] is None
    assert of_network([heard(10)], k=K)["young_person"]["informed"] == {
        "yes": 10,
        "rather": 0,
        "hardly": 0,
        "no": 0,
    }


def test_whether_it_helped_is_told_of_pairs_only_and_mentors_apart() -> None:
    told = of_network(
        [
            heard(20, topic=Topic.HELPED),
            heard(30, topic=Topic.HELPED, ending=Ending.NO_YES, house=""),
            heard(40, topic=Topic.HELPED, kind=Kind.MENTOR),
        ],
        k=K,
    )
    assert told["young_person"]["helped"]["yes"] == 20
    assert told["mentor"]["helped"]["yes"] == 40


@given(
    st.dictionaries(
        st.tuples(st.sampled_from(["afev", "jobirl", ""]), st.sampled_from([*Grade])),
        st.integers(1, 30),
        max_size=12,
    )
)
@settings(max_examples=60, deadline=None)
def test_a_house_that_takes_its_own_from_all_finds_no_small_group(
    cells: dict[tuple[str, Grade], int],
) -> None:
    every = [heard(people, house, grade) for (house, grade), people in cells.items()]
    own = of_house(every, "afev", k=K)["informed"]
    for grade in Grade:
        told, all_of_it = (
            own[grade.value],
            sum(people for (_, each), people in cells.items() if each is grade),
        )
        if told is not None:
            assert told == cells.get(("afev", grade), 0)
        if told:
            assert told >= K
            assert all_of_it - told == 0 or all_of_it - told >= K


def test_a_chart_is_drawn_for_each_question_that_somebody_answered() -> None:
    tongue = Tongue(said, "fr")
    told = of_network([heard(12), heard(11, grade=Grade.NO)], k=K)
    (chart,) = drawn.opinions(told["young_person"], tongue, drawn.YOUNG_SAY)
    assert chart.name == "avis-etapes"
    assert next(iter(chart.table.rows))[:2] == ("Oui", "12")
    assert [*drawn.opinions(told["mentor"], tongue, drawn.MENTORS_SAY)] == []
