from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import select

from hub import intake, membership, offers, queries
from hub.journal import Act
from hub.models import Charge, JournalEntry, JourneyEvent, Member, OutboxMessage, Question, Role, Said
from hub.vocabulary import Step
from tests.associations.partner import Partner, registered
from tests.parts import prescribers
from tests.parts.leaks import find_leaks
from tests.parts.matters import FAR_FROM_ALL, accepted_and_forgotten
from tests.parts.people import CANARIES, child, identity
from tests.parts.post import Letterbox
from tests.parts.town import Town, town_at

LIST = "/coordination/"


@pytest.fixture
def town(sqlite_url: str, tmp_path: Path, letterbox: Letterbox) -> Iterator[Town]:
    with town_at(sqlite_url, tmp_path, letterbox) as opened:
        opened.join("article-1", "jobirl")
        yield opened


@pytest.fixture
def desk(town: Town) -> Partner:
    return Partner.signed_in(town, town.open_desk())


@pytest.fixture
def alone(town: Town) -> str:
    return registered(town, who=identity(birth_year=1996, guardian=None), publics=frozenset(), **FAR_FROM_ALL)


@pytest.fixture
def sent(town: Town) -> str:
    """Somebody whom a professional registered, and for whom no association of this town is made."""
    with town.front.begin() as work:
        reference = prescribers.register(work, **FAR_FROM_ALL)
    town.settle()
    return reference


def page_of(reference: str) -> str:
    return f"/coordination/dossiers/{reference}"


def row_of(town: Town, reference: str) -> int:
    with town.portal.read() as work:
        return queries.referral_by_reference(work.session, reference).id


def test_somebody_takes_a_matter_in_the_list_and_stays_where_they_were(
    town: Town, desk: Partner, alone: str
) -> None:
    path = f"/coordination/a-faire/referral/{row_of(town, alone)}"
    taken = desk.send(f"{path}?qui=personne", seen_on=f"{LIST}?qui=personne", prendre="1")
    assert taken.location == f"{LIST}?qui=personne&page=1"
    assert alone not in desk.open(f"{LIST}?qui=personne").text
    assert ">vous<" in desk.open(f"{LIST}?qui=moi").text


def test_a_matter_is_given_to_a_colleague_for_a_day(town: Town, desk: Partner, alone: str) -> None:
    with town.administration.begin() as work:
        colleague = Member(email="lou@reseau.example", role=Role.DESK, invited_at=work.now)
        work.session.add(colleague)
        work.session.flush()
        number = colleague.id
    path = f"/coordination/a-faire/referral/{row_of(town, alone)}"
    given = desk.send(path, seen_on=page_of(alone), owner=str(number), next_on="2026-03-06")
    assert given.location == page_of(alone)
    page = desk.open(LIST).text
    assert ">lou<" in page and "vendredi\u00a06\u00a0mars" in page
    for wrong in (
        {"owner": "99", "next_on": ""},
        {"owner": "", "next_on": "2025-01-01"},
        {"owner": "", "next_on": "rien"},
    ):
        desk.send(path, seen_on=page_of(alone), **wrong)
    with town.portal.read() as work:
        assert [row.owner_id for row in work.session.scalars(select(Charge))] == [number]


def test_what_does_not_wait_has_no_page(desk: Partner) -> None:
    for path in ("referral/99", "nothing/1", "letter/1", "prescriber/1", "rule_book/1"):
        assert desk.open(f"/coordination/a-faire/{path}").status_code == 404, path


def test_a_number_that_no_row_can_have_chooses_nothing(desk: Partner) -> None:
    room = "/coordination"
    lists = ("/compte/connexions/?avant", f"{room}/bris-de-glace/?avant")
    journal = (f"{room}/journal/?avant", f"{room}/journal/?apres")
    for address in (*lists, *journal, f"{room}/textes/confidentialite/fr/ecrire?version"):
        for number in (2**63, -(2**63) - 1):
            assert desk.open(f"{address}={number}").status_code == 200, address
    assert desk.open(f"{room}/a-faire/letter/{2**63}").status_code == 404


