from __future__ import annotations

import re
import time
from collections.abc import Iterator

import pytest
from werkzeug.test import TestResponse

from hub import codes, desk, offers, queries, strangers
from hub.models import Asked, Member, Said
from hub.queries import questions
from hub.vocabulary import ContactFirst, DeclineReason, Level, PrescriberKind, Situation, WrittenAgreement
from tests.forms.conftest import Visitor
from tests.parts.leaks import find_leaks
from tests.parts.people import CANARIES
from tests.parts.prescribers import ADDRESS, register
from tests.parts.prescribers import CANARIES as PROFESSIONAL
from tests.parts.town import CODE, Town, text_of

PAGE, ASK, TYPE = "/mes-jeunes", "/mes-jeunes/connexion", "/mes-jeunes/code"
UNKNOWN = "personne@ailleurs.example"
LONGER_THAN_AN_ANSWER = 0.4
LINK = re.compile(r"/mes-jeunes/lien/\S+")


@pytest.fixture
def references(town: Town) -> list[str]:
    """Two young people, registered at an address that its owner has confirmed."""
    town.join("article-1", "jobirl", "afev")
    with town.front.begin() as work:
        strangers.confirm(work, work.vault.address_digest(ADDRESS))
        return [register(work, marker="Bleu 1"), register(work, marker="Vert 2")]


def letters(town: Town) -> list[str]:
    town.settle()
    return [text_of(letter) for letter in town.letters_to(ADDRESS)]


def code_in(letter: str) -> str:
    found = CODE.search(letter)
    assert found
    return found.group()


def entered(town: Town, email: str = ADDRESS) -> Visitor:
    """A prescriber who came in by the code of their letter."""
    visitor = Visitor(town.visitor())
    assert visitor.send(ASK, {"email": email}).location == TYPE
    typed = visitor.send(TYPE, {"code": code_in(letters(town)[-1])})
    assert typed.location == PAGE, typed.text
    return visitor


def without_token(page: TestResponse) -> str:
    return "\n".join(line for line in page.text.splitlines() if "csrf_token" not in line)


def rows(page: TestResponse) -> Iterator[str]:
    body = page.text.partition("<tbody>")[2].partition("</tbody>")[0]
    yield from re.findall(r"/mes-jeunes/(\w{8})", body)


def press(visitor: Visitor, path: str, to: str) -> TestResponse:
    return visitor.send(path, to=f"{path}/{to}")


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


def test_the_page_is_closed_to_strangers(town: Town, references: list[str]) -> None:
    stranger = Visitor(town.visitor())
    assert stranger.open(PAGE).location == ASK
    assert stranger.open(TYPE).location == ASK
    assert stranger.open(f"{PAGE}/{references[0]}").status_code == 404
    stranger.client.set_cookie("prescriber", "planted.00")
    assert stranger.open(PAGE).location == ASK


@pytest.mark.parametrize("cookie", ["planted", ".", "a.b.c", "x.zz"])
def test_a_cookie_that_is_none_of_ours_opens_nothing(town: Town, cookie: str) -> None:
    stranger = Visitor(town.visitor())
    stranger.client.set_cookie("prescriber", cookie)
    assert stranger.open(PAGE).location == ASK


@pytest.mark.parametrize("kept", [-1, -64, -65], ids=["cut short", "without its key", "without its dot"])
def test_a_cookie_that_lost_its_end_is_nobody_s(town: Town, references: list[str], kept: int) -> None:
    visitor = entered(town)
    cookie = visitor.client.get_cookie("prescriber")
    assert cookie and visitor.open(PAGE).status_code == 200
    visitor.client.set_cookie("prescriber", cookie.value[:kept])
    assert visitor.open(PAGE).location == ASK


def test_known_and_unknown_addresses_get_the_same_answers(town: Town, references: list[str]) -> None:
    answers: list[list[object]] = []
    for email in (ADDRESS, UNKNOWN):
        visitor = Visitor(town.visitor())
        asked = visitor.send(ASK, {"email": email})
        page = visitor.open(TYPE)
        refused = visitor.send(TYPE, {"code": "000000"})
        answers.append([asked.status_code, asked.location, sorted(asked.headers.keys()), without_token(page)])
        answers[-1] += [refused.status_code, without_token(refused)]
    assert answers[0] == answers[1]
    town.settle()
    assert town.letters_to(UNKNOWN) == []


