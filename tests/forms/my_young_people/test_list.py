"""What a professional reads of those whom they registered: where each one stands, and no name."""

from __future__ import annotations

import pytest

from hub import offers, queries
from hub.models import Member
from hub.vocabulary import DeclineReason
from tests.forms.my_young_people.professional import PAGE, entered, press, rows
from tests.parts.leaks import find_leaks
from tests.parts.people import CANARIES
from tests.parts.prescribers import CANARIES as PROFESSIONAL
from tests.parts.prescribers import register
from tests.parts.town import Town


def test_a_prescriber_finds_everybody_by_reference_and_marker(town: Town, references: list[str]) -> None:
    page = entered(town).open(PAGE)
    assert sorted(rows(page)) == sorted(references)
    assert "Bleu 1" in page.text and "Vert 2" in page.text
    assert (
        "Proposé à une association" in page.text
        and "réponse au plus tard le lundi\u00a023\u00a0mars" in page.text
    )


def test_nobody_else_is_on_the_page(town: Town, references: list[str]) -> None:
    with town.front.begin() as work:
        theirs = register(work, email="luc@mission.example")
    visitor = entered(town)
    assert theirs not in visitor.open(PAGE).text
    assert visitor.open(f"{PAGE}/{theirs}").status_code == 404
    assert press(visitor, f"{PAGE}/{references[0]}", "retirer").status_code == 303
    fields = visitor.hidden(f"{PAGE}/{references[1]}")
    assert visitor.client.post(f"{PAGE}/{theirs}/retirer", data=fields).status_code == 404


def test_no_page_reads_a_name_back(town: Town, references: list[str]) -> None:
    visitor = entered(town)
    pages = {path: visitor.open(path).text for path in (PAGE, f"{PAGE}/{references[0]}")}
    assert find_leaks(pages, (*CANARIES, *PROFESSIONAL)) == []


def test_the_list_is_shown_by_state_and_in_another_order(town: Town, references: list[str]) -> None:
    visitor = entered(town)
    press(visitor, f"{PAGE}/{references[0]}", "retirer")
    assert list(rows(visitor.open(f"{PAGE}?etat=termines"))) == [references[0]]
    assert list(rows(visitor.open(f"{PAGE}?etat=recherche"))) == [references[1]]
    assert list(rows(visitor.open(f"{PAGE}?tri=repere"))) == references
    assert list(rows(visitor.open(f"{PAGE}?etat=%00&tri=autre"))) == references[::-1]
    assert "Personne ici" in visitor.open(f"{PAGE}?etat=acceptes").text


def test_the_association_that_said_yes_is_named(town: Town, references: list[str]) -> None:
    town.settle()
    with town.portal.begin() as work:
        (offer,) = queries.referral_by_reference(work.session, references[0]).offers
        member = queries.members_of(work.session, offer.association_id)[0]
        offers.accept(work, offer, work.session.get_one(Member, member.id))
        name = offer.association.name
    page = entered(town).open(PAGE).text
    assert f"Une association a dit oui ({name})" in page


@pytest.mark.parametrize(
    ("reason", "told"),
    [
        (DeclineReason.NO_PLACE, "Elle n’a plus de place en ce moment."),
        (DeclineReason.ALREADY_KNOWN, "Elle n’a pas pu donner suite."),
    ],
)
def test_a_professional_reads_why_not_and_never_the_association_s_words_nor_its_name(
    town: Town, references: list[str], reason: DeclineReason, told: str
) -> None:
    reference, note = references[0], "Trop loin de chez Canari"
    visitor = entered(town)
    with town.portal.begin() as work:
        row = queries.referral_by_reference(work.session, reference)
        offer = next(offer for offer in row.offers if offer.state == "open")
        member = queries.members_of(work.session, offer.association_id)[0]
        offers.decline(work, offer, member, reason=reason, note=note)
        asked = offer.association.name
    page = visitor.open(f"{PAGE}/{reference}").text
    assert told in page and "lundi 2\u00a0mars" in page
    assert note not in page and asked not in page