@pytest.mark.parametrize("wrong", ["du=0001-01-01", "au=9999-12-31", f"membre={10**400}"])
def test_the_journal_is_asked_about_no_day_that_no_calendar_holds(desk: Partner, wrong: str) -> None:
    page = desk.open(f"/coordination/journal/?{wrong}")
    assert page.status_code == 422 and 'class="error"' in page.text


def test_what_is_chosen_is_all_that_is_shown_and_unknown_words_choose_nothing(
    desk: Partner, alone: str
) -> None:
    for words in ("quoi=nothing", "qui=99", "page=0", "page=99999999999", "page=x", "date=hier"):
        assert alone in desk.open(f"{LIST}?{words}").text, words
    assert alone in desk.open(f"{LIST}?quoi=no_association").text
    assert "Rien de tel" in desk.open(f"{LIST}?quoi=silent").text
    assert "Rien de tel" in desk.open(f"{LIST}?date=retard").text


def test_a_letter_that_did_not_leave_is_sent_again_or_set_aside(town: Town, desk: Partner) -> None:
    with town.portal.begin() as work:
        first, second = work.session.scalars(select(OutboxMessage).limit(2)).all()
        for message in (first, second):
            message.sent_at, message.given_up_at, message.bounced = None, work.now, True
    page = desk.open(f"/coordination/a-faire/letter/{first.id}").text
    assert "mentorat@article-1.example" in page and "refusé l’adresse" in page
    desk.send(
        f"/coordination/courriels/{first.id}/renvoyer", seen_on=f"/coordination/a-faire/letter/{first.id}"
    )
    with town.portal.read() as work:
        found = list(queries.stuck_letters(work.session, work.now, work.now))
        assert str(second.id) in found
    desk.send(
        f"/coordination/a-faire/letter/{second.id}/laisser",
        seen_on=f"/coordination/a-faire/letter/{second.id}",
    )
    with town.portal.read() as work:
        still = work.session.get_one(OutboxMessage, first.id)
        assert still.given_up_at is None and still.attempts == 0
        assert str(second.id) not in list(queries.stuck_letters(work.session, work.now, work.now))
    assert "Rien n’attend" in desk.open(LIST).text
    assert desk.send("/coordination/courriels/99/renvoyer", seen_on=LIST).status_code == 404


def test_a_letter_to_a_person_says_no_address(town: Town, desk: Partner, alone: str) -> None:
    with town.portal.begin() as work:
        message = work.session.scalars(select(OutboxMessage).where(OutboxMessage.member_id.is_(None))).first()
        assert message
        message.sent_at, message.given_up_at, message.bounced = None, work.now, True
    page = desk.open(f"/coordination/a-faire/letter/{message.id}").text
    assert alone in page and find_leaks(page, CANARIES) == []
    assert find_leaks(desk.open(LIST).text, CANARIES) == []


def test_a_professional_is_asked_and_answers_on_their_page(town: Town, desk: Partner, sent: str) -> None:
    asked = desk.send(f"{page_of(sent)}/demander", seen_on=page_of(sent), **{"ask-asked": "remote"})
    assert asked.location == page_of(sent) and "sans réponse" in desk.open(page_of(sent)).text
    again = desk.send(f"{page_of(sent)}/demander", seen_on=page_of(sent), **{"ask-asked": "farther"})
    assert again.status_code == 303 and "attend déjà" in desk.open(page_of(sent)).text
    with town.front.begin() as work:
        work.session.scalars(select(Question)).one()
    with town.portal.begin() as work:
        question = work.session.scalars(select(Question)).one()
        question.said, question.said_at = Said.YES, work.now
    assert "réponse reçue" in desk.open(LIST).text
    assert "«\u00a0Oui\u00a0»" in desk.open(page_of(sent)).text


