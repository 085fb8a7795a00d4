"""What people said once it was over, as it may be told: of ten at least, and no two pages tell more together."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping

from hub.figures.blurring import blur, blurred
from hub.queries.opinions import Heard
from hub.vocabulary import Ending, Grade, Kind, Topic

Told = Mapping[str, Mapping[str, int | None]]
"""By topic, then by grade; None where the count is not told."""


def of_network(heard: Iterable[Heard], *, k: int) -> dict[str, Told]:
    """By kind.  Whether it helped is told of those who were in a pair; of all others it was another question."""
    said = [each for each in heard if _is_told(each)]
    return {
        kind.value: {
            topic.value: blurred(
                _grades(each for each in said if (each.kind, each.topic) == (kind, topic)), k=k
            )
            for topic in Topic
        }
        for kind in Kind
    }


def of_house(heard: Iterable[Heard], slug: str, *, k: int) -> Told:
    """Of the young people of one association: hidden as well where the rest of the network would be a small group."""
    said = [each for each in heard if _is_told(each) and each.kind is Kind.YOUNG_PERSON]
    return {
        topic.value: _beside_the_rest([each for each in said if each.topic is topic], slug, k)
        for topic in Topic
    }


def _beside_the_rest(said: list[Heard], slug: str, k: int) -> dict[str, int | None]:
    own = _grades(each for each in said if each.house == slug)
    rest = _grades(each for each in said if each.house != slug)
    cells = {
        (side, grade): many for side, row in (("own", own), ("rest", rest)) for grade, many in row.items()
    }
    rows = [[(side, grade) for grade in own] for side in ("own", "rest")]
    columns = [[("own", grade), ("rest", grade)] for grade in own]
    hidden = blur(cells, [*rows, *columns], k=k).hidden
    return {grade: None if ("own", grade) in hidden else many for grade, many in own.items()}


def _is_told(each: Heard) -> bool:
    return each.topic is not Topic.HELPED or each.ending is Ending.PAIRED


def _grades(said: Iterable[Heard]) -> dict[str, int]:
    found: Counter[str] = Counter()
    for each in said:
        found[each.grade.value] += each.people
    return {grade.value: found[grade.value] for grade in Grade}
