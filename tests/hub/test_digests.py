from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime

import pytest
from sqlalchemy import select

from hub import digests, offers, queries, strangers
from hub.models import OutboxMessage, Prescriber
from tests.parts.leaks import find_leaks
from tests.parts.people import CANARIES
from tests.parts.prescribers import ADDRESS, register
from tests.parts.prescribers import CANARIES as PROFESSIONAL
from tests.parts.town import Town, text_of

NEXT_MONDAY = datetime(2026, 3, 9, 7, tzinfo=UTC)
"""Eight o'clock in Paris."""


@pytest.fixture
def reference(town: Town) -> str:
    """Registered on Monday noon, at an address that its owner has confirmed."""
    town.join("article-1", "jobirl", "afev")
    with town.front.begin() as work:
        strangers.confirm(work, work.vault.address_digest(ADDRESS))
        return register(work)


def names_posted(town: Town) -> list[str]:
    with town.hub.read() as work:
        to_prescribers = OutboxMessage.letter == digests.LETTER, OutboxMessage.prescriber_id.is_not(None)
        posted = select(OutboxMessage.once).where(*to_prescribers).order_by(OutboxMessage.id)
        return [
            name.partition(":")[0] + name[name.rindex(":") :] for name in work.session.scalars(posted) if name
        ]


def subjects(town: Town) -> list[str]:
    return [str(letter["Subject"]) for letter in town.letters_to(ADDRESS)]


def at(town: Town, moment: datetime) -> None:
    town.clock.now = moment
    town.settle()


def withdraw(town: Town, reference: str) -> None:
    with town.front.begin() as work:
        offers.withdraw(work, queries.referral_by_reference(work.session, reference))


@pytest.mark.parametrize(
    ("now", "morning"),
    [
        (datetime(2026, 3, 9, 7, tzinfo=UTC), datetime(2026, 3, 9, 7, tzinfo=UTC)),
        (datetime(2026, 3, 15, 22, 59, tzinfo=UTC), datetime(2026, 3, 9, 7, tzinfo=UTC)),
        (datetime(2026, 4, 8, 12, tzinfo=UTC), datetime(2026, 4, 7, 6, tzinfo=UTC)),
        (datetime(2026, 5, 26, 6, tzinfo=UTC), datetime(2026, 5, 26, 6, tzinfo=UTC)),
        (datetime(2026, 12, 31, 12, tzinfo=UTC), datetime(2026, 12, 28, 7, tzinfo=UTC)),
    ],
)
def test_the_morning_is_eight_o_clock_in_paris_of_the_first_working_day(
    now: datetime, morning: datetime
) -> None:
    assert digests.morning_of_week(now) == morning


def test_the_first_letter_says_at_once_what_was_received(town: Town, reference: str) -> None:
    town.settle()
    assert subjects(town) == []
    town.clock.forward(minutes=1)
    town.settle()
    (letter,) = town.letters_to(ADDRESS)
    assert "1\u00a0jeune" in text_of(letter) and reference in text_of(letter)


def test_what_changed_in_the_week_is_told_on_monday_morning_in_one_letter(town: Town, reference: str) -> None:
    town.clock.forward(minutes=1)
    town.settle()
    town.clock.forward(days=2)
    withdraw(town, reference)
    for day in (4, 5, 6, 7, 8):
        at(town, datetime(2026, 3, day, 12, tzinfo=UTC))
    assert names_posted(town) == []
    at(town, NEXT_MONDAY.replace(minute=59, hour=6))
    assert names_posted(town) == []
    at(town, NEXT_MONDAY)
    assert names_posted(town) == ["digest:2026-11"]
    told = text_of(town.letters_to(ADDRESS)[-1])
    assert f"{reference}\u202f: inscription retirée" in told and "/mes-jeunes/lien/" in told


def test_no_news_no_letter(town: Town, reference: str) -> None:
    town.clock.forward(minutes=1)
    town.settle()
    with town.hub.begin() as work:
        until = NEXT_MONDAY
        assert queries.prescribers_with_news(work.session, until) == []
    at(town, NEXT_MONDAY.replace(day=2, hour=12))
    assert names_posted(town) == []


def test_one_letter_a_week_whatever_happens_and_however_often_the_worker_looks(
    town: Town, reference: str
) -> None:
    town.clock.forward(days=1)
    withdraw(town, reference)
    at(town, NEXT_MONDAY)
    with town.front.begin() as work:
        other = register(work, marker="B")
    town.clock.forward(hours=1)
    withdraw(town, other)
    for _ in range(12):
        town.settle()
        town.clock.forward(hours=9)
    assert names_posted(town) == ["digest:2026-11"]
    at(town, datetime(2026, 3, 16, 7, tzinfo=UTC))
    assert names_posted(town) == ["digest:2026-11", "digest:2026-12"]


def test_a_clock_set_back_tells_nothing_twice(town: Town, reference: str) -> None:
    town.clock.forward(days=1)
    withdraw(town, reference)
    at(town, NEXT_MONDAY)
    at(town, datetime(2026, 3, 3, 12, tzinfo=UTC))
    at(town, NEXT_MONDAY)
    assert names_posted(town) == ["digest:2026-11"]


def test_a_worker_that_was_away_on_monday_tells_it_when_it_is_back(town: Town, reference: str) -> None:
    town.clock.forward(days=1)
    withdraw(town, reference)
    at(town, datetime(2026, 3, 12, 15, tzinfo=UTC))
    assert names_posted(town) == ["digest:2026-11"]


def test_nobody_is_written_to_on_a_sunday(town: Town, reference: str) -> None:
    town.clock.forward(days=1)
    withdraw(town, reference)
    at(town, datetime(2026, 3, 15, 15, tzinfo=UTC))
    assert names_posted(town) == []


def test_two_workers_at_the_same_moment_post_one_letter(town: Town, reference: str) -> None:
    town.clock.forward(days=1)
    withdraw(town, reference)
    town.clock.now = NEXT_MONDAY
    with ThreadPoolExecutor(4) as workers:
        posted = [*workers.map(digests.post_due, [town.hub] * 4)]
    assert sum(posted) == 1 and names_posted(town) == ["digest:2026-11"]


def test_no_letter_to_a_professional_names_anybody(town: Town, reference: str) -> None:
    town.clock.forward(minutes=1)
    town.settle()
    town.clock.forward(days=1)
    withdraw(town, reference)
    at(town, NEXT_MONDAY)
    letters = {f"letter {n}": letter.as_bytes() for n, letter in enumerate(town.letters_to(ADDRESS))}
    found = find_leaks(letters, (*CANARIES, *PROFESSIONAL[1:3], "A-12"))
    assert len(letters) == 2 and found == []


def test_a_long_list_is_cut_and_says_how_many_more(town: Town, reference: str) -> None:
    with town.front.begin() as work:
        for number in range(45):
            register(work, marker=f"R{number}", who={"email": f"jeune{number}@lycee.example"})
    town.clock.forward(minutes=1)
    town.settle()
    told = text_of(town.letters_to(ADDRESS)[0])
    assert "46\u00a0jeunes" in told and "6\u00a0jeunes de plus" in told
    with town.hub.read() as work:
        assert len(work.session.scalars(select(Prescriber)).all()) == 1