def test_known_and_unknown_addresses_take_the_same_time(
    town: Town, references: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(codes, "ANSWER_TAKES", LONGER_THAN_AN_ANSWER)
    for email in (ADDRESS, UNKNOWN):
        visitor = Visitor(town.visitor())
        fields = visitor.hidden(ASK)
        began = time.monotonic()
        visitor.client.post(ASK, data={**fields, "email": email})
        assert time.monotonic() - began >= LONGER_THAN_AN_ANSWER


def test_five_wrong_codes_and_the_right_one_no_longer_serves(town: Town, references: list[str]) -> None:
    visitor = Visitor(town.visitor())
    visitor.send(ASK, {"email": ADDRESS})
    code = code_in(letters(town)[-1])
    wrong = f"{(int(code) + 1) % 1_000_000:06d}"
    for _ in range(5):
        refused = visitor.send(TYPE, {"code": wrong})
        assert refused.status_code == 422 and "Ce code ne convient pas" in refused.text
    assert visitor.send(TYPE, {"code": code}).status_code == 422


def test_the_first_letter_s_button_opens_the_page_from_any_browser(town: Town) -> None:
    with town.front.begin() as work:
        register(work, marker="Bleu 1")
    town.clock.forward(minutes=1)
    link = LINK.findall(letters(town)[0])[0]
    visitor = Visitor(town.visitor())
    assert visitor.open(link).location == "/mes-jeunes/lien"
    assert visitor.open(PAGE).location == ASK, "opening a link lets nobody in"
    refused = visitor.send("/mes-jeunes/lien", {"email": UNKNOWN})
    assert refused.status_code == 422 and "pas été écrit à cette adresse" in refused.text
    assert visitor.send("/mes-jeunes/lien", {"email": ADDRESS}).location == PAGE
    assert "Bleu 1" in visitor.open(PAGE).text
    again = Visitor(town.visitor())
    again.open(link)
    assert again.send("/mes-jeunes/lien", {"email": ADDRESS}).status_code == 422, "it serves once"


def test_a_withdrawal_is_a_button_and_is_said(town: Town, references: list[str]) -> None:
    visitor = entered(town)
    path = f"{PAGE}/{references[0]}"
    assert "Retirer cette inscription" in visitor.open(path).text
    assert press(visitor, path, "retirer").location == PAGE
    page = visitor.open(PAGE).text
    assert f"Le dossier {references[0]} est retiré." in page and "Inscription retirée" in page
    assert "Retirer cette inscription" not in visitor.open(path).text
    assert visitor.client.post(f"{path}/retirer").status_code == 400, "without its token"


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
    assert press(visitor, path, "accord").status_code == 409


def test_a_guardian_who_was_asked_answers_themselves(town: Town) -> None:
    with town.front.begin() as work:
        strangers.confirm(work, work.vault.address_digest(ADDRESS))
        who = {"email": None, "phone": None, "birth_year": 2012}
        child = register(work, age=13, situation=Situation.COLLEGE, level=Level.CINQUIEME, who=who)
    visitor = entered(town)
    assert "J’atteste" not in visitor.open(f"{PAGE}/{child}").text
    assert press(visitor, f"{PAGE}/{child}", "accord").status_code == 409


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


@pytest.mark.parametrize(("button", "elsewhere"), [({}, 200), ({"partout": "1"}, 303)])
def test_signing_out_here_or_everywhere(
    town: Town, references: list[str], button: dict[str, str], elsewhere: int
) -> None:
    here, library = entered(town), entered(town)
    assert here.send(PAGE, button, to=f"{PAGE}/deconnexion").location == ASK
    assert "Vous êtes déconnecté" in here.open(ASK).text
    assert here.open(PAGE).location == ASK
    assert library.open(PAGE).status_code == elsewhere


def test_the_cookie_is_closed_to_scripts_and_to_other_sites(town: Town, references: list[str]) -> None:
    town.public.config["SESSION_COOKIE_SECURE"] = True
    visitor = Visitor(town.visitor())
    visitor.send(ASK, {"email": ADDRESS})
    typed = visitor.send(TYPE, {"code": code_in(letters(town)[-1])})
    cookie = next(each for each in typed.headers.getlist("Set-Cookie") if "prescriber=" in each)
    assert cookie.startswith("__Host-prescriber=") and "Secure" in cookie and "Path=/" in cookie
    assert "HttpOnly" in cookie and "SameSite=Lax" in cookie and "Domain" not in cookie


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
    assert visitor.send(path, {"said": "yes"}, to=f"{path}/repondre").status_code == 404
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
