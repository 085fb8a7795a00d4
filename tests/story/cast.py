"""Who comes in the year, at which moment, and what they will do about it: always the same people."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum
from random import Random

from hub import calendar, geography
from hub.demo.people import Crowd
from hub.vocabulary import Engagement, Guardian, Need, Registration

FIRST_DAY, LAST_DAY = date(2027, 9, 1), date(2028, 8, 31)
"""A school year with a 29 February, two nights that change the hour, bridges in November and May, and an August."""
ONE_DAY = timedelta(days=1)
NOON = time(12, 20)
AGES = (*range(6, 31), *range(12, 18), *range(8, 30, 3))
"""Everybody once, and more of those who come most."""
OVERSEAS = (
    ("97100", "97105"),
    ("97600", "97611"),
    ("97200", "97209"),
    ("97300", "97302"),
    ("97400", "97411"),
)
REFERRED, MENTORS = 27, 32
"""With the young people of each age, a hundred; companies come besides (hub.demo.companies)."""


class Answer(StrEnum):
    """What whoever must confirm or agree does about it."""

    AT_ONCE = "at once"
    AFTER_A_REMINDER = "after a reminder"
    NO = "no"
    NEVER = "never"


ANSWERS = (Answer.AT_ONCE, Answer.AT_ONCE, Answer.AFTER_A_REMINDER, Answer.AT_ONCE, Answer.NEVER, Answer.NO)
PATIENCE = (None, None, None, 2, None, 12, None, None, 40, None)
"""Days after which they withdraw."""


@dataclass(frozen=True, slots=True)
class Part:
    """One registration, when it comes, and how its person behaves.  ``proven``: no machine."""

    at: datetime
    name: str
    registration: Registration
    answer: Answer
    withdraws_after: int | None
    proven: bool


def parts(seed: int, *, many: float = 1) -> list[Part]:
    """In the order in which they come; ``many``: the share of them that does."""
    chance = Random(seed)
    crowd = Crowd(chance, today_year=FIRST_DAY.year)
    everybody = [*_young(crowd), *_referred(crowd), *_mentors(crowd)]
    chance.shuffle(everybody)
    chosen = everybody[: round(len(everybody) * many)]
    moments = _moments(chance, len(chosen))
    return [_part(number, *each) for number, each in enumerate(zip(moments, chosen, strict=True))]


def _part(number: int, at: datetime, registration: Registration) -> Part:
    need = registration.need
    kind = (
        f"mentor {need.age}" if isinstance(need, Engagement) else f"jeune de {need.age} ans, {need.channel}"
    )
    return Part(
        at,
        f"{number + 1:>3}. {kind}, {need.place.department}",
        registration,
        ANSWERS[number % len(ANSWERS)],
        PATIENCE[number % len(PATIENCE)],
        proven=number % 7 != 3,
    )


def _young(crowd: Crowd) -> Iterator[Registration]:
    for turn, age in enumerate(AGES):
        found = _of_age(crowd.next, age)
        yield found if turn % 6 else _moved(found, *OVERSEAS[turn // 6 % len(OVERSEAS)])
    first, second = _of_age(crowd.next, 9), _of_age(crowd.next, 13)
    yield first
    yield _sibling(second, first.identity.guardian)


def _referred(crowd: Crowd) -> Iterator[Registration]:
    for _ in range(REFERRED):
        yield crowd.next_referred()


def _mentors(crowd: Crowd) -> Iterator[Registration]:
    for _ in range(MENTORS):
        yield crowd.next_mentor()


def _of_age(next_one: Callable[[], Registration], age: int) -> Registration:
    while True:
        found = next_one()
        if isinstance(found.need, Need) and found.need.age == age:
            return found


def _moved(registration: Registration, postal_code: str, commune: str) -> Registration:
    return replace(registration, need=replace(registration.need, place=geography.place(postal_code, commune)))


def _sibling(registration: Registration, guardian: Guardian | None) -> Registration:
    """Two children of one family: one address hears of both."""
    return replace(registration, identity=replace(registration.identity, guardian=guardian))


def _moments(chance: Random, count: int) -> list[datetime]:
    """Each delicate moment once, the others over the first eight months, at any hour of the day."""
    others = [
        datetime.combine(FIRST_DAY, NOON, calendar.PARIS) + timedelta(minutes=chance.randrange(60 * 24 * 240))
        for _ in range(count - len(DELICATE))
    ]
    return sorted(moment.astimezone(UTC) for moment in (*DELICATE[:count], *others))


def _in_paris(day: str, hour: str, fold: int = 0) -> datetime:
    when = datetime.combine(date.fromisoformat(day), time.fromisoformat(hour), calendar.PARIS)
    return when.replace(fold=fold)


DELICATE = (
    _in_paris("2027-10-31", "02:30"),
    _in_paris("2027-10-31", "02:30", fold=1),
    _in_paris("2028-03-26", "01:59:59"),
    _in_paris("2028-03-26", "03:00"),
    _in_paris("2028-02-29", "23:59:59"),
    _in_paris("2028-02-29", "00:00"),
    _in_paris("2027-12-31", "23:30"),
    _in_paris("2027-11-12", "09:00"),
    _in_paris("2028-04-28", "17:00"),
    _in_paris("2028-05-26", "11:00"),
    _in_paris("2028-07-13", "22:00"),
    _in_paris("2028-08-01", "08:00"),
    _in_paris("2028-08-14", "15:00"),
)
"""Both halves past two of the night that has two; either side of the hour that is not; leap day; bridges; August."""
