"""The professional's form over HTTP: each path, what it refuses, what it keeps for the next young person."""

from __future__ import annotations

import random

import pytest
from flask import Flask

from forms.drafts import COOKIE_HOLDS
from hub.lifecycle import ReferralState
from hub.models import Association, Prescriber, Referral, Standing
from hub.vocabulary import Audience
from tests.forms.conftest import Typed, Visitor, hub_of, registered
from tests.forms.prescriber.professional import CHILD, FORM, IN_CARE, LYCEE, PUPIL, fill, register

GUARDIAN = {
    "guardian_first_name": "Théo",
    "guardian_last_name": "Canari",
    "guardian_email": "theo@canari.example.org",
}
FREE_MAIL = {"": {"your_email": "ana.roy@gmail.com"}}


def only(door: Flask) -> Referral:
    (referral,) = registered(door)
    return referral


def prescriber_of(door: Flask, referral: Referral) -> Prescriber:
    with hub_of(door).read() as work:
        return work.session.get_one(Prescriber, referral.prescriber_id)


def test_a_pupil_is_registered_and_the_receipt_says_what_comes_next(door: Flask, visitor: Visitor) -> None:
    receipt = register(visitor, PUPIL).text
    referral = only(door)
    assert (referral.state, referral.correspondent) == (ReferralState.LOOKING, Audience.YOUNG_PERSON)
    assert referral.reference in receipt and "lundi 23\u00a0mars" in receipt
    assert "par son numéro de dossier. Un oui vous est dit aussitôt." in receipt
    assert "sous votre repère" not in receipt and "ni les siens, ni les vôtres" in receipt


def test_nothing_of_the_young_person_is_on_the_receipt(visitor: Visitor) -> None:
    receipt = register(visitor, PUPIL).text
    assert "Canari" not in receipt and "Lou" not in receipt and "3B no 7" not in receipt


def test_a_young_person_in_care_is_registered_for_the_departement_in_charge(
    door: Flask, visitor: Visitor
) -> None:
    receipt = register(visitor, IN_CARE).text
    referral = only(door)
    assert (referral.state, referral.correspondent) == (ReferralState.LOOKING, Audience.PRESCRIBER)
    assert prescriber_of(door, referral).department == "59"
    assert "elle contacte d’abord la personne que vous avez choisie" in receipt


def test_what_was_told_is_there_to_check_before_sending(visitor: Visitor) -> None:
    fill(visitor, IN_CARE)
    page = visitor.open(FORM + "/verifier").text
    for told in (
        "59 Nord",
        "mai 2009",
        "75011 Paris",
        "Aide sociale à l’enfance (ASE)",
        "Obtenu",
        "LC",
        "Moi",
    ):
        assert told in page, told


@pytest.mark.parametrize("kind", ["ase", "foyer"])
def test_child_welfare_is_asked_what_the_law_asks(visitor: Visitor, kind: str) -> None:
    fill(visitor, IN_CARE, "", changes={"": {"kind": kind}})
    assert 'name="department"' in visitor.open(FORM + "/jeune").text
    fill(visitor, IN_CARE, "/jeune", "/besoin", "/contact")
    page = visitor.open(FORM + "/attestations").text
    assert 'name="evaluated"' in page and 'name="written"' in page and 'name="guardian_agrees"' not in page
    assert "checked" not in page, "nothing is ticked beforehand"
    assert 'type="file"' not in page


def test_a_school_is_not_asked_for_the_departement_in_charge(visitor: Visitor) -> None:
    fill(visitor, PUPIL, "")
    page = visitor.open(FORM + "/jeune").text
    assert 'name="department"' not in page and 'name="group"' in page


@pytest.mark.parametrize(("organisation", "kind"), [("ase", "ase"), ("school", "school"), ("pirate", None)])
def test_a_link_may_say_which_organisation(visitor: Visitor, organisation: str, kind: str | None) -> None:
    page = visitor.open(f"{FORM}?organisation={organisation}").text
    assert (f'<option selected value="{kind}">' in page) is (kind is not None)
    assert "pirate" not in page
    assert '<option selected value="ase">' not in visitor.open(FORM).text, "nor is it said of anybody else"


def test_a_link_says_more_than_what_was_told_before_and_less_than_what_is_told_then(visitor: Visitor) -> None:
    register(visitor, PUPIL)
    path = FORM + "?organisation=ase"
    assert '<option selected value="ase">' in visitor.open(path).text
    fill(visitor, PUPIL, "")
    assert visitor.send(path, PUPIL[""]).location == FORM + "/jeune"
    assert 'name="group"' in visitor.open(FORM + "/jeune").text, "a school all the same"


def test_several_lycees_are_a_choice_to_make_without_any_script(visitor: Visitor) -> None:
    typed = {**PUPIL[""], "school": "voltaire"}
    asked = visitor.send(FORM, typed)
    assert asked.status_code == 422
    assert 'value="0750675B"' in asked.text and "75011 Paris, UAI 0750675B" in asked.text
    assert visitor.send(FORM, {**typed, "uai": "0750675B"}).location == FORM + "/jeune"
    assert 'value="0750675B" checked' in visitor.open(FORM).text, "and it is remembered"


