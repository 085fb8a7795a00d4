from __future__ import annotations

import re
from datetime import timedelta
from html import unescape

import pytest
from sqlalchemy import select

from associations.desk.moves import NOTE_LIMIT, SENTENCES
from hub import intake, queries
from hub.lifecycle import OfferState, ReferralState
from hub.models import Association, JourneyEvent, Member, Referral
from hub.vocabulary import Situation, Step, Theme
from tests.associations.partner import Partner, card_of, registered
from tests.parts.people import CANARIES, child, identity
from tests.parts.town import Town, text_of

KEPT = 300
CHOICE = re.compile(r'<select[^>]+name="association".*?</select>', re.DOTALL)
OPTION = re.compile(r'<option value="([^"]+)">([^<]+)<')


@pytest.fixture
def desk(town: Town) -> Partner:
    town.join("article-1", "jobirl")
    return Partner.signed_in(town, town.open_desk())


@pytest.fixture
def alone(town: Town, desk: Partner) -> str:
    """Somebody who creates a company, for whom no association of this town is made."""
    return registered(
        town,
        who=identity(birth_year=1996, guardian=None),
        age=29,
        situation=Situation.CREATION,
        level=None,
        themes=frozenset({Theme.CREATION}),
        publics=frozenset(),
    )


def page_of(reference: str) -> str:
    return f"/coordination/dossiers/{reference}"


def referral(town: Town, reference: str) -> Referral:
    with town.hub.read() as work:
        found = queries.referral_by_reference(work.session, reference)
        _ = [offer.association.slug for offer in found.offers]
        return found


def offered(desk: Partner, reference: str) -> dict[str, str]:
    """Whom the desk may ask, by slug, as the list of choices says it."""
    (choice,) = CHOICE.findall(desk.open(page_of(reference)).text)
    return dict(OPTION.findall(choice))


def propose(desk: Partner, reference: str, association: str, *, seen_on: str | None = None) -> int:
    answer = desk.send(
        f"{page_of(reference)}/proposer", seen_on=seen_on or page_of(reference), association=association
    )
    return answer.status_code


def close(desk: Partner, reference: str, **typed: str) -> int:
    return desk.send(f"{page_of(reference)}/clore", seen_on=page_of(reference), **typed).status_code


def test_nothing_waits_is_said_with_a_drawing(desk: Partner) -> None:
    assert "Rien n’attend la coordination" in desk.open("/coordination/").text


def test_what_waits_is_listed_with_its_owner_and_next_date_and_without_a_name(
    desk: Partner, alone: str
) -> None:
    page = desk.open("/coordination/").text
    assert alone in page and "Aucune association ne convient" in page
    assert "lundi\u00a09\u00a0mars" in page and "lundi\u00a023\u00a0mars" in page
    assert [canary for canary in CANARIES if canary in page] == []


def test_the_most_urgent_comes_first_and_what_is_late_says_so(town: Town, desk: Partner, alone: str) -> None:
    town.clock.forward(days=8)
    newer = registered(town, age=29, situation=Situation.CREATION, themes=frozenset({Theme.CREATION}))
    page = Partner.signed_in(town, desk_member(town)).open("/coordination/").text
    assert page.index(alone) < page.index(newer)
    assert page.count("en retard,") == 1


def desk_member(town: Town) -> Member:
    with town.hub.read() as work:
        return queries.desk_members(work.session)[0]


@pytest.mark.parametrize("typed", ["{}", " {} ", "{lower}"])
def test_a_number_read_over_the_telephone_opens_its_page(desk: Partner, alone: str, typed: str) -> None:
    number = typed.format(alone, lower=alone.lower())
    assert desk.client.get("/coordination/dossiers", query_string={"numero": number}).location == page_of(
        alone
    )


def test_no_number_opens_the_list(desk: Partner) -> None:
    assert desk.open("/coordination/dossiers?numero=").location == "/coordination/"


def test_a_number_nobody_has_is_not_found(desk: Partner) -> None:
    assert desk.open(page_of("ZZZZZZZZ")).status_code == 404


def test_the_decision_is_explained_for_every_association_and_shows_no_name(desk: Partner, alone: str) -> None:
    page = desk.open(page_of(alone)).text
    assert "Aucune association ne convient" in page
    assert sum(map(int, re.findall(r'<summary>[^<]+<span class="count">(\d+)<', page))) == 36
    assert page.count("Accompagne ces situations") >= 2
    assert [canary for canary in CANARIES if canary in page] == []


def test_a_referral_that_is_elsewhere_is_shown_without_the_moves(town: Town, desk: Partner) -> None:
    reference = registered(town)
    page = desk.open(page_of(reference)).text
    assert "proposée à une association" in page and "2 associations conviennent" in page
    assert "Proposer la fiche" not in page and "Clore ce dossier" not in page


def test_the_reason_against_an_association_stands_beside_its_name(desk: Partner, alone: str) -> None:
    choices = offered(desk, alone)
    assert set(choices) == {"article-1", "jobirl"}
    assert all("– Accompagne ces situations" in unescape(label) for label in choices.values())


