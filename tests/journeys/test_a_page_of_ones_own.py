"""One young person in a real browser: the link, the code of a letter, a new number, a copy, and everything erased."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Page, expect

from hub import intake
from hub.supervisor import LOOPBACK
from tests.parts.browser import accessibility_faults, fits_everywhere, overflows
from tests.parts.people import EMAIL, FIRST_NAME, registration
from tests.parts.town import CODE, Town, text_of
from tests.parts.wire import answering

pytestmark = pytest.mark.browser


@pytest.fixture
def database_url(sqlite_url: str) -> str:
    return sqlite_url


@pytest.fixture
def site(town: Town) -> Iterator[str]:
    with answering(town.public) as port:
        yield f"http://{LOOPBACK}:{port}"


def proof(page: Page) -> None:
    assert accessibility_faults(page) == [], page.url
    assert not overflows(page), page.url
    assert fits_everywhere(page), page.url


def code_of(town: Town) -> str:
    town.office.post()
    found = CODE.search(text_of(town.letters_to(EMAIL)[-1]))
    assert found
    return found[0]


def test_a_young_person_changes_their_number_and_erases_everything(
    town: Town, site: str, phone: Page
) -> None:
    with town.front.begin() as work:
        receipt = intake.register(work, registration())
    town.settle()
    phone.goto(f"{site}/suivi/{receipt.tracking_token}")
    expect(phone.get_by_role("heading", name="Ce qui vient, et quand")).to_be_visible()
    proof(phone)
    phone.get_by_role("link", name="Voir ou changer mes données").click()
    phone.get_by_role("button", name="M’envoyer un code").click()
    phone.get_by_label("Le code à six chiffres").fill(code_of(town))
    proof(phone)
    phone.get_by_role("button", name="Ouvrir").click()
    expect(phone.get_by_role("status")).to_contain_text("Un instant")
    town.office.move()
    expect(phone.get_by_text(f"{FIRST_NAME} Quatremère-Obiang")).to_be_visible()  # it looked again by itself
    proof(phone)
    phone.get_by_role("link", name="Changer : Contact").click()
    phone.get_by_label("Ton numéro de téléphone").fill("06 12 34 56 78")
    proof(phone)
    phone.get_by_role("button", name="Enregistrer").click()
    town.office.move()
    expect(phone.get_by_text("+33 6 12 34 56 78")).to_be_visible()
    phone.get_by_role("link", name="Tout effacer maintenant").click()
    proof(phone)
    phone.get_by_role("button", name="Oui, tout effacer").click()
    expect(phone.get_by_text("Tout s’efface, dans la minute.")).to_be_visible()
    proof(phone)
    town.settle()
    phone.reload()
    expect(phone.get_by_text("Tout ce que tu nous avais dit est effacé")).to_be_visible()
