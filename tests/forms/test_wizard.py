from __future__ import annotations

import random
import shutil
from pathlib import Path

import pytest
from flask import Flask

from forms import drafts
from hub.lifecycle import ReferralState
from tests.forms.conftest import FORM, TYPED, Hidden, OpenDoor, Typed, Visitor, registered
from tests.parts.town import StillClock

COOKIE_LIMIT = 4096


def test_the_form_ends_with_a_receipt_that_one_would_keep(door: Flask, visitor: Visitor) -> None:
    receipt = visitor.register().text
    (referral,) = registered(door)
    assert referral.reference in receipt
    assert "lundi 23\u00a0mars" in receipt, "the promised date"
    assert "http://localhost:8000/suivi/" in receipt


def test_nothing_is_registered_before_the_last_page_is_sent(door: Flask, visitor: Visitor) -> None:
    visitor.fill()
    assert visitor.open(FORM + "/verifier").status_code == 200
    assert registered(door) == []


@pytest.mark.parametrize("page", ["/ou", "/besoin", "/en-plus", "/contact", "/verifier"])
def test_a_page_opened_too_early_leads_to_the_first_unfinished_one(visitor: Visitor, page: str) -> None:
    assert visitor.open(FORM + page).location == FORM
    visitor.fill("")
    if page != "/ou":
        assert visitor.open(FORM + page).location == FORM + "/ou"


def test_an_optional_page_is_not_skipped_unseen(visitor: Visitor) -> None:
    visitor.fill("", "/ou", "/besoin")
    assert visitor.open(FORM + "/contact").location == FORM + "/en-plus"


def test_an_error_keeps_what_was_typed_and_is_tied_to_its_field(visitor: Visitor) -> None:
    visitor.fill("")
    answer = visitor.send(FORM + "/ou", {"postal_code": "99999", "situation": "college"})
    assert answer.status_code == 422
    assert 'value="99999"' in answer.text and 'value="college" checked' in answer.text
    assert 'href="#postal_code"' in answer.text, "the summary leads to the field"
    assert 'aria-describedby="postal_code-hint postal_code-error"' in answer.text
    assert 'aria-invalid="true"' in answer.text
    assert "par exemple 59000" in answer.text, "the error says what to do"


def test_going_back_finds_the_answers_again(visitor: Visitor) -> None:
    visitor.fill()
    assert 'value="59100"' in visitor.open(FORM + "/ou").text
    assert 'value="confiance" checked' in visitor.open(FORM + "/besoin").text


def test_changing_an_answer_comes_back_to_the_check(visitor: Visitor) -> None:
    visitor.fill()
    sent = visitor.send(FORM + "/contact", {**TYPED["/contact"], "first_name": "Louison"})
    assert sent.location == FORM + "/verifier"
    assert "Louison" in visitor.open(FORM + "/verifier").text


def test_another_age_asks_again_what_no_longer_fits(visitor: Visitor) -> None:
    visitor.fill()
    visitor.fill("", first={"birth_year": "2014"})
    assert visitor.open(FORM + "/verifier").location == FORM + "/ou", "a lycée at eleven is asked again"


def test_a_double_click_is_one_registration(door: Flask, visitor: Visitor) -> None:
    visitor.fill()
    hidden = visitor.hidden(FORM + "/verifier")
    for _ in range(2):
        assert visitor.client.post(FORM + "/verifier", data=hidden).location == FORM + "/recu"
    assert len(registered(door)) == 1


def test_the_page_sent_again_next_day_shows_the_same_receipt(
    door: Flask, visitor: Visitor, clock: StillClock
) -> None:
    visitor.fill()
    hidden = visitor.hidden(FORM + "/verifier")
    visitor.client.post(FORM + "/verifier", data=hidden)
    clock.forward(days=3)
    newcomer = Visitor(door.test_client())
    assert newcomer.client.post(FORM + "/verifier", data=hidden).location == FORM + "/recu"
    (referral,) = registered(door)
    assert referral.reference in newcomer.open(FORM + "/recu").text


