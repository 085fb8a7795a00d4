"""Mentors at the partners' door: told from young people at a glance, declined and revealed in words of their own."""

from __future__ import annotations

import re

from hub import geography, intake, offers, queries
from hub.models import Member
from hub.vocabulary import DeclineReason, MentorAge, MentorAudience, MentorStatus, Theme
from tests.associations.partner import Partner, card_of
from tests.parts.people import MENTOR_EMAIL, mentor, registration
from tests.parts.town import Town, address_of, association, text_of


def come(town: Town, **changes: object) -> str:
    """The reference of a mentor whom the worker has routed as far as it goes."""
    with town.front.begin() as work:
        reference = intake.register(work, mentor(**changes)).reference  # type: ignore[arg-type]
    town.settle()
    return reference


def words(page: str) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", page))


def accept(town: Town, reference: str) -> str:
    """The member of the association that was asked says yes; answers the card's number."""
    card = card_of(town, reference)
    with town.portal.begin() as work:
        offer = queries.referral_by_reference(work.session, reference).offers[-1]
        member = work.session.get_one(Member, queries.members_of(work.session, offer.association_id)[0].id)
        offers.accept(work, offer, member)
    town.settle()
    return card


def test_the_inbox_tells_a_mentor_from_a_young_person(town: Town) -> None:
    [member] = town.join("jobirl")
    come(town)
    with town.front.begin() as work:
        intake.register(work, registration())
    town.settle()
    page = Partner.signed_in(town, member).open("/fiches/").text
    assert page.count("slip--mentor") == 1
    assert len(re.findall(r'class="slip ', page)) == 2
    assert "Mentor" in words(page)


def test_the_digest_that_brings_a_card_says_that_it_is_a_mentor_s(town: Town) -> None:
    town.join("jobirl")
    come(town)
    town.clock.forward(hours=20)
    town.settle()
    text = " ".join(text_of(town.letters_to(address_of("jobirl"))[-1]).split())
    assert re.search(r"Nouvelles : 1 fiche \([0-9A-Z]{7} mentor\)", text)


def test_a_mentor_is_declined_for_a_reason_that_makes_sense(town: Town) -> None:
    [member] = town.join("jobirl")
    reference = come(town)
    partner = Partner.signed_in(town, member)
    path = f"/fiches/{card_of(town, reference)}/decliner"
    offered = words(partner.open(path).text)
    assert "Nous ne cherchons pas de mentors en ce moment" in offered
    assert "Pas de mentor disponible" not in offered
    assert partner.send(path, reason="no_place").location == "/fiches/"


def test_the_desk_reads_the_reason_as_it_was_given_and_whom_it_is_about(town: Town) -> None:
    town.join("jobirl")
    desk = Partner.signed_in(town, town.open_desk())
    reference = come(town)
    with town.portal.begin() as work:
        offer = queries.referral_by_reference(work.session, reference).offers[0]
        member = queries.members_of(work.session, offer.association_id)[0]
        offers.decline(work, offer, member, reason=DeclineReason.NO_PLACE)
    town.settle()
    page = words(desk.open(f"/coordination/dossiers/{reference}").text)
    assert "Cette personne veut devenir mentor." in page
    assert "Nous ne cherchons pas de mentors en ce moment" in page


def test_the_desk_may_propose_a_mentor_to_an_association_that_is_full(town: Town) -> None:
    town.join("esa")
    desk = Partner.signed_in(town, town.open_desk())
    with town.administration.begin() as work:
        association(work.session, "esa").places_left = 0
    reference = come(town)
    path = f"/coordination/dossiers/{reference}"
    assert "Mentor" in words(desk.open("/coordination/").text)
    assert desk.send(f"{path}/proposer", seen_on=path, association="esa").location == "/coordination/"
    assert card_of(town, reference)


def test_the_desk_closes_with_a_sentence_for_a_mentor(town: Town) -> None:
    desk = Partner.signed_in(town, town.open_desk())
    reference = come(town)
    path = f"/coordination/dossiers/{reference}"
    assert "complètes pour le moment" not in words(desk.open(path).text)
    assert desk.send(f"{path}/clore", seen_on=path, sentence="no_room").location == "/coordination/"
    town.clock.forward(days=1)  # of letters that they did not ask for, one a day
    town.settle()
    said = " ".join(text_of(town.letters_to(MENTOR_EMAIL)[-1]).split())
    assert "Les associations proches de vous ont assez de mentors pour le moment." in said


def test_what_is_revealed_of_a_mentor_says_what_is_left_to_be_checked(town: Town) -> None:
    [member] = town.join("socrate")
    reference = come(
        town,
        age=MentorAge.FROM_15_TO_17,
        status=MentorStatus.LYCEEN,
        place=geography.place("75011"),
        audiences=frozenset({MentorAudience.COLLEGE}),
        themes=frozenset({Theme.SCOLARITE}),
    )
    card = accept(town, reference)
    partner = Partner.signed_in(town, member)
    page = words(partner.send(f"/fiches/{card}/devoiler", seen_on=f"/fiches/{card}").text)
    assert "Verreries Sélénium" in page and "Au lycée" in page and "15 à 17 ans" in page
    assert "recueillez l’autorisation écrite d’un parent" in page
    assert "honorabilite.social.gouv.fr" in page
