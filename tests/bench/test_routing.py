"""Everybody who is timed gives the same answers, and what is drawn of the times can be read."""

from __future__ import annotations

from dataclasses import replace
from xml.etree import ElementTree

import pytest

from bench.routing.chart import drawn
from bench.routing.contenders import CONTENDERS, LOOP, OURS, Contender, Ready, Scene
from bench.routing.facts import FITS, Answer, BookTooRich, facts_of
from bench.routing.page import rows
from bench.routing.stopwatch import Disagreement, Timed, measure
from bench.routing.verdicts import verdicts
from hub import rules
from hub.routing.rulebook import Override

BOOK = rules.load()
SCENE = Scene(40, BOOK, decisions=60)
TIMES = {
    33: {each.name: Timed(0.1, 9, 9, [5e-6 * turn]) for turn, each in enumerate(CONTENDERS, start=1)},
    330: {each.name: Timed(0.1, 9, 9, [2e-5 * turn]) for turn, each in enumerate(CONTENDERS[:4], start=1)},
}


def answers(contender: Contender) -> list[tuple[list[int], list[int]]]:
    ready = contender.ready(SCENE)
    told = [ready.answer(ready.decide(question)) for question in ready.questions]
    return [(each.best, [min(code, FITS) for code in each.codes]) for each in told]


@pytest.fixture(scope="module")
def ours() -> list[tuple[list[int], list[int]]]:
    return answers(OURS)


@pytest.mark.parametrize(
    "peer", [each for each in CONTENDERS if each is not OURS], ids=lambda each: each.name
)
def test_a_peer_answers_as_the_hub_does(peer: Contender, ours: list[tuple[list[int], list[int]]]) -> None:
    assert answers(peer) == ours


def test_the_crowd_meets_nearly_every_criterion_and_finds_associations(
    ours: list[tuple[list[int], list[int]]],
) -> None:
    assert len({code for _, codes in ours for code in codes if code < FITS}) >= 12
    assert max(len(best) for best, _ in ours) == 3


def test_nobody_is_timed_whose_answers_differ() -> None:
    wrong = Contender(
        "wrong", LOOP.kind, lambda scene: Ready(scene.asked, lambda asked: Answer([0], []), _same)
    )
    with pytest.raises(Disagreement, match="wrong"):
        measure(SCENE, (LOOP, wrong), told=lambda name: None, rounds=1)


def _same(answer: Answer) -> Answer:
    return answer


def test_a_rule_book_that_the_peers_do_not_know_is_refused() -> None:
    north = Override("Nord", frozenset({"59"}), frozenset(), {}, frozenset(), frozenset(), None)
    with pytest.raises(BookTooRich):
        facts_of(SCENE.members[0], replace(BOOK, overrides=(north,)))


def test_the_chart_names_everybody_who_was_timed() -> None:
    chart = ElementTree.fromstring(drawn(TIMES))  # noqa: S314 (our own drawing)
    names = {text.text for text in chart.iter("{http://www.w3.org/2000/svg}text")}
    assert {each.name for each in CONTENDERS} <= names


def test_what_was_left_out_is_a_dash() -> None:
    assert [row[2] for row in rows(TIMES)][-1] == "—"
    assert list(rows(TIMES))[1] == [OURS.name, "5", "20"]


def test_each_aim_says_whether_it_is_reached() -> None:
    said = [str(verdict).rpartition(", ")[2] for verdict in verdicts(TIMES)]
    assert said == ["pas atteint", "atteint", "pas atteint", "atteint"]
