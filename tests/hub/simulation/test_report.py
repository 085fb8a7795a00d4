"""What is said of a year: plain numbers, a table, a picture that says the same."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any
from xml.etree import ElementTree as ET

import pytest

from hub.simulation import (
    World,
    assumptions,
    by_department,
    compare,
    compared,
    compared_year,
    drawn,
    summary,
)
from hub.simulation.drawing import LOOKS, STYLE, alone
from hub.simulation.policies import OTHERS
from hub.simulation.report import percentile
from hub.simulation.tables import POLICIES
from tests.hub.simulation.small import reserving
from tests.hub.simulation.town import MEMBERS
from tests.parts.members import RULE_BOOK

SMALL = World(arrivals=200)


@pytest.fixture(scope="module")
def year() -> dict[str, Any]:
    return compared_year(RULE_BOOK, reserving(0), MEMBERS, seed=2, world=SMALL)


@pytest.fixture(scope="module")
def result(year: dict[str, Any]) -> dict[str, Any]:
    return compared([year])


def test_a_year_is_plain_json_and_the_same_each_time(year: dict[str, Any]) -> None:
    again = compared_year(RULE_BOOK, reserving(0), MEMBERS, seed=2, world=SMALL)
    assert json.loads(json.dumps(year)) == year == again


def test_a_result_kept_as_json_says_the_same(result: dict[str, Any]) -> None:
    kept = json.loads(json.dumps(result))
    assert kept == result
    assert summary(kept) == summary(result)
    assert drawn(kept) == drawn(result)


def test_progress_goes_forward_to_the_end() -> None:
    steps: list[tuple[int, int]] = []
    compare(
        RULE_BOOK,
        RULE_BOOK,
        MEMBERS,
        seeds=(1, 2),
        world=replace(SMALL, arrivals=30),
        progress=lambda done, of: steps.append((done, of)),
    )
    assert steps == sorted(steps)
    assert steps[-1][0] == steps[-1][1]
    assert len(steps) > 50


def test_the_same_rule_book_changes_nothing() -> None:
    world = replace(SMALL, arrivals=60)
    both = compared([compared_year(RULE_BOOK, RULE_BOOK, MEMBERS, seed=1, world=world)])["policies"]
    in_use, proposed, _ = both
    assert in_use | {"policy": "proposed"} == proposed


def test_shares_are_of_those_whom_an_association_fits(year: dict[str, Any], result: dict[str, Any]) -> None:
    for told, said in zip(year["policies"], result["policies"], strict=True):
        placed = sum(told["days"])
        assert said["placed"] == placed / year["reachable"]
        assert said["ratio"] == placed / year["optimum"] <= 1
        for kind in ("public", "age", "department"):
            assert sum(placed for _, placed in told[kind].values()) == placed
            assert sum(came for came, _ in told[kind].values()) == year["reachable"]


@pytest.mark.parametrize(
    ("days", "median", "most"), [([], None, None), ([0, 4], 1, 1), ([5, 4, 1], 0, 1), ([1, 0, 0, 1], 0, 3)]
)
def test_percentiles_of_counted_days(days: list[int], median: int | None, most: int | None) -> None:
    assert (percentile(days, 50), percentile(days, 90)) == (median, most)


def test_each_policy_has_a_name_and_each_measure_a_figure(result: dict[str, Any]) -> None:
    assert set(POLICIES) == {"in_use", "proposed", *OTHERS}
    table = summary(result)
    assert table.head == ("", "Règlement en vigueur", "Règlement proposé", "Premier venu")
    assert all(len(row) == 4 for row in table.rows)


def test_a_picture_is_well_formed_without_a_style_of_its_own_and_its_table_says_the_same(
    result: dict[str, Any],
) -> None:
    for picture in drawn(result):
        tree = ET.fromstring(alone(picture.svg))  # noqa: S314 (our own)
        assert "style" not in picture.svg
        assert picture.table.rows
        assert tree[0].text == picture.title
    assert all(f".chart-{look}" in STYLE for look in LOOKS)


def test_each_stroke_of_a_departement_says_which_one_it_is() -> None:
    year = compared_year(RULE_BOOK, RULE_BOOK, MEMBERS, seed=1, world=replace(SMALL, arrivals=1000))
    (picture,) = (picture for picture in drawn(compared([year])) if picture.name == "department")
    strokes = ET.fromstring(picture.svg).findall("rect")  # noqa: S314 (our own)
    row = next(row for row in picture.table.rows if row[0] == "Nord (59)")
    assert f"Nord (59)\u202f: {row[2]}" in [stroke.findtext("title") for stroke in strokes]
    assert all(stroke.findtext("title") for stroke in strokes)


def test_every_department_that_came_is_in_the_table(result: dict[str, Any]) -> None:
    came = result["policies"][0]["by"]["department"]
    assert len(by_department(result).rows) == len(came) > 20


def test_what_is_invented_is_said_with_the_result(result: dict[str, Any]) -> None:
    rows = {row[0]: row[1] for row in assumptions(result).rows}
    assert rows["Inscriptions par mois"] == "610"
    assert rows["Places par an"] == "36 associations sur 36"
