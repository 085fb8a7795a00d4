from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from sqlalchemy import select

from hub import desk, intake, offers, prescribing, queries
from hub.desk import AlreadyAsking, NobodyToAsk, NobodyToTell
from hub.lifecycle import IllegalMove, OfferState, ReferralState
from hub.models import (
    Asked,
    Member,
    Offer,
    OutboxMessage,
    Prescriber,
    Referral,
    Said,
    Standing,
)
from hub.prescribing import FreeMail
from hub.queries import questions
from hub.queries.matter_kinds import MatterKind
from hub.work import Work
from tests.associations.partner import card_of, registered
from tests.parts import prescribers
from tests.parts.leaks import find_leaks
from tests.parts.matters import FAR_FROM_ALL, accepted, accepted_and_forgotten, waiting
from tests.parts.people import CANARIES, EMAIL, child, identity
from tests.parts.post import Letterbox
from tests.parts.town import Town, address_of, text_of, town_at


@pytest.fixture
def town(sqlite_url: str, tmp_path: Path, letterbox: Letterbox) -> Iterator[Town]:
    """One database is enough for deeds; the list itself is tried on both."""
    with town_at(sqlite_url, tmp_path, letterbox) as opened:
        yield opened


@pytest.fixture
def me(town: Town) -> Member:
    town.join("article-1", "jobirl")
    return town.open_desk()


@pytest.fixture
def alone(town: Town, me: Member) -> str:
    return registered(town, who=identity(birth_year=1996, guardian=None), publics=frozenset(), **FAR_FROM_ALL)


@pytest.fixture
def sent(town: Town, me: Member) -> str:
    """The same, registered by a professional."""
    with town.front.begin() as work:
        reference = prescribers.register(work, **FAR_FROM_ALL)
    town.settle()
    return reference


def do(town: Town, reference: str, deed: Callable[[Work, Referral, Member], object]) -> None:
    """At the portal, by somebody of the desk."""
    with town.portal.begin() as work:
        known = queries.referral_by_reference(work.session, reference)
        deed(work, queries.referral_to_move(work.session, known.id), queries.desk_members(work.session)[0])


def state(town: Town, reference: str) -> ReferralState:
    with town.portal.read() as work:
        return queries.referral_by_reference(work.session, reference).state


def test_the_person_reads_the_desks_sentence_in_a_letter(town: Town, alone: str) -> None:
    do(town, alone, lambda work, row, by: desk.tell(work, row, "Notre équipe cherche toujours.", by=by))
    town.clock.forward(days=1)  # of letters that they did not ask for, one a day
    town.settle()
    letter = town.letters_to(EMAIL)[-1]
    assert "Un mot de notre équipe" in letter["Subject"] and "Notre équipe cherche toujours." in text_of(
        letter
    )


def test_nothing_is_written_where_no_letter_goes_nor_once_it_is_over(town: Town, alone: str) -> None:
    with town.portal.begin() as work:
        row = queries.referral_by_reference(work.session, alone)
        row.correspondent = "prescriber"  # type: ignore[assignment]
    with pytest.raises(NobodyToTell):
        do(town, alone, lambda work, row, by: desk.tell(work, row, "Bonjour.", by=by))
    do(town, alone, lambda work, row, by: offers.close(work, row, sentence="Fin.", by=by))
    with pytest.raises(IllegalMove):
        do(town, alone, lambda work, row, by: desk.tell(work, row, "Bonjour.", by=by))


