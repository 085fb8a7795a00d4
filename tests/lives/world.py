"""The hub of one life: a town, a second worker, a bell on a real Redis that may be gone, letters that may not leave."""

from __future__ import annotations

import os
import signal
from collections.abc import Callable
from contextlib import ExitStack, suppress
from dataclasses import dataclass, field
from pathlib import Path
from random import Random
from shutil import copy, rmtree
from tempfile import mkdtemp
from threading import Thread

from redis import Redis
from redis.exceptions import RedisError
from sqlalchemy import Select, select

import worker
from hub import places, queries
from hub.bell import queue_at
from hub.models import Association, Member, Offer, Referral
from hub.queries import NotFound
from hub.work import Errand, Hub, Work
from tests.parts.dying import at_each_commit
from tests.parts.mortal import MortalRedis
from tests.parts.post import Letterbox
from tests.parts.town import Town, town_at

HOUSES = ("article-1", "jobirl", "proxite")
A_YEAR = 3
"""Places of each association: so few that people wait for one."""


@dataclass
class Machine:
    """What all lives share, as it is dear to start.  ``redis``: None where there is none to be had."""

    template: Path
    letterbox: Letterbox
    redis: MortalRedis | None


@dataclass
class World:
    """``copies_allowed``: how many letters may have come twice: whoever carried them was killed, or they came back."""

    machine: Machine
    town: Town
    second: worker.Office
    folder: Path
    redis_is_there: bool
    post_is_there: bool = True
    copies_allowed: int = 0
    chance: Random = field(default_factory=lambda: Random(3))

    @property
    def letters(self) -> Letterbox:
        return self.machine.letterbox

    def rows(self, question: Select[int]) -> list[int]:
        with self.town.hub.read() as work:
            return list(work.session.scalars(question))

    def referral(self, work: Work, number: int) -> Referral:
        return work.session.get_one(Referral, number)

    def two_sweeps_at_once(self) -> None:
        """Whatever one of them sees, the other may have done a moment ago."""
        sweeps = [Thread(target=each.sweep) for each in (self.town.office, self.second)]
        for sweep in sweeps:
            sweep.start()
        for sweep in sweeps:
            sweep.join()

    def hear_the_bell(self) -> int:
        """Run what was rung for, in the order in which it was; answers how many errands."""
        errands = self._rung()
        for errand, row in errands:
            self.town.office.run(Errand(errand), row)
        return len(errands)

    def _rung(self) -> list[tuple[str, int]]:
        if not (self.machine.redis and self.redis_is_there):
            return []
        with suppress(RedisError), Redis.from_url(self.machine.redis.url) as redis:
            queue = queue_at(redis)
            rung = [(str(job.args[0]), int(job.args[1])) for job in queue.jobs]
            redis.flushall()
            return rung
        return []

    def die_at(self, instant: str, nth: int) -> bool:
        """A worker sweeps, and kills itself just before or after its n-th commit; whether it came so far.

        It is a child of this program; what it inherits of open connections is closed first.
        """
        self._let_go()
        child = os.fork()
        if child == 0:
            _sweep_until_dead(self.town, instant, nth)
        status = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
        assert status in (0, -signal.SIGKILL), f"a worker ended with {status}"
        self.copies_allowed += status != 0
        return status != 0

    def _let_go(self) -> None:
        for hub in (self.town.hub, self.town.front, self.town.portal, self.second.hub):
            hub.sessions.kw["bind"].dispose()

    def lose_redis(self) -> None:
        if self.machine.redis and self.redis_is_there:
            self.machine.redis.kill()
            self.redis_is_there = False

    def find_redis(self) -> None:
        """It comes back without its memory."""
        if self.machine.redis and not self.redis_is_there:
            self.machine.redis.start()
            self.machine.redis.empty()
            self.redis_is_there = True

    def lose_the_post(self) -> None:
        if self.post_is_there:
            self.letters.shut()
            self.post_is_there = False

    def find_the_post(self) -> None:
        if not self.post_is_there:
            self.letters.open()
            self.post_is_there = True


def _sweep_until_dead(town: Town, instant: str, nth: int) -> None:
    try:
        commits = iter(range(1, nth + 1))

        def count() -> None:
            if next(commits) == nth:
                os.kill(os.getpid(), signal.SIGKILL)

        at_each_commit(instant, count)
        worker.office(town.environ, clock=town.clock).sweep()
    finally:
        os._exit(0)


def world_on(machine: Machine, stack: ExitStack) -> World:
    """A new hub, furnished, that ends with the stack."""
    folder = Path(mkdtemp(prefix="hub-life-"))
    stack.callback(rmtree, folder, ignore_errors=True)
    copy(machine.template, folder / "hub.db")
    machine.letterbox.letters.clear()
    if machine.redis:
        machine.redis.empty()
    url = machine.redis.url if machine.redis else ""
    town = stack.enter_context(town_at(f"sqlite:///{folder}/hub.db", folder, machine.letterbox, url))
    town.open_desk()
    for member in town.join(*HOUSES):
        with town.portal.begin() as work:
            house = work.session.get_one(Association, member.association_id)
            places.declare(work, house, A_YEAR, by=work.session.get_one(Member, member.id))
    second = worker.office(town.environ, clock=town.clock)
    stack.callback(second.hub.sessions.kw["bind"].dispose)
    return World(machine, town, second, folder, redis_is_there=machine.redis is not None)


Deed = Callable[[Work], object]


def member_of(work: Work, offer: Offer) -> Member:
    return queries.members_of(work.session, offer.association_id)[0]


def of_desk(work: Work) -> Member:
    return queries.desk_members(work.session)[0]


def do(hub: Hub, deed: Deed, *refusals: type[Exception]) -> bool:
    """One piece of work; whether it was done, or refused as a page would refuse it."""
    refused: tuple[type[Exception], ...] = (NotFound, *refusals)
    try:
        with hub.begin() as work:
            deed(work)
    except refused:
        return False
    return True


def referrals(*wanted: object) -> Select[int]:
    return select(Referral.id).where(*wanted).order_by(Referral.id)  # type: ignore[arg-type]


def offers(*wanted: object) -> Select[int]:
    return select(Offer.id).where(*wanted).order_by(Offer.id)  # type: ignore[arg-type]
