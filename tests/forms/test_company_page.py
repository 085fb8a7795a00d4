"""The company's own page: its seat, given back or changed, its room, and its request withdrawn."""

from __future__ import annotations

from flask import Flask
from sqlalchemy import select

from hub import companies, strangers, webinars
from hub.models import Address, Company, Introduction, Webinar
from hub.partnership import CompanyStep
from hub.vault import digest
from tests.forms.conftest import Visitor, hub_of
from tests.forms.directory import shelf
from tests.forms.test_company import FORM, leave, one, steps
from tests.parts.companies import company
from tests.parts.town import StillClock

PAGE = "/entreprises/suivi"


def follow(door: Flask, visitor: Visitor, webinar: int | None) -> None:
    """Come in, then open the link of the letter, of which only the digest is stored."""
    with hub_of(door).begin() as work:
        companies.register(work, company(webinar=webinar))
        row = work.session.scalars(select(Company)).one()
        row.page_digest = digest("0" * 32)
    assert visitor.open(f"{PAGE}/{'0' * 32}").location == PAGE


def test_a_seat_is_given_back_with_one_button(door: Flask, visitor: Visitor, sessions: list[int]) -> None:
    follow(door, visitor, sessions[0])
    assert "Rendre ma place" in visitor.open(PAGE).text
    for _ in range(2):
        assert visitor.send(PAGE, to=PAGE + "/rendre").location == PAGE
    page = visitor.open(PAGE).text
    assert "votre place est rendue" in page
    assert "Rendre ma place" not in page
    assert steps(door).count(CompanyStep.SEAT_GIVEN_BACK) == 1


def test_another_session_is_chosen_with_one_button(
    door: Flask, visitor: Visitor, sessions: list[int]
) -> None:
    follow(door, visitor, sessions[0])
    assert visitor.send(PAGE, {"webinar": str(sessions[2])}, to=PAGE + "/seance").location == PAGE
    assert "jeudi 19\u00a0mars à 12\u00a0h\u00a030" in visitor.open(PAGE).text
    assert visitor.send(PAGE, to=PAGE + "/seance").status_code == 422


def test_a_session_that_just_filled_is_said_so_and_the_seat_is_kept(
    door: Flask, visitor: Visitor, sessions: list[int]
) -> None:
    follow(door, visitor, sessions[0])
    hidden = visitor.hidden(PAGE)
    leave(door, sessions[1], 0)
    refused = visitor.client.post(PAGE + "/seance", data={**hidden, "webinar": str(sessions[1])})
    assert refused.status_code in (409, 422)
    assert "jeudi 5\u00a0mars à 12\u00a0h\u00a030" in refused.text


def test_opening_pages_changes_nothing(door: Flask, visitor: Visitor, sessions: list[int]) -> None:
    follow(door, visitor, sessions[0])
    before = steps(door)
    for path in ("", "/rendre", "/seance", "/retirer"):
        visitor.open(PAGE + path)
    assert steps(door) == before


def test_a_company_withdraws_and_may_come_back(door: Flask, visitor: Visitor, sessions: list[int]) -> None:
    follow(door, visitor, sessions[0])
    assert visitor.send(PAGE, to=PAGE + "/retirer").location == PAGE
    page = visitor.open(PAGE).text
    assert "votre demande est retirée" in page
    assert f'href="{FORM}"' in page
    assert steps(door)[-2:] == [CompanyStep.SEAT_GIVEN_BACK, CompanyStep.WITHDRAWN]


def test_whoever_was_introduced_reads_that_associations_are_told_of_a_withdrawal(
    door: Flask, visitor: Visitor, sessions: list[int]
) -> None:
    follow(door, visitor, None)
    said = "aux associations présentées de ne plus vous appeler"
    assert said not in visitor.open(PAGE).text
    with hub_of(door).begin() as work:
        row = work.session.scalars(select(Company)).one()
        met = shelf.row(shelf.ENTRIES[shelf.VERIFIED])
        work.session.add(Introduction(company=row, association=met, introduced_at=work.now))
    assert said in visitor.open(PAGE).text


def test_a_stranger_s_link_leads_nowhere(visitor: Visitor) -> None:
    assert visitor.open(PAGE).status_code == 404
    visitor.open(f"{PAGE}/{'1' * 32}")
    assert visitor.open(PAGE).status_code == 404


def test_a_button_of_that_page_confirms_the_address(
    door: Flask, visitor: Visitor, sessions: list[int]
) -> None:
    follow(door, visitor, sessions[0])
    visitor.send(PAGE, to=PAGE + "/rendre")
    with hub_of(door).read() as work:
        known = work.session.get(Address, one(door).address_digest)
    assert known and known.confirmed_at