def test_a_professional_is_asked_by_a_letter_that_names_nobody_and_answers_by_a_code(
    town: Town, me: Member, sent: str
) -> None:
    do(town, sent, lambda work, row, by: desk.ask_prescriber(work, row, Asked.REMOTE, by=by))
    with pytest.raises(AlreadyAsking):
        do(town, sent, lambda work, row, by: desk.ask_prescriber(work, row, Asked.FARTHER, by=by))
    town.settle()
    letter = text_of(town.letters_to(prescribers.ADDRESS)[-1])
    assert sent in letter and find_leaks(letter, CANARIES) == []
    assert waiting(town, me, late=True) == []
    with town.front.begin() as work:
        (question,) = questions.put_to(work.session, 1)
        desk.answer(work, question, Said.YES)
    assert waiting(town, me, late=True) == [(MatterKind.NO_ASSOCIATION, me.id)]
    with pytest.raises(IllegalMove), town.front.begin() as work:
        (question,) = questions.about(work.session, [question.referral_id])
        desk.answer(work, question, Said.NO)


def test_nobody_is_asked_of_somebody_who_registered_alone(town: Town, alone: str) -> None:
    with pytest.raises(NobodyToAsk):
        do(town, alone, lambda work, row, by: desk.ask_prescriber(work, row, Asked.REMOTE, by=by))


def test_a_question_answered_before_the_letter_leaves_is_not_sent(town: Town, sent: str) -> None:
    do(town, sent, lambda work, row, by: desk.ask_prescriber(work, row, Asked.REMOTE, by=by))
    before = len(town.letters_to(prescribers.ADDRESS))
    with town.front.begin() as work:
        desk.answer(work, questions.put_to(work.session, 1)[0], Said.NO)
    town.settle()
    assert len(town.letters_to(prescribers.ADDRESS)) == before


def test_tried_again_nobody_hears_of_it_unless_an_association_fits_now(town: Town, alone: str) -> None:
    told = len(town.letterbox.letters)
    do(town, alone, lambda work, row, by: desk.try_again(work, row))
    town.settle()
    assert (state(town, alone), len(town.letterbox.letters)) == (ReferralState.WITH_DESK, told)
    with town.administration.begin() as work:
        for row in queries.joined_associations(work.session):
            taken = [*row.profile["criteria"]["situations"], "creation"]
            themes = [*row.profile["criteria"]["themes"], "creation"]
            criteria = {**row.profile["criteria"], "situations": taken, "themes": themes}
            row.profile = {**row.profile, "criteria": criteria}
    do(town, alone, lambda work, row, by: desk.try_again(work, row))
    town.settle()
    assert state(town, alone) is ReferralState.OFFERED


def test_who_waits_for_a_place_may_be_taken_in_hand(town: Town, me: Member) -> None:
    with town.administration.begin() as work:
        for row in queries.joined_associations(work.session):
            row.places_left = 0
    reference = registered(town)
    assert (state(town, reference), waiting(town, me)) == (ReferralState.WAITING, [])
    do(town, reference, lambda work, row, by: desk.take_in_hand(work, row, by=by))
    assert waiting(town, me) == [(MatterKind.WAITED, me.id)]


@pytest.fixture
def forgotten(town: Town, me: Member) -> str:
    """Somebody whom an association accepted, and who says that nobody contacted them."""
    return accepted_and_forgotten(town)


def letters_of_the_association(town: Town, reference: str) -> list[str]:
    with town.portal.read() as work:
        slug = queries.referral_by_reference(work.session, reference).offers[0].association.slug
    return [text_of(letter) for letter in town.letters_to(address_of(slug))]


def test_an_association_that_contacts_nobody_is_chased_once_a_day(town: Town, forgotten: str) -> None:
    said: list[bool] = []
    for _ in range(2):
        do(town, forgotten, lambda work, row, by: said.append(desk.chase(work, row)))
    town.settle()
    last = letters_of_the_association(town, forgotten)[-1]
    assert said == [True, False] and "attend votre premier contact" in last
    assert find_leaks(last, CANARIES) == []


def test_an_association_is_not_chased_before_somebody_says_that_they_wait(town: Town, me: Member) -> None:
    reference = accepted(town)
    said: list[bool] = []
    do(town, reference, lambda work, row, by: said.append(desk.chase(work, row)))
    assert said == [False]


