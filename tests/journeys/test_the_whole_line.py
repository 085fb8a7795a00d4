"""The whole line with nothing put together by the test: ``hub run``, and people with a browser each."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
import time
from base64 import b32decode
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Locator, Page, ViewportSize, expect

from hub import directory
from hub.cli.invented import demo_address
from hub.embedded import EmbeddedRedis
from hub.supervisor import LOOPBACK, answers, free_port, is_taken
from hub.vault import one_time
from tests.parts.browser import DESKTOP, PHONE, accessibility_faults, follow, overflows, well_behaved_page
from tests.parts.patience import PATIENCE, until
from tests.parts.postgres import new_database

pytestmark = [pytest.mark.browser, pytest.mark.slow]

NAME = "Zéphyrine Quatremère"
MAILBOX = "zephyrine.quatremere"
DESK = "coordination@reseau.example"
UNSET = ("DATABASE_URL", "REDIS_URL", "MAIL_SERVER", "MAIL_PORT", "HUB_KEYS_DIR")


@dataclass(frozen=True, slots=True)
class RunningHub:
    public: str
    partners: str
    letterbox: str
    screen: ViewportSize


@pytest.fixture(scope="module")
def given(request: pytest.FixtureRequest) -> Iterator[dict[str, str]]:
    """A PostgreSQL and a Redis that run elsewhere, as the settings name them."""
    redis: EmbeddedRedis = request.getfixturevalue("redis_server")
    with new_database(request.getfixturevalue("postgresql")) as database:
        url = database.render_as_string(hide_password=False)
        yield {"DATABASE_URL": url, "REDIS_URL": redis.url}


@pytest.fixture(scope="module", params=["embedded", "given"])
def running(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningHub]:
    """Everything that ``make run`` starts, on ports of its own, in a folder of its own."""
    names = ("HUB_PUBLIC_PORT", "HUB_PARTNERS_PORT", "HUB_LETTERBOX_PORT")
    ports = {name: free_port() for name in names}
    environ = {name: value for name, value in os.environ.items() if name not in UNSET}
    environ |= {name: str(port) for name, port in ports.items()}
    if request.param == "given":
        environ |= request.getfixturevalue("given")
    folder = tmp_path_factory.mktemp("state")
    command = [sys.executable, "-m", "hub.cli", "run", "--state", str(folder / "var")]
    with subprocess.Popen(command, env=environ, cwd=Path(__file__).parents[2]) as hub:
        until(lambda: all(answers(port, "/healthz") for port in ports.values()), "the doors of hub run")
        public, partners, letterbox = (f"http://{LOOPBACK}:{port}" for port in ports.values())
        yield RunningHub(public, partners, letterbox, PHONE if request.param == "embedded" else DESKTOP)
        hub.send_signal(signal.SIGINT)
        assert hub.wait(PATIENCE) == 0
    assert not [port for port in ports.values() if is_taken(port)], "Ctrl-C leaves no program behind"


@dataclass(frozen=True, slots=True)
class People:
    """A young person, a member and somebody of the desk, each with a browser; and the letters of all."""

    hub: RunningHub
    young: Page
    member: Page
    desk: Page
    letters: Page
    address: str

    def letter(self, *, subject: str, recipient: str = "") -> tuple[str, str]:
        """The newest letter with this subject, as text; and whom it is for."""
        found = self._found(subject, recipient)
        found.click()
        follow(self.letters.get_by_role("link", name="En texte seul"))
        return self.letters.locator("pre").inner_text(), self.letters.locator("dd").nth(1).inner_text()

    def _found(self, subject: str, recipient: str) -> Locator:
        found = self.letters.locator("#letters a", has_text=subject).filter(has_text=recipient)
        until(lambda: self.letters.goto(self.hub.letterbox) and found.count(), f"a letter « {subject} »")
        return found.first

    def sign_in(self, page: Page, address: str) -> None:
        page.goto(self.hub.partners)
        page.get_by_label("Votre adresse e-mail").fill(address)
        page.get_by_role("button", name="Recevoir un code").click()
        text, _ = self.letter(subject="Votre code de connexion", recipient=address)
        code = re.search(r"^\d{3}\s?\d{3}$", text, re.MULTILINE)
        assert code, "the code stands alone on its line"
        page.get_by_label("Le code à six chiffres").fill(code[0])
        page.get_by_role("button", name="Entrer").click()
        self._prove(page)
        expect(page.locator("form[action='/deconnexion']")).to_be_attached()

    def _prove(self, page: Page) -> None:
        """A second factor, enrolled at the first sign-in: the digits of an application."""
        follow(page.get_by_role("link", name="Enregistrer une application"))
        secret = b32decode(page.locator("#secret").inner_text().replace(" ", ""))
        _proof(page)
        page.locator("input[name=code]").first.fill(
            one_time.code_at(secret, one_time.step_at(datetime.now(UTC)))
        )
        page.locator("main button[type=submit]").first.click()
        follow(page.locator("main .actions a").first)


@pytest.fixture
def people(running: RunningHub, browser: Browser) -> Iterator[People]:
    """With what is embedded, on telephones; with what is given, at desks."""
    with (
        well_behaved_page(browser, running.screen) as young,
        well_behaved_page(browser, running.screen) as member,
        well_behaved_page(browser, running.screen) as desk,
        well_behaved_page(browser, DESKTOP) as letters,
    ):
        yield People(running, young, member, desk, letters, f"{MAILBOX}@lycee.example")


def test_from_a_form_to_a_mentor_nobody_reads_the_name_before_the_yes(people: People) -> None:
    reference = _register(people.young, people.hub.public, people.address)
    text, _ = people.letter(subject="Ta demande est bien arrivée", recipient=people.address)
    assert reference in text and "Zéphyrine" in text
    _confirm(people.young, text)

    people.sign_in(people.desk, DESK)
    people.desk.goto(f"{people.hub.partners}/coordination/dossiers/{reference}")
    _says_nothing(people.desk)

    people.sign_in(people.member, _whoever_is_asked(people.desk))
    _find_the_card(people.member)
    _says_nothing(people.member)

    people.member.get_by_role("button", name="Accepter cette fiche").click()
    people.member.get_by_role("button", name="Dévoiler les coordonnées").click(timeout=PATIENCE * 1000)
    expect(people.member.get_by_role("heading", level=1)).to_contain_text(NAME)
    _proof(people.member)

    text, _ = people.letter(subject="Une association a dit oui", recipient=people.address)
    assert "Zéphyrine" in text
    people.young.goto(people.hub.public + "/suivi")
    expect(people.young.get_by_text("a dit oui").first).to_be_visible()
    _proof(people.young)
    people.desk.reload()
    _says_nothing(people.desk)


def _whoever_is_asked(desk: Page) -> str:
    """The association's digest would say so tomorrow morning: the desk's page says it at once."""
    offered = desk.get_by_role("region", name="Les associations sollicitées").locator("li strong")
    until(lambda: desk.reload() and offered.count() == 1, "an association that is asked")
    name = offered.inner_text()
    return next(demo_address(each.profile.slug) for each in directory.read() if each.name == name)


def _register(page: Page, public: str, address: str) -> str:
    """A lycéenne of Roubaix fills in the form; answers her reference, her tracking page being open."""
    page.goto(public)
    page.get_by_role("link", name="Je trouve un mentor").first.click()
    page.get_by_label("Pour moi").check()
    page.get_by_label("Mois de naissance").select_option("mai")
    page.get_by_label("Année de naissance").fill(str(time.localtime().tm_year - 16))
    _go_on(page)
    page.get_by_label("Ton code postal").fill("59100")
    page.get_by_label("Lycée général").check()
    _go_on(page)
    page.get_by_label("Ta classe").select_option("Première")
    page.get_by_label("Orientation").check()
    page.get_by_label("En personne ou à distance").check()
    _go_on(page)
    _go_on(page)
    first, last = NAME.split()
    page.get_by_label("Ton prénom").fill(first)
    page.get_by_label("Ton nom").fill(last)
    page.get_by_label("Ton adresse e-mail").fill(address)
    page.get_by_label("Prénom de ton parent ou tuteur").fill("Théodrade")
    page.get_by_label("Nom de ton parent ou tuteur", exact=True).fill(last)
    page.get_by_label("Adresse e-mail de ton parent ou tuteur").fill("theodrade@maison.example")
    _go_on(page)
    follow(page.get_by_role("button", name="Envoyer la demande"))
    reference = page.locator(".number").inner_text()
    _proof(page)
    follow(page.get_by_role("link", name="Suivre ma demande"))
    assert page.url.endswith("/suivi"), "the token leaves the address bar at once"
    _says_nothing(page)
    return reference


def _confirm(page: Page, letter: str) -> None:
    """The button behind the link that only the letter carries; from then on every letter leaves at once."""
    link = re.search(r"https?://\S+/confirmer/\w+", letter)
    assert link, "the first letter asks whether the address is right"
    page.goto(link[0])
    page.get_by_role("button", name="Oui, confirmer mon adresse").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("confirmée")
    _proof(page)


def _go_on(page: Page) -> None:
    follow(page.get_by_role("button", name="Continuer"))


def _find_the_card(page: Page) -> None:
    page.locator("a[href*='/fiches/']", has_text="ans").first.click()
    expect(page.get_by_role("button", name="Accepter cette fiche")).to_be_visible()
    _proof(page)


def _says_nothing(page: Page) -> None:
    content = page.content()
    assert not [word for word in (*NAME.split(), MAILBOX) if word in content], page.url


def _proof(page: Page) -> None:
    assert accessibility_faults(page) == [], page.url
    assert not overflows(page), page.url
