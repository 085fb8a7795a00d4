"""The young person's form on the days when an age changes, as they are counted in Paris."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from tests.forms.conftest import FORM, Visitor
from tests.parts.town import StillClock


def born(visitor: Visitor, year: int, month: int, channel: str = "self") -> str:
    """Where the first page leads somebody born then."""
    typed = {"channel": channel, "birth_month": str(month), "birth_year": str(year)}
    return (visitor.send(FORM, typed).location or "").removeprefix(FORM)


@pytest.mark.parametrize(
    ("year", "month", "leads_to"),
    [
        (2021, 2, "/ou"),
        (2021, 3, "/ou"),
        (2021, 4, "/autres-pistes"),
        (1995, 3, "/ou"),
        (1995, 2, "/autres-pistes"),
        (1995, 4, "/ou"),
    ],
    ids=[
        "five last month",
        "five some day this month",
        "five next month",
        "thirty, thirty-one some day this month",
        "thirty-one last month",
        "thirty until next month",
    ],
)
def test_who_is_from_five_to_thirty_comes_in(visitor: Visitor, year: int, month: int, leads_to: str) -> None:
    """The clock stands at 2 March 2026.  The day of birth is never asked: what is kinder is supposed."""
    assert born(visitor, year, month, "guardian" if year > 2010 else "self") == leads_to


@pytest.mark.parametrize(
    ("moment", "asks_the_child"),
    [
        (datetime(2026, 3, 31, 21, 59, tzinfo=UTC), False),
        (datetime(2026, 3, 31, 22, 0, tzinfo=UTC), True),
    ],
    ids=["the last minute of 31 March in Paris", "midnight in Paris, in UTC still March"],
)
def test_fifteen_begins_at_midnight_in_paris(
    visitor: Visitor, clock: StillClock, moment: datetime, asks_the_child: bool
) -> None:
    clock.now = moment
    child = {"birth_month": "3", "birth_year": "2011"}
    visitor.fill(
        "",
        "/ou",
        "/besoin",
        "/en-plus",
        first=child,
        ou={"situation": "college"},
        besoin={"level": "troisieme"},
    )
    assert ('name="email"' in visitor.open(FORM + "/contact").text) is asks_the_child


@pytest.mark.parametrize(
    ("today", "leads_to"),
    [
        (datetime(2026, 1, 31, 22, tzinfo=UTC), "/autres-pistes"),
        (datetime(2026, 1, 31, 23, 30, tzinfo=UTC), "/ou"),
        (datetime(2028, 2, 29, 12, tzinfo=UTC), "/ou"),
    ],
    ids=["31 January, before midnight in Paris", "1 February in Paris", "a leap day"],
)
def test_five_begins_with_the_month_of_the_birthday(
    visitor: Visitor, clock: StillClock, today: datetime, leads_to: str
) -> None:
    clock.now = today
    assert born(visitor, 2021, 2, "guardian") == leads_to
