"""Two young people whom nobody answered yet, and whoever writes in their rows."""

from __future__ import annotations

import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest
from sqlalchemy import func, select

from hub import intake, offers, queries
from hub.journal import Act
from hub.models import Alarm, AlarmKind, HeldRelease, Hindrance, JournalEntry, Offer, Release
from hub.work import Errand, Work
from tests.parts.people import registration
from tests.parts.post import Letterbox
from tests.parts.town import MONDAY_NOON, SQLITE, Town, town_at


@dataclass(frozen=True, slots=True)
class Scene:
    """Two young people, each offered to an association that has a member; nobody answered yet."""

    town: Town
    first: str
    second: str

    def offer(self, work: Work, reference: str = "") -> Offer:
        return queries.referral_by_reference(work.session, reference or self.first).offers[0]

    def accept(self, reference: str = "") -> None:
        with self.town.portal.begin() as work:
            offer = self.offer(work, reference)
            offers.accept(work, offer, queries.members_of(work.session, offer.association_id)[0])

    def round(self) -> None:
        """The worker looks at every acceptance, twice."""
        with self.town.hub.read() as work:
            numbers = [self.offer(work, each).id for each in (self.first, self.second)]
        for number in numbers * 2:
            self.town.office.run(Errand.RELEASE, number)

    @contextmanager
    def intruder(self) -> Iterator[Work]:
        """Writes whatever they like: the public door's keys are the most that they have."""
        with self.town.front.begin() as work:
            yield work

    def released(self) -> int:
        with self.town.hub.read() as work:
            return work.session.scalar(select(func.count(Release.offer_id))) or 0

    def held(self) -> list[Hindrance]:
        with self.town.hub.read() as work:
            return list(work.session.scalars(select(HeldRelease.because).order_by(HeldRelease.offer_id)))

    def noted(self, act: Act) -> list[JournalEntry]:
        with self.town.hub.read() as work:
            return list(work.session.scalars(select(JournalEntry).where(JournalEntry.act == act.value)))

    def alarms(self) -> list[AlarmKind]:
        with self.town.hub.read() as work:
            return list(work.session.scalars(select(Alarm.kind).order_by(Alarm.id)))


@pytest.fixture(scope="module")
def asked(sqlite_with_tables: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Scene]:
    """One town for the whole table of attacks; each begins in it as it was when nobody had answered."""
    folder = tmp_path_factory.mktemp("asked")
    shutil.copy(sqlite_with_tables, folder / "hub.db")
    letterbox = Letterbox()
    letterbox.open()
    with town_at(f"{SQLITE}{folder / 'hub.db'}", folder, letterbox) as town:
        town.join("jobirl", "article-1")
        town.open_desk()
        with town.front.begin() as work:
            references = [intake.register(work, registration()).reference for _ in range(2)]
        for reference in references:
            _route(town, reference)
        _copy(folder / "hub.db", folder / "unanswered.db")
        yield Scene(town, *references)
    letterbox.shut()


@pytest.fixture
def scene(asked: Scene) -> Iterator[Scene]:
    yield asked
    database = Path(asked.town.environ["DATABASE_URL"].removeprefix(SQLITE))
    _copy(database.with_name("unanswered.db"), database)
    asked.town.letterbox.letters.clear()
    asked.town.clock.now = MONDAY_NOON


def _copy(database: Path, into: Path) -> None:
    with closing(sqlite3.connect(database)) as before, closing(sqlite3.connect(into)) as after:
        before.backup(after)


def _route(town: Town, reference: str) -> None:
    with town.hub.read() as work:
        number = queries.referral_by_reference(work.session, reference).id
    town.office.run(Errand.ROUTE, number)
