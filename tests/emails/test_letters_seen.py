"""Letters as their readers see them: on the narrowest phone, by day and by night, and by a screen reader."""

from __future__ import annotations

from typing import Literal

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

from hub.vocabulary import Audience
from tests.emails.test_letters import ALL, written

NARROWEST = 320
FINGER = 44
EVERY_SHAPE = [
    ("received", Audience.YOUNG_PERSON),
    ("accepted", Audience.GUARDIAN),
    ("sign_in_code", Audience.ASSOCIATION),
]
LONG_NAME = "Marie-Antoinette-Alexandrine" * 3

pytestmark = pytest.mark.browser


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize(("letter", "audience"), EVERY_SHAPE)
def test_everybody_can_read_a_letter(
    page: Page, letter: str, audience: Audience, scheme: Literal["light", "dark"]
) -> None:
    page.emulate_media(color_scheme=scheme)
    page.set_content(written(letter, audience).html)
    assert _faults(page) == []


def test_letters_are_right_on_the_narrowest_phone(page: Page) -> None:
    page.set_viewport_size({"width": NARROWEST, "height": 600})
    for letter, audience in ALL:
        page.set_content(written(letter, audience).html.replace("Lila", LONG_NAME))
        assert page.evaluate("document.documentElement.scrollWidth") <= NARROWEST, letter
        for button in page.locator(".button a").all():
            box = button.bounding_box()
            assert box and box["height"] >= FINGER, letter


def test_night_readers_get_a_dark_sheet(page: Page) -> None:
    page.set_content(written("received", Audience.YOUNG_PERSON).html)
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
