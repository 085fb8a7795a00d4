"""The page of an answer that was not saved, in a browser: what was written is on it, and one press sends it again."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from hub import signin
from hub.models import Member, Proof
from hub.supervisor import LOOPBACK
from tests.associations.partner import card_of, offer_with, registered
from tests.journeys.test_not_saved import read_only
from tests.parts.browser import faults_by_day_and_by_night, fits_everywhere
from tests.parts.town import Town
from tests.parts.wire import answering

pytestmark = pytest.mark.browser
NOTE = "Revenez <en juin> & merci"


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_one_press_sends_again_what_was_written(town: Town, phone: Page) -> None:
    (member,) = town.join("article-1")
    card = card_of(town, registered(town))
    with town.portal.begin() as work:
        token = signin.open_session(work, work.session.get_one(Member, member.id), proof=Proof.PASSKEY)
    with answering(town.partners) as port:
        home = f"http://{LOOPBACK}:{port}"
        phone.context.add_cookies([{"name": "hub_session", "value": token, "url": home}])
        phone.goto(f"{home}/fiches/{card}/decliner")
        phone.locator("input[name=reason]").first.check()
        phone.locator("textarea").first.fill(NOTE)
        with read_only(town.partners):
            phone.locator("main form button[type=submit]").first.click()
        expect(phone.get_by_text("Rien n’a été enregistré")).to_be_visible()
        assert faults_by_day_and_by_night(phone) == []
        assert fits_everywhere(phone)
        phone.get_by_role("button", name="Envoyer de nouveau").click()
        expect(phone.get_by_text("Merci d’avoir répondu")).to_be_visible()
    assert offer_with(town, card).decline_note == NOTE
