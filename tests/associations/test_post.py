"""The delivery page of the desk: numbers of letters, by day and by kind, and nobody's address."""

from __future__ import annotations

from http import HTTPStatus

import pytest
from sqlalchemy import select

from hub.journal import Act
from hub.models import JournalEntry, OutboxMessage
from hub.returns import nobody_there
from tests.associations.partner import Partner, registered
from tests.parts.people import CANARIES, EMAIL, GUARDIAN
from tests.parts.town import Town, text_of

AT, AT_DESK = "/coordination/courrier/", "/coordination/membres/"


@pytest.fixture
def desk(town: Town) -> Partner:
    return Partner.signed_in(town, town.open_desk())


def test_before_the_first_letter_the_page_says_so(desk: Partner) -> None:
    assert "Aucun courriel n’est encore parti" in desk.open(AT).text


def test_what_waits_what_left_and_what_was_refused_are_counted(town: Town, desk: Partner) -> None:
    town.letterbox.refuse(EMAIL, "451 later")
    registered(town)
    town.office.post()
    page = desk.open(AT).text
    assert "Accusé de réception" in page
    assert "Invitation" in page
    town.clock.forward(minutes=40)
    assert "en retard" in desk.open(AT).text
    days = desk.open(AT).text.replace("\u00a0", " ")
    assert 'scope="row">2 mars 2026</th><td>2</td><td>0</td><td>0</td>' in days, (
        "the receipt, which they asked for, and the first word of the day that they did not"
    )
    table = desk.open(f"{AT}ennuis.csv")
    assert table.status_code == HTTPStatus.OK
    assert "Remis à plus tard" in table.text


def test_a_letter_that_waits_its_day_is_not_late(town: Town, desk: Partner) -> None:
    town.office.post()
    registered(town)
    with town.hub.begin() as work:
        for row in work.session.query(OutboxMessage).filter(OutboxMessage.sent_at.is_(None)):
            row.due_at = row.due_at.replace(year=row.due_at.year + 1)
    town.clock.forward(hours=5)
    assert "en retard" not in desk.open(AT).text


def test_the_page_holds_no_address_and_no_reference(town: Town, desk: Partner) -> None:
    reference = registered(town)
    town.settle()
    with town.hub.begin() as work:
        for row in work.session.query(OutboxMessage):
            nobody_there(work, row, "5.1.1")
    page = desk.open(AT).text
    assert reference not in page
    assert not [canary for canary in CANARIES if canary in page]


def bounced(town: Town) -> int:
    """The receipt of somebody at whose address nobody reads."""
    registered(town)
    town.settle()
    with town.hub.begin() as work:
        first = select(OutboxMessage).where(OutboxMessage.letter == "received").order_by(OutboxMessage.id)
        row = work.session.scalars(first).first()
        assert row
        nobody_there(work, row, "5.1.1")
        return row.id


def test_a_refused_address_shows_every_other_way_and_the_guardian_can_be_written_to_once(
    town: Town, desk: Partner
) -> None:
    row_id = bounced(town)
    matter = f"/coordination/a-faire/letter/{row_id}"
    page = desk.open(matter).text
    assert all(said in page for said in ("5.1.1", "Un téléphone a été laissé", "Écrire au parent"))
    assert not [canary for canary in CANARIES if canary in page]
    told = desk.send(f"/coordination/courriels/{row_id}/parent", seen_on=matter).location or ""
    assert "Un courriel part au parent" in desk.open(told).text
    again = desk.send(f"/coordination/courriels/{row_id}/parent", seen_on=AT_DESK).location or ""
    assert "Le parent a déjà été prévenu" in desk.open(again).text
    town.settle()
    (letter,) = town.letters_to(GUARDIAN.email)
    text = text_of(letter)
    assert "trouver-un-mentor" in text
    assert "/suivi/" not in text
    assert desk.open(matter).status_code == HTTPStatus.NOT_FOUND
    with town.hub.read() as work:
        assert Act.DESK_MOVED in set(work.session.scalars(select(JournalEntry.act)))


def test_nobody_writes_to_a_guardian_who_was_not_named(town: Town, desk: Partner) -> None:
    row_id = bounced(town)
    with town.hub.begin() as work:
        work.session.get_one(OutboxMessage, row_id).ways = ["phone"]
    matter = f"/coordination/a-faire/letter/{row_id}"
    assert "Écrire au parent" not in desk.open(matter).text
    answer = desk.send(f"/coordination/courriels/{row_id}/parent", seen_on=matter)
    assert answer.status_code == HTTPStatus.NOT_FOUND


def test_what_is_sent_again_is_a_new_try(town: Town, desk: Partner) -> None:
    row_id = bounced(town)
    desk.send(f"/coordination/courriels/{row_id}/renvoyer", seen_on=f"/coordination/a-faire/letter/{row_id}")
    town.settle()
    with town.hub.read() as work:
        row = work.session.get_one(OutboxMessage, row_id)
        assert row.sent_at
        assert (row.bounced, row.bounce_code, row.ways) == (False, None, None)
