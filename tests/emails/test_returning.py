"""A letter that comes back: another way to the person, another day, a word on where to write; nothing of it is kept."""

from __future__ import annotations

import logging
from dataclasses import replace
from datetime import timedelta
from email.headerregistry import Address
from pathlib import Path

import pytest
from sqlalchemy import select

from emails import postman, returning
from emails.returned import Back
from hub.models import Fate, OutboxMessage
from hub.queries import matters
from hub.queries.matter_kinds import MatterKind
from tests.emails.conftest import LETTERHEAD, MEMBER, PostRoom
from tests.emails.test_returned import WORD, report, written
from tests.parts.people import CANARIES, EMAIL, GUARDIAN, identity, registration
from tests.parts.town import text_of

RETURNS = Address(addr_spec="retours@passerelle.example")


@pytest.fixture
def sent(room: PostRoom) -> int:
    """A letter that left, and may come back."""
    room.register(registration())
    (message_id,) = room.due()
    leave(room)
    return message_id


def leave(room: PostRoom) -> int:
    return postman.make_round(room.hub, room.carry, replace(LETTERHEAD, returns=RETURNS))


def word_of(room: PostRoom, message_id: int) -> str:
    return room.hub.vault.return_word(message_id)


def back(room: PostRoom, message_id: int, content: bytes) -> Back | None:
    return returning.take(room.hub, content.replace(WORD.encode(), word_of(room, message_id).encode()))


def test_a_letter_says_where_it_comes_back_to_and_only_the_server_hears_the_way(
    room: PostRoom, sent: int
) -> None:
    (letter,) = room.letters_to(EMAIL)
    assert letter["Reply-To"] == f"retours+{word_of(room, sent)}@passerelle.example"
    assert room.letterbox.senders == [letter["Reply-To"]]
    assert letter["Return-Path"] is None


def test_a_word_tells_nothing_and_nobody_makes_one_up(room: PostRoom) -> None:
    words = {word_of(room, number) for number in range(1, 200)}
    assert len(words) == 199
    assert {room.hub.vault.returned_message(word.upper()) for word in words} == {*range(1, 200)}
    word = word_of(room, 7)
    for at, letter in enumerate(word):
        forged = word[:at] + ("a" if letter != "a" else "b") + word[at + 1 :]
        assert room.hub.vault.returned_message(forged) is None


def test_where_nobody_is_there_the_desk_is_asked_and_told_of_the_ways_left(room: PostRoom, sent: int) -> None:
    desk = room.open_desk()
    assert back(room, sent, report("failed", "5.1.1")) is Back.NOBODY_THERE
    row = room.row(sent)
    assert row
    assert (row.bounced, row.bounce_code, row.sent_at, row.given_up_at) == (
        True,
        "5.1.1",
        None,
        room.clock.now,
    )
    assert row.ways == ["phone", "guardian"]
    with room.hub.read() as work:
        (matter,) = matters.listed(work.session, matters.Desk(work.now, desk.id, 3), matters.Wanted(), most=9)
    assert (matter.kind, matter.row_id) == (MatterKind.BOUNCED, sent)
    assert room.counted() == {Fate.SENT: 1, Fate.BOUNCED: 1}


def test_who_left_no_other_way_has_none(room: PostRoom) -> None:
    room.register(registration(who=identity(phone=None, guardian=None)))
    (message_id,) = room.due()
    leave(room)
    back(room, message_id, report("failed", "5.1.1"))
    row = room.row(message_id)
    assert row and row.ways == []


def test_the_same_report_twice_is_told_once(room: PostRoom, sent: int) -> None:
    back(room, sent, report("failed", "5.1.1"))
    room.clock.forward(hours=1)
    back(room, sent, report("failed", "5.1.1"))
    row = room.row(sent)
    assert row and row.given_up_at == room.clock.now - timedelta(hours=1)
    assert room.counted()[Fate.BOUNCED] == 1


def test_a_full_mailbox_is_tried_again_the_next_morning_and_given_up_after_days(
    room: PostRoom, sent: int
) -> None:
    assert back(room, sent, report("failed", "5.2.2")) is Back.NOT_NOW
    assert leave(room) == 0
    room.clock.forward(days=1)
    assert leave(room) == 1
    first, second = room.letters_to(EMAIL)
    assert first["Message-ID"] == second["Message-ID"]
    room.clock.forward(days=5)
    back(room, sent, report("failed", "5.2.2"))
    row = room.row(sent)
    assert row and row.given_up_at and not row.bounced


