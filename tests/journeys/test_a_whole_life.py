"""Anything may happen in any order, workers die, clocks go back: what must hold holds after each step."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis.stateful import run_state_machine_as_test
from sqlalchemy import select, update

from hub import intake, strangers
from hub.lifecycle import OfferState
from hub.models import Association, JourneyEvent, Offer, OutboxMessage, Release
from hub.vocabulary import Step
from tests.lives import invariants
from tests.lives.base import KINDS, Life, Person, address, named, names
from tests.lives.machine import WholeLife
from tests.lives.world import Machine, World, world_on
from tests.parts.mortal import MortalRedis, mortal_redis
from tests.parts.post import Letterbox

__all__ = ["mortal_redis"]

LIVES, STEPS = 2, 25


@pytest.fixture
def machine(sqlite_with_tables: Path, letterbox: Letterbox, mortal_redis: MortalRedis) -> Iterator[Machine]:
    Life.machine = Machine(sqlite_with_tables, letterbox, mortal_redis)
    yield Life.machine
    if letterbox._controller is None:
        letterbox.open()


def test_what_must_hold_holds_after_each_step(machine: Machine) -> None:
    run_state_machine_as_test(
        WholeLife,
        settings=settings(
            max_examples=LIVES,
            stateful_step_count=STEPS,
            deadline=None,
            derandomize=True,
            database=None,
            phases=[Phase.generate],
            suppress_health_check=[*HealthCheck],
        ),
    )


def test_what_must_not_be_is_seen(machine: Machine) -> None:
    with ExitStack() as stack:
        world = world_on(machine, stack)
        person = _registered(world)
        assert list(_said(world, person)) == []
        with world.town.hub.begin() as work:
            offer = work.session.scalars(select(Offer)).one()
            assert offer.state is OfferState.OPEN
            work.write(Release, offer_id=offer.id, identity=b"", need=b"", released_at=work.now)
            told = work.session.scalars(
                select(OutboxMessage).where(OutboxMessage.event_id.is_not(None))
            ).first()
            assert told
            again = {name: getattr(told, name) for name in ("letter", "audience", "event_id", "posted_at")}
            work.write(OutboxMessage, **again, due_at=work.now)
            offered = {"referral_id": person.referral, "offer_id": offer.id, "happened_at": work.now}
            work.write(JourneyEvent, step=Step.OFFERED, **offered)
            work.session.execute(update(Association).values(name=names(1)[0]))
        world.letters.letters.append(world.letters.letters[0])
        said = " ".join(_said(world, person))
    wanted = (
        "boxes were given",
        "a name in the database",
        "posted twice",
        "made 2 times",
        "copies of letters",
    )
    assert [words for words in wanted if words not in said] == []


def _registered(world: World) -> Person:
    """Somebody whose card is with an association."""
    registration = named(KINDS["young person"](), 1)
    with world.town.front.begin() as work:
        strangers.confirm(work, work.vault.address_digest(address(1)))
        receipt = intake.register(work, registration)
    world.town.settle()
    return Person(1, registration, 1, receipt.reference, receipt.tracking_token)


def _said(world: World, person: Person) -> Iterator[str]:
    with world.town.hub.read() as work:
        yield from invariants.owners(work)
        yield from invariants.answers(work)
        yield from invariants.steps(work)
    yield from invariants.nothing_is_readable(world, [person])
    yield from invariants.letters(world)
