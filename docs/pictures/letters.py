"""Takes the pictures of docs/letters.md again: letters as their readers see them, and all of them on a sheet.

``.venv/bin/python -m docs.pictures.letters`` (with what ``make test`` installs)
"""

from __future__ import annotations

from html import escape
from pathlib import Path

from playwright.sync_api import Browser, Page, ViewportSize, sync_playwright

from emails import gallery
from emails.gallery import Exhibit
from hub.vocabulary import Audience
from hub.wording import READERS
from tests.parts.browser import FLAGS, find_browser

HERE = Path(__file__).parent
PHONE: ViewportSize = {"width": 375, "height": 740}
DESKTOP: ViewportSize = {"width": 720, "height": 740}
PORTRAITS = ("received.young_person.fr", "accepted.young_person.fr", "no_solution.young_person.fr")
ABROAD = "accepted.guardian.en"
NIGHT = "received.young_person.fr"
PROGRAM = "received.young_person.fr"
ACROSS = 6
ROOM = 1180
SHEET = """<!doctype html><html lang="fr"><meta charset="utf-8"><style>
body {{ margin: 0; padding: 8px 28px 32px; width: {width}px; background: #f3efe4; color: #15203b;
  font: 15px/1.4 system-ui, "Segoe UI", Roboto, Ubuntu, Cantarell, sans-serif; }}
h2 {{ margin: 28px 0 12px; font-size: 22px; line-height: 1.15; }}
ol {{ list-style: none; margin: 0; padding: 0; display: grid; gap: 16px;
  grid-template-columns: repeat({across}, 1fr); }}
li {{ height: 268px; overflow: hidden; border-radius: 8px; box-shadow: 0 1px 4px #15203b33; background: #fbf9f4; }}
iframe {{ width: 420px; height: 616px; border: 0; zoom: .4357; }}
</style><body>{groups}</body></html>"""
PLAIN = """<!doctype html><html lang="fr"><meta charset="utf-8"><style>
body {{ margin: 0; background: #fff; color: #15203b; }}
pre {{ margin: 0; padding: 24px; white-space: pre-wrap; overflow-wrap: anywhere;
  font: 14px/1.5 "DejaVu Sans Mono", monospace; }}
</style><body><pre>{text}</pre></body></html>"""


def sheet(exhibits: list[Exhibit]) -> str:
    """All of these letters on one page, small, by reader."""
    groups = []
    for audience in Audience:
        theirs = "".join(map(_thumbnail, (each for each in exhibits if each.audience is audience)))
        if theirs:
            groups.append(f"<h2>{escape(READERS[audience])}</h2><ol>{theirs}</ol>")
    return SHEET.format(width=ROOM, across=ACROSS, groups="".join(groups))


def _thumbnail(each: Exhibit) -> str:
    page = escape(gallery.page(each.key, by_night=False), quote=True)
    return f'<li><iframe srcdoc="{page}" scrolling="no"></iframe></li>'


def take(page: Page, name: str, viewport: ViewportSize, content: str) -> None:
    page.set_viewport_size(viewport)
    page.set_content(content)
    page.screenshot(path=HERE / f"{name}.png", full_page=True)


def take_all(browser: Browser) -> None:
    portraits(browser)
    contact_sheets(browser)


def portraits(browser: Browser) -> None:
    """Some letters as a page, on a phone and on a desk, by day and by night, and as a mail program without HTML."""
    with browser.new_page() as page:
        for key in (*PORTRAITS, ABROAD):
            take(page, f"lettre-{_name(key)}", PHONE, gallery.page(key, by_night=False))
        take(page, f"lettre-{_name(PROGRAM)}-ordinateur", DESKTOP, gallery.page(PROGRAM, by_night=False))
        take(page, f"lettre-{_name(NIGHT)}-nuit", PHONE, gallery.page(NIGHT, by_night=True))
        text = escape(gallery.written(PROGRAM).text)
        for place, viewport in (("texte", PHONE), ("texte-ordinateur", DESKTOP)):
            take(page, f"lettre-{_name(PROGRAM)}-{place}", viewport, PLAIN.format(text=text))


def contact_sheets(browser: Browser) -> None:
    usual = [each for each in gallery.exhibits() if not each.variant and each.language == "fr"]
    sheets: dict[str, tuple[Audience, ...]] = {
        "planche-jeunes": (Audience.YOUNG_PERSON,),
        "planche-parents-mentors": (Audience.GUARDIAN, Audience.MENTOR),
        "planche-partenaires": tuple(Audience)[3:],
    }
    with browser.new_page(viewport={"width": ROOM + 56, "height": 900}) as page:
        for name, readers in sheets.items():
            page.set_content(sheet([each for each in usual if each.audience in readers]))
            page.wait_for_load_state("networkidle")
            page.screenshot(path=HERE / f"{name}.png", full_page=True)


def _name(key: str) -> str:
    letter, _, language = key.split(".")
    return letter.replace("_", "-") + ("" if language == "fr" else f"-{language}")


def main() -> None:
    with sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=find_browser(), args=FLAGS)
        take_all(browser)
        browser.close()


if __name__ == "__main__":
    main()
