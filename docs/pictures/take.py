"""Takes the pictures of the documents again, from a hub that really runs on half a year of invented people.

``.venv/bin/python -m docs.pictures.take`` (with what ``make test`` installs)
"""

from __future__ import annotations

import os
import re
import signal
import sqlite3
import subprocess
import sys
import tempfile
from base64 import b32decode
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import UTC, datetime
from pathlib import Path

from playwright.sync_api import Browser, Page, ViewportSize, sync_playwright

from docs.pictures import letters
from emails.letterbox.shelf import Shelf
from hub.cli.invented import DEMO_DESK, demo_address
from hub.supervisor import free_port
from hub.vault import one_time
from tests.parts.browser import FLAGS, PHONE, find_browser

HERE = Path(__file__).parent
HUB = (sys.executable, "-m", "hub.cli")
DOORS = ("HUB_PUBLIC_PORT", "HUB_PARTNERS_PORT", "HUB_LETTERBOX_PORT")
DESK: ViewportSize = {"width": 1100, "height": 700}
READY = "Ctrl-C"
ASKED = """
    SELECT slug FROM offers JOIN associations ON associations.id = association_id
    WHERE state = 'open' ORDER BY json_array_length(because) DESC, offers.id DESC
"""


@contextmanager
def running(state: Path) -> Iterator[dict[str, str]]:
    """A hub where half a year was lived, and the addresses of its doors and of its letterbox."""
    ports = {name: str(free_port()) for name in DOORS}
    story = {
        "DATABASE_URL": f"sqlite:///{state / 'hub.db'}",
        "HUB_KEYS_DIR": str(state / "keys"),
        "HUB_LETTERS_DIR": str(state / "letters"),
    }
    subprocess.run([*HUB, "demo"], env=os.environ | ports | story, check=True)  # noqa: S603
    command = [*HUB, "run", "--state", str(state)]
    hub = subprocess.Popen(command, env=os.environ | ports, stdout=subprocess.PIPE, text=True)  # noqa: S603
    try:
        if not any(READY in line for line in hub.stdout or ()):
            sys.exit("The hub did not start.")
        yield {name: f"http://127.0.0.1:{port}" for name, port in ports.items()}
    finally:
        hub.send_signal(signal.SIGINT)
        hub.wait()


def sign_in(page: Page, door: str, address: str, shelf: Shelf) -> None:
    """As a member does: an address, then the code that the letter brings."""
    page.goto(f"{door}/connexion")
    page.fill("input[name=email]", address)
    before = {letter.key for letter in shelf.letters()}
    page.click("main button[type=submit]")
    while not (fresh := [letter for letter in shelf.letters() if letter.key not in before]):
        page.wait_for_timeout(200)
    code = re.search(r"\b\d{6}\b", fresh[0].text)
    page.fill("input[name=code]", code[0] if code else "")
    page.click("main button[type=submit]")
    add_a_second_factor(page, door)


def add_a_second_factor(page: Page, door: str) -> None:
    """An application that this script holds."""
    page.goto(f"{door}/compte/acces/application")
    letters = page.inner_text("#secret").replace(" ", "")
    now = one_time.step_at(datetime.now(UTC))
    page.fill("input[name=code]", one_time.code_at(b32decode(letters), now))
    page.click("main button[type=submit]")
    page.click("main .actions a")


def take(page: Page, name: str) -> None:
    page.screenshot(path=HERE / f"{name}.png")


def take_all(browser: Browser, doors: dict[str, str], state: Path) -> None:
    public, partners, letterbox = (doors[name] for name in DOORS)
    shelf = Shelf(state / "letters")
    with browser.new_page(viewport=DESK, locale="fr-FR") as page:
        page.goto(public)
        take(page, "accueil")
        to_a_person = (letter for letter in shelf.letters() if letter.recipient.endswith("@jeunes.example"))
        page.goto(f"{letterbox}/lettres/{next(to_a_person).key}")
        take(page, "lettre")
    with browser.new_page(viewport=DESK, locale="fr-FR") as page:
        with closing(sqlite3.connect(state / "hub.db")) as database:
            (slug,) = database.execute(ASKED).fetchone()
        sign_in(page, partners, demo_address(slug), shelf)
        page.click(".pane-list a[href^='/fiches/']")
        page.wait_for_url("**/fiches/*")
        take(page, "fiche")
    with browser.new_page(viewport=DESK, locale="fr-FR") as page:
        sign_in(page, partners, DEMO_DESK, shelf)
        page.click("main a[href^='/coordination/dossiers/']")
        take(page, "coordination")
    with browser.new_page(viewport=PHONE, locale="fr-FR") as page:
        page.goto(f"{public}/trouver-un-mentor")
        take(page, "formulaire")


def main() -> None:
    with tempfile.TemporaryDirectory() as folder, running(Path(folder)) as doors, sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=find_browser(), args=FLAGS)
        take_all(browser, doors, Path(folder))
        letters.take_all(browser)
        browser.close()


if __name__ == "__main__":
    main()
