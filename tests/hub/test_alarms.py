"""An alarm is raised by any process, told once an hour, stands at the desk until it is set aside, and names nobody."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from hub import alarms, desk
from hub.journal import Act, NotACode
from hub.models import Alarm, AlarmKind, JournalEntry, Member, Subject
from hub.queries.matter_kinds import MatterKind
from hub.work import Hub
from tests.parts.matters import waiting
from tests.parts.town import DESK, Town, text_of

DPO = "dpo@reseau.example"


@pytest.fixture
def me(town: Town) -> Member:
    return town.open_desk()


def ring(hub: Hub, kind: AlarmKind = AlarmKind.FLOOD, subject: str = "public") -> None:
    with hub.begin() as work:
        alarms.raise_(work, kind, subject=subject)


def told(town: Town) -> tuple[int, int]:
    """How many letters of alarm the desk had, and the officer."""
    town.settle()
    return tuple(  # type: ignore[return-value]
        sum("alarme" in letter["Subject"] for letter in town.letters_to(address)) for address in (DESK, DPO)
    )


def test_the_public_door_raises_what_the_desk_the_officer_and_the_journal_hear_of(
    town: Town, me: Member
) -> None:
    ring(town.front)
    assert told(town) == (1, 1)
    text = text_of(town.letters_to(DPO)[-1])
    assert "Un afflux inhabituel à la porte publique" in text
    assert "/coordination/a-faire/alarm/1" in text
    with town.portal.read() as work:
        (noted,) = work.session.scalars(select(JournalEntry).where(JournalEntry.act == Act.ALARM)).all()
    assert (noted.about, noted.codes) == ("public", {"what": "flood", "count": 1})


def test_a_kind_is_told_once_an_hour_however_often_it_happens(town: Town, me: Member) -> None:
    for number in range(3):
        ring(town.front, subject=f"n{number}")
        town.clock.forward(minutes=18)
        assert told(town) == (1, 1), number
    town.clock.forward(minutes=25)
    assert told(town) == (2, 2)
    town.clock.forward(hours=3)
    assert told(town) == (2, 2)


def test_a_second_kind_does_not_wait_for_the_first(town: Town, me: Member) -> None:
    ring(town.front)
    assert told(town) == (1, 1)
    ring(town.hub, AlarmKind.FORGED_ROW, "7KQ2X")
    assert told(town) == (2, 2)


def test_a_flood_of_alarms_is_one_row(town: Town) -> None:
    for _ in range(20):
        ring(town.front)
        town.clock.forward(seconds=6)
    with town.hub.read() as work:
        (row,) = work.session.scalars(select(Alarm)).all()
    assert row.times == 2


def test_it_stands_at_the_desk_until_set_aside_and_comes_back_when_it_happens_again(
    town: Town, me: Member
) -> None:
    ring(town.front)
    assert waiting(town, me) == [(MatterKind.ALARM, None)]
    town.clock.forward(minutes=1)
    with town.portal.begin() as work:
        desk.set_aside(work, Subject.ALARM, 1)
    assert waiting(town, me) == []
    town.clock.forward(minutes=1)
    ring(town.front)
    assert waiting(town, me) == [(MatterKind.ALARM, None)]


def test_nothing_that_somebody_typed_becomes_an_alarm(town: Town) -> None:
    with pytest.raises(NotACode), town.front.begin() as work:
        alarms.raise_(work, AlarmKind.FLOOD, subject="lila.martin@boite.example")


def test_an_alarm_that_is_long_over_is_erased_with_the_journals(town: Town) -> None:
    ring(town.front)
    told(town)
    town.clock.forward(days=366)
    town.settle()
    town.settle()
    with town.hub.read() as work:
        assert work.session.scalars(select(Alarm)).all() == []
