"""Claim, write, carry, cross off: at least once, never zero, and no word of it where it does not belong."""

from __future__ import annotations

import logging
import traceback
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta
from email.message import EmailMessage

import pytest

from emails import postman
from emails.carrier import CarrierAway, NotNow
from emails.postman import CLAIM_LASTS, LONGEST_PAUSE, Outcome
from emails.writing import NotWritten
from hub import intake
from hub.models import Fate, Member, OutboxMessage
from tests.emails.conftest import DESK, MEMBER, PostRoom, referral
from tests.parts.people import CANARIES, EMAIL, FIRST_NAME, identity, registration
from tests.parts.town import text_of


def only_due(room: PostRoom) -> int:
    (message_id,) = room.due()
    return message_id


def away(message: EmailMessage) -> None:
    raise CarrierAway("ConnectionRefusedError")


def not_now(message: EmailMessage) -> None:
    raise NotNow("the server answered 451")


def dropped_on_the_way(message: EmailMessage) -> None:
    raise RuntimeError(f"what an unforeseen error may say: {message['To']}")


def test_a_letter_is_carried_and_crossed_off(room: PostRoom) -> None:
    room.register(registration())
    message_id = only_due(room)
    assert room.deliver(message_id) is Outcome.CARRIED
    (letter,) = room.letters_to(EMAIL)
    assert f"Bonjour {FIRST_NAME}," in text_of(letter)
    row = room.row(message_id)
    assert row and row.sent_at == room.clock.now
    assert row.attempts == 1
    assert room.due() == []


def test_a_letter_that_was_carried_is_not_carried_again(room: PostRoom) -> None:
    room.register(registration())
    message_id = only_due(room)
    room.deliver(message_id)
    room.clock.forward(days=30)
    assert room.deliver(message_id) is Outcome.NOT_OURS
    assert len(room.letters_to(EMAIL)) == 1


def test_two_postmen_do_not_take_the_same_letter(room: PostRoom) -> None:
    room.register(registration())
    message_id = only_due(room)
    outcomes = []

    def meet_the_other_one(message: EmailMessage) -> None:
        outcomes.append(room.deliver(message_id))
        room.carry(message)

    outcomes.append(room.deliver(message_id, meet_the_other_one))
    assert outcomes == [Outcome.NOT_OURS, Outcome.CARRIED]
    assert len(room.letters_to(EMAIL)) == 1


def test_eight_postmen_at_the_same_instant_carry_it_once(room: PostRoom) -> None:
    room.register(registration())
    message_id = only_due(room)
    with ThreadPoolExecutor(8) as postmen:
        outcomes = sorted(postmen.map(room.deliver, [message_id] * 8))
    assert outcomes == [Outcome.CARRIED, *[Outcome.NOT_OURS] * 7]
    assert len(room.letters_to(EMAIL)) == 1


def test_no_transaction_is_open_while_the_server_takes_its_time(room: PostRoom) -> None:
    room.register(registration())

    def someone_registers_meanwhile(message: EmailMessage) -> None:
        room.register(registration())
        room.carry(message)

    assert room.deliver(only_due(room), someone_registers_meanwhile) is Outcome.CARRIED


def test_a_postman_killed_on_the_way_is_replaced_when_his_claim_runs_out(room: PostRoom) -> None:
    room.register(registration())
    message_id = only_due(room)

    def killed(message: EmailMessage) -> None:
        room.carry(message)
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        room.deliver(message_id, killed)
    assert room.make_round() == 0
    room.clock.forward(seconds=CLAIM_LASTS.total_seconds())
    assert room.make_round() == 1
    first, second = room.letters_to(EMAIL)
    assert first["Message-ID"] == second["Message-ID"]


def test_each_letter_has_a_number_of_its_own(room: PostRoom) -> None:
    room.register(registration())
    room.register(registration())
    room.make_round()
    numbers = {letter["Message-ID"] for letter in room.letters_to(EMAIL)}
    assert len(numbers) == 2


def test_while_the_server_is_away_nothing_is_lost_and_one_letter_a_round_is_tried(room: PostRoom) -> None:
    for _ in range(3):
        room.register(registration())
    room.letterbox.shut()
    assert room.make_round() == 0
    assert len(room.due()) == 2
    room.clock.forward(seconds=30)
    assert len(room.due()) == 3, "the one that was tried is tried again after half a minute"
    room.clock.forward(days=20)
    assert room.make_round() == 0
    room.letterbox.open()
    room.clock.forward(seconds=LONGEST_PAUSE.total_seconds())
    assert room.make_round() == 3
    assert len(room.letters_to(EMAIL)) == 3


