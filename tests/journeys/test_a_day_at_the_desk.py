"""The working day of the desk, in a browser: what waits in the morning is nobody's any more in the evening."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect
from sqlalchemy import select

from hub import desk, membership, queries, signin
from hub.lifecycle import ReferralState
from hub.models import Member, OutboxMessage, Proof, Said
from hub.queries import questions
from hub.supervisor import LOOPBACK
from tests.associations.partner import registered
from tests.parts import prescribers
from tests.parts.browser import PHONE, accessibility_faults, follow, overflows
from tests.parts.leaks import find_leaks
from tests.parts.matters import FAR_FROM_ALL
from tests.parts.people import CANARIES, identity
from tests.parts.post import Letterbox
from tests.parts.town import Town, town_at
from tests.parts.wire import answering

pytestmark = pytest.mark.browser


@dataclass(slots=True)
class Day:
    """Somebody of the desk before the partners' door; two young people for whom no association of the town is made."""

    town: Town
    page: Page
    url: str
    alone: str
    sent: str

    def open(self, path: str) -> None:
        self.page.goto(self.url + path)
        self.sound()

    def press(self, name: str) -> None:
        """A button of the page, then the page it leads to."""
        follow(self.page.locator("main").get_by_role("button", name=name).first)
        assert not overflows(self.page), self.page.url

    def sound(self) -> None:
        """Nothing for axe to say, nothing to scroll sideways, and nobody's name."""
        assert accessibility_faults(self.page) == [], self.page.url
        assert not overflows(self.page), self.page.url
        assert find_leaks(self.page.content(), CANARIES) == []

    def says(self, words: str) -> None:
        expect(self.page.locator("main")).to_contain_text(words)

    def state(self, reference: str) -> ReferralState:
        with self.town.portal.read() as work:
            return queries.referral_by_reference(work.session, reference).state


@pytest.fixture
def day(sqlite_url: str, tmp_path: Path, letterbox: Letterbox, page: Page) -> Iterator[Day]:
    with town_at(sqlite_url, tmp_path, letterbox) as town, answering(town.partners) as port:
        url = f"http://{LOOPBACK}:{port}"
        town.join("article-1", "jobirl")
        with town.administration.begin() as work:
            camille = membership.invite(work, email="camille@reseau.example", association=None)
            membership.invite(work, email="lou@reseau.example", association=None)
        creator = identity(birth_year=1996, guardian=None)
        alone = registered(town, who=creator, publics=frozenset(), **FAR_FROM_ALL)
        with town.front.begin() as work:
            sent = prescribers.register(work, **FAR_FROM_ALL)
            prescribers.register(work, email=prescribers.FREE_ADDRESS)
        letterbox.refuse("mentorat@jobirl.example")
        town.settle()
        with town.portal.begin() as work:
            invitation = work.session.scalars(select(OutboxMessage).where(OutboxMessage.member_id == 2)).one()
            invitation.sent_at, invitation.given_up_at, invitation.bounced = None, work.now, True
            member = work.session.get_one(Member, camille.id)
            token = signin.open_session(work, member, proof=Proof.PASSKEY)
        page.context.add_cookies([{"name": "hub_session", "value": token, "url": url}])
        yield Day(town, page, url, alone, sent)


def test_a_working_day_of_the_desk(day: Day) -> None:
    everything_has_somebody(day)
    a_professional_is_asked_and_answers(day)
    an_association_is_found_for_them(day)
    the_other_hears_from_us_then_honestly_why_not(day)
    a_professional_is_verified(day)
    a_letter_leaves_again(day)
    an_association_joins_and_another_rests(day)
    day.open("/coordination/")
    day.says("Rien n’attend la coordination")


def everything_has_somebody(day: Day) -> None:
    day.open("/coordination/")
    expect(day.page.locator(".todo tbody tr")).to_have_count(4)
    day.page.get_by_role("link", name="À personne 4").click()
    for left in (3, 2, 1):
        day.press("Prendre")
        expect(day.page.locator(".todo tbody tr")).to_have_count(left)
    follow(day.page.get_by_role("link", name="À moi 3"))


def a_professional_is_asked_and_answers(day: Day) -> None:
    day.open(f"/coordination/dossiers/{day.sent}")
    day.page.get_by_text("Demander au prescripteur").click()
    day.page.get_by_label("Un accompagnement à distance lui conviendrait-il").check()
    day.press("Poser la question")
    day.says("sans réponse")
    with day.town.front.begin() as work:
        (question,) = questions.put_to(work.session, 1)
        desk.answer(work, question, Said.YES)
    day.open("/coordination/")
    day.says("réponse reçue")


def an_association_is_found_for_them(day: Day) -> None:
    day.page.get_by_role("link", name=day.sent).click()
    day.says("« Oui »".replace(" ", "\u00a0"))
    day.page.get_by_label("Association", exact=True).select_option("article-1")
    day.press("Proposer la fiche")
    day.says("est proposé à Article 1")
    assert day.state(day.sent) is ReferralState.OFFERED


def the_other_hears_from_us_then_honestly_why_not(day: Day) -> None:
    day.open(f"/coordination/dossiers/{day.alone}")
    day.press("Réessayer maintenant")
    day.town.settle()
    assert day.state(day.alone) is ReferralState.WITH_DESK
    day.page.get_by_text("Écrire à la personne").click()
    day.press("Envoyer ce mot")
    expect(day.page.get_by_role("alert")).to_be_focused()
    day.sound()
    day.page.get_by_label("En attendant").check()
    day.press("Envoyer ce mot")
    day.says("C’est écrit à la personne")
    day.page.get_by_text("Clore, avec une phrase").click()
    day.page.get_by_label("Aucune association du réseau").check()
    day.press("Clore ce dossier")
    assert day.state(day.alone) is ReferralState.CLOSED


def a_professional_is_verified(day: Day) -> None:
    day.open("/coordination/?quoi=prescriber")
    follow(day.page.locator(".todo").get_by_role("link").first)
    day.sound()
    day.page.get_by_role("link", name="Vérifier qui c’est").click()
    day.press("Vérifié")
    day.says("1 dossier part en orientation")


def a_letter_leaves_again(day: Day) -> None:
    day.town.letterbox.refused.clear()
    day.open("/coordination/?quoi=bounced")
    day.page.locator(".todo").get_by_role("link").first.click()
    day.says("refusé l’adresse")
    day.press("Renvoyer")
    day.town.settle()
    assert day.town.letters_to("mentorat@jobirl.example")


def an_association_joins_and_another_rests(day: Day) -> None:
    day.page.set_viewport_size(PHONE)
    day.open("/coordination/associations/")
    day.page.get_by_text("Ajouter une association au réseau").click()
    day.page.get_by_label("Nom de l’association").fill("Les Grands Frères")
    day.press("Ajouter")
    day.says("personne n’y répond encore")
    day.page.get_by_label("Adresse e-mail").fill("marion@grands-freres.example")
    day.press("Envoyer l’invitation")
    day.says("L’invitation est partie")
    day.open("/coordination/associations/jobirl")
    day.press("Suspendre cette association")
    day.says("suspendue depuis")
    day.press("Reprendre les propositions")
    day.open("/coordination/prescripteurs/organisations/")
    day.press("Vérifier")
    day.says("est vérifié")
