"""The professional's pages in a real browser: a file from the first question to the page without names."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from hub.supervisor import LOOPBACK
from tests.parts.browser import accessibility_faults, follow, overflows
from tests.parts.files import CELLS, YOU, csv_of, people
from tests.parts.post import Letterbox
from tests.parts.town import Town, text_of, town_at
from tests.parts.wire import answering

pytestmark = pytest.mark.browser
SEVERAL = "/inscrire-un-jeune/plusieurs"


@dataclass(frozen=True, slots=True)
class Place:
    town: Town
    url: str


@pytest.fixture
def place(sqlite_url: str, tmp_path: Path, letterbox: Letterbox) -> Iterator[Place]:
    with town_at(sqlite_url, tmp_path, letterbox) as town, answering(town.public) as port:
        town.join("article-1", "jobirl")
        yield Place(town, f"http://{LOOPBACK}:{port}")


@pytest.fixture(params=["page", "phone"])
def screen(request: pytest.FixtureRequest) -> Page:
    found: Page = request.getfixturevalue(request.param)
    return found


def sound(page: Page) -> None:
    """Nothing for axe to say, and nothing to scroll sideways."""
    assert accessibility_faults(page) == []
    assert not overflows(page)


def tell_who(place: Place, screen: Page) -> None:
    screen.goto(f"{place.url}{SEVERAL}")
    sound(screen)
    screen.get_by_label("Votre structure est").select_option("mission_locale")
    for name in ("your_organisation", "your_name", "your_function", "your_email"):
        screen.locator(f"#{name}").fill(YOU[name])
    follow(screen.get_by_role("button", name="Continuer"))
    sound(screen)


def send_file(screen: Page, file: Path) -> None:
    wrong = {**CELLS, "Repère": "FAUX", "Code postal": "99999", "E-mail du jeune": "zoé@"}
    file.write_bytes(csv_of([*people(2), wrong]))
    screen.get_by_label("Le fichier rempli").set_input_files(file)
    for box in screen.get_by_role("checkbox").all():
        box.check()
    follow(screen.get_by_role("button", name="Lire le fichier"))


def open_by_letter(place: Place, screen: Page) -> None:
    place.town.clock.forward(minutes=1)
    place.town.settle()
    letter = text_of(place.town.letters_to(YOU["your_email"])[0])
    link = next(line for line in letter.splitlines() if "/mes-jeunes/lien/" in line)
    screen.goto(link.replace("http://localhost:8000", place.url))
    sound(screen)
    screen.get_by_label("Votre adresse e-mail professionnelle").fill(YOU["your_email"])
    follow(screen.get_by_role("button", name="Entrer"))


def test_a_file_is_mended_by_eye_and_registered(place: Place, screen: Page, tmp_path: Path) -> None:
    tell_who(place, screen)
    screen.get_by_role("button", name="Lire le fichier").click()
    expect(screen.get_by_role("alert")).to_be_focused()
    sound(screen)
    send_file(screen, tmp_path / "jeunes.csv")
    expect(screen.get_by_role("rowheader", name="4")).to_be_visible()
    to_mend = screen.get_by_role("region", name="1 ligne à corriger")
    assert not to_mend.evaluate("region => region.scrollWidth > region.clientWidth"), (
        "each sentence is read whole"
    )
    screen.get_by_text("Voir les lignes prêtes").click()
    sound(screen)
    screen.get_by_role("button", name="Inscrire ces 2 jeunes").click()
    expect(screen.get_by_role("heading", level=1)).to_have_text("2 jeunes sont inscrits")
    sound(screen)


def test_the_letter_leads_to_a_page_without_names(place: Place, screen: Page, tmp_path: Path) -> None:
    tell_who(place, screen)
    send_file(screen, tmp_path / "jeunes.csv")
    screen.get_by_role("button", name="Inscrire ces 2 jeunes").click()
    open_by_letter(place, screen)
    expect(screen.get_by_role("rowheader", name=re.compile("R1$"))).to_be_visible()
    table = screen.get_by_role("region", name="2 jeunes")
    assert not table.evaluate("region => region.scrollWidth > region.clientWidth"), (
        "no date is cut on a phone"
    )
    sound(screen)
    follow(screen.get_by_role("rowheader").first.get_by_role("link"))
    sound(screen)
    screen.get_by_role("button", name="Retirer cette inscription").click()
    expect(screen.get_by_role("status")).to_contain_text("est retiré")
    sound(screen)


def test_a_code_opens_the_page(place: Place, page: Page) -> None:
    page.goto(f"{place.url}/mes-jeunes")
    sound(page)
    page.get_by_label("Votre adresse e-mail professionnelle").fill("personne@ailleurs.example")
    follow(page.get_by_role("button", name="Recevoir un code"))
    sound(page)
    page.get_by_label("Le code à six chiffres").fill("000000")
    page.get_by_role("button", name="Entrer").click()
    expect(page.get_by_role("alert")).to_be_focused()
    sound(page)
