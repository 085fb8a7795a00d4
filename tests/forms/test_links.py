"""Two letters open in one browser: a button acts on the request that its page showed, or on none."""

from __future__ import annotations

import re

import pytest
from flask import Flask
from sqlalchemy import select

from hub import companies, intake, queries, webinars
from hub.lifecycle import ReferralState
from hub.models import Company
from hub.partnership import CompanyState
from hub.vault import digest
from tests.forms.conftest import Hidden, Visitor, hub_of, registered
from tests.parts.companies import company
from tests.parts.people import child, registration

FIRST, SECOND = "0" * 32, "1" * 32
NO_LETTER = {
    *("forms", "form", "mentor", "prescriber", "company", "several"),
    *("prescriber_door", "my_young_people", "subscription"),
}
"""Whose buttons act on what the form itself says, or on whoever signed in."""
CHOICE = re.compile(r"<any\((\w+).*?>")
WAYS = ("suivi", "accord", "confirmer", "attendre", "avis", "garder", "entreprises/suivi")


@pytest.fixture
def two(door: Flask, visitor: Visitor) -> Visitor:
    """A browser, two children and two companies whose letters it may open: the first's, and the second's."""
    with hub_of(door).begin() as work:
        webinars.plan(work)
        seat = webinars.offered(work)[0].id
    for token in (FIRST, SECOND):
        with hub_of(door).begin() as work:
            receipt = intake.register(work, child())
            row = queries.referral_by_reference(work.session, receipt.reference)
            row.tracking_digest = row.agreement_digest = row.letters_digest = digest(token)
            companies.register(work, company(webinar=seat))
            newest = select(Company).order_by(Company.id.desc()).limit(1)
            work.session.scalars(newest).one().page_digest = digest(token)
    return visitor


def open_letters(visitor: Visitor, token: str) -> None:
    for way in WAYS:
        assert visitor.open(f"/{way}/{token}").status_code == 303, way


def states(door: Flask) -> list[ReferralState]:
    return [each.state for each in registered(door)]


def seats(door: Flask) -> list[bool]:
    with hub_of(door).read() as work:
        found = work.session.scalars(select(Company).order_by(Company.id))
        return [webinars.held_seat(each) is not None for each in found]


def buttons(door: Flask) -> list[str]:
    """Every address that a form of a letter's page may be sent to."""
    rules = [rule for rule in door.url_map.iter_rules() if "POST" in (rule.methods or ())]
    return [CHOICE.sub(r"\1", each.rule) for each in rules if each.endpoint.split(".")[0] not in NO_LETTER]


def test_a_guardian_of_two_refuses_the_child_whose_page_they_see(door: Flask, two: Visitor) -> None:
    two.open(f"/accord/{FIRST}")
    first = two.hidden("/accord")
    two.open(f"/accord/{SECOND}")
    pressed = two.client.post("/accord", data={**first, "answer": "refuse"})
    assert pressed.status_code == 409
    assert "Une autre demande a été ouverte depuis" in pressed.text
    assert "ouvrir à nouveau le lien de son courriel" in pressed.text
    assert states(door) == [ReferralState.AWAITING_GUARDIAN] * 2
    two.open(f"/accord/{FIRST}")
    assert two.client.post("/accord", data={**first, "answer": "refuse"}).location == "/accord"
    assert states(door) == [ReferralState.WITHDRAWN, ReferralState.AWAITING_GUARDIAN]


def test_a_company_keeps_the_seat_that_another_page_would_give_back(door: Flask, two: Visitor) -> None:
    two.open(f"/entreprises/suivi/{FIRST}")
    first = two.hidden("/entreprises/suivi")
    two.open(f"/entreprises/suivi/{SECOND}")
    assert two.client.post("/entreprises/suivi/rendre", data=first).status_code == 409
    assert seats(door) == [True, True]
    assert two.send("/entreprises/suivi", to="/entreprises/suivi/rendre").status_code == 303
    assert seats(door) == [True, False]


def test_no_button_acts_on_another_letter_than_its_own(door: Flask, two: Visitor) -> None:
    open_letters(two, FIRST)
    first = two.hidden("/accord")
    open_letters(two, SECOND)
    unmarked = {"csrf_token": first["csrf_token"]}
    answer = {"answer": "yes"}
    known = buttons(door)
    assert {"/accord", "/confirmer", "/attendre", "/suivi/retirer", "/suivi/avis", "/suivi/garder"} <= {
        *known
    }
    for carried in (first, unmarked):
        answered = {path: two.client.post(path, data={**carried, **answer}).status_code for path in known}
        assert answered == dict.fromkeys(known, 409)
    assert states(door) == [ReferralState.AWAITING_GUARDIAN] * 2
    assert seats(door) == [True, True]
    with hub_of(door).read() as work:
        assert {each.state for each in work.session.scalars(select(Company))} == {CompanyState.TO_CALL}


def test_what_the_first_page_leads_to_is_not_shown_for_the_second(two: Visitor) -> None:
    open_letters(two, FIRST)
    page = two.open("/suivi").text
    found = re.search(r'href="(/suivi/retirer[^"]*)"', page)
    assert found and two.open(found[1]).status_code == 200
    open_letters(two, SECOND)
    assert two.open(found[1]).status_code == 409


def test_the_mark_of_a_form_is_neither_the_token_nor_what_is_stored_of_it(two: Visitor) -> None:
    two.open(f"/accord/{FIRST}")
    page = two.open("/accord").text
    assert FIRST not in page and digest(FIRST).hex()[:32] not in page
    two.open(f"/accord/{SECOND}")
    assert two.hidden("/accord")["link"] != Hidden(page).fields["link"]


def test_the_same_letter_opened_twice_is_one_letter(door: Flask, visitor: Visitor) -> None:
    with hub_of(door).begin() as work:
        token = intake.register(work, registration()).tracking_token
    visitor.open(f"/suivi/{token}")
    shown = visitor.hidden("/suivi/retirer")
    visitor.open(f"/attendre/{token}")
    assert visitor.client.post("/suivi/retirer", data=shown).status_code == 303
    assert states(door) == [ReferralState.WITHDRAWN]