def test_a_round_carries_as_many_batches_as_are_due(room: PostRoom, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(postman, "A_BATCH", 2)
    for number in range(5):
        room.register(registration(who=identity(email=f"{number}@canari.example")))
    assert room.make_round() == 5


@pytest.mark.parametrize(("minutes", "carried"), [(4.9, 2), (5, 2), (5.1, 1)])
def test_in_the_last_minutes_of_a_claim_no_letter_is_begun(
    room: PostRoom, minutes: float, carried: int
) -> None:
    room.open_desk()
    room.join()
    room.register(registration())

    def slowly(message: EmailMessage) -> None:
        room.carry(message)
        room.clock.forward(minutes=minutes)

    assert replace(room, carry=slowly).make_round() == carried
    assert len(room.due()) == 3 - carried, "the others are left to whoever comes next"


def test_the_pause_doubles_and_stops_growing() -> None:
    pauses = [postman.pause_after(attempts).total_seconds() for attempts in (1, 2, 3, 5, 6, 100)]
    assert pauses == [30, 60, 120, 480, 900, 900]


def test_a_letter_put_off_waits_and_the_others_go(room: PostRoom) -> None:
    room.letterbox.refuse("plus.tard@lycee.example", "451 later")
    room.register(registration(who=identity(email="plus.tard@lycee.example")))
    room.register(registration())
    assert room.make_round() == 1
    assert room.due() == []
    room.letterbox.refused.clear()
    room.clock.forward(seconds=30)
    assert room.make_round() == 1


def test_a_letter_put_off_for_five_days_is_given_up(room: PostRoom) -> None:
    room.register(registration())
    message_id = only_due(room)
    assert room.deliver(message_id, not_now) is Outcome.LATER
    room.clock.forward(days=5, seconds=-1)
    assert room.deliver(message_id, not_now) is Outcome.LATER
    room.clock.forward(minutes=1)
    assert room.deliver(message_id, not_now) is Outcome.GIVEN_UP
    row = room.row(message_id)
    assert row and row.given_up_at == room.clock.now


def test_a_letter_refused_for_good_is_given_up_at_once(room: PostRoom) -> None:
    room.letterbox.refuse(EMAIL)
    room.register(registration())
    message_id = only_due(room)
    assert room.deliver(message_id) is Outcome.GIVEN_UP
    assert room.counted() == {Fate.GIVEN_UP: 1}
    room.clock.forward(days=1)
    assert room.due() == []


def test_an_address_that_is_two_is_given_up_and_goes_to_nobody(room: PostRoom) -> None:
    room.register(registration(who=identity(email=f"{EMAIL},evil@ailleurs.example")))
    assert room.deliver(only_due(room)) is Outcome.GIVEN_UP
    assert room.letterbox.letters == []


def test_an_unforeseen_error_is_named_by_its_kind_and_tried_again(room: PostRoom) -> None:
    room.register(registration())
    message_id = only_due(room)
    with pytest.raises(NotWritten, match=f"^letter {message_id}: RuntimeError$") as failure:
        room.deliver(message_id, dropped_on_the_way)
    shown = "".join(traceback.format_exception(failure.value))
    assert not [canary for canary in CANARIES if canary in shown]
    row = room.row(message_id)
    assert row and row.due_at == room.clock.now + timedelta(seconds=30)


def test_one_letter_that_cannot_be_written_stops_no_other(
    room: PostRoom, caplog: pytest.LogCaptureFixture
) -> None:
    room.register(registration())
    room.register(registration())
    with room.hub.begin() as work:
        damaged = referral(work, _reference_of_first(room))
        assert damaged.boxes
        damaged.boxes.identity = damaged.boxes.identity[:-1] + b"\x00\x00"
    assert room.make_round() == 1
    assert "CannotOpen" in caplog.text


def test_the_log_of_a_bad_day_holds_no_name_and_no_address(
    room: PostRoom, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    room.letterbox.refuse(EMAIL, f"550 {EMAIL} is unknown")
    for _ in range(4):
        room.register(registration())
    first, second, third, fourth = room.due()
    room.deliver(first)
    room.deliver(second, not_now)
    room.deliver(third, away)
    with pytest.raises(NotWritten):
        room.deliver(fourth, dropped_on_the_way)
    ours = [record for record in caplog.records if not record.name.startswith("mail.")]
    said = " ".join(record.getMessage() for record in ours).lower()
    assert all(word in said for word in ("given up", "tried again", "carrier is away"))
    assert not [canary for canary in CANARIES if canary.lower() in said]


def test_the_outbox_holds_neither_text_nor_address(room: PostRoom) -> None:
    room.register(registration())
    row = room.row(only_due(room))
    assert row
    held = repr([getattr(row, column.key) for column in row.__table__.columns])
    assert not [canary for canary in CANARIES if canary in held]


def test_a_letter_that_lost_its_point_is_dropped(room: PostRoom, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.INFO)
    member = room.join()
    with room.hub.begin() as work:
        work.session.get_one(Member, member.id).removed_at = work.now
    message_id = only_due(room)
    assert room.deliver(message_id) is Outcome.NOTHING_TO_SAY
    assert room.row(message_id) is None
    assert room.letters_to(MEMBER) == []
    assert f"letter {message_id} is dropped" in caplog.text


def test_members_and_desk_are_invited_by_the_same_post(room: PostRoom) -> None:
    room.join()
    room.open_desk()
    assert room.make_round() == 2
    assert len(room.letters_to(MEMBER)) == len(room.letters_to(DESK)) == 1


def test_a_registration_is_answered_once_however_often_it_is_sent(room: PostRoom) -> None:
    twice = registration()
    for _ in range(2):
        with room.front.begin() as work:
            intake.register(work, twice)
    room.make_round()
    assert len(room.letters_to(EMAIL)) == 1


def _reference_of_first(room: PostRoom) -> str:
    with room.hub.read() as work:
        row = work.session.get_one(OutboxMessage, room.due()[0])
        assert row.event
        return row.event.referral.reference
