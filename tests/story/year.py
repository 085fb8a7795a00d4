"""The year itself: a still clock that stops at each delicate moment, the real worker's office, letters to a list."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from random import Random

import worker
from hub import calendar, directory, intake, membership, offers, queries, webinars
from hub.cli.invented import DEMO_DESK, demo_address
from hub.demo import StoppedClock
from hub.lifecycle import ENDED, ReferralState
from hub.models import Referral
from hub.vault import Vault, keys
from hub.vocabulary import Audience
from hub.work import Hub, Work
from tests.parts.databases import migrate
from tests.story.acts import Town, read_names
from tests.story.cast import ONE_DAY, Answer, Part
from tests.story.ledger import Ledger
from tests.story.watching import Watch

MORNING, OFFICE, EVENING = time(8), time(10), time(19)
LAST_SECOND = time(23, 59, 59)
CHANGES_OF_HOUR = (time(1, 30), time(2), time(2, 30), time(3), time(3, 30))
MOST_SWEEPS = 8
SUNDAY = 7
"""Figures are counted once a week here: they change nothing of anybody's journey."""
REMINDED_AFTER, SAYS_NO_AFTER = 4, 2


@dataclass(slots=True)
class Played:
    """A part once it is registered."""

    part: Part
    referral_id: int
    came_on: date


@dataclass
class Year:
    hub: Hub
    office: worker.Office
    clock: StoppedClock
    ledger: Ledger
    watch: Watch
    town: Town
    played: list[Played] = field(default_factory=list)

    def live(self, moment: datetime, arrivals: list[Part]) -> None:
        """One moment: who comes, who acts at that hour, and what the worker does of it all."""
        self.clock.now = moment
        for part in arrivals:
            self._register(part)
        self._act(moment.astimezone(calendar.PARIS))
        self._settle()
        if moment.astimezone(calendar.PARIS).isocalendar().weekday == SUNDAY:
            self.office.count()
        self.watch.look(self.office.hub, self.ledger)

    def _act(self, here: datetime) -> None:
        if here.time() == OFFICE and calendar.is_working_day(here.date()):
            if calendar.civil(self.clock.now).day <= 3:
                self.town.first_of_month()
            self.town.working_day()
        if here.time() == EVENING:
            self.town.evening()
            for each in self.played:
                self._react(each, here.date())

    def _register(self, part: Part) -> None:
        with self.hub.begin() as work:
            receipt = intake.register(work, part.registration, proven=part.proven)
            row = queries.referral_by_reference(work.session, receipt.reference)
            played = Played(part, row.id, calendar.civil(work.now))
            self.watch.came(part, row, receipt, work.now)
        self.played.append(played)

    def _react(self, each: Played, today: date) -> None:
        days = (today - each.came_on).days
        with self.hub.begin() as work:
            referral = work.session.get_one(Referral, each.referral_id)
            if referral.state in ENDED:
                return
            if _turns_away(each.part, days):
                offers.withdraw(work, referral)
            elif _answers(each.part, days):
                _say_yes(work, referral)

    def _settle(self) -> None:
        for _ in range(MOST_SWEEPS):
            self.office.move()
            self.office.post()
            with self.hub.read() as work:
                session, now = work.session, work.now
                if not (
                    queries.to_route(session, now)
                    or queries.to_release(session)
                    or queries.to_carry(session, now)
                ):
                    break
        else:
            self.watch.faults.append(f"{self.clock.now}: the worker never came to rest")
        read_names(self.hub)


def _turns_away(part: Part, days: int) -> bool:
    if part.answer is Answer.NO and days >= SAYS_NO_AFTER:
        return True
    return part.withdraws_after is not None and days >= part.withdraws_after


def _answers(part: Part, days: int) -> bool:
    after = {Answer.AT_ONCE: 0, Answer.AFTER_A_REMINDER: REMINDED_AFTER}.get(part.answer)
    return after is not None and days >= after


