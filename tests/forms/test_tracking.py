from __future__ import annotations

import re

import pytest
from flask import Flask

from hub import intake, offers, queries, restricting, strangers
from hub.lifecycle import ReferralState
from hub.models import Member, Referral
from tests.forms.conftest import Visitor, registered
from tests.parts.people import CANARIES, EMAIL, GUARDIAN, child, identity, registration
from tests.parts.town import Town, text_of

STRANGER = "quelqu-un@ailleurs.example"
LINK = re.compile(r"http://localhost:8000(/\w+/\w{32})")


def link_of(page: str) -> str:
    found = LINK.search(page)
    assert found
    return found[1]


@pytest.fixture
def follower(visitor: Visitor) -> Visitor:
    """Somebody who opened the link of a receipt."""
    visitor.open(link_of(visitor.register().text))
    return visitor


def test_the_token_leaves_the_address_bar_at_once(visitor: Visitor) -> None:
    link = link_of(visitor.register().text)
    answer = visitor.open(link)
    assert (answer.status_code, answer.location) == (303, "/suivi")
    assert link.rsplit("/", 1)[1] not in visitor.open("/suivi").text


def test_a_link_copied_with_the_end_of_its_sentence_opens_all_the_same(visitor: Visitor) -> None:
    link = link_of(visitor.register().text)
    assert visitor.open(f"{link}.").location == link
    assert visitor.open(f"/en{link}.").location == f"/en{link}"
    assert visitor.open(link).location == "/suivi"


@pytest.mark.parametrize("path", ["/suivi", "/suivi/retirer", "/accord"])
def test_without_a_link_there_is_nothing_to_see(visitor: Visitor, path: str) -> None:
    assert visitor.open(path).status_code == 404
    visitor.open("/suivi/" + "0" * 32)
    visitor.open("/accord/" + "0" * 32)
    assert visitor.open(path).status_code == 404


@pytest.mark.parametrize("path", ["/suivi", "/accord", "/confirmer"])
def test_a_link_that_leads_to_no_request_offers_to_make_it_again(visitor: Visitor, path: str) -> None:
    visitor.open(f"{path}/{'0' * 32}")
    answer = visitor.open(path)
    assert answer.status_code == 404 and "Rien n’est perdu" not in answer.text
    assert (
        'href="/trouver-un-mentor">Trouver' in answer.text and 'href="/devenir-mentor">Devenir' in answer.text
    )


def test_an_address_known_already_confirms_all_the_same_what_waits_for_it(town: Town) -> None:
    with town.front.begin() as work:
        intake.register(work, registration(), proven=False)
        assert strangers.is_confirmed(work, EMAIL)
    town.settle()
    (letter,) = town.letters_to(EMAIL)
    visitor = Visitor(town.visitor())
    visitor.open(link_of(text_of(letter)))
    assert "Oui, confirmer mon adresse" in visitor.open("/confirmer").text
    visitor.send("/confirmer")
    assert "ton adresse est confirmée" in visitor.open("/confirmer").text
    assert state_in(town) is ReferralState.LOOKING


def test_the_link_to_confirm_what_was_erased_unconfirmed_says_that_it_is(town: Town) -> None:
    with town.front.begin() as work:
        intake.register(work, registration(who=identity(email=STRANGER)), proven=False)
    town.settle()
    (letter,) = town.letters_to(STRANGER)
    visitor = Visitor(town.visitor())
    visitor.open(link_of(text_of(letter)))
    shown = visitor.hidden("/confirmer")
    town.clock.forward(days=8)
    town.settle()
    assert state_in(town) is ReferralState.FORGOTTEN
    for answer in (visitor.open("/confirmer"), visitor.client.post("/confirmer", data=shown)):
        assert answer.status_code == 404 and "Elle est effacée" in answer.text


def test_the_story_says_what_happens_now_and_by_when(follower: Visitor) -> None:
    page = follower.open("/suivi").text
    assert "Ta demande est bien arrivée" in page
    assert "Nous cherchons l’association qui te correspond" in page
    assert "lundi 23\u00a0mars" in page


def test_withdrawing_needs_a_button_and_is_then_said(door: Flask, follower: Visitor) -> None:
    assert "Oui, retirer ma demande" in follower.open("/suivi/retirer").text
    assert registered(door)[0].state is ReferralState.LOOKING
    follower.send("/suivi/retirer")
    assert registered(door)[0].state is ReferralState.WITHDRAWN
    page = follower.open("/suivi").text
    assert "Ta demande est retirée" in page.partition('role="status"')[2].partition("<section")[0]
    assert "corriger ta demande" not in page and "tout effacer" in page
    assert follower.open("/suivi/retirer").location == "/suivi"


def test_withdrawing_twice_is_answered_kindly(follower: Visitor) -> None:
    hidden = follower.hidden("/suivi/retirer")
    follower.client.post("/suivi/retirer", data=hidden)
    answer = follower.client.post("/suivi/retirer", data=hidden)
    assert answer.status_code == 409
    assert "Ce dossier vient de changer" in answer.text


def test_a_withdrawal_forged_elsewhere_does_nothing(door: Flask, follower: Visitor) -> None:
    assert follower.client.post("/suivi/retirer").status_code == 400
    assert registered(door)[0].state is ReferralState.LOOKING


def test_on_a_shared_computer_the_page_can_be_left_for_good(follower: Visitor) -> None:
    sent = follower.send("/suivi", to="/effacer", typed={"then": "home"})
    assert sent.location == "/"
    assert follower.open("/suivi").status_code == 404


