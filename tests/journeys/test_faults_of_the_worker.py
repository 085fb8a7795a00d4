"""A worker killed at any moment: nothing is lost, nothing happens twice, everybody is told."""

from __future__ import annotations

import os
import random
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from datetime import UTC, datetime
from functools import partial
from pathlib import Path

import pytest
from aiosmtpd.smtp import SMTP as Server
from aiosmtpd.smtp import Envelope, Session
from redis import Redis
from sqlalchemy import select

from hub import queries
from hub.models import Offer, OutboxMessage
from hub.supervisor import LOOPBACK
from tests.parts import reckoning
from tests.parts.patience import until
from tests.parts.post import Letterbox
from tests.parts.reckoning import accept_an_open_offer, is_idle, let_claims_run_out, receipts, register
from tests.parts.town import Town, text_of, town_at
from tests.parts.workers import at_work, kept_at_work

PEOPLE = 40
KILLS = 10
SEED = 20260302
MEMBERS = ("article-1", "jobirl", "proxite", "nqt", "la-cordee")


@pytest.fixture
def lively(database_url: str, tmp_path: Path, letterbox: Letterbox, redis_url: str) -> Iterator[Town]:
    """A town that lives today, with a bell and members to ask."""
    with town_at(database_url, tmp_path, letterbox, redis_url) as town:
        town.clock.now = datetime.now(UTC)
        town.join(*MEMBERS)
        town.open_desk()
        yield town


@pytest.mark.slow
def test_ten_kills_lose_nothing_and_double_nothing(lively: Town, tmp_path: Path) -> None:
    chance = random.Random(SEED)
    before, people, accepted = reckoning.places(lively), dict[str, int](), set[str | None]()
    with kept_at_work(lively.environ, tmp_path) as kept:
        for first in range(0, PEOPLE, PEOPLE // KILLS):
            seen = len(lively.letterbox.letters)
            people |= {register(lively, number): number for number in range(first, first + PEOPLE // KILLS)}
            until(partial(has_more, lively.letterbox, seen), "a worker at work")
            lively.clock.now = datetime.now(UTC)
            accepted.add(accept_an_open_offer(lively))
            time.sleep(chance.uniform(0, 0.3))
            kept.kill()
    let_claims_run_out(lively)
    with at_work(lively.environ, sweep_seconds=0.5) as last:
        until(lambda: is_idle(lively), "the end of the work")
        assert last.stop() == 0
    cards = {card for card in accepted if card}
    assert len(people) == PEOPLE and cards
    reckoning.assert_each_is_told(lively, people)
    reckoning.assert_each_offer_was_made_once(lively, before)
    reckoning.assert_each_acceptance_was_kept(lively, people, cards)
    reckoning.assert_all_is_well(lively)


def has_more(letterbox: Letterbox, seen: int) -> bool:
    return len(letterbox.letters) > seen


@pytest.mark.slow
def test_a_death_at_any_commit_loses_nothing_and_doubles_nothing(lively: Town) -> None:
    before, people = reckoning.places(lively), {register(lively, number): number for number in range(4)}
    lively.settle()
    accepted = {accept_an_open_offer(lively) for _ in range(3)}
    people |= {register(lively, number): number for number in range(4, 9)}
    lively.clock.now = let_workers_die(lively)
    let_claims_run_out(lively)
    lively.settle()
    reckoning.assert_each_is_told(lively, people)
    reckoning.assert_each_offer_was_made_once(lively, before)
    reckoning.assert_each_acceptance_was_kept(lively, people, {card for card in accepted if card})
    reckoning.assert_all_is_well(lively)


def let_workers_die(town: Town) -> datetime:
    """Answers the hour at which the last of them has died."""
    told = subprocess.run(
        [sys.executable, "-m", "tests.parts.dying", town.clock.now.isoformat()],
        env=os.environ | town.environ,
        stdout=subprocess.PIPE,
        text=True,
        check=True,
        timeout=240,
    ).stdout
    deaths, hour = told.split()
    assert int(deaths) >= 10, "too few deaths to prove anything"
    return datetime.fromisoformat(hour)


class Ambush(Letterbox):
    """A mail server that takes the letter, and does something else before it says so."""

    def __init__(self) -> None:
        super().__init__()
        self.strike: Callable[[], None] = lambda: None

    async def handle_DATA(self, server: Server, session: Session, envelope: Envelope) -> str:
        answer = await super().handle_DATA(server, session, envelope)
        self.strike()
        return answer


@pytest.fixture
def ambush() -> Iterator[Ambush]:
    box = Ambush()
    box.open()
    yield box
    box.shut()


def test_killed_before_the_server_said_that_it_took_the_letter_it_comes_again_under_its_number(
    town: Town, ambush: Ambush
) -> None:
    register(town, 1)
    with at_work(town.environ | {"MAIL_PORT": str(ambush.port)}) as dying:
        ambush.strike = dying.kill
        until(lambda: not dying.is_alive, "the death of the worker")
    assert_claimed_and_nobody_elses(town)
    town.clock.forward(minutes=11)
    town.settle()
    (first,), (second,) = receipts(ambush, 1), receipts(town.letterbox, 1)
    assert first["Message-ID"] == second["Message-ID"]
    assert text_of(first) == text_of(second)


def test_killed_while_a_silent_server_makes_it_wait_the_letter_comes_once(town: Town) -> None:
    register(town, 1)
    with (
        closing(socket.create_server((LOOPBACK, 0))) as silent,
        at_work(town.environ | {"MAIL_PORT": str(silent.getsockname()[1])}),
    ):
        until(lambda: attempts(town), "the worker to claim the letter")
    assert_claimed_and_nobody_elses(town)
    town.clock.forward(minutes=11)
    town.settle()
    assert len(receipts(town.letterbox, 1)) == 1


def assert_claimed_and_nobody_elses(town: Town) -> None:
    """Until the claim runs out, a worker that lives leaves the letters of that round alone."""
    assert set(attempts(town)) == {1}
    town.clock.now = datetime.now(UTC)
    town.settle()
    assert receipts(town.letterbox, 1) == []


def attempts(town: Town) -> list[int]:
    with town.hub.read() as work:
        tried = select(OutboxMessage.attempts).where(OutboxMessage.attempts > 0)
        return list(work.session.scalars(tried))


def test_killed_between_the_acceptance_and_the_release_the_next_worker_releases_once(lively: Town) -> None:
    before, people = reckoning.places(lively), {register(lively, 1): 1}
    lively.settle()
    card = accept_an_open_offer(lively)
    with lively.hub.begin() as work:  # holds what the worker needs, so that it dies waiting
        work.session.scalars(select(Offer).with_for_update()).one()
        with at_work(lively.environ):
            until(lambda: listeners(lively), "the worker")
            time.sleep(0.3)
        assert len(queries.to_release(work.session)) == 1
    let_claims_run_out(lively)
    with Redis.from_url(lively.environ["REDIS_URL"]) as redis:
        redis.flushall()  # nothing but the database remembers
    with at_work(lively.environ):
        until(lambda: is_idle(lively), "the release")
    reckoning.assert_each_offer_was_made_once(lively, before)
    reckoning.assert_each_acceptance_was_kept(lively, people, {str(card)})


def listeners(town: Town) -> int:
    with Redis.from_url(town.environ["REDIS_URL"]) as redis:
        return int(redis.scard("rq:workers"))