def _say_yes(work: Work, referral: Referral) -> None:
    """The button in the letter: the address is theirs, and, for a guardian, they agree."""
    if referral.state is ReferralState.AWAITING_GUARDIAN:
        agrees = intake.agreement_obtained if _in_writing(referral) else intake.guardian_agrees
        agrees(work, referral)
    elif referral.state is ReferralState.AWAITING_CONFIRMATION and referral.prescriber:
        intake.prescriber_is_trusted(work, referral)
    elif referral.address_digest:
        intake.confirm(work, referral)


def _in_writing(referral: Referral) -> bool:
    return referral.correspondent is Audience.PRESCRIBER


def every_day(first: date, last: date) -> list[date]:
    return [first + days * ONE_DAY for days in range((last - first).days + 1)]


def moments(days: Iterable[date]) -> Iterator[datetime]:
    """Four a day in Paris; on the nights that change the hour, each half hour of the change."""
    for day in days:
        hours = (*(CHANGES_OF_HOUR if _changes_hour(day) else ()), MORNING, OFFICE, EVENING, LAST_SECOND)
        found = {
            datetime.combine(day, hour, calendar.PARIS).replace(fold=fold).astimezone(UTC)
            for hour in hours
            for fold in (0, 1)
        }
        yield from sorted(found)


def _changes_hour(day: date) -> bool:
    noons = [datetime.combine(each, time(12), calendar.PARIS).utcoffset() for each in (day - ONE_DAY, day)]
    return noons[0] != noons[1]


class Complaints(logging.Handler):
    """What the worker could not do is a fault: it says so in its log, and tries again for ever."""

    def __init__(self, faults: list[str]) -> None:
        super().__init__(logging.ERROR)
        self._faults = faults

    def emit(self, record: logging.LogRecord) -> None:
        self._faults.append(f"the worker says: {record.getMessage()}")


@contextmanager
def opened(folder: Path, first: date, chance: Random) -> Iterator[Year]:
    """A hub of its own in this folder, on the eve of the first day; a database already there has its tables."""
    url = f"sqlite:///{folder}/hub.db"
    if not (folder / "hub.db").exists():
        migrate(url)
    keys.make(folder / "keys")
    environ = {
        "DATABASE_URL": url,
        "REDIS_URL": "",
        "HUB_KEYS_DIR": str(folder / "keys"),
        "HUB_PUBLIC_URL": "http://localhost:8000",
        "HUB_PARTNERS_URL": "http://localhost:8001",
        "MAIL_SERVER": "localhost",
        "MAIL_SENDER": "Le hub du mentorat <hub@reseau.example>",
    }
    eve = datetime.combine(first - timedelta(days=1), LAST_SECOND, calendar.PARIS).astimezone(UTC)
    clock = StoppedClock(eve)
    ledger = Ledger(clock)
    office = worker.office(environ, clock=clock, carry=ledger, ring=lambda errands: None)
    hub = replace(office.hub, vault=Vault(keys.read_all(folder / "keys")))
    with hub.begin() as work:
        membership.load_directory(work, directory.read())
        webinars.plan(work)
        membership.invite_one_each(work, desk=DEMO_DESK, address_of=demo_address)
    town = Town(hub, chance)
    town.settle_in()
    watch = Watch()
    complaints = Complaints(watch.faults)
    logging.getLogger().addHandler(complaints)
    yield Year(hub, office, clock, ledger, watch, town)
    logging.getLogger().removeHandler(complaints)
    office.hub.sessions.kw["bind"].dispose()


def play(
    year: Year, parts: list[Part], days: Sequence[date], each_day: Callable[[], None] = lambda: None
) -> None:
    """From the first of these days to the last second of the last; ``each_day`` hears that one is over."""
    coming = sorted(parts, key=lambda part: part.at)
    for moment in sorted({*moments(days), *(part.at for part in coming)}):
        year.live(moment, [part for part in coming if part.at == moment])
        if moment.astimezone(calendar.PARIS).time() == LAST_SECOND:
            each_day()
