"""Redis emptied, killed, frozen, back again: the visitor notices nothing, and the sweep forgets nobody."""

from __future__ import annotations

import time
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from tests.forms.conftest import FORM, TYPED, Visitor, registered
from tests.parts import reckoning
from tests.parts.mortal import MortalRedis, mortal_redis
from tests.parts.patience import until
from tests.parts.post import Letterbox
from tests.parts.reckoning import is_idle, receipts, register
from tests.parts.town import Town, town_at
from tests.parts.workers import at_work

__all__ = ["mortal_redis"]

LONGEST_ANSWER = 2.0
VISITOR = TYPED["/contact"]["email"]


@pytest.fixture
def rung(
    database_url: str, tmp_path: Path, letterbox: Letterbox, mortal_redis: MortalRedis
) -> Iterator[Town]:
    """A town that lives today, whose bell hangs on a Redis that may die."""
    with town_at(database_url, tmp_path, letterbox, mortal_redis.url) as town:
        town.clock.now = datetime.now(UTC)
        town.join("article-1", "jobirl")
        town.open_desk()
        yield town


def seconds_to_register(town: Town) -> float:
    """A visitor's last POST, and the receipt it leads to."""
    visitor = Visitor(town.visitor())
    visitor.fill()
    typed = visitor.hidden(FORM + "/verifier")
    begun = time.monotonic()
    sent = visitor.client.post(FORM + "/verifier", data=typed)
    took = time.monotonic() - begun
    assert sent.location == FORM + "/recu"
    assert registered(town.public)[-1].reference in visitor.open(FORM + "/recu").text
    return took


@pytest.mark.slow
def test_redis_emptied_then_killed_costs_nobody_a_letter(rung: Town, mortal_redis: MortalRedis) -> None:
    before, people = reckoning.places(rung), dict[str, int]()
    with at_work(rung.environ, sweep_seconds=0.5) as worker:
        for number in range(6):
            people[register(rung, number)] = number
            mortal_redis.empty()
        mortal_redis.kill()
        people |= {register(rung, number): number for number in range(6, 9)}
        assert seconds_to_register(rung) < LONGEST_ANSWER
        until(lambda: is_idle(rung), "the sweep")
        assert worker.stop() == 0, "a worker without its Redis still ends when it is asked to"
    assert len(rung.letters_to(str(VISITOR))) == 1
    assert all(len(receipts(rung.letterbox, number)) == 1 for number in people.values())
    reckoning.assert_each_offer_was_made_once(rung, before)
    reckoning.assert_all_is_well(rung)


def test_a_frozen_redis_does_not_hold_the_visitor(rung: Town, mortal_redis: MortalRedis) -> None:
    mortal_redis.freeze()
    assert seconds_to_register(rung) < LONGEST_ANSWER
    rung.settle()
    assert len(rung.letters_to(str(VISITOR))) == 1


@pytest.mark.slow
@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_a_redis_that_comes_back_is_heard_again(rung: Town, mortal_redis: MortalRedis) -> None:
    with at_work(rung.environ):  # which will not sweep again: only the bell tells it
        register(rung, 1)
        until(lambda: receipts(rung.letterbox, 1), "the first sweep or the bell")
        mortal_redis.kill()
        mortal_redis.start()
        register(rung, 2)
        until(lambda: receipts(rung.letterbox, 2), "the bell")
