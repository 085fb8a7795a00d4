"""The working day of a coordinator, in a browser, from the cards of the morning to the pairs of the evening."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from hub import membership, offers, queries, signin
from hub.lifecycle import OfferState, ReferralState
from hub.models import Member, Proof, Role
from hub.supervisor import LOOPBACK
from tests.associations.partner import offer_with
from tests.parts.browser import accessibility_faults, follow, overflows
from tests.parts.people import FIRST_NAME, mentor
from tests.parts.post import Letterbox
from tests.parts.proposed import give_places, propose, proposed
from tests.parts.town import Town, association, town_at
from tests.parts.wire import answering

pytestmark = pytest.mark.browser

US, OTHERS = "article-1", "jobirl"


@dataclass(slots=True)
class Day:
    """A coordinator before the partners' door, and the cards that came in the night; the late one first."""

    town: Town
    page: Page
    url: str
    cards: list[str]
    taken: str

    def open(self, path: str) -> None:
        self.page.goto(self.url + path)
        self.sound()

    def sound(self) -> None:
        """Nothing for axe to say, and nothing to scroll sideways."""
        assert accessibility_faults(self.page) == [], self.page.url
        assert not overflows(self.page), self.page.url

    def keys(self, *pressed: str) -> None:
        for key in pressed:
            self.page.keyboard.press(key)

    def says(self, words: str) -> None:
        expect(self.page.locator("main")).to_contain_text(words)

    def slip(self, card: str) -> None:
        """The keys stand on this card."""
        expect(self.page.locator("a.slip:focus")).to_contain_text(card)


@pytest.fixture
def day(sqlite_url: str, tmp_path: Path, letterbox: Letterbox, page: Page) -> Iterator[Day]:
    with town_at(sqlite_url, tmp_path, letterbox) as town, answering(town.partners) as port:
        give_places(town, US, OTHERS)
        with town.administration.begin() as work:
            ours = association(work.session, US)
            membership.invite(work, email=f"sacha@{US}.example", association=ours)
            camille = membership.invite(work, email=f"camille@{US}.example", association=ours)
            assert camille.role is Role.MEMBER
        town.join(OTHERS)
        url = f"http://{LOOPBACK}:{port}"
        late = proposed(town, [US, OTHERS])
        cards = [propose(town, US, days=days) for days in (1.2, 2, 2.5, 3)]
        with town.portal.begin() as work:
            token = signin.open_session(work, work.session.get_one(Member, camille.id), proof=Proof.PASSKEY)
        page.context.add_cookies([{"name": "hub_session", "value": token, "url": url}])
        yield Day(
            town, page, url, [late.cards[0], *cards, propose(town, US, mentor(), days=3.5)], late.cards[1]
        )


def test_a_coordinator_s_working_day(day: Day) -> None:
    morning_by_keyboard(day)
    somebody_was_faster(day)
    several_at_once(day)
    on_the_phone(day)
    the_pair_meets(day)


def morning_by_keyboard(day: Day) -> None:
    """One card accepted, one declined and taken back: no hand leaves the keys."""
    _late, first, second, *_others = day.cards
    day.open("/fiches/")
    day.keys("j", "j")
    day.slip(first)
    day.keys("o")
    expect(day.page).to_have_url(f"{day.url}/fiches/{first}")
    day.sound()
    day.keys("a")
    expect(day.page.get_by_role("button", name="Accepter cette fiche")).to_be_focused()
    assert offer_with(day.town, first).state is OfferState.OPEN
    day.keys("Enter")
    day.says("La remise est en cours")
    day.open(f"/fiches/{second}")
    day.keys("d", "Enter")
    day.page.get_by_label("Pas de mentor disponible").check()
    day.sound()
    day.page.get_by_role("button", name="Décliner cette fiche").click()
    day.says(f"la fiche {second} est proposée ailleurs")
    follow(day.page.get_by_role("link", name="Déclinées depuis peu"))
    day.sound()
    day.page.get_by_role("link", name=second).click()
    follow(day.page.get_by_role("link", name="Revenir sur cette réponse"))
    day.sound()
    day.page.get_by_label("Une place ou un mentor s’est trouvé").check()
    day.page.get_by_role("button", name="Reprendre cette fiche").click()
    day.says("vous revient")
    assert offer_with(day.town, second).state is OfferState.OPEN


def somebody_was_faster(day: Day) -> None:
    late = day.cards[0]
    day.open(f"/fiches/{late}")
    with day.town.portal.begin() as work:
        (lou,) = queries.members_of(work.session, association(work.session, OTHERS).id)
        offers.accept(work, queries.offer_of(work.session, lou, day.taken), lou)
    day.page.get_by_role("button", name="Accepter cette fiche").click()
    day.says("Cette fiche est déjà prise")
    day.sound()


def several_at_once(day: Day) -> None:
    """Two are ticked with x and accepted together; the mentor is declined with a reason of its own."""
    _late, _first, _second, third, fourth, volunteer = day.cards
    day.open("/fiches/?tri=week")
    for card in (third, fourth):
        day.page.locator("a.slip", has_text=card).focus()
        day.keys("x")
    expect(day.page.locator("#ticked")).to_have_text("2")
    day.keys("a", "Enter")
    day.says("Accepter 2 fiches")
    day.sound()
    day.page.get_by_role("button", name="Accepter ces 2 fiches").click()
    day.says("Vos réponses, une par une")
    day.sound()
    day.town.settle()
    day.page.reload()
    expect(day.page.get_by_text("Les coordonnées sont arrivées")).to_have_count(2)
    day.open("/fiches/?qui=mentor")
    day.keys("j", "x", "d", "Enter")
    day.says("Décliner une fiche")
    day.page.get_by_label("Nous ne cherchons pas de mentors en ce moment").check()
    day.page.get_by_role("button", name="Décliner cette fiche").click()
    day.says("elle est proposée ailleurs")
    assert offer_with(day.town, volunteer).state is OfferState.DECLINED


def on_the_phone(day: Day) -> None:
    """The name, with its trace, then what was tried."""
    first = day.cards[1]
    day.open("/fiches/?etagere=to_contact")
    follow(day.page.get_by_role("link", name=first))
    day.sound()
    day.page.get_by_role("button", name="Dévoiler les coordonnées").click()
    expect(day.page.get_by_role("heading", level=1)).to_contain_text(FIRST_NAME)
    day.sound()
    day.page.get_by_role("link", name="Refermer").click()
    follow(day.page.get_by_role("link", name="Suivre l’accompagnement"))
    day.sound()
    day.page.get_by_label("Par téléphone").check()
    day.page.get_by_label("Nous nous sommes parlé").check()
    day.page.locator("main form button[type=submit]").first.click()
    assert offer_with(day.town, first).referral.state is ReferralState.CONTACTED
    day.open("/fiches/?etagere=to_pair")
    day.says(first)


def the_pair_meets(day: Day) -> None:
    first = day.cards[1]
    day.open(f"/accompagnements/{first}")
    day.page.locator("main form button[type=submit]").first.click()
    assert offer_with(day.town, first).referral.state is ReferralState.PAIRED
    day.open("/accompagnements/")
    day.open("/fiches/")
    expect(day.page.get_by_role("link", name=first)).to_have_count(0)