def test_a_lycee_that_is_mistyped_is_proposed_and_never_taken_by_itself(visitor: Visitor) -> None:
    typed = {**PUPIL[""], "school": "Lycée polyvalent Cesar Bagio Lille"}
    asked = visitor.send(FORM, typed)
    assert asked.status_code == 422
    assert "Choisissez votre établissement" in asked.text and 'value="0590121L"' in asked.text
    assert visitor.send(FORM, {**typed, "uai": "0590121L"}).location == FORM + "/jeune"


def test_a_school_outside_the_list_is_named_by_hand(visitor: Visitor) -> None:
    typed = {**PUPIL[""], "school": "Atlantide", "uai": "none"}
    assert "Indiquez le nom de votre structure" in visitor.send(FORM, typed).text
    named = {**typed, "your_organisation": "Collège de l’Atlantide"}
    assert visitor.send(FORM, named).location == FORM + "/jeune"


def test_a_page_opened_too_early_leads_to_the_first_unfinished_one(visitor: Visitor) -> None:
    assert visitor.open(FORM + "/contact").location == FORM
    fill(visitor, PUPIL, "", "/jeune")
    assert visitor.open(FORM + "/verifier").location == FORM + "/besoin"


@pytest.mark.parametrize(
    ("page", "typed", "said"),
    [
        ("/jeune", {"birth_year": "2016"}, "Avant 11 ans"),
        ("/jeune", {"department": ""}, "Choisissez le département"),
        ("/contact", {"marker": "Canari"}, "Ce repère contient son nom"),
        ("/contact", {"contact_first": "young_person"}, "indiquez son adresse e-mail ou son téléphone"),
        ("/contact", {"website": "https://spam.example"}, "doit rester vide"),
        ("/attestations", {"written": ""}, "Dites où en est l’accord écrit"),
        ("/attestations", {"young_agrees": ""}, "sans son accord, rien ne part"),
        ("/attestations", {"evaluated": ""}, "la loi la demande"),
    ],
)
def test_what_cannot_be_accepted_is_said_kindly_and_kept(
    door: Flask, visitor: Visitor, page: str, typed: dict[str, str], said: str
) -> None:
    before = [slug for slug in IN_CARE if [*IN_CARE].index(slug) < [*IN_CARE].index(page)]
    fill(visitor, IN_CARE, *before)
    answer = visitor.send(FORM + page, {**IN_CARE[page], **typed})
    assert answer.status_code == 422 and said in answer.text
    assert 'role="alert"' in answer.text
    assert registered(door) == []


def test_a_child_waits_for_a_guardian_who_must_be_named(door: Flask, visitor: Visitor) -> None:
    fill(visitor, PUPIL, "", "/jeune", "/besoin", changes=CHILD)
    page = visitor.open(FORM + "/contact").text
    assert 'name="email"' not in page and "rien ne part avant son oui" in page
    contact = {"email": "", "contact_first": "guardian"}
    assert visitor.send(FORM + "/contact", {**PUPIL["/contact"], **contact}).status_code == 422
    receipt = register(visitor, PUPIL, changes={**CHILD, "/contact": {**contact, **GUARDIAN}}).text
    referral = only(door)
    assert (referral.state, referral.correspondent) == (ReferralState.AWAITING_GUARDIAN, Audience.GUARDIAN)
    assert "Nous écrivons à son parent" in receipt and "Réponse au plus tard" not in receipt


def test_a_child_in_care_goes_on_at_once_with_the_written_agreement(door: Flask, visitor: Visitor) -> None:
    register(visitor, IN_CARE, changes=CHILD)
    referral = only(door)
    assert (referral.state, referral.correspondent) == (ReferralState.LOOKING, Audience.PRESCRIBER)


def test_a_child_in_care_is_held_while_the_agreement_is_under_way(door: Flask, visitor: Visitor) -> None:
    receipt = register(visitor, IN_CARE, changes={**CHILD, "/attestations": {"written": "under_way"}}).text
    referral = only(door)
    assert (referral.state, referral.correspondent) == (ReferralState.AWAITING_GUARDIAN, Audience.PRESCRIBER)
    assert "Dès que l’accord écrit est obtenu" in receipt


def test_at_sixteen_an_agreement_under_way_holds_nothing_back(door: Flask, visitor: Visitor) -> None:
    register(visitor, IN_CARE, changes={"/attestations": {"written": "under_way"}})
    assert only(door).state is ReferralState.LOOKING


