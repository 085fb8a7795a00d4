"""Each letter reaches the one it is for, knows what it may, and keeps silent once it is no longer true."""

from __future__ import annotations

import re
from dataclasses import replace
from email.message import EmailMessage

import pytest

from emails.postman import Outcome
from hub import codes, intake, mornings, offers, queries, restricting, retention, signin, strangers
from hub.journey import record
from hub.lifecycle import ReferralState
from hub.models import Member
from hub.vocabulary import DeclineReason, Registration, Step
from tests.emails.conftest import DESK, MEMBER, PostRoom, referral
from tests.parts.people import (
    CANARIES,
    EMAIL,
    FIRST_NAME,
    GUARDIAN,
    MENTOR_EMAIL,
    child,
    mentor,
    registration,
)
from tests.parts.town import text_of


def last(letters: list[EmailMessage]) -> str:
    return text_of(letters[-1])


def words(text: str) -> str:
    return re.sub(r"\s+", " ", text)


@pytest.fixture
def member(room: PostRoom) -> Member:
    joined = room.join()
    room.make_round()
    room.letterbox.letters.clear()
    return joined


@pytest.fixture
def reference(room: PostRoom) -> str:
    registered = room.register(registration())
    room.make_round()
    room.letterbox.letters.clear()
    return registered


def test_the_receipt_gives_the_number_the_date_and_the_link(room: PostRoom) -> None:
    with room.front.begin() as work:
        receipt = intake.register(work, registration())
    room.make_round()
    text = last(room.letters_to(EMAIL))
    assert receipt.reference in text
    assert f"https://passerelle.example/suivi/{receipt.tracking_token}\r\n" in text
    assert "lundi 23 mars" in words(text)


def test_a_guardian_is_asked_with_the_child_s_first_name_only(room: PostRoom) -> None:
    reference = room.register(child())
    room.make_round()
    text = last(room.letters_to(GUARDIAN.email))
    assert reference in text
    assert FIRST_NAME in text
    assert re.search(r"https://passerelle\.example/accord/[0-9a-f]{32}\r\n", text)
    assert "lundi 16 mars" in words(text)
    assert [canary for canary in CANARIES if canary in text] == [FIRST_NAME]


def test_a_guardian_who_agreed_is_thanked_and_given_the_date(room: PostRoom) -> None:
    reference = room.register(child())
    with room.front.begin() as work:
        intake.guardian_agrees(work, referral(work, reference))
    room.make_round()
    (thanks,) = room.letters_to(GUARDIAN.email)
    assert thanks["Subject"] == "Merci pour votre accord, la recherche commence"
    assert "lundi 23 mars" in words(text_of(thanks))


def test_a_guardian_who_answered_is_not_asked_late(room: PostRoom) -> None:
    reference = room.register(child())
    asked, *_ = room.due()
    with room.front.begin() as work:
        intake.guardian_agrees(work, referral(work, reference))
    assert room.deliver(asked) is Outcome.NOTHING_TO_SAY


def test_an_association_hears_at_once_of_a_card_that_cannot_wait_and_of_nobody(
    room: PostRoom, member: Member, reference: str
) -> None:
    with room.hub.begin() as work:
        card_number = room.offer(work, reference, days=1).card_number
    room.make_round()
    letter = room.letters_to(MEMBER)[-1]
    text = text_of(letter)
    assert f"https://espace.passerelle.example/fiches/{card_number}\r\n" in text
    assert "mardi 3 mars" in words(text)
    assert not [each for each in (*CANARIES, reference) if each in text + str(letter)]


def test_an_association_that_answered_is_not_asked_late(
    room: PostRoom, member: Member, reference: str
) -> None:
    with room.hub.begin() as work:
        offer = room.offer(work, reference, days=1)
        offers.decline(work, offer, work.session.get_one(Member, member.id), reason=DeclineReason.NO_PLACE)
    assert room.make_round() == 0
    assert room.letters_to(MEMBER) == []


def test_a_card_that_can_wait_is_in_the_morning_s_digest_until_it_is_answered(
    room: PostRoom, member: Member, reference: str
) -> None:
    with room.hub.begin() as work:
        card_number = room.offer(work, reference).card_number
    assert room.make_round() == 0
    room.clock.forward(days=3, hours=20)
    with room.hub.begin() as work:
        offers.pass_deadlines(work, referral(work, reference))
    assert mornings.post_due(room.hub) == 1
    (due,) = room.due()
    with room.hub.begin() as work:
        offer = referral(work, reference).offers[0]
        offers.decline(work, offer, work.session.get_one(Member, member.id), reason=DeclineReason.NO_PLACE)
    assert room.deliver(due) is Outcome.CARRIED
    digest = words(last(room.letters_to(MEMBER)))
    assert card_number not in digest and "toujours exactes" in digest


def test_a_new_date_comes_with_an_apology(room: PostRoom, reference: str) -> None:
    with room.hub.begin() as work:
        record(work, referral(work, reference), Step.GOING_ON)
    room.make_round()
    text = words(last(room.letters_to(EMAIL)))
    assert "Désolés pour l’attente" in text
    assert "lundi 23 mars" in text


def test_a_new_date_is_not_announced_after_the_desk_took_over(room: PostRoom, reference: str) -> None:
    with room.hub.begin() as work:
        record(work, referral(work, reference), Step.GOING_ON)
        offers.hand_to_desk(work, referral(work, reference))
    room.make_round()
    (letter,) = room.letters_to(EMAIL)
    assert letter["Subject"] == "Notre équipe cherche pour toi"


