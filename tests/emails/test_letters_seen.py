"""Letters as their readers see them: on the narrowest phone, by day and by night, and by a screen reader."""

from __future__ import annotations

from typing import Literal

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

from emails import gallery

NARROWEST = 320
FINGER = 44
EVERY_SHAPE = [
    "received.young_person.fr",
    "accepted.guardian.en",
    "sign_in_code.association.fr",
    "digest.association.fr",
    "seat_taken.company.en",
]
LONG_NAME = "Marie-Antoinette-Alexandrine" * 3
MISFITS = f"""() => [...document.querySelectorAll('section')].filter(letter =>
    [...letter.querySelectorAll('*')].some(part => part.getBoundingClientRect().right > {NARROWEST})
    || [...letter.querySelectorAll('.button a')].some(button => button.getBoundingClientRect().height < {FINGER})
).map(letter => letter.id)"""

pytestmark = pytest.mark.browser


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_everybody_can_read_a_letter(page: Page, scheme: Literal["light", "dark"]) -> None:
    page.emulate_media(color_scheme=scheme)
    for key in EVERY_SHAPE:
        page.set_content(gallery.written(key).html)
        assert (key, _faults(page)) == (key, [])


def test_every_letter_is_right_on_the_narrowest_phone_in_every_language(page: Page) -> None:
    """One under the other: they share their sheet, and a page each would take a minute."""
    page.set_viewport_size({"width": NARROWEST, "height": 600})
    usual = [each.key for each in gallery.exhibits() if not each.variant]
    head = gallery.written(usual[0]).html.partition("<body")[0]
    page.set_content(head + '<body style="margin: 0">' + "".join(map(_section, usual)))
    assert page.locator("section h1").count() == len(usual)
    assert page.evaluate(MISFITS) == []


def _section(key: str) -> str:
    """What stands on this letter's sheet, to somebody whose name is long."""
    body = gallery.written(key).html.partition("<body")[2].partition(">")[2].partition("</body>")[0]
    return f'<section id="{key}">{body.replace("Lila", LONG_NAME)}</section>'


def test_night_readers_get_a_dark_sheet(page: Page) -> None:
    page.set_content(gallery.written("received.young_person.fr").html)
    colours = []
    for scheme in ("light", "dark"):
        page.emulate_media(color_scheme=scheme)
        colours.append(page.locator(".card").evaluate("card => getComputedStyle(card).backgroundColor"))
    assert colours == ["rgb(255, 255, 255)", "rgb(23, 33, 63)"]


def _faults(page: Page) -> list[str]:
    found = Axe().run(
        page, options={"rules": {"landmark-one-main": {"enabled": False}, "region": {"enabled": False}}}
    )
    return [f"{fault['id']}: {fault['nodes'][0]['html']}" for fault in found.response["violations"]]