def test_a_card_is_taken_back_and_the_next_association_asked(town: Town, me: Member, forgotten: str) -> None:
    assert waiting(town, me) == [(MatterKind.NOT_CONTACTED, None)]
    do(town, forgotten, lambda work, row, by: desk.take_back(work, row, by=by))
    town.settle()
    assert (state(town, forgotten), waiting(town, me)) == (ReferralState.OFFERED, [])
    assert "effacez-les" in letters_of_the_association(town, forgotten)[-1]
    with town.portal.read() as work:
        first, second = queries.referral_by_reference(work.session, forgotten).offers
        assert first.state is OfferState.RETURNED and first.release is None
        assert second.association_id != first.association_id
    with pytest.raises(IllegalMove):
        do(town, forgotten, lambda work, row, by: desk.take_back(work, row, by=by))


def test_a_reminder_leaves_once_a_day(town: Town, me: Member) -> None:
    with town.front.begin() as work:
        reference = intake.register(work, child()).reference
    town.settle()
    address = child().identity.guardian.email  # type: ignore[union-attr]
    before = len(town.letters_to(address))
    said = []
    for _ in range(2):
        do(town, reference, lambda work, row, by: said.append(desk.remind(work, row)))
    town.settle()
    assert (said, len(town.letters_to(address)) - before) == ([True, False], 1)


def test_a_suspended_association_keeps_its_cards_and_gets_no_new_one(town: Town, me: Member) -> None:
    first = registered(town)
    with town.administration.begin() as work:
        for row in queries.joined_associations(work.session):
            desk.suspend(work, row)
    card = card_of(town, first)
    second = registered(town)
    assert state(town, second) is ReferralState.WAITING
    with town.portal.begin() as work:
        offer = work.session.scalars(select(Offer).where(Offer.card_number == card)).one()
        offers.accept(work, offer, queries.members_of(work.session, offer.association_id)[0])
    assert state(town, first) is ReferralState.ACCEPTED


def test_a_letter_given_up_is_carried_again(town: Town, me: Member) -> None:
    town.letterbox.refuse(me.email)
    town.settle()
    with town.portal.read() as work:
        (given_up,) = work.session.scalars(
            select(OutboxMessage).where(OutboxMessage.given_up_at.is_not(None))
        )
    assert given_up.bounced
    town.letterbox.refused.clear()
    with town.portal.begin() as work:
        desk.resend(work, work.session.get_one(OutboxMessage, given_up.id))
    town.settle()
    assert len(town.letters_to(me.email)) == 1
    with pytest.raises(IllegalMove), town.portal.begin() as work:
        desk.resend(work, work.session.get_one(OutboxMessage, given_up.id))


def test_a_domain_verified_once_verifies_its_next_professionals(town: Town, me: Member) -> None:
    judge(town, "asso.example", Standing.TO_CHECK)
    first = standing_of(town, "a@lycee.asso.example")
    assert first is Standing.TO_CHECK
    assert judge(town, "asso.example", Standing.VERIFIED) == 1
    assert standing_of(town, "b@lycee.asso.example") is Standing.VERIFIED
    with pytest.raises(FreeMail):
        judge(town, "gmail.com", Standing.VERIFIED)
    assert standing_of(town, prescribers.FREE_ADDRESS) is Standing.TO_CHECK


def judge(town: Town, name: str, standing: Standing) -> int:
    with town.portal.begin() as work:
        by = queries.desk_members(work.session)[0]
        return prescribing.judge_domain(work, name, standing, by=by)


def standing_of(town: Town, email: str) -> Standing:
    """Of a professional who registers somebody from there."""
    with town.front.begin() as work:
        prescribers.register(work, email=email)
    with town.portal.read() as work:
        return (
            work.session.scalars(select(Prescriber.standing).order_by(Prescriber.id.desc())).first()
            or Standing.REFUSED
        )