def test_a_lost_session_costs_nothing_of_what_was_typed(door: Flask, visitor: Visitor) -> None:
    visitor.fill("", "/ou")
    hidden = visitor.hidden(FORM + "/besoin")
    later = Visitor(door.test_client())
    answer = later.client.post(FORM + "/besoin", data={**hidden, **TYPED["/besoin"]})
    assert answer.status_code == 422
    assert "Tes réponses sont toujours là" in answer.text
    assert 'value="confiance" checked' in answer.text
    again = {**TYPED["/besoin"], **Hidden(answer.text).fields}
    assert later.client.post(FORM + "/besoin", data=again).location == FORM + "/en-plus"
    assert 'value="59100"' in later.open(FORM + "/ou").text


def test_a_draft_is_unreadable_and_lives_48_hours(visitor: Visitor, clock: StillClock) -> None:
    visitor.fill()
    cookie = visitor.client.get_cookie("draft-form")
    assert cookie is not None and "Canari" not in cookie.value and cookie.http_only
    assert cookie.max_age == 48 * 3600
    clock.forward(hours=47)
    assert visitor.open(FORM + "/verifier").status_code == 200
    clock.forward(hours=2)
    assert visitor.open(FORM + "/verifier").location == FORM


def test_the_longest_answers_still_fit_into_the_cookie(visitor: Visitor) -> None:
    chance = random.Random(7)

    def noise(length: int, first: int, last: int) -> str:
        return "".join(chr(chance.randint(first, last)) for _ in range(length))

    long_address = f"{noise(64, 97, 122)}@" + ".".join(noise(60, 97, 122) for _ in range(3)) + ".fr"
    names = {name: noise(60, 0x4E00, 0x9000) for name in TYPED["/contact"] if name.endswith("_name")}
    contact = names | {"email": long_address, "guardian_email": "a" + long_address[1:]}
    assert (
        visitor.register(en_plus={"message": noise(300, 0x1F300, 0x1F5FF)}, contact=contact).status_code
        == 200
    )
    visitor.fill(en_plus={"message": noise(300, 0x1F300, 0x1F5FF)}, contact=contact)
    cookie = visitor.client.get_cookie("draft-form")
    assert cookie is not None and len(cookie.value) < COOKIE_LIMIT - 200


def test_erasing_leaves_nothing_in_the_browser(visitor: Visitor) -> None:
    visitor.fill()
    sent = visitor.send(FORM + "/contact", {"then": "form"}, to="/effacer")
    assert sent.location == FORM
    assert visitor.client.get_cookie("draft-form") is None
    assert visitor.open(FORM + "/verifier").location == FORM


def test_a_filled_trap_registers_nothing_and_says_so(door: Flask, visitor: Visitor) -> None:
    visitor.fill("", "/ou", "/besoin", "/en-plus")
    answer = visitor.send(FORM + "/contact", {**TYPED["/contact"], "website": "https://spam.example"})
    assert answer.status_code == 422
    assert "doit rester vide" in answer.text
    assert registered(door) == []


def test_a_forged_send_registers_nothing(door: Flask, visitor: Visitor) -> None:
    visitor.fill()
    answer = visitor.client.post(FORM + "/verifier", data={})
    assert answer.status_code == 422
    assert registered(door) == []


def test_a_draft_out_of_its_owners_cookie_needs_the_pages_token(door: Flask, visitor: Visitor) -> None:
    """Another site may post a draft of its own making, but no cookie."""
    visitor.fill()
    hidden = visitor.hidden(FORM + "/verifier")
    elsewhere = Visitor(door.test_client())
    assert elsewhere.client.post(FORM + "/verifier", data=hidden).status_code == 422
    hers = {"form_token": hidden["form_token"]}
    assert visitor.client.post(FORM + "/verifier", data=hers).location == FORM + "/recu"
    assert len(registered(door)) == 1