def test_an_address_that_proves_no_profession_is_looked_at_first(door: Flask, visitor: Visitor) -> None:
    receipt = register(visitor, PUPIL, changes=FREE_MAIL).text
    referral = only(door)
    assert referral.state is ReferralState.AWAITING_CHECK
    assert prescriber_of(door, referral).standing is Standing.TO_CHECK
    assert "notre équipe vérifie qui inscrit ce jeune" in receipt and "5\u00a0jours" in receipt


def test_the_next_young_person_finds_the_professional_filled_in_and_nobody_else(
    door: Flask, visitor: Visitor
) -> None:
    receipt = register(visitor, PUPIL).text
    assert f'href="{FORM}/jeune"' in receipt
    assert 'value="Ana Roy"' in visitor.open(FORM).text
    for page in ("/contact", "/verifier"):
        assert visitor.open(FORM + page).location == FORM + "/jeune"
    fill(visitor, PUPIL, "/jeune", "/besoin")
    assert 'value="Lou' not in visitor.open(FORM + "/contact").text
    other = {"first_name": "Zoé", "last_name": "Merle", "email": "zoe@merle.example", "marker": ""}
    fill(visitor, PUPIL, "/contact", "/attestations", changes={"/contact": other})
    assert visitor.send(FORM + "/verifier").location == FORM + "/recu"
    first, second = registered(door)
    assert first.prescriber_id == second.prescriber_id and first.reference != second.reference


def test_the_longest_answers_in_any_alphabet_are_kept_whole(door: Flask, visitor: Visitor) -> None:
    chance = random.Random(7)

    def noise(length: int, first: int, last: int) -> str:
        return "".join(chr(chance.randint(first, last)) for _ in range(length))

    def address(first: str) -> str:
        return first + noise(63, 97, 122) + "@" + ".".join(noise(60, 97, 122) for _ in range(3)) + ".fr"

    names = {name: noise(60, 0x4E00, 0x9000) for name in ("first_name", "last_name")}
    guardian = {f"guardian_{name}": noise(60, 0x4E00, 0x9000) for name in names}
    changes: dict[str, Typed] = {
        "": {
            "school": noise(120, 0x4E00, 0x9000),
            "uai": "none",
            "your_organisation": noise(120, 0x4E00, 0x9000),
            "your_name": noise(60, 0x4E00, 0x9000),
            "your_function": noise(80, 0x4E00, 0x9000),
            "your_email": address("a"),
        },
        "/jeune": {"group": noise(40, 0x4E00, 0x9000)},
        "/besoin": {"message": noise(300, 0x1F300, 0x1F5FF)},
        "/contact": {
            **names,
            **guardian,
            "email": address("b"),
            "guardian_email": address("c"),
            "marker": noise(12, 0x4E00, 0x9000),
        },
    }
    fill(visitor, PUPIL, changes=changes)
    parts = [visitor.client.get_cookie(name) for name in ("draft-prescriber", "draft-prescriber-2")]
    assert all(part is not None and len(part.value) <= COOKIE_HOLDS for part in parts), "in two cookies"
    assert visitor.send(FORM + "/verifier").location == FORM + "/recu"
    assert len(registered(door)) == 1
    assert visitor.client.get_cookie("draft-prescriber-2") is None, "what is left fits into one"
    assert visitor.open(FORM + "/contact").location == FORM + "/jeune"


def test_a_double_click_is_one_registration(door: Flask, visitor: Visitor) -> None:
    fill(visitor, PUPIL)
    hidden = visitor.hidden(FORM + "/verifier")
    for _ in range(2):
        assert visitor.client.post(FORM + "/verifier", data=hidden).location == FORM + "/recu"
    assert len(registered(door)) == 1


def test_erasing_forgets_the_professional_too(visitor: Visitor) -> None:
    register(visitor, PUPIL)
    visitor.send(FORM + "/recu", {"then": "home"}, to="/effacer")
    assert "Ana Roy" not in visitor.open(FORM).text
    assert visitor.open(FORM + "/recu").location == FORM


def test_the_associations_of_a_school_are_named(door: Flask, visitor: Visitor) -> None:
    fill(visitor, PUPIL, "")
    assert "votre établissement" not in visitor.open(FORM + "/jeune").text
    with hub_of(door).begin() as work:
        work.session.add(partner_of(LYCEE))
    assert (
        "L’association référente de votre établissement est Les Voisins" in visitor.open(FORM + "/jeune").text
    )


def partner_of(uai: str) -> Association:
    profile = {"criteria": {"partner_schools": [uai]}}
    return Association(
        slug="les-voisins",
        name="Les Voisins",
        verified=False,
        profile=profile,
        places_left=1,
        public_key=bytes(32),
        wrapped_key=b"",
    )


@pytest.mark.parametrize("uai", ["0590121L", "../../etc", "<script>alert(1)</script>", "0" * 5000])
def test_what_is_typed_into_the_search_is_only_searched(visitor: Visitor, uai: str) -> None:
    answer = visitor.send(FORM, {"kind": "school", "school": uai, "uai": uai})
    assert answer.status_code == 422
    assert "<script>alert" not in answer.text
