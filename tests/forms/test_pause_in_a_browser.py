"""The own page's pause in a browser, to somebody who presses; and a tracking page that promises no date meanwhile."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from hub.supervisor import LOOPBACK
from tests.forms.conftest import Visitor
from tests.forms.test_own_page import OWN, database_url, link, owner, visitor
from tests.parts.browser import faults_by_day_and_by_night, fits_everywhere, follow
from tests.parts.town import Town
from tests.parts.wire import answering

__all__ = ["database_url", "link", "owner", "visitor"]

pytestmark = pytest.mark.browser


def sound(page: Page) -> None:
    assert faults_by_day_and_by_night(page) == [], page.url
    assert fits_everywhere(page), page.url


def test_everything_is_put_on_hold_then_goes_on(town: Town, owner: Visitor, phone: Page) -> None:
    kept = owner.client.get_cookie("page")
    assert kept
    with answering(town.public) as port:
        home = f"http://{LOOPBACK}:{port}"
        phone.context.add_cookies([{"name": "page", "value": kept.value, "url": home}])
        phone.goto(home + OWN + "/pause")
        sound(phone)
        phone.get_by_role("button", name="Oui, mettre en pause").click()
        expect(phone.get_by_text("Tout est en pause").first).to_be_visible()
        expect(phone.get_by_text("Dernier jour pour te répondre")).to_have_count(0)
        sound(phone)
        phone.goto(home + OWN)
        follow(phone.get_by_role("link", name="Reprendre là où tout s’est arrêté"))
        sound(phone)
        phone.get_by_role("button", name="Oui, reprendre").click()
        expect(phone.get_by_text("La pause est finie").first).to_be_visible()
        expect(phone.get_by_text("Dernier jour pour te répondre").first).to_be_visible()
