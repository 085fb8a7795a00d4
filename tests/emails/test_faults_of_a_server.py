"""Each fault of a mail server, by recipient: nothing is lost, nobody else is delayed, copies say what they are."""

from __future__ import annotations

from collections.abc import Iterator
from time import monotonic

import pytest

from emails import postman
from emails.carrier import BREAKS_IN_A_ROW, LETTERS_A_CONNECTION, Broken, CarrierAway, Smtp, kept_open
from emails.line import AFTER_THE_DOT, MailServer
from emails.postman import HOPE_LASTS, LONGEST_PAUSE
from tests.emails.conftest import LETTERHEAD, PostRoom
from tests.emails.test_carrier import letter
from tests.parts.moody import Mood, Moody, moody
from tests.parts.people import identity, registration

PATIENCE, A_LETTER = 0.6, 2.0
BAD = [mood for mood in Mood if mood is not Mood.WELL]
TAKEN = {Mood.CUT_AFTER_THE_DOT, Mood.SILENT_AFTER_THE_DOT}
"""The server holds the letter, and nobody can know it."""


@pytest.fixture
def server() -> Iterator[Moody]:
    with moody() as there:
        yield there


def carrier_to(server: Moody) -> Smtp:
    return Smtp(MailServer("127.0.0.1", server.port, patience=PATIENCE, letter=A_LETTER))


def make_round(room: PostRoom, server: Moody) -> int:
    return postman.make_round(room.hub, carrier_to(server), LETTERHEAD)


def register(room: PostRoom, *addresses: str) -> None:
    for address in addresses:
        room.register(registration(who=identity(email=address)))


def bad(mood: Mood) -> str:
    return f"{mood.value.replace(' ', '-')}@lycee.example"


def good(number: object) -> str:
    return f"personne{number}@lycee.example"


def test_each_fault_costs_its_own_recipient_time_and_nobody_else_a_letter(
    room: PostRoom, server: Moody
) -> None:
    for mood in BAD:
        server.moods[bad(mood)] = mood
        register(room, bad(mood), good(mood.value.replace(" ", "-")))
    make_round(room, server)
    assert [len(server.to(good(mood.value.replace(" ", "-")))) for mood in BAD] == [1] * len(BAD)
    assert {mood for mood in BAD if server.to(bad(mood))} == TAKEN
    server.moods.clear()
    for _ in range(3):
        room.clock.forward(seconds=LONGEST_PAUSE.total_seconds())
        make_round(room, server)
    copies = {mood: len(server.to(bad(mood))) for mood in BAD}
    assert copies == {mood: 1 + (mood in TAKEN) - (mood is Mood.NOBODY) for mood in BAD}
    for twice in TAKEN:
        assert len({each["Message-ID"] for each in server.to(bad(twice))}) == 1
    assert room.due() == []


def test_many_bad_addresses_before_a_good_one_delay_it_by_a_round_at_most(
    room: PostRoom, server: Moody
) -> None:
    for number in range(BREAKS_IN_A_ROW + 1):
        server.moods[f"silence{number}@lycee.example"] = Mood.LEAVES_AT_DATA
        register(room, f"silence{number}@lycee.example")
    register(room, good(1))
    make_round(room, server)
    make_round(room, server)
    assert len(server.to(good(1))) == 1


def test_down_for_half_an_hour_then_greeting_with_rubbish_loses_nothing(
    room: PostRoom, server: Moody
) -> None:
    register(room, good(1), good(2), good(3))
    for greeting in (b"", b"\xff\x00\x01 what is this?\r\n", b"HTTP/1.1 200 OK\r\n\r\n", b"554 not you\r\n"):
        server.greeting = greeting
        for _ in range(2):
            assert make_round(room, server) == 0
            room.clock.forward(minutes=4)
    assert server.taken == []
    server.greeting = b"220 here again\r\n"
    room.clock.forward(seconds=LONGEST_PAUSE.total_seconds())
    assert make_round(room, server) == 3
    assert [len(server.to(good(number))) for number in (1, 2, 3)] == [1, 1, 1]


def test_a_mailbox_that_always_breaks_the_line_is_given_up_after_days(room: PostRoom, server: Moody) -> None:
    server.moods[bad(Mood.CLOSES)] = Mood.CLOSES
    register(room, bad(Mood.CLOSES))
    (message_id,) = room.due()
    make_round(room, server)
    room.clock.forward(seconds=HOPE_LASTS.total_seconds() + 1)
    make_round(room, server)
    row = room.row(message_id)
    assert row and row.given_up_at and not row.bounced


def test_a_slow_server_holds_a_letter_up_for_so_long_and_no_longer(server: Moody) -> None:
    server.moods["lila@lycee.example"] = Mood.A_BYTE_AT_A_TIME
    began = monotonic()
    with kept_open(carrier_to(server)) as line, pytest.raises(Broken):
        line(letter())
    assert monotonic() - began < A_LETTER + PATIENCE + 1


def test_after_the_dot_there_is_more_patience_so_that_nobody_gets_it_twice(server: Moody) -> None:
    server.moods["lila@lycee.example"] = Mood.SILENT_AFTER_THE_DOT
    began = monotonic()
    with pytest.raises(CarrierAway):
        carrier_to(server)(letter())
    assert monotonic() - began >= PATIENCE * AFTER_THE_DOT


def test_many_letters_leave_on_one_connection_and_none_is_used_for_ever(server: Moody) -> None:
    with kept_open(carrier_to(server)) as line:
        for _ in range(LETTERS_A_CONNECTION + 1):
            line(letter())
    assert server.connections == 2
    assert len(server.taken) == LETTERS_A_CONNECTION + 1


def test_a_line_that_died_meanwhile_is_opened_again_without_a_word(server: Moody) -> None:
    with kept_open(carrier_to(server)) as line:
        line(letter())
        server.hang_up()
        line(letter())
    assert server.connections == 2
    assert len(server.taken) == 2
