"""To go on waiting or to stop: a button, never a link; and what else helps, sought by age and place."""

from __future__ import annotations

from datetime import timedelta

import pytest
from flask import Flask

from hub import journey, queries
from hub.lifecycle import ReferralState
from hub.models import Referral
from hub.vocabulary import Step
from tests.forms.conftest import Visitor, hub_of, registered
from tests.forms.test_tracking import link_of

GO_ON = "Continuer d’attendre"


@pytest.fixture
def waiter(visitor: Visitor, door: Flask) -> Visitor:
    """Somebody whom a letter told that there is no solution yet, and who opened its link."""
    token = link_of(visitor.register().text).rsplit("/", 1)[1]
    with hub_of(door).begin() as work:
        journey.record(work, only(door), Step.NO_SOLUTION)
    visitor.client.delete_cookie("session")
    sent = visitor.open(f"/attendre/{token}")
    assert (sent.status_code, sent.location) == (303, "/attendre")
    return visitor


def only(door: Flask) -> Referral:
    (referral,) = registered(door)
    return referral


def steps(door: Flask) -> list[Step]:
    with hub_of(door).read() as work:
        return [event.step for event in queries.events_of(work.session, only(door))]


def test_whoever_opens_the_page_chooses_nothing_however_often(waiter: Visitor, door: Flask) -> None:
    for _ in range(3):
        page = waiter.open("/attendre").text
    assert GO_ON in page and "retirer la demande" in page
    assert steps(door)[-1] is Step.NO_SOLUTION and only(door).state is ReferralState.LOOKING
    assert "Lou" not in page and "canari" not in page


def test_whoever_goes_on_waiting_says_so_once_and_reads_that_it_is_noted(
    waiter: Visitor, door: Flask
) -> None:
    for _ in range(2):
        sent = waiter.send("/attendre", {"answer": "attendre"})
        assert sent.location == "/attendre"
    page = waiter.open("/attendre").text
    assert "C’est noté" in page and GO_ON not in page
    assert steps(door).count(Step.KEEPS_WAITING) == 1
    assert "Continuer d’attendre\u202f: c’est noté" in waiter.open("/suivi").text


def test_whoever_stops_withdraws(waiter: Visitor, door: Flask) -> None:
    assert waiter.send("/attendre", {"answer": "retirer"}).location == "/suivi"
    assert only(door).state is ReferralState.WITHDRAWN
    assert GO_ON not in waiter.open("/attendre").text
    waiter.send("/attendre", {"answer": "attendre"}, to="/attendre")
    assert Step.KEEPS_WAITING not in steps(door)


def test_a_late_press_withdraws_nobody_who_was_accepted(waiter: Visitor, door: Flask) -> None:
    fields = waiter.hidden("/attendre")
    with hub_of(door).begin() as work:
        row = work.session.get_one(Referral, only(door).id)
        row.state, row.next_at = ReferralState.ACCEPTED, work.now + timedelta(days=2)
    waiter.client.post("/attendre", data={**fields, "answer": "retirer"})
    assert only(door).state is ReferralState.ACCEPTED
    assert "Une réponse est arrivée" in waiter.open("/attendre").text


def test_a_stranger_finds_nothing_there(visitor: Visitor) -> None:
    assert visitor.open("/attendre").status_code == 404
    visitor.open("/attendre/" + "0" * 32)
    assert visitor.open("/attendre").status_code == 404


def test_what_else_helps_is_sought_by_age_situation_need_and_place(visitor: Visitor) -> None:
    everything = visitor.open("/en-attendant").text
    assert "La mission locale" in everything and "RSMA" in everything
    in_lille = visitor.open("/en-attendant?age=22&situation=sans_activite&lieu=59000").text
    assert "EPIDE" in in_lille and "RSMA" not in in_lille and "pass Culture" not in in_lille
    at_the_school = visitor.open("/en-attendant?age=7&lieu=974").text
    assert "CLAS" in at_the_school and "La mission locale" not in at_the_school
    assert "Nous ne connaissons pas ce lieu" in visitor.open("/en-attendant?lieu=Nullepart-les-Bains").text
    assert "Civic service" in visitor.open("/en/en-attendant").text