def test_when_the_database_is_away_nothing_is_claimed_and_nothing_is_lost(
    open_door: OpenDoor, sqlite_url: str, tmp_path: Path
) -> None:
    away = tmp_path / "away"
    door = open_door(f"sqlite:///{away}/hub.db")
    visitor = Visitor(door.test_client())
    visitor.fill()
    answer = visitor.send(FORM + "/verifier")
    assert answer.status_code == 503
    assert "Ce n’est pas encore enregistré" in answer.text
    away.mkdir()
    shutil.copy(sqlite_url.removeprefix("sqlite:///"), away / "hub.db")
    assert visitor.send(FORM + "/verifier").location == FORM + "/recu"
    assert len(registered(door)) == 1


def test_too_much_is_refused_kindly(visitor: Visitor) -> None:
    answer = visitor.client.post(FORM, data={"birth_year": "9" * 70_000})
    assert answer.status_code == 413
    assert "Rien n’a été enregistré" in answer.text


def test_the_partners_tag_is_kept_silently(door: Flask, visitor: Visitor) -> None:
    visitor.open("/?source=lycee-voltaire")
    visitor.register()
    assert registered(door)[0].source == "lycee-voltaire"


def test_a_tag_that_is_none_is_not_kept(door: Flask, visitor: Visitor) -> None:
    visitor.open("/?source=Lou%20Canari")
    visitor.register()
    assert registered(door)[0].source is None


def test_a_child_waits_for_a_guardian_whose_name_is_asked_first(door: Flask, visitor: Visitor) -> None:
    changes: dict[str, Typed] = {
        "first": {"birth_year": "2013"},
        "ou": {"situation": "college"},
        "besoin": {"level": "cinquieme"},
        "contact": {"contact_by": "email"},
    }
    visitor.fill("", "/ou", "/besoin", "/en-plus", **changes)
    page = visitor.open(FORM + "/contact").text
    assert page.index('name="guardian_first_name"') < page.index('name="first_name"')
    assert 'name="email"' not in page
    receipt = visitor.register(**changes).text
    assert registered(door)[0].state is ReferralState.AWAITING_GUARDIAN
    assert "Rien n’est transmis avant son accord" in receipt


def test_a_parent_is_spoken_to_as_an_adult(visitor: Visitor) -> None:
    visitor.fill("", first={"channel": "guardian", "birth_year": "2012"})
    page = visitor.open(FORM + "/ou").text
    assert "Où habite votre enfant" in page and "Ton code postal" not in page


def test_an_adult_is_not_registered_by_a_parent(visitor: Visitor) -> None:
    answer = visitor.send(FORM, {"channel": "guardian", "birth_month": "1", "birth_year": "2005"})
    assert answer.status_code == 422
    assert "Votre enfant est majeur" in answer.text


@pytest.mark.parametrize("year", ["2022", "1990"])
def test_too_young_or_too_old_is_shown_other_doors(door: Flask, visitor: Visitor, year: str) -> None:
    sent = visitor.send(FORM, {"channel": "self", "birth_month": "5", "birth_year": year})
    assert sent.location == FORM + "/autres-pistes"
    assert visitor.open(FORM + "/ou").location == FORM


def test_a_professional_comes_to_a_form_of_their_own(visitor: Visitor) -> None:
    typed = {"channel": "prescriber", "birth_month": "", "birth_year": ""}
    assert visitor.send(FORM, typed).location == "/inscrire-un-jeune/un-jeune"


@pytest.mark.parametrize(
    "typed",
    [
        {},
        {"channel": "self", "birth_month": "13", "birth_year": "2009"},
        {"channel": "self", "birth_month": "mai", "birth_year": "2009"},
        {"channel": "self", "birth_month": "5", "birth_year": "09"},
        {"channel": "self", "birth_month": "5", "birth_year": "²009"},
        {"channel": "self", "birth_month": "5", "birth_year": "0000"},
        {"channel": "admin", "birth_month": "5", "birth_year": "2009"},
    ],
)
def test_a_first_page_that_makes_no_sense_is_asked_again(visitor: Visitor, typed: dict[str, str]) -> None:
    assert visitor.send(FORM, typed).status_code == 422