def test_only_what_makes_sense_is_asked_or_said(town: Town, desk: Partner, sent: str, alone: str) -> None:
    wrong = desk.send(f"{page_of(sent)}/demander", seen_on=page_of(sent), **{"ask-asked": "contacted"})
    assert wrong.status_code == 422
    unasked = desk.send(f"{page_of(alone)}/demander", seen_on=page_of(alone), **{"ask-asked": "remote"})
    assert unasked.status_code == 404
    untrue = desk.send(f"{page_of(alone)}/ecrire", seen_on=page_of(alone), **{"tell-sentence": "reminded"})
    assert untrue.status_code == 422


def test_a_word_to_the_person_stays_on_the_journey(town: Town, desk: Partner, alone: str) -> None:
    typed = {"tell-sentence": "meanwhile", "tell-note": "Le CIO reçoit sans rendez-vous."}
    assert desk.send(f"{page_of(alone)}/ecrire", seen_on=page_of(alone), **typed).location == page_of(alone)
    assert "Le CIO reçoit sans rendez-vous." in desk.open(page_of(alone)).text
    with town.portal.read() as work:
        event = work.session.scalars(select(JourneyEvent).where(JourneyEvent.step == Step.DESK_WROTE)).one()
        assert event.sentence and event.sentence.startswith("En attendant")


def test_a_silent_confirmation_is_reminded_without_saying_whose(town: Town, desk: Partner) -> None:
    with town.front.begin() as work:
        reference = intake.register(work, child()).reference
    town.settle()
    town.clock.forward(days=4)
    desk = Partner.signed_in(town, desk_member(town))
    page = desk.open(page_of(reference)).text
    assert "Confirmation qui se fait attendre" in page
    assert not [word for word in ("parent", "tuteur", "13 ans", "14 ans") if word in page]
    desk.send(f"{page_of(reference)}/relancer", seen_on=page_of(reference))
    assert "Le rappel part." in desk.open(LIST).text
    desk.send(f"{page_of(reference)}/relancer", seen_on=page_of(reference))
    assert "déjà parti" in desk.open(LIST).text


def desk_member(town: Town) -> Member:
    with town.hub.read() as work:
        return queries.desk_members(work.session)[0]


def test_an_association_that_contacts_nobody_is_chased_then_loses_the_card(town: Town, desk: Partner) -> None:
    reference = accepted_and_forgotten(town)
    desk = Partner.signed_in(town, desk_member(town))
    path = page_of(reference)
    assert "Relancer l’association" in desk.open(path).text
    assert desk.send(f"{path}/relancer-l-association", seen_on=path).location == path
    assert "Le rappel part" in desk.open(path).text
    assert desk.send(f"{path}/reprendre", seen_on=path).location == path
    assert "Relancer l’association" not in desk.open(path).text
    assert desk.send(f"{path}/reprendre", seen_on=LIST).status_code == 409
    with town.portal.read() as work:
        noted = [(row.act, row.about) for row in work.session.scalars(select(JournalEntry))]
    assert (Act.DESK_MOVED, reference) in noted and Act.GIVEN_BACK in [act for act, _ in noted]


def test_two_decide_and_the_second_is_told_kindly(town: Town, desk: Partner, alone: str) -> None:
    with town.portal.begin() as work:
        row = queries.referral_by_reference(work.session, alone)
        offers.close(work, row, sentence="Fin.", by=work.session.get_one(Member, desk_member(town).id))
    for move in ("reessayer", "prendre-en-main", "relancer"):
        assert desk.send(f"{page_of(alone)}/{move}", seen_on="/sessions").status_code == 409, move


def test_an_auditor_reads_all_of_it_and_is_shown_no_button(town: Town, desk: Partner, alone: str) -> None:
    with town.administration.begin() as work:
        auditor = membership.invite(work, email="audit@reseau.example", association=None, role=Role.AUDITOR)
        work.flush()
    reader = Partner.signed_in(town, auditor)
    for path in (
        LIST,
        page_of(alone),
        "/coordination/associations/jobirl",
        "/coordination/prescripteurs/organisations/",
    ):
        page = reader.open(path)
        assert page.status_code == 200
        posts = page.text.count('method="post"')
        assert posts == 1, (path, "only the way out is a button")