def test_whoever_comes_from_a_letter_confirms_the_address_with_one_button(
    door: Flask, visitor: Visitor, sessions: list[int]
) -> None:
    follow(door, visitor, sessions[0])
    assert "Confirmer mon adresse" in visitor.open(PAGE).text
    assert visitor.send(PAGE, to=PAGE + "/confirmer").location == PAGE
    page = visitor.open(PAGE).text
    assert "Merci, votre adresse est confirmée" in page
    assert "Confirmer mon adresse" not in page
    with hub_of(door).read() as work:
        assert strangers.knows(work, one(door).address_digest)


def test_whoever_comes_late_to_a_session_still_finds_its_room(
    door: Flask, visitor: Visitor, sessions: list[int], clock: StillClock
) -> None:
    follow(door, visitor, sessions[0])
    clock.forward(days=3, minutes=50)
    page = visitor.open(PAGE).text
    assert "la salle en ligne" in page
    assert "Rendre ma place" not in page
    clock.forward(hours=1)
    assert "la salle en ligne" not in visitor.open(PAGE).text


def test_a_seat_chosen_in_a_tab_left_open_after_a_withdrawal_is_no_failure(
    door: Flask, visitor: Visitor, sessions: list[int]
) -> None:
    follow(door, visitor, sessions[0])
    hidden = visitor.hidden(PAGE)
    visitor.send(PAGE, to=PAGE + "/retirer")
    late = visitor.client.post(PAGE + "/seance", data={**hidden, "webinar": str(sessions[1])})
    assert late.location == PAGE
    assert steps(door)[-1] is CompanyStep.WITHDRAWN


def test_a_seat_taken_by_a_double_click_is_taken_once_and_said_to_be(
    door: Flask, visitor: Visitor, sessions: list[int]
) -> None:
    follow(door, visitor, sessions[0])
    hidden = visitor.hidden(PAGE)
    for _ in range(2):
        sent = visitor.client.post(PAGE + "/seance", data={**hidden, "webinar": str(sessions[1])})
        assert sent.location == PAGE
    assert steps(door).count(CompanyStep.SEAT_MOVED) == 1


def test_a_session_cancelled_meanwhile_is_said_to_be_gone(
    door: Flask, visitor: Visitor, sessions: list[int]
) -> None:
    follow(door, visitor, sessions[0])
    hidden = visitor.hidden(PAGE)
    with hub_of(door).begin() as work:
        work.session.get_one(Webinar, sessions[1]).cancelled_at = work.now
    late = visitor.client.post(PAGE + "/seance", data={**hidden, "webinar": str(sessions[1])})
    assert late.status_code == 422
    assert "n’est plus disponible" in late.text


def test_a_session_that_is_off_is_said_so_until_another_is_chosen(
    door: Flask, visitor: Visitor, sessions: list[int], clock: StillClock
) -> None:
    follow(door, visitor, sessions[0])
    with hub_of(door).begin() as work:
        work.session.get_one(Webinar, sessions[0]).cancelled_at = work.now
    for _ in range(2):
        page = visitor.open(PAGE).text
        assert "est annulée. Désolés" in page
        assert "Le webinaire où vous étiez attendu a été annulé" in page
        assert "Votre place au webinaire est réservée" not in page
        webinars.keep_up(hub_of(door))
    clock.forward(days=5)
    page = visitor.open(PAGE).text
    assert "Le webinaire où vous étiez attendu a été annulé" in page
    assert "choisissez-en une autre ci-dessous" not in page
    visitor.send(PAGE, {"webinar": str(sessions[2])}, to=PAGE + "/seance")
    page = visitor.open(PAGE).text
    assert "annulé" not in page
    assert "Votre place au webinaire est réservée" in page


def test_whoever_gave_the_seat_back_in_time_hears_nothing_of_its_session(
    door: Flask, visitor: Visitor, sessions: list[int], clock: StillClock
) -> None:
    follow(door, visitor, sessions[0])
    visitor.send(PAGE, to=PAGE + "/rendre")
    clock.forward(minutes=1)
    with hub_of(door).begin() as work:
        work.session.get_one(Webinar, sessions[0]).cancelled_at = work.now
    assert "annulé" not in visitor.open(PAGE).text


def test_in_english_the_hour_is_written_as_in_letters(
    door: Flask, visitor: Visitor, sessions: list[int]
) -> None:
    follow(door, visitor, sessions[0])
    page = visitor.open("/en" + PAGE).text
    assert "Thursday 5\u00a0March at 12:30" in page
    assert "PM" not in page


def test_no_page_promises_a_call_to_a_company_that_may_have_no_number(
    door: Flask, visitor: Visitor, sessions: list[int]
) -> None:
    follow(door, visitor, None)
    page = visitor.open(PAGE).text
    assert "Nous prenons contact avec vous pour préciser ce que vous cherchez" in page
    assert "vous appelons pour" not in page