def test_the_desk_may_choose_an_association_that_then_finds_the_card(
    town: Town, desk: Partner, alone: str
) -> None:
    assert propose(desk, alone, "jobirl") == 303
    found = referral(town, alone)
    assert found.state is ReferralState.OFFERED
    assert [offer.association.slug for offer in found.offers] == ["jobirl"]
    assert "proposé à JobIRL" in desk.open("/coordination/").text
    with town.hub.read() as work:
        member = queries.members_of(work.session, found.offers[0].association_id)[0]
    card = Partner.signed_in(town, member).open(f"/fiches/{card_of(town, alone)}").text
    assert "La coordination a pensé à vous" in card


@pytest.mark.parametrize("association", ["", "nqt", "nobody"])
def test_only_an_association_with_somebody_to_answer_may_be_chosen(
    town: Town, desk: Partner, alone: str, association: str
) -> None:
    assert propose(desk, alone, association) == 422
    assert referral(town, alone).state is ReferralState.WITH_DESK


def test_an_association_without_room_is_not_proposed(town: Town, desk: Partner, alone: str) -> None:
    with town.hub.begin() as work:
        for row in work.session.scalars(select(Association)):
            row.places_left = 0
    assert offered(desk, alone) == {}
    assert propose(desk, alone, "jobirl") == 422


def test_who_was_asked_before_is_not_proposed_again(town: Town, desk: Partner, alone: str) -> None:
    propose(desk, alone, "jobirl")
    card = card_of(town, alone)
    with town.hub.read() as work:
        member = queries.members_of(work.session, referral(town, alone).offers[0].association_id)[0]
    Partner.signed_in(town, member).send(f"/fiches/{card}/decliner", reason="no_mentor")
    town.settle()
    assert set(offered(desk, alone)) == {"article-1"}
    page = desk.open(page_of(alone)).text
    assert "Pas de mentor disponible" in page and "– déjà sollicitée" in page


def test_two_people_of_the_desk_do_not_decide_twice(town: Town, desk: Partner, alone: str) -> None:
    propose(desk, alone, "jobirl")
    assert propose(desk, alone, "article-1", seen_on="/sessions") == 409
    late = desk.send(f"{page_of(alone)}/clore", seen_on="/sessions", sentence="nobody")
    assert late.status_code == 409
    assert [offer.state for offer in referral(town, alone).offers] == [OfferState.OPEN]


def test_closing_tells_the_person_the_chosen_sentence_and_the_added_words(
    town: Town, desk: Partner, alone: str
) -> None:
    assert close(desk, alone, sentence="elsewhere", note="Voir le site de l’Adie.") == 303
    assert referral(town, alone).state is ReferralState.CLOSED
    with town.hub.read() as work:
        event = work.session.scalars(select(JourneyEvent).where(JourneyEvent.step == Step.CLOSED)).one()
        assert event.sentence == f"{SENTENCES['elsewhere']} Voir le site de l’Adie."
    town.clock.forward(days=1)  # the desk had written that it looks for somebody: one letter a day
    town.settle()
    assert any(
        "Voir le site de l’Adie." in " ".join(text_of(each).split()) for each in town.letterbox.letters
    )


def test_closing_needs_a_sentence(town: Town, desk: Partner, alone: str) -> None:
    assert close(desk, alone, note="Désolés.") == 422
    assert referral(town, alone).state is ReferralState.WITH_DESK


def test_what_is_added_stays_within_what_a_journey_keeps(desk: Partner, alone: str) -> None:
    assert close(desk, alone, sentence="nobody", note="x" * (NOTE_LIMIT + 1)) == 422
    assert max(map(len, SENTENCES.values())) + 1 + NOTE_LIMIT <= KEPT


def test_late_is_counted_from_the_next_date(town: Town, desk: Partner, alone: str) -> None:
    due = referral(town, alone).next_at
    assert due
    town.clock.now = due - timedelta(minutes=1)
    assert "dépassée" not in Partner.signed_in(town, desk_member(town)).open(page_of(alone)).text
    town.clock.now = due
    assert "dépassée" in Partner.signed_in(town, desk_member(town)).open(page_of(alone)).text


def test_the_desk_is_not_told_that_a_child_is_under_fifteen(town: Town, desk: Partner) -> None:
    with town.front.begin() as work:
        reference = intake.register(work, child()).reference
        intake.guardian_agrees(work, queries.referral_by_reference(work.session, reference))
    town.settle()
    page = desk.open(page_of(reference)).text
    assert "Inscription reçue" in page
    assert not [word for word in ("parent", "tuteur", "confirmée", "13 ans", "14 ans") if word in page]


def test_who_waits_for_a_place_is_listed_apart_and_the_desk_decides_nothing_of_it(
    town: Town, desk: Partner
) -> None:
    with town.administration.begin() as work:
        for row in queries.joined_associations(work.session):
            row.places_left = 0
    reference = registered(town)
    assert reference not in desk.open("/coordination/").text
    page = desk.open("/coordination/en-attente").text
    assert reference in page
    assert not any(canary in page for canary in CANARIES)
    one = desk.open(page_of(reference)).text
    assert "en attente d’une place" in one and "Clore ce dossier" not in one
