from __future__ import annotations

import pytest
from flask import Flask
from sqlalchemy import select

from forms import effort
from hub import budgets
from hub.lifecycle import ReferralState
from hub.models import Alarm, AlarmKind
from tests.forms.conftest import FORM, OpenDoor, Visitor, hub_of, registered
from tests.parts.effort import answered
from tests.parts.town import StillClock

CHECK = FORM + "/verifier"


def send(visitor: Visitor, **changed: str) -> int:
    return visitor.client.post(CHECK, data={**visitor.hidden(CHECK), **changed}).status_code


def test_who_made_the_effort_is_routed_at_once(visitor: Visitor, door: Flask) -> None:
    visitor.register()
    assert [referral.state for referral in registered(door)] == [ReferralState.LOOKING]


@pytest.mark.parametrize("answer", ["", "0", "x" * 5000, "é"])
def test_without_it_the_address_is_to_be_confirmed(visitor: Visitor, door: Flask, answer: str) -> None:
    visitor.fill()
    assert send(visitor, effort_answer=answer) == 303
    assert [referral.state for referral in registered(door)] == [ReferralState.AWAITING_CONFIRMATION]


def test_the_receipt_then_says_what_to_do(visitor: Visitor) -> None:
    visitor.fill()
    send(visitor, effort_answer="")
    assert "adresse" in visitor.open(FORM + "/recu").text


@pytest.mark.parametrize("asked", ["", "0.0.", "1.1.aaaa", "0.9999999999.", "é.é.é", "."])
def test_nobody_chooses_an_easier_question(visitor: Visitor, door: Flask, asked: str) -> None:
    visitor.fill()
    assert send(visitor, effort=asked, effort_answer="1") == 303
    assert [referral.state for referral in registered(door)] == [ReferralState.AWAITING_CONFIRMATION]


def test_an_effort_serves_one_form_only(visitor: Visitor, door: Flask) -> None:
    other = Visitor(door.test_client())
    for form in (visitor, other):
        form.fill()
    made = other.hidden(CHECK)
    assert send(visitor, effort=made["effort"], effort_answer=made["effort_answer"]) == 303
    assert [referral.state for referral in registered(door)] == [ReferralState.AWAITING_CONFIRMATION]


def test_a_page_left_open_for_two_days_is_too_old(visitor: Visitor, clock: StillClock) -> None:
    visitor.fill()
    made = visitor.hidden(CHECK)
    clock.forward(hours=49)
    with visitor.client.application.test_request_context(method="POST", data=made):
        assert not effort.is_made(made["form_token"])


def test_a_school_behind_one_address_is_never_refused(
    visitor: Visitor, door: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(budgets, "TRUSTED_AN_HOUR", 2)
    for _ in range(4):
        Visitor(door.test_client()).register()
    states = [referral.state for referral in registered(door)]
    assert states == [ReferralState.LOOKING] * 2 + [ReferralState.AWAITING_CONFIRMATION] * 2


def test_a_flood_is_told_to_come_back_and_loses_nothing(
    visitor: Visitor, door: Flask, clock: StillClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(budgets, "REFUSED_AN_HOUR", 0)
    visitor.fill()
    refused = visitor.send(CHECK)
    assert refused.status_code == 429
    assert "Canari-Dupré" in refused.text
    assert registered(door) == []
    with hub_of(door).read() as work:
        assert [row.kind for row in work.session.scalars(select(Alarm))] == [AlarmKind.FLOOD]
    monkeypatch.undo()
    clock.forward(hours=1)
    assert visitor.send(CHECK).location == FORM + "/recu"


def test_the_question_is_harder_under_attack(visitor: Visitor, monkeypatch: pytest.MonkeyPatch) -> None:
    visitor.fill()
    assert visitor.hidden(CHECK)["effort"].startswith("14.")
    visitor.send(CHECK)
    monkeypatch.setattr(budgets, "CALM", 1)
    visitor.fill()
    harder = visitor.hidden(CHECK)["effort"]
    assert harder.startswith("15.")
    assert answered(harder)


@pytest.mark.parametrize(
    ("address", "source"),
    [
        ("203.0.113.9", "203.0.113.9"),
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"),
        ("", "unknown"),
        ("unix:", "unknown"),
    ],
)
def test_a_source_is_an_address_or_the_network_of_one(door: Flask, address: str, source: str) -> None:
    with door.test_request_context(environ_base={"REMOTE_ADDR": address}):
        assert effort.source() == source


def test_the_page_that_says_that_nothing_was_saved_needs_no_database(
    open_door: OpenDoor, sqlite_url: str
) -> None:
    door = open_door(sqlite_url)
    with door.test_request_context():
        door.extensions["hub"].sessions.kw["bind"].dispose()
        assert effort.question("0" * 32).startswith("14.")


def test_a_visitor_cannot_make_up_where_they_come_from(door: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(budgets, "TRUSTED_AN_HOUR", 1)
    for name in ("198.51.100.1", "198.51.100.2"):
        client = door.test_client()
        client.environ_base["HTTP_X_FORWARDED_FOR"] = name
        Visitor(client).register()
    states = [referral.state for referral in registered(door)]
    assert states == [ReferralState.LOOKING, ReferralState.AWAITING_CONFIRMATION]