def test_the_desk_hears_a_number_and_no_name(room: PostRoom, reference: str) -> None:
    room.open_desk()
    with room.hub.begin() as work:
        offers.hand_to_desk(work, referral(work, reference))
    room.make_round()
    text = last(room.letters_to(DESK))
    assert f"https://espace.passerelle.example/coordination/dossiers/{reference}\r\n" in text
    assert not [canary for canary in CANARIES if canary in text]


def test_the_person_hears_who_said_yes_and_by_when_they_call(
    room: PostRoom, member: Member, reference: str
) -> None:
    _accepted(room, member, reference)
    room.make_round()
    text = words(last(room.letters_to(EMAIL)))
    assert "Article 1" in text
    assert "mercredi 4 mars" in text
    assert "https://" in text


def test_an_association_that_accepted_is_told_to_delete(
    room: PostRoom, member: Member, reference: str
) -> None:
    _accepted(room, member, reference)
    room.make_round()
    with room.front.begin() as work:
        offers.withdraw(work, referral(work, reference))
    room.make_round()
    assert "effacez-les" in last(room.letters_to(MEMBER))
    assert "Article 1" in last(room.letters_to(EMAIL))


def test_the_desk_s_sentence_reaches_the_person(room: PostRoom, reference: str) -> None:
    room.open_desk()
    with room.portal.begin() as work:
        offers.hand_to_desk(work, referral(work, reference))
        offers.close(
            work,
            referral(work, reference),
            sentence="La mission locale t’attend <lundi> & mardi.",
            by=queries.desk_members(work.session)[0],
        )
    room.make_round()
    letter = room.letters_to(EMAIL)[-1]
    text = words(text_of(letter))
    assert "La mission locale t’attend <lundi> & mardi." in text
    assert "D’autres aides gratuites existent" in text and "sont sur la page de ta demande" in text
    page = letter.get_body(("html",))
    assert page is not None
    assert "t’attend &lt;lundi&gt; &amp; mardi." in page.get_content()


def test_a_person_who_was_forgotten_is_left_alone(room: PostRoom, reference: str) -> None:
    with room.front.begin() as work:
        offers.withdraw(work, referral(work, reference))
    with room.hub.begin() as work:
        retention.forget(work, referral(work, reference))
    assert room.make_round() == 0
    assert room.due() == []


def test_the_code_in_the_letter_signs_in(room: PostRoom, member: Member) -> None:
    nonce = codes.new_nonce()
    with room.portal.begin() as work:
        signin.ask_code(work, email=MEMBER, nonce=nonce)
    room.make_round()
    text = last(room.letters_to(MEMBER))
    code = re.search(r"^\d{6}\r?$", text, re.MULTILINE)
    assert code
    assert "10 minutes" in words(text)
    with room.portal.begin() as work:
        assert signin.sign_in(work, nonce=nonce, code=code.group().strip())


def test_an_invitation_names_the_association_and_the_door(room: PostRoom) -> None:
    room.join()
    room.make_round()
    text = last(room.letters_to(MEMBER))
    assert "Article 1" in text
    assert "https://espace.passerelle.example/\r\n" in text


TOLD = (Step.DETAILS_CHANGED, Step.NEED_CORRECTED, Step.RESUMED)
READERS = [
    pytest.param(registration(), EMAIL, id="young person"),
    pytest.param(child(), GUARDIAN.email, id="guardian"),
    pytest.param(mentor(), MENTOR_EMAIL, id="mentor"),
]
PROMISES = {"fr": ("une réponse au plus tard", "Nous cherchons"), "en": ("an answer by", "We search")}


@pytest.mark.parametrize("language", PROMISES)
@pytest.mark.parametrize(("who", "address"), READERS)
def test_an_answer_is_promised_only_while_one_is_looked_for(
    room: PostRoom, member: Member, who: Registration, address: str, language: str
) -> None:
    """After a yes, during a pause and after the end, nobody looks any more: no date, and no search."""
    reference = _on_its_way(room, who, language)
    answer, search = PROMISES[language]
    while_looking = _told_again(room, reference, address)
    assert [answer in letter for letter in while_looking] == [True, True, True]
    assert search in while_looking[1]
    _accepted(room, member, reference)
    after_a_yes = _told_again(room, reference, address)
    for end in (restricting.restrict, offers.withdraw):
        with room.hub.begin() as work:
            end(work, referral(work, reference))
        after_a_yes += _told_again(room, reference, address)
    assert not [letter for letter in after_a_yes if answer in letter or search in letter]


def _on_its_way(room: PostRoom, who: Registration, language: str) -> str:
    reference = room.register(replace(who, identity=replace(who.identity, language=language)))
    with room.hub.begin() as work:
        row = referral(work, reference)
        if row.state is ReferralState.AWAITING_GUARDIAN:
            intake.guardian_agrees(work, row)
        strangers.confirm(work, row.address_digest or b"")
    return reference


def _told_again(room: PostRoom, reference: str, address: str) -> list[str]:
    """The three letters about what a person did on their own page, as they are written now."""
    room.make_round()
    room.letterbox.letters.clear()
    with room.hub.begin() as work:
        for step in TOLD:
            record(work, referral(work, reference), step)
    room.make_round()
    return [words(text_of(letter)) for letter in room.letters_to(address)]


def _accepted(room: PostRoom, member: Member, reference: str) -> None:
    with room.hub.begin() as work:
        offers.accept(work, room.offer(work, reference), work.session.get_one(Member, member.id))
