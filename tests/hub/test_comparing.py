"""What a proposal would change, played a year at a time by a worker who may be killed, or slow, or not alone."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from hub import comparing, rule_books
from hub.comparing import LEASE, TRIES, YEARS, Progress
from hub.models import RuleBookVersion
from hub.rules import DEFAULT
from hub.simulation import World
from hub.work import Errand, Hub
from tests.parts.post import Letterbox
from tests.parts.town import Town, town_at

SMALL = World(arrivals=60)
NO_WORLD = World(arrivals="none")  # type: ignore[arg-type]
MENDED = DEFAULT.read_text().replace("card_k: 10", "card_k: 12")


@pytest.fixture
def town(sqlite_url: str, tmp_path: Path, letterbox: Letterbox) -> Iterator[Town]:
    with town_at(sqlite_url, tmp_path, letterbox) as opened:
        rule_books.keep_up(opened.hub, DEFAULT)
        yield opened


@pytest.fixture
def asked(town: Town) -> int:
    """The row of a proposal whose comparison was asked for."""
    by = town.open_desk()
    with town.portal.begin() as work:
        row = rule_books.propose(work, MENDED, by=work.session.merge(by))
        comparing.ask(work, row)
        return row.id


def progress(town: Town, row_id: int) -> Progress:
    with town.hub.read() as work:
        return comparing.progress(work, work.session.get_one(RuleBookVersion, row_id))


def due(town: Town) -> list[int]:
    with town.hub.read() as work:
        return comparing.due(work)


def killed(town: Town, row_id: int) -> None:
    """A worker takes the year on, and is never heard of again."""
    with pytest.raises(TypeError):
        comparing.go_on(town.hub, row_id, world=NO_WORLD)


def test_a_comparison_is_played_year_by_year_each_asking_for_the_next(town: Town, asked: int) -> None:
    rung: list[tuple[Errand, int]] = []
    hub: Hub = replace(town.hub, ring=rung.extend)
    for played in range(YEARS):
        assert due(town) == [asked] and progress(town, asked).played == played
        comparing.go_on(hub, asked, world=SMALL)
    found = progress(town, asked)
    assert found.played == YEARS and found.result and not found.is_under_way
    assert rung == [(Errand.COMPARE, asked)] * (YEARS - 1)
    assert due(town) == []


def test_nobody_plays_a_year_that_somebody_is_at_until_they_are_taken_for_dead(
    town: Town, asked: int
) -> None:
    killed(town, asked)
    assert due(town) == []
    comparing.go_on(town.hub, asked, world=SMALL)
    assert progress(town, asked).played == 0
    town.clock.now += LEASE + timedelta(seconds=1)
    comparing.go_on(town.hub, asked, world=SMALL)
    assert progress(town, asked).played == 1


def test_a_year_that_fails_again_and_again_is_given_up_and_may_be_asked_for_again(
    town: Town, asked: int
) -> None:
    for _ in range(TRIES):
        killed(town, asked)
        assert progress(town, asked).is_under_way
        town.clock.now += LEASE
    assert progress(town, asked).has_failed and due(town) == []
    with town.portal.begin() as work:
        comparing.ask(work, work.session.get_one(RuleBookVersion, asked))
    assert progress(town, asked).is_under_way and due(town) == [asked]


def test_a_year_played_twice_counts_once(town: Town, asked: int) -> None:
    comparing.go_on(town.hub, asked, world=SMALL)
    with town.hub.begin() as work:
        comparing._keep(work, asked, 1, {"seed": 1})
    assert progress(town, asked).played == 1


def test_what_was_taken_meanwhile_is_compared_no_more(town: Town, asked: int) -> None:
    with town.portal.begin() as work:
        row = work.session.get_one(RuleBookVersion, asked)
        town.clock.forward(minutes=1)
        rule_books.take(work, row, by=row.by or pytest.fail("nobody proposed it"))
    assert due(town) == []