def test_a_server_that_still_tries_changes_nothing(room: PostRoom, sent: int) -> None:
    assert back(room, sent, report("delayed", "4.4.1")) is Back.STILL_TRYING
    row = room.row(sent)
    assert row and row.sent_at and not row.given_up_at


def test_a_person_who_answers_is_told_once_where_to_write_and_is_answered_no_more(
    room: PostRoom, sent: int
) -> None:
    assert back(room, sent, written()) is Back.PERSON
    back(room, sent, written("Et aussi…"))
    leave(room)
    _, answer = room.letters_to(EMAIL)
    assert "/suivi/" in text_of(answer)
    assert "changé d’avis" not in text_of(answer)
    last = _last(room)
    back(room, last, written("Merci du mot"))
    assert leave(room) == 0
    assert room.counted()[Fate.REPLIED] == 3


def test_a_member_who_answers_is_sent_to_their_own_space(room: PostRoom) -> None:
    room.join()
    (message_id,) = room.due()
    leave(room)
    back(room, message_id, written())
    leave(room)
    assert len(room.letters_to(MEMBER)) == 2


def test_a_robot_is_counted_and_never_answered(room: PostRoom, sent: int) -> None:
    assert back(room, sent, written(Auto_Submitted="auto-replied")) is Back.ROBOT
    assert leave(room) == 0
    assert room.counted()[Fate.ANSWERED_BY_ROBOT] == 1


def test_a_report_that_carries_a_forged_word_condemns_nobody(room: PostRoom, sent: int) -> None:
    assert returning.take(room.hub, report("failed", "5.1.1")) is None
    row = room.row(sent)
    assert row and row.given_up_at is None


def test_what_was_said_stays_nowhere(
    room: PostRoom, sent: int, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    said = f"{EMAIL} {GUARDIAN.email} " + " ".join(CANARIES)
    for content in (written(said), report("failed", "5.1.1").replace(b"I am sorry.", said.encode())):
        back(room, sent, content)
    with room.hub.read() as work:
        for table in ("outbox_messages", "post_counts", "journey_events", "charges"):
            held = str(work.session.connection().exec_driver_sql(f"SELECT * FROM {table}").all())  # noqa: S608
            assert not [canary for canary in CANARIES if canary in held]
    ours = " ".join(record.getMessage() for record in caplog.records if not record.name.startswith("mail."))
    assert "came back" in ours
    assert not [canary for canary in CANARIES if canary.lower() in ours.lower()]


def test_a_maildir_is_emptied_whatever_was_put_there(room: PostRoom, sent: int, tmp_path: Path) -> None:
    for part in ("new", "cur", "tmp"):
        (tmp_path / part).mkdir()
    bounce = report("failed", "5.1.1").replace(WORD.encode(), word_of(room, sent).encode())
    (tmp_path / "new" / "1.mx").write_bytes(bounce)
    (tmp_path / "new" / "2.mx").write_bytes(b"\x00" * 3000)
    (tmp_path / "cur" / "3.mx:2,S").write_bytes(written())
    (tmp_path / "new" / "elsewhere").symlink_to(tmp_path)
    assert returning.empty(room.hub, tmp_path) == 3
    assert [path.name for path in (tmp_path / "new").iterdir()] == ["elsewhere"]
    row = room.row(sent)
    assert row and row.bounced


def _last(room: PostRoom) -> int:
    with room.hub.read() as work:
        return work.session.scalars(select(OutboxMessage.id).order_by(OutboxMessage.id.desc())).first() or 0


def test_a_folder_or_a_message_that_cannot_be_read_stops_nothing(
    room: PostRoom, sent: int, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    assert returning.empty(room.hub, tmp_path / "nowhere") == 0
    for name in returning.NEW:
        (tmp_path / name).mkdir()
    (tmp_path / "new" / "1").write_bytes(b"Subject: bonjour\n\n")
    (tmp_path / "new" / "2").write_bytes(b"Subject: bonjour\n\n")
    away = replace(room.hub, clock=lambda: 1 / 0)  # type: ignore[arg-type, return-value]
    assert returning.empty(away, tmp_path) == 0
    assert "stays: ZeroDivisionError" in caplog.text
    assert returning.empty(room.hub, tmp_path) == 2