def say_yes(town: Town, members: list[Member]) -> tuple[str, str]:
    """Whoever of them was asked about the only referral accepts it: the association's name, the member's address."""
    with town.portal.begin() as work:
        (offer,) = work.session.query(Referral).one().offers
        asked = next(member for member in members if member.association_id == offer.association_id)
        member = work.session.get_one(Member, asked.id)
        offers.accept(work, offer, member)
        said = (offer.association.name, member.email)
    town.settle()
    return said


def test_the_association_is_named_only_once_it_said_yes(town: Town) -> None:
    members = town.join("article-1", "proxite", "um-mentor", "afev")
    with town.front.begin() as work:
        receipt = intake.register(work, registration())
    town.settle()
    visitor = Visitor(town.visitor())
    visitor.open(f"/suivi/{receipt.tracking_token}")
    before = visitor.open("/suivi").text
    name, _ = say_yes(town, members)
    after = visitor.open("/suivi").text
    assert "Une association lit ta demande" in before and name not in before
    assert f"{name} a dit oui" in after
    assert not [canary for canary in CANARIES if canary in before + after]


def test_whom_nobody_could_help_reads_the_answer_first_then_what_else_helps(town: Town) -> None:
    desk = town.open_desk()
    with town.front.begin() as work:
        receipt = intake.register(work, registration())
    town.settle()
    with town.portal.begin() as work:
        referral = queries.referral_by_reference(work.session, receipt.reference)
        offers.close(work, referral, sentence="Personne près de chez toi.", by=desk)
    visitor = Visitor(town.visitor())
    visitor.open(f"/suivi/{receipt.tracking_token}")
    page = visitor.open("/suivi").text
    said, ways = page.index("Personne près de chez toi."), page.index('href="/en-attendant"')
    assert said < ways < page.index("Répondre à deux questions")


@pytest.fixture
def parent(town: Town) -> Visitor:
    """The guardian of a child of thirteen, who opened the link of their letter."""
    with town.front.begin() as work:
        intake.register(work, child())
    town.settle()
    (letter,) = town.letters_to(GUARDIAN.email)
    assert not town.letters_to(EMAIL)
    visitor = Visitor(town.visitor())
    assert visitor.open(link_of(text_of(letter))).location == "/accord"
    return visitor


def state_in(town: Town) -> ReferralState:
    with town.hub.read() as work:
        return work.session.query(Referral).one().state


def test_opening_the_guardians_link_changes_nothing(town: Town, parent: Visitor) -> None:
    page = parent.open("/accord").text
    assert "Donnez-vous votre accord" in page
    assert not [canary for canary in CANARIES if canary in page]
    assert state_in(town) is ReferralState.AWAITING_GUARDIAN


def test_a_guardians_yes_starts_the_search(town: Town, parent: Visitor) -> None:
    parent.send("/accord", {"answer": "agree"})
    assert state_in(town) is ReferralState.LOOKING
    assert "votre accord est enregistré" in parent.open("/accord").text


def test_a_guardians_no_stops_everything(town: Town, parent: Visitor) -> None:
    parent.send("/accord", {"answer": "refuse"})
    assert state_in(town) is ReferralState.WITHDRAWN
    assert "Cette demande n’est plus en cours" in parent.open("/accord").text


def test_a_guardians_no_counts_after_a_yes_too_on_an_old_page_or_by_the_button_that_stays(
    town: Town, parent: Visitor
) -> None:
    old_page = parent.hidden("/accord")
    parent.client.post("/accord", data={**old_page, "answer": "agree"})
    assert 'value="refuse"' in parent.open("/accord").text, (
        "the link of the letter still leads to a way to stop"
    )
    parent.client.post("/accord", data={**old_page, "answer": "refuse"})
    assert state_in(town) is ReferralState.WITHDRAWN
    page = parent.open("/accord").text
    assert "Cette demande n’est plus en cours" in page and "accord est enregistré" not in page


def test_a_guardians_no_after_a_yes_is_told_to_the_association_that_accepted(
    town: Town, parent: Visitor
) -> None:
    members = town.join("article-1", "proxite", "um-mentor", "afev")
    parent.send("/accord", {"answer": "agree"})
    town.settle()
    _, email = say_yes(town, members)
    parent.send("/accord", {"answer": "refuse"})
    town.settle()
    assert state_in(town) is ReferralState.WITHDRAWN
    *_, last = town.letters_to(email)
    assert last["Subject"] == "Une demande que vous aviez acceptée est retirée"


def test_a_yes_after_a_no_is_told_that_the_request_has_stopped_and_may_be_made_again(
    town: Town, parent: Visitor
) -> None:
    old_page = parent.hidden("/accord")
    parent.client.post("/accord", data={**old_page, "answer": "refuse"})
    answered = parent.client.post("/accord", data={**old_page, "answer": "agree"}, follow_redirects=True)
    assert answered.status_code == 200
    assert (
        "Cette demande n’est plus en cours" in answered.text and 'href="/trouver-un-mentor"' in answered.text
    )
    assert state_in(town) is ReferralState.WITHDRAWN


def test_a_guardian_who_paused_everything_is_thanked_for_no_agreement(town: Town, parent: Visitor) -> None:
    with town.front.begin() as work:
        restricting.restrict(work, work.session.query(Referral).one())
    page = parent.open("/accord").text
    assert "Tout est en pause" in page and "accord est enregistré" not in page
    parent.send("/accord", {"answer": "refuse"})
    assert state_in(town) is ReferralState.WITHDRAWN


def test_an_answer_that_is_neither_yes_nor_no_is_none(town: Town, parent: Visitor) -> None:
    parent.send("/accord", {"answer": "perhaps"})
    assert state_in(town) is ReferralState.AWAITING_GUARDIAN
