"""What a professional says of a young person: withdrawn, agreed to in writing, still wanted."""

from __future__ import annotations

from hub import desk, queries, strangers
from hub.models import Asked, Member, Said
from hub.queries import questions
from hub.vocabulary import ContactFirst, Level, PrescriberKind, Situation, WrittenAgreement
from tests.forms.my_young_people.professional import PAGE, entered, press
from tests.parts.prescribers import ADDRESS, register
from tests.parts.town import Town


def test_a_withdrawal_is_a_button_and_is_said(town: Town, references: list[str]) -> None:
    visitor = entered(town)
    path = f"{PAGE}/{references[0]}"
    assert "Retirer cette inscription" in visitor.open(path).text
    assert press(visitor, path, "retirer").location == PAGE
    page = visitor.open(PAGE).text
    assert f"Le dossier {references[0]} est retiré." in page and "Inscription retirée" in page
    assert "Retirer cette inscription" not in visitor.open(path).text
    assert visitor.client.post(f"{path}/retirer").status_code == 400, "without its token"


def test_a_withdrawal_from_a_second_tab_says_that_it_was_done(town: Town, references: list[str]) -> None:
    visitor = entered(town)
    path = f"{PAGE}/{references[0]}"
    press(visitor, path, "retirer")
    visitor.open(PAGE)
    assert press(visitor, path, "retirer").location == path
    page = visitor.open(path).text
    assert (
        f"Le dossier {references[0]} est déjà retiré, ou terminé." in page and "Inscription retirée" in page
    )


def test_child_welfare_says_that_the_written_agreement_is_there(town: Town) -> None:
    with town.front.begin() as work:
        strangers.confirm(work, work.vault.address_digest(ADDRESS))
        child = register(
            work,
            kind=PrescriberKind.ASE,
            written=WrittenAgreement.UNDER_WAY,
            evaluated=True,
            age=13,
            situation=Situation.COLLEGE,
            level=Level.CINQUIEME,
            who={"email": None, "phone": None, "guardian": None, "birth_year": 2012},
            contact_first=ContactFirst.PRESCRIBER,
        )
    visitor = entered(town)
    path = f"{PAGE}/{child}"
    assert "Accord écrit attendu" in visitor.open(PAGE).text
    assert press(visitor, path, "accord").location == PAGE
    assert "nous cherchons une association" in visitor.open(PAGE).text
    assert "J’atteste" not in visitor.open(path).text
    assert press(visitor, path, "accord").location == path, "from another tab"
    assert f"Aucun accord n’est attendu de vous pour le dossier {child}." in visitor.open(path).text


def test_a_guardian_who_was_asked_answers_themselves(town: Town) -> None:
    with town.front.begin() as work:
        strangers.confirm(work, work.vault.address_digest(ADDRESS))
        who = {"email": None, "phone": None, "birth_year": 2012}
        child = register(work, age=13, situation=Situation.COLLEGE, level=Level.CINQUIEME, who=who)
    visitor = entered(town)
    assert "J’atteste" not in visitor.open(f"{PAGE}/{child}").text
    assert press(visitor, f"{PAGE}/{child}", "accord").location == f"{PAGE}/{child}"
    page = visitor.open(f"{PAGE}/{child}").text
    assert "Aucun accord n’est attendu de vous" in page and "Accord d’un parent attendu" in page


def test_what_the_desk_asks_is_answered_by_one_button_and_once(town: Town, references: list[str]) -> None:
    town.settle()
    member = town.open_desk()
    with town.portal.begin() as work:
        row = queries.referral_by_reference(work.session, references[0])
        desk.ask_prescriber(work, row, Asked.STILL_WANTED, by=work.session.get_one(Member, member.id))
    visitor = entered(town)
    assert "attend une réponse de vous" in visitor.open(PAGE).text
    path = f"{PAGE}/{references[0]}"
    assert "souhaite-t-il toujours un mentor" in visitor.open(path).text
    assert visitor.send(path, {"said": "perhaps"}, to=f"{path}/repondre").status_code == 404
    assert visitor.send(path, {"said": "no"}, to=f"{path}/repondre").location == PAGE
    assert "attend une réponse" not in visitor.open(PAGE).text
    assert visitor.send(path, {"said": "yes"}, to=f"{path}/repondre").location == path, "from another tab"
    assert f"n’attend plus de réponse sur le dossier {references[0]}." in visitor.open(path).text
    with town.portal.read() as work:
        assert [question.said for question in questions.about(work.session, [row.id])] == [Said.NO]


def test_nobody_answers_for_another_s_young_person(town: Town, references: list[str]) -> None:
    with town.front.begin() as work:
        theirs = register(work, email="luc@mission.example")
    town.settle()
    member = town.open_desk()
    with town.portal.begin() as work:
        row = queries.referral_by_reference(work.session, theirs)
        desk.ask_prescriber(work, row, Asked.STILL_WANTED, by=work.session.get_one(Member, member.id))
    visitor = entered(town)
    assert theirs not in visitor.open(PAGE).text
    answered = visitor.send(f"{PAGE}/{references[0]}", {"said": "yes"}, to=f"{PAGE}/{theirs}/repondre")
    assert answered.status_code == 404
