"""Whoever fills in a form under ``/en`` is written to in English, with English dates and links to English pages."""

from __future__ import annotations

import re
from collections.abc import Iterator
from email.message import EmailMessage
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from hub import identities, queries, strangers, webinars
from tests.forms import test_company, test_mentor
from tests.forms.conftest import FORM, TYPED, Typed, Visitor
from tests.forms.prescriber import professional
from tests.parts.post import Letterbox
from tests.parts.town import Town, text_of, town_at

LOU = "lou@canari.example.org"
FRENCH = re.compile(r"\b(vous|votre|tu|ton|mars|jeudi|lundi|mardi)\b")


@pytest.fixture
def town(sqlite_url: str, tmp_path: Path, letterbox: Letterbox) -> Iterator[Town]:
    with town_at(sqlite_url, tmp_path, letterbox) as opened:
        webinars.keep_up(opened.hub)
        yield opened


def sent(town: Town, form: str, pages: dict[str, Typed], address: str) -> list[EmailMessage]:
    """What comes to this address once the form was filled in under ``/en``."""
    visitor = Visitor(town.visitor())
    with town.front.begin() as work:
        strangers.confirm(work, work.vault.address_digest(address))
    visitor.fill_in(f"/en{form}", pages)
    assert visitor.send(f"/en{form}/verifier").status_code == 303
    town.clock.forward(minutes=1)
    town.settle()
    return town.letters_to(address)


def check_english(town: Town, letter: EmailMessage) -> None:
    text = text_of(letter)
    assert letter["Content-Language"] == "en"
    assert not FRENCH.findall(text)
    ours = {urlsplit(link).path for link in re.findall(r"http://localhost:8000\S+", text)}
    assert ours and all(path.startswith("/en/") for path in ours)
    for path in ours:
        assert town.visitor().get(path).status_code in (200, 303)


def test_a_young_person_and_what_follows(town: Town) -> None:
    pages = {page.strip("/"): typed for page, typed in TYPED.items()}
    receipt, *others = sent(town, FORM, pages, LOU)
    for letter in (receipt, *others):
        check_english(town, letter)
    assert receipt["Subject"] == "Your request has arrived safely"
    assert "by Monday 23 March at the latest" in " ".join(text_of(receipt).split()).replace("\u00a0", " ")
    reference = re.search(r"Your case number: (\w{8})", text_of(receipt))
    assert reference
    with town.hub.read() as work:
        referral = queries.referral_by_reference(work.session, reference[1])
        assert identities.open_identity(work, referral).identity.language == "en"


def test_a_mentor(town: Town) -> None:
    receipt, *_ = sent(town, test_mentor.FORM, dict(test_mentor.TYPED), LOU)
    check_english(town, receipt)


def test_a_professional_and_the_young_person_whom_they_register(town: Town) -> None:
    pages = {page.strip("/"): typed for page, typed in professional.PUPIL.items()}
    letters = sent(town, professional.FORM, pages, "ana.roy@lycee-baggio.example")
    check_english(town, letters[0])
    assert "1\u00a0young person." in text_of(letters[0])
    assert "the coordination team is looking, answer by" in " ".join(text_of(letters[0]).split())


def test_a_company(town: Town) -> None:
    pages: dict[str, Typed] = {
        "": test_company.EMPLOYER,
        "projet": test_company.PLAN,
        "webinaire": {"webinar": "none"},
        "contact": test_company.CONTACT,
    }
    (receipt,) = sent(town, test_company.FORM, pages, str(test_company.CONTACT["email"]))
    check_english(town, receipt)
