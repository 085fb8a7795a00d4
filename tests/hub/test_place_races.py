"""Two workers decide at the same instant, on both databases: no place is given twice, and those kept stay kept."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path
from threading import Barrier

import pytest
from sqlalchemy import select

import worker
from hub import intake, places, queries
from hub.lifecycle import OfferState
from hub.models import Offer
from hub.places import Limits
from hub.vocabulary import Situation
from hub.work import Errand
from tests.parts.people import registration
from tests.parts.post import Letterbox
from tests.parts.town import Town, association, following, keeping, town_at

PLACES, KEPT = 4, 2


@pytest.fixture
def town(database_url: str, tmp_path: Path, letterbox: Letterbox) -> Iterator[Town]:
    """Where an association has four places left, and keeps two: a tenth of the twenty it is supposed to have."""
    with town_at(database_url, tmp_path, letterbox) as opened, following(opened, keeping(10)) as town:
        town.join("jobirl")
        with town.administration.begin() as work:
            association(work.session, "jobirl").places_left = PLACES
        yield town


def at_once(*moves: Callable[[], object]) -> list[object]:
    """Each in a thread of its own, none before the others are ready."""
    ready = Barrier(len(moves))

    def move(go: Callable[[], object]) -> object:
        ready.wait()
        return go()

    with ThreadPoolExecutor(len(moves)) as pool:
        return list(pool.map(move, moves))


def come(town: Town, **changes: object) -> int:
    with town.front.begin() as work:
        reference = intake.register(work, registration(**changes)).reference  # type: ignore[arg-type]
        return queries.referral_by_reference(work.session, reference).id


def asked_for(town: Town) -> set[int]:
    with town.hub.read() as work:
        return set(work.session.scalars(select(Offer.referral_id).where(Offer.state == OfferState.OPEN)))


def places_left(town: Town) -> int:
    with town.hub.read() as work:
        return association(work.session, "jobirl").places_left


def test_two_workers_never_give_one_place_twice_nor_a_kept_one_to_others(town: Town) -> None:
    others = [come(town) for _ in range(4)]
    priority = [come(town, situation=Situation.LYCEE_PRO) for _ in range(4)]
    offices = [worker.office(town.environ, clock=town.clock) for _ in range(2)]
    offices = [replace(one, hub=replace(one.hub, rules=town.hub.rules)) for one in offices]
    orders = (others + priority, priority[::-1] + others[::-1])

    def work_through(office: worker.Office, rows: list[int]) -> None:
        for row in rows:
            office.run(Errand.ROUTE, row)

    at_once(*(lambda o=o, rows=rows: work_through(o, rows) for o, rows in zip(offices, orders, strict=True)))
    town.settle()
    for office in offices:
        office.hub.sessions.kw["bind"].dispose()
    asked = asked_for(town)
    assert len(asked) == PLACES and places_left(town) == 0
    assert len(asked & set(others)) <= PLACES - KEPT


def test_two_workers_never_pass_a_ceiling_together(town: Town) -> None:
    with town.portal.begin() as work:
        ours = association(work.session, "jobirl")
        (by,) = queries.members_of(work.session, ours.id)
        queries.open_places(work.session, ours.id, PLACES)
        at_most = Limits((), (), {"59"}, a_year=PLACES, a_month=None)
        places.set_ceiling(work, ours, at_most, by=by)
    rows = [come(town) for _ in range(PLACES + 2)]
    offices = [worker.office(town.environ, clock=town.clock) for _ in range(2)]

    def work_through(office: worker.Office, rows: list[int]) -> None:
        for row in rows:
            office.run(Errand.ROUTE, row)

    at_once(*(lambda o=o, r=r: work_through(o, r) for o, r in zip(offices, (rows, rows[::-1]), strict=True)))
    for office in offices:
        office.hub.sessions.kw["bind"].dispose()
    town.settle()
    assert len(asked_for(town)) == PLACES and places_left(town) == PLACES


def test_the_last_free_place_is_taken_once_and_the_kept_ones_by_nobody_else(town: Town) -> None:

    def take() -> bool:
        with town.hub.begin() as work:
            jobirl = association(work.session, "jobirl").id
            return queries.take_place(work.session, jobirl, kept=KEPT)

    assert sorted(map(bool, at_once(*[take] * 5))) == [False] * 3 + [True] * 2
    assert places_left(town) == KEPT
