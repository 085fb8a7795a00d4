"""What the hub does by itself: at its time, once, whoever does it and whatever the clock does."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import replace
from datetime import date, datetime, timedelta
from itertools import pairwise
from pathlib import Path
from threading import Barrier

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from associations.desk.coming import BY_ITSELF
from hub import calendar, deeds, intake, offers, queries, rules, timers
from hub.lifecycle import ReferralState
from hub.models import Base, JourneyEvent, Referral, Timer
from hub.queries import timers as rows
from hub.vault import Keys, Vault
from hub.vocabulary import Step, TimerKind
from hub.work import Hub, Work, engine_for, sessions_of
from tests.associations.partner import registered
from tests.parts.people import registration
from tests.parts.post import Letterbox
from tests.parts.town import MONDAY_NOON, StillClock, Town, town_at

BOOK = rules.load()
SLEPT_THROUGH = timedelta(days=100)
days = st.dates(date(2024, 1, 1), date(2032, 12, 31))


class Bench:
    """A hub that can do nothing but remember, and one referral that looks for an association."""

    def __init__(self, folder: str) -> None:
        self.clock = StillClock()
        engine = engine_for(f"sqlite:///{folder}/hub.db")
        Base.metadata.create_all(engine)
        self.hub = Hub(sessions_of(engine), Vault(Keys()), lambda now: BOOK, self.clock, lambda errands: None)
        with self.hub.begin() as work:
            work.session.add(looking(work))
        with self.hub.begin() as work:
            timers.watch(work, only(work))

    def run(self, numbers: list[int]) -> None:
        """As a worker does with a list that it read some time ago."""
        for number in numbers:
            with self.hub.begin() as work:
                deeds.run(work, number)

    def due(self) -> list[int]:
        with self.hub.read() as work:
            return rows.due(work.session, work.now)

    def told(self, step: Step) -> list[datetime]:
        with self.hub.read() as work:
            found = select(JourneyEvent.happened_at).where(JourneyEvent.step == step)
            return list(work.session.scalars(found.order_by(JourneyEvent.id)))

    def to_come(self) -> list[Timer]:
        with self.hub.read() as work:
            return rows.to_come(work.session, only(work).id)

    def turn(self, state: ReferralState) -> None:
        """As if somebody had moved it."""
        with self.hub.begin() as work:
            only(work).state = state


def looking(work: Work) -> Referral:
    return Referral(
        reference="BCDF2345",
        kind="young_person",
        state=ReferralState.LOOKING,
        correspondent="young_person",
        received_at=work.now,
        next_at=work.now,
        form_digest=b"form",
        tracking_digest=b"tracking",
        version=1,
    )


def only(work: Work) -> Referral:
    return work.session.scalars(select(Referral)).one()


@contextmanager
def bench() -> Iterator[Bench]:
    with tempfile.TemporaryDirectory() as folder:
        made = Bench(folder)
        yield made
        made.hub.sessions.kw["bind"].dispose()


@given(days)
def test_whoever_is_written_to_is_written_to_at_eight_in_the_morning_whatever_the_season(day: date) -> None:
    moment = calendar.morning_of(day)
    here = moment.astimezone(calendar.PARIS)
    assert (here.date(), here.hour, here.minute) == (day, 8, 0)
    assert calendar.civil(moment) == day


def test_what_is_set_twice_is_done_once_and_at_the_time_said_last() -> None:
    with bench() as at:
        noon, later = MONDAY_NOON, MONDAY_NOON + timedelta(hours=2)
        for moment in (noon, later):
            with at.hub.begin() as work:
                timers.wind(work, TimerKind.ASK_IF_TOGETHER, only(work), at=moment, turn="2026-03-02")
        (timer,) = (each for each in at.to_come() if each.kind is TimerKind.ASK_IF_TOGETHER)
        assert timer.due_at == later
        at.clock.now = later
        at.run(at.due())
        with at.hub.begin() as work:
            timers.wind(work, TimerKind.ASK_IF_TOGETHER, only(work), at=later, turn="2026-03-02")
        assert at.due() == [], "done is done"


def test_a_deed_that_fails_undoes_itself_and_is_done_the_next_time() -> None:
    with bench() as at:
        at.clock.forward(days=9)
        (number,) = at.due()
        with pytest.raises(KeyboardInterrupt), at.hub.begin() as work:
            deeds.run(work, number)
            work.flush()
            raise KeyboardInterrupt
        assert at.told(Step.ON_IT) == []
        at.run([number, number])
        assert at.told(Step.ON_IT) == [at.clock.now]


def test_after_a_long_sleep_the_last_word_alone_is_said_and_the_next_is_to_come() -> None:
    with bench() as at:
        at.clock.now += SLEPT_THROUGH
        at.run(at.due())
        assert at.told(Step.ON_IT) == []
        assert at.told(Step.NO_SOLUTION) == [at.clock.now]
        (coming,) = at.to_come()
        assert calendar.civil(coming.due_at) == date(2026, 6, 30), "four times thirty days, none made up for"


jumps = st.lists(
    st.tuples(
        st.integers(-40 * 24 * 60, 45 * 24 * 60),
        st.sampled_from(["first", "second", "both"]),
        st.sampled_from([None, None, None, *timers.NO_ANSWER_YET, ReferralState.ACCEPTED]),
    ),
    min_size=1,
    max_size=12,
)


@settings(max_examples=25)
@given(jumps)
def test_two_workers_and_a_clock_that_jumps_say_each_thing_once_and_never_forget_anybody(
    lived: list[tuple[int, str, ReferralState | None]],
) -> None:
    """The second worker goes by a list that it read before the clock jumped and the referral moved."""
    with bench() as at:
        for minutes, who, state in lived:
            stale = at.due()
            at.clock.forward(minutes=minutes)
            if state:
                at.turn(state)
            before = len(at.told(Step.NO_SOLUTION)) + len(at.told(Step.ON_IT))
            for numbers in {"first": [at.due()], "second": [stale], "both": [at.due(), stale]}[who]:
                at.run(numbers)
            said = len(at.told(Step.NO_SOLUTION)) + len(at.told(Step.ON_IT)) - before
            assert said <= 1, "two pieces of news at once"
            with at.hub.read() as work:
                waits = only(work).state in timers.NO_ANSWER_YET
            if not waits:
                assert said == 0
                return
            coming = [each for each in at.to_come() if each.kind is TimerKind.SAY_NO_SOLUTION]
            assert len(coming) == 1, "somebody waits, and will hear nothing more, or twice"
        assert len(at.told(Step.ON_IT)) <= 1
        with at.hub.read() as work:
            done = work.session.scalars(
                select(Timer.due_at).where(Timer.kind == TimerKind.SAY_NO_SOLUTION).order_by(Timer.due_at)
            ).all()
        apart = [calendar.civil(later) - calendar.civil(first) for first, later in pairwise(done)]
        assert all(gap >= timedelta(days=30) and gap.days % 30 == 0 for gap in apart)


def test_two_workers_at_the_same_instant_do_one_deed(town: Town) -> None:
    with town.front.begin() as work:
        intake.register(work, registration())
    town.settle()
    town.clock.forward(days=9)
    with town.hub.read() as work:
        (number,) = rows.due(work.session, work.now)
    ready = Barrier(2)

    def do() -> None:
        ready.wait()
        with town.hub.begin() as work:
            deeds.run(work, number)

    with ThreadPoolExecutor(2) as pool:
        for done in [pool.submit(do) for _ in range(2)]:
            done.result()
    with town.hub.read() as work:
        found = work.session.scalars(select(JourneyEvent.id).where(JourneyEvent.step == Step.ON_IT))
        assert len(found.all()) == 1


@pytest.mark.parametrize(
    "table", [deeds.DEEDS, timers.TRUE_WHILE, BY_ITSELF], ids=["a deed", "a truth", "words at the desk"]
)
def test_everything_the_hub_does_by_itself_has(table: object) -> None:
    assert set(table) == set(TimerKind)  # type: ignore[call-overload]


@pytest.fixture
def quiet(sqlite_url: str, tmp_path: Path, letterbox: Letterbox) -> Iterator[Town]:
    with town_at(sqlite_url, tmp_path, letterbox) as town:
        yield town


def test_a_rule_book_that_says_otherwise_is_followed(quiet: Town) -> None:
    sooner = replace(BOOK, delays=replace(BOOK.delays, on_it_days=2, no_solution_days=5))
    hub = replace(quiet.hub, rules=lambda now: sooner)
    with quiet.front.begin() as work:
        reference = intake.register(work, registration()).reference
    with hub.begin() as work:
        row = queries.referral_by_reference(work.session, reference)
        timers.watch(work, row)
    with hub.read() as work:
        row = queries.referral_by_reference(work.session, reference)
        assert [calendar.civil(each.due_at).day for each in timers.ahead(work, row)] == [4, 7]


def test_a_timer_names_nobody_and_goes_with_the_person(quiet: Town) -> None:
    quiet.join("article-1")
    reference = registered(quiet)
    with quiet.hub.read() as work:
        row = queries.referral_by_reference(work.session, reference)
        kept = [each.key for each in rows.to_come(work.session, row.id)]
        assert kept and all(reference not in key for key in kept)
    with quiet.front.begin() as work:
        offers.withdraw(work, queries.referral_by_reference(work.session, reference))
    quiet.clock.forward(days=31)
    quiet.office.sweep()
    with quiet.hub.read() as work:
        assert work.session.scalars(select(Timer)).all() == []
