"""The pages that each role may open, how long each takes, and how often it asks the database."""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from http import HTTPStatus

from sqlalchemy import Engine, case, event, select

from associations.who_may import MAY
from bench.client import Client
from bench.portal.filled import Filled
from hub.lifecycle import ReferralState
from hub.models import Member, Offer, Referral, Role

WARM = 3
LATE_SECONDS = 0.5
"""Of a page that takes longer than this, three calls say enough."""
COOKIE = "hub_session"
FILES = frozenset({"static", "partners.static", "healthz"})


@dataclass(frozen=True, slots=True)
class Page:
    """``engine``: the one it asks; ``before``: what is done before each time, unmeasured."""

    name: str
    open: Callable[[], None]
    engine: Engine
    before: Callable[[], None] | None = None


@dataclass(frozen=True, slots=True)
class Timed:
    """Milliseconds of the door's own time, and statements sent to the database."""

    median: float
    p95: float
    cpu: float
    statements: int


class Unexpected(Exception):
    """The page is not the one that is measured."""


def pages(hub: Filled) -> Iterator[Page]:
    """Every page without a name in its address, a card and a referral, for a member and for the desk."""
    for role in (Role.MANAGER, Role.DESK):
        client = Client(hub.door, {COOKIE: hub.token(role)})
        for path in _paths(hub, role):
            yield Page(f"{role} {path}", partial(open_page, client, path), hub.engine)


def timed(page: Page, *, calls: int) -> Timed:
    walls, cpus = [], []
    with _counted(page.engine) as counted:
        for turn in range(WARM + calls):
            if page.before:
                page.before()
            counted.clear()
            cpu, wall = time.process_time(), time.perf_counter()
            page.open()
            cpu, wall = time.process_time() - cpu, time.perf_counter() - wall
            if turn >= WARM or wall > LATE_SECONDS:
                walls.append(1e3 * wall)
                cpus.append(1e3 * cpu)
            if wall > LATE_SECONDS and len(walls) >= WARM:
                break
    return Timed(
        statistics.median(walls), sorted(walls)[int(len(walls) * 0.95)], statistics.median(cpus), len(counted)
    )


def open_page(client: Client, path: str) -> None:
    answer = client.call(client.environ("GET", path))
    if answer.status not in (HTTPStatus.OK, HTTPStatus.SEE_OTHER, HTTPStatus.FOUND):
        raise Unexpected(f"answered {answer.status}")


def _paths(hub: Filled, role: Role) -> Iterator[str]:
    for rule in hub.door.url_map.iter_rules():
        given = "GET" in (rule.methods or ()) and rule.endpoint not in FILES
        if (
            given
            and not rule.arguments
            and role in MAY[rule.endpoint].who
            and None not in MAY[rule.endpoint].who
        ):
            yield rule.rule
    with hub.engine.connect() as connection:
        if role is Role.DESK:
            waits = case((Referral.state == ReferralState.WITH_DESK, 0), else_=1)
            waiting = select(Referral.reference).order_by(waits, Referral.id.desc()).limit(1)
            yield f"/coordination/dossiers/{connection.scalar(waiting)}"
            return
        mine = select(Member.association_id).where(Member.id == hub.members[role]).scalar_subquery()
        card = select(Offer.card_number).where(Offer.association_id == mine).order_by(Offer.id.desc())
        yield f"/fiches/{connection.scalar(card.limit(1))}"


@contextmanager
def _counted(engine: Engine) -> Iterator[list[str]]:
    found: list[str] = []

    def count(connection: object, cursor: object, statement: str, *rest: object) -> None:
        found.append(statement)

    event.listen(engine, "before_cursor_execute", count)
    try:
        yield found
    finally:
        event.remove(engine, "before_cursor_execute", count)
