"""What people read of how long others waited: before sending, on the receipt, and while the search goes on."""

from __future__ import annotations

import re
from html import unescape

import pytest
from flask import Flask

from hub.lifecycle import ReferralState
from hub.models import Expected, Referral
from tests.forms import test_mentor as mentors
from tests.forms.conftest import FORM, OpenDoor, Visitor, hub_of
from tests.forms.prescriber import professional
from tests.parts.town import StillClock

NEAR = "young_person:15-17:59"
LINK = re.compile(r"http://localhost:8000((?:/en)?/suivi/\w{32})")
BOTH = "la moitié ont une réponse en 5 jours, et neuf sur dix en 14 jours."


def known(door: Flask, **groups: tuple[int, int | None]) -> None:
    """As the night leaves it: groups by name, with their days."""
    with hub_of(door).begin() as work:
        for alike, (half, nine) in groups.items():
            work.session.merge(Expected(alike=alike.replace("__", ":"), half=half, nine=nine))


def near(door: Flask, half: int = 5, nine: int | None = 14) -> None:
    known(door, **{NEAR: (half, nine)})


def words(page: str) -> str:
    return re.sub(r"\s+", " ", unescape(re.sub(r"<[^>]+>", " ", page)))


def forecast_on(page: str) -> str:
    """The part of the page that tells it."""
    found = re.search(r'<section class="card forecast".*?</section>', page, re.DOTALL)
    return words(found[0]) if found else ""


def checked(visitor: Visitor, **changes: dict[str, str | list[str]]) -> str:
    visitor.fill(**changes)
    return visitor.open(FORM + "/verifier").text


def test_a_young_hub_tells_nothing(visitor: Visitor) -> None:
    assert forecast_on(checked(visitor)) == ""
    assert forecast_on(visitor.register().text) == ""


def test_the_narrowest_group_that_is_known_is_told(door: Flask, visitor: Visitor) -> None:
    known(door, **{"young_person:*": (9, 30)})
    assert "en 9 jours, et neuf sur dix en 30 jours" in forecast_on(checked(visitor))
    known(door, **{"young_person:15-17": (8, 20), "young_person:18-20:59": (1, 2), "mentor:*": (3, 4)})
    assert "en 8 jours" in forecast_on(visitor.open(FORM + "/verifier").text)
    near(door)
    assert "Parmi les demandes comme la tienne, " + BOTH in forecast_on(visitor.open(FORM + "/verifier").text)


def test_it_tells_nothing_of_who_one_is_beyond_age_and_place(door: Flask, visitor: Visitor) -> None:
    near(door)
    usual = forecast_on(checked(visitor))
    other = {
        "en_plus": {"publics": ["boursier", "refugie", "handicap", "engage"], "qpv": "no", "consent": "y"},
        "besoin": {"themes": ["insertion"], "mode": "remote"},
    }
    assert usual and forecast_on(checked(visitor, **other)) == usual  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("days", "told"),
    [
        ((6, None), "la moitié ont une réponse en 6 jours. Les autres attendent plus longtemps."),
        ((7, 7), "neuf sur dix ont une réponse en 7 jours."),
    ],
)
def test_what_is_not_known_is_not_told(
    door: Flask, visitor: Visitor, days: tuple[int, int | None], told: str
) -> None:
    near(door, *days)
    assert told in forecast_on(checked(visitor))


def test_the_receipt_and_the_page_of_the_link_tell_the_same(door: Flask, visitor: Visitor) -> None:
    near(door)
    receipt = visitor.register().text
    link = LINK.search(receipt)
    assert link and BOTH in forecast_on(receipt)
    visitor.open(link[1])
    page = forecast_on(visitor.open("/suivi").text)
    assert BOTH in page and "depuis" not in page


@pytest.mark.parametrize(
    ("days", "said"),
    [
        (5, ""),
        (6, "Nous cherchons pour toi depuis 6 jours."),
        (15, "Nous cherchons pour toi depuis 15 jours : c’est plus long que d’habitude, désolés."),
    ],
)
def test_whoever_waits_longer_hears_that_we_know(
    door: Flask, visitor: Visitor, clock: StillClock, days: int, said: str
) -> None:
    near(door)
    link = LINK.search(visitor.register().text)
    assert link
    clock.forward(days=days)
    visitor.open(link[1])
    page = forecast_on(visitor.open("/suivi").text)
    assert said in page and (said or "depuis" not in page)


def test_once_the_search_is_over_nothing_is_told(door: Flask, visitor: Visitor) -> None:
    near(door)
    link = LINK.search(visitor.register().text)
    assert link
    with hub_of(door).begin() as work:
        work.session.query(Referral).one().state = ReferralState.CONTACTED
    visitor.open(link[1])
    assert forecast_on(visitor.open("/suivi").text) == ""


def test_a_parent_a_professional_and_a_mentor_read_it_in_their_words(door: Flask, visitor: Visitor) -> None:
    near(door)
    known(door, **{"mentor:*": (6, 21), "young_person:*": (5, 14)})
    assert "comme celle-ci" in forecast_on(checked(visitor, first={"channel": "guardian"}))
    mentors.filled(visitor)
    page = forecast_on(visitor.open(mentors.FORM + "/verifier").text)
    assert "Parmi les candidatures comme la vôtre, la moitié ont une réponse en 6 jours" in page
    professional.fill(visitor, professional.PUPIL)
    assert "comme celle-ci, " + BOTH in forecast_on(visitor.open(professional.FORM + "/verifier").text)


def test_in_english(door: Flask, visitor: Visitor) -> None:
    near(door)
    visitor.fill()
    page = forecast_on(visitor.open(f"/en{FORM}/verifier").text)
    assert "How soon an answer?" in page
    assert "Of requests like yours, half are answered within 5 days, and nine in ten within 14 days." in page


def test_without_its_database_the_last_page_still_shows(open_door: OpenDoor, sqlite_url: str) -> None:
    visitor = Visitor(open_door("sqlite:////nowhere/hub.db").test_client())
    page = checked(visitor)
    assert "Envoyer la demande" in page and forecast_on(page) == ""
