"""Two questions once it is over, and a mentor's choice before being forgotten: buttons do it, once; links do not."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect
from sqlalchemy import select

from hub import accompanying, calendar, intake, offers, queries
from hub.lifecycle import ReferralState
from hub.models import Opinion
from hub.supervisor import LOOPBACK
from hub.vocabulary import Outcome, PairEnd, Registration, Satisfaction
from hub.work import Work
from tests.forms.conftest import Visitor
from tests.parts.browser import PHONE, accessibility_faults, overflows, well_behaved_page
from tests.parts.people import CANARIES, MENTOR_CANARIES, mentor, registration
from tests.parts.post import Letterbox
from tests.parts.town import Town, town_at
from tests.parts.wire import answering

ANSWERS = {"helped": "yes", "informed": "rather"}


@dataclass(frozen=True)
class Followed:
    town: Town
    reference: str
    token: str

    def visitor(self, page: str) -> Visitor:
        """Somebody who came by the link of their letter."""
        visitor = Visitor(self.town.visitor())
        assert visitor.client.get(f"/{page}/{self.token}").location == f"/suivi/{page}"
        return visitor

    def state(self) -> ReferralState:
        with self.town.hub.read() as work:
            return queries.referral_by_reference(work.session, self.reference).state

    def counted(self) -> int:
        with self.town.hub.read() as work:
            return sum(each.people for each in work.session.scalars(select(Opinion)))


def followed(town: Town, form: Registration) -> Followed:
    """Registered, and accepted by the association that was asked first."""
    town.join("article-1", "jobirl", "afev")
    with town.front.begin() as work:
        receipt = intake.register(work, form)
    town.settle()
    with town.portal.begin() as work:
        (offer,) = offers.live_offers(queries.referral_by_reference(work.session, receipt.reference))
        offers.accept(work, offer, queries.members_of(work.session, offer.association_id)[0])
    return Followed(town, receipt.reference, receipt.tracking_token)


def end(work: Work, reference: str) -> None:
    """They met, and it is over."""
    offer = queries.referral_by_reference(work.session, reference).offers[0]
    member, today = queries.members_of(work.session, offer.association_id)[0], calendar.civil(work.now)
    accompanying.pair(work, offer, member, since=today)
    accompanying.end_pair(work, offer, member, ended_on=today, because=PairEnd.GOAL_REACHED)
    accompanying.finish(work, offer, member, outcome=Outcome.REACHED, satisfaction=Satisfaction.NOT_ASKED)


def end_of(young: Followed) -> None:
    with young.town.portal.begin() as work:
        end(work, young.reference)


@pytest.fixture
def town(sqlite_url: str, tmp_path: Path, letterbox: Letterbox) -> Iterator[Town]:
    with town_at(sqlite_url, tmp_path, letterbox) as opened:
        yield opened


@pytest.fixture
def young(town: Town) -> Followed:
    return followed(town, registration())


@pytest.fixture
def helper(town: Town) -> Followed:
    return followed(town, mentor())


def test_two_answers_are_counted_once_and_the_page_names_nobody(young: Followed) -> None:
    end_of(young)
    visitor = young.visitor("avis")
    page = visitor.open("/suivi/avis")
    assert "As-tu su, à chaque étape" in page.text and young.counted() == 0
    assert "/suivi/avis" in visitor.open("/suivi").text
    assert visitor.send("/suivi/avis", {"helped": "yes"}).status_code == 422
    assert visitor.send("/suivi/avis", ANSWERS).status_code == 303
    thanks = visitor.open("/suivi/avis")
    assert "Merci, c’est compté" in thanks.text and young.counted() == 2
    assert visitor.client.post("/suivi/avis", data=ANSWERS).status_code in (303, 400)
    assert young.counted() == 2
    assert not [word for word in CANARIES if word in page.text + thanks.text]


def test_before_the_end_there_is_nothing_to_answer(young: Followed) -> None:
    page = young.visitor("avis").open("/suivi/avis").text
    assert "Il n’y a rien à répondre ici" in page and "Envoyer mes réponses" not in page


def test_a_mentor_keeps_their_name_by_a_button_and_by_no_link(helper: Followed) -> None:
    visitor = helper.visitor("garder")
    page = visitor.open("/suivi/garder")
    assert "mardi 2\u00a0mars" in page.text
    assert not [word for word in MENTOR_CANARIES if word in page.text]
    helper.town.clock.forward(days=30)
    visitor.send("/suivi/garder", {"answer": "garder"})
    assert "jeudi 1\u00a0avril" in visitor.open("/suivi/garder").text.replace("1er", "1")
    assert helper.state() is ReferralState.ACCEPTED


def test_a_mentor_has_everything_erased_by_a_button(helper: Followed) -> None:
    visitor = helper.visitor("garder")
    visitor.send("/suivi/garder", {"answer": "effacer"})
    assert helper.state() is ReferralState.WITHDRAWN
    assert "n’est plus en cours" in visitor.open("/suivi/garder").text
    helper.town.clock.forward(hours=1)
    helper.town.settle()
    assert helper.state() is ReferralState.FORGOTTEN


def test_a_young_person_finds_no_button_there_and_a_forged_one_does_nothing(young: Followed) -> None:
    visitor = young.visitor("garder")
    assert "Tout effacer maintenant" not in visitor.open("/suivi/garder").text
    visitor.send("/suivi/garder", {"answer": "effacer"})
    assert young.state() is ReferralState.ACCEPTED


def test_without_the_link_nothing_is_there(town: Town) -> None:
    assert {town.visitor().get(page).status_code for page in ("/suivi/avis", "/suivi/garder")} == {404}


@pytest.mark.browser
def test_both_pages_on_a_phone_leave_axe_nothing_to_say(browser: Browser, young: Followed) -> None:
    end_of(young)
    with answering(young.town.public) as port, well_behaved_page(browser, PHONE) as page:
        page.goto(f"http://{LOOPBACK}:{port}/avis/{young.token}")
        page.get_by_role("button", name="Envoyer mes réponses").click()
        expect(page.get_by_role("alert")).to_be_visible()
        assert accessibility_faults(page) == [] and not overflows(page)
        page.get_by_role("group", name="Cet accompagnement").get_by_label("Plutôt oui").check()
        page.get_by_role("group", name="As-tu su").get_by_label("Non", exact=True).check()
        page.get_by_role("button", name="Envoyer mes réponses").click()
        expect(page.get_by_role("heading", level=1)).to_contain_text("Merci")
        assert accessibility_faults(page) == [] and not overflows(page)
