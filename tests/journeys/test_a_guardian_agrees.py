"""A child under fifteen: nothing moves before a guardian presses the button, and looking is not pressing."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect
from sqlalchemy import select

from hub import intake
from hub.lifecycle import ReferralState
from hub.models import Referral
from hub.supervisor import LOOPBACK
from tests.parts.browser import accessibility_faults, overflows
from tests.parts.people import CANARIES, GUARDIAN, child
from tests.parts.post import Letterbox
from tests.parts.town import Town, text_of, town_at
from tests.parts.wire import answering

pytestmark = pytest.mark.browser


@dataclass(frozen=True, slots=True)
class Asked:
    """A guardian who was written to: ``link`` is the one of their letter, at the door that runs here."""

    town: Town
    link: str

    def state(self) -> ReferralState:
        with self.town.hub.read() as work:
            return work.session.scalars(select(Referral.state)).one()


@pytest.fixture
def asked(sqlite_url: str, tmp_path: Path, letterbox: Letterbox) -> Iterator[Asked]:
    with town_at(sqlite_url, tmp_path, letterbox) as town, answering(town.public) as port:
        town.join("afev")
        with town.front.begin() as work:
            intake.register(work, child())
        town.settle()
        (letter,) = town.letters_to(GUARDIAN.email)
        path = re.search(r"/accord/\w{32}", text_of(letter))
        assert path
        yield Asked(town, f"http://{LOOPBACK}:{port}{path[0]}")


@pytest.fixture(params=["page", "phone"])
def screen(request: pytest.FixtureRequest) -> Page:
    found: Page = request.getfixturevalue(request.param)
    return found


def proof(page: Page) -> None:
    assert accessibility_faults(page) == []
    assert not overflows(page)
    assert not [canary for canary in CANARIES if canary in page.content()], "the page names nobody"


def test_looking_changes_nothing_and_pressing_starts_the_search(asked: Asked, screen: Page) -> None:
    screen.goto(asked.link)
    assert screen.url.endswith("/accord"), "the token leaves the address bar at once"
    proof(screen)
    screen.reload()
    asked.town.settle()
    assert asked.state() is ReferralState.AWAITING_GUARDIAN
    screen.get_by_role("button", name="donne mon accord").click()
    proof(screen)
    assert asked.state() is ReferralState.LOOKING
    asked.town.settle()
    assert asked.state() is not ReferralState.LOOKING, "the worker took it on"
    assert len(asked.town.letters_to(GUARDIAN.email)) > 1, "the guardian hears what happens next"


def test_a_guardian_may_say_no(asked: Asked, page: Page) -> None:
    page.goto(asked.link)
    page.get_by_role("button", name="arrêter la demande").click()
    proof(page)
    assert asked.state() is ReferralState.WITHDRAWN
    page.goto(asked.link)
    expect(page.get_by_role("button", name="donne mon accord")).to_have_count(0)
    asked.town.settle()
    assert asked.state() is ReferralState.WITHDRAWN
