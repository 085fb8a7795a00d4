"""An association that knows who it is does with it what the person wants, and says so; until then it is reminded."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from hub import instructions, queries, rights
from hub.models import Instruction, InstructionKind, Member
from hub.queries import matters
from hub.queries import rights as rows
from hub.queries.matter_kinds import MatterKind
from hub.queries.matters import Desk, Wanted
from tests.associations.partner import accept, registered
from tests.parts.people import CANARIES
from tests.parts.town import Town, address_of, text_of


@pytest.fixture
def database_url(sqlite_url: str) -> str:
    """These questions are asked of one database: the others' are in the journeys."""
    return sqlite_url


def erased(town: Town) -> Member:
    """Somebody whom this member's association had accepted."""
    (member,) = town.join("jobirl")
    reference = registered(town)
    accept(town, reference, member)
    with town.front.begin() as work:
        rights.erase(work, queries.referral_by_reference(work.session, reference))
    return member


def told(town: Town) -> Instruction:
    with town.hub.read() as work:
        return work.session.scalars(select(Instruction)).one()


def reminders(town: Town) -> int:
    letters = town.letters_to(address_of("jobirl"))
    return sum(each["Subject"].startswith("Une consigne") for each in letters)


def at_the_desk(town: Town, desk: Member) -> list[MatterKind]:
    with town.portal.read() as work:
        found = matters.listed(work.session, Desk(work.now, desk.id, 3), Wanted(), most=9)
    return [each.kind for each in found]


def test_an_association_is_reminded_until_it_says_that_it_did(town: Town) -> None:
    desk, member = town.open_desk(), erased(town)
    town.settle()
    assert reminders(town) == 0
    for days, count in ((4, 1), (1, 1), (7, 2)):
        town.clock.forward(days=days)
        town.settle()
        assert reminders(town) == count
    assert MatterKind.NOT_ERASED in at_the_desk(town, desk)
    with town.portal.begin() as work:
        row = rows.instruction_of(work.session, member.association_id, told(town).id)
        assert row
        instructions.acknowledge(work, row, work.session.merge(member))
    town.clock.forward(days=14)
    town.settle()
    assert reminders(town) == 2
    assert MatterKind.NOT_ERASED not in at_the_desk(town, desk)


def test_another_association_neither_reads_nor_acknowledges_it(town: Town) -> None:
    erased(town)
    (other,) = town.join("article-1")
    with town.portal.begin() as work:
        assert rows.instruction_of(work.session, other.association_id, told(town).id) is None
        assert rows.instructions_of(work.session, other.association_id) == []


def test_an_instruction_names_a_card_and_nobody(town: Town) -> None:
    erased(town)
    town.clock.forward(days=4)
    town.settle()
    letters = "".join(text_of(each) for each in town.letters_to(address_of("jobirl")))
    assert "consignes" in letters
    assert [name for name in CANARIES if name in letters] == []


def test_it_is_said_once_however_often_it_is_pressed(town: Town) -> None:
    member, since = erased(town), town.clock.now
    for _ in range(2):
        with town.portal.begin() as work:
            row = rows.instruction_of(work.session, member.association_id, told(town).id)
            assert row
            instructions.acknowledge(work, row, work.session.merge(member))
        town.clock.forward(days=1)
    assert told(town).acknowledged_at == since
    assert told(town).kind is InstructionKind.ERASE