def test_an_ambiguous_code_asks_which_commune(visitor: Visitor) -> None:
    visitor.fill("")
    asked = visitor.send(FORM + "/ou", {"postal_code": "01200", "situation": "lycee_gt"})
    assert asked.status_code == 422
    assert "choisis la tienne" in asked.text and 'value="01033"' in asked.text
    refused = {"postal_code": "01200", "situation": "lycee_gt", "commune": "59512"}
    assert visitor.send(FORM + "/ou", refused).status_code == 422
    told = {"postal_code": "01200", "situation": "lycee_gt", "commune": "01033"}
    assert visitor.send(FORM + "/ou", told).location == FORM + "/besoin"


def test_handicap_is_kept_with_consent_only(visitor: Visitor) -> None:
    visitor.fill(en_plus={"publics": ["handicap"]})
    assert "La mention «\u00a0handicap\u00a0» n’est pas gardée" in visitor.open(FORM + "/verifier").text
    visitor.fill("/en-plus", en_plus={"publics": ["handicap"], "health_consent": "y"})
    checked = visitor.open(FORM + "/verifier").text
    assert "Situation de handicap" in checked and "n’est pas gardée" not in checked


def test_the_consent_box_is_never_ticked_beforehand(visitor: Visitor) -> None:
    visitor.fill("", "/ou", "/besoin")
    page = visitor.open(FORM + "/en-plus").text
    assert 'name="health_consent" value="y"' in page
    assert 'name="health_consent" value="y" checked' not in page


def test_preferring_not_to_say_excludes_saying(visitor: Visitor) -> None:
    visitor.fill("", "/ou", "/besoin")
    assert visitor.send(FORM + "/en-plus", {"publics": ["ase"], "prefer_not": "y"}).status_code == 422


def test_a_village_is_ticked_and_can_be_unticked(visitor: Visitor) -> None:
    visitor.fill("", "/ou", "/besoin", ou={"postal_code": "59360", "commune": "59136"})
    asked = 'name="rural" value="y" checked'
    assert asked not in visitor.open(FORM + "/en-plus").text, "Le Cateau-Cambrésis is a town"
    visitor.fill("/ou", ou={"postal_code": "48220", "commune": "48116"})
    assert asked in visitor.open(FORM + "/en-plus").text, "Le Pont-de-Montvert is a village"


CHILD: dict[str, Typed] = {
    "first": {"birth_month": "3", "birth_year": "2011"},
    "ou": {"situation": "college"},
    "besoin": {"level": "troisieme"},
    "contact": {"contact_by": "email"},
}


def test_a_birthday_since_a_page_was_filled_in_counts(visitor: Visitor, clock: StillClock) -> None:
    clock.forward(days=29)
    visitor.fill(**CHILD)
    assert visitor.open(FORM + "/verifier").status_code == 200, "on 31 March, fourteen"
    clock.forward(days=1)
    assert visitor.open(FORM + "/verifier").location == FORM + "/contact", "on 1 April, fifteen"
    assert 'name="email"' in visitor.open(FORM + "/contact").text


def test_a_form_left_for_a_while_welcomes_back(visitor: Visitor, clock: StillClock) -> None:
    visitor.fill("", "/ou")
    assert "Te revoilà" not in visitor.open(FORM + "/besoin").text
    clock.forward(minutes=30)
    assert "Te revoilà" in visitor.open(FORM + "/besoin").text
    assert f'href="{FORM}/besoin"' in visitor.open(FORM + "/ou").text
    visitor.fill("/besoin")
    assert "Te revoilà" not in visitor.open(FORM + "/en-plus").text


def test_a_draft_of_another_form_does_not_open_here(door: Flask, visitor: Visitor) -> None:
    visitor.fill("")
    cookie = visitor.client.get_cookie("draft-form")
    assert cookie
    with door.test_request_context(headers={"Cookie": f"draft-other={cookie.value}"}):
        assert drafts.load("other").typed == {}
    with door.test_request_context(headers={"Cookie": f"draft-form={cookie.value}"}):
        assert drafts.load("form").typed.keys() == {"pour-qui"}
