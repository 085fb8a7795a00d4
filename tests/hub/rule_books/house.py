"""A file of rules, a database, and the processes that follow them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from sqlalchemy import delete

from hub import directory, queries, rule_books, rules
from hub.models import Association, Member, Role
from hub.vault import Keys, Vault
from hub.work import Hub, engine_for, sessions_of
from tests.parts.town import StillClock

TEXT = rules.DEFAULT.read_text(encoding="utf-8")
SLOWER = TEXT.replace("answer_days: 3 ", "answer_days: 4 ", 1)
WRONG = TEXT.replace("answer_days: 3 ", "answer_days: trois ", 1)
NAMED = sorted({slug for last in rules.load().fallback.values() for slug in last})


@dataclass(frozen=True)
class House:
    """A file, a database, and a clock; each process has a hub of its own on them."""

    database_url: str
    file: Path
    clock: StillClock
    made: list[Hub]

    def another_hub(self) -> Hub:
        sessions = sessions_of(engine_for(self.database_url))
        in_use = rule_books.InUse(sessions, self.file)
        self.made.append(
            Hub(sessions, Vault(Keys(journal=bytes(32))), in_use, self.clock, lambda errands: None)
        )
        return self.made[-1]

    def write(self, content: str | bytes) -> None:
        self.file.write_bytes(content.encode() if isinstance(content, str) else content)

    def notice(self) -> None:
        """What the worker's sweep does, and the time that a process may take to follow."""
        rule_books.keep_up(self.made[0], self.file)
        self.clock.forward(seconds=5)


@cache
def entries() -> list[dict[str, Any]]:
    return [
        directory.to_plain(directory.parse(path.read_text(encoding="utf-8"), file=path.name))
        for path in (directory.DEFAULT / f"{slug}.yaml" for slug in NAMED)
    ]


@contextmanager
def house_on(database_url: str, file: Path) -> Iterator[House]:
    built = House(database_url, file, StillClock(), [])
    built.write(TEXT)
    with built.another_hub().begin() as work:
        work.session.add_all(map(member_of_the_network, entries()))
    yield built
    for hub in built.made:
        hub.sessions.kw["bind"].dispose()


def member_of_the_network(plain: dict[str, Any]) -> Association:
    return Association(
        slug=plain["slug"],
        name=plain["name"],
        verified=False,
        profile=plain,
        places_left=1,
        public_key=b"",
        wrapped_key=b"",
    )


def a_coordinator(hub: Hub) -> Member:
    with hub.begin() as work:
        row = Member(email="coordination@reseau.example", role=Role.DESK, invited_at=work.now)
        work.session.add(row)
    return row


def taken(hub: Hub) -> list[str]:
    with hub.read() as work:
        return [row.version for row in queries.rule_books_taken(work.session)]


def problems(hub: Hub) -> list[int]:
    with hub.read() as work:
        row = queries.broken_rule_file(work.session)
        return [problem["line"] for problem in row.problems or ()] if row else []


def line_of(start: str) -> int:
    return next(number for number, line in enumerate(TEXT.splitlines(), 1) if line.strip().startswith(start))


@contextmanager
def without_zupdeco(worker: Hub) -> Iterator[None]:
    with worker.begin() as work:
        gone = queries.association_called(work.session, "zupdeco")
        assert gone is not None
        plain = gone.profile
        work.session.execute(delete(Association).where(Association.slug == "zupdeco"))
    yield
    with worker.begin() as work:
        work.session.add(member_of_the_network(plain))


def noticing(hub: Hub, file: Path) -> Callable[[], int]:
    def notice() -> int:
        rule_books.keep_up(hub, file)
        return 0

    return notice
