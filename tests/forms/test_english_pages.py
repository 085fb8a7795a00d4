"""No French is left on the English pages: the contents, the forms filled in or refused, and what follows them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import cache
from html.parser import HTMLParser

import pytest
from flask import Flask
from werkzeug.test import TestResponse

from hub import intake, strangers
from hub.calendar import MONTHS, WEEKDAYS
from tests.forms import test_company, test_mentor
from tests.forms.conftest import FORM, TYPED, Typed, Visitor
from tests.forms.my_young_people.professional import entered
from tests.forms.prescriber import professional
from tests.forms.test_languages import said_in
from tests.parts.people import GUARDIAN, child
from tests.parts.prescribers import ADDRESS, register
from tests.parts.town import Town, text_of

LONG_ENOUGH = 25
CATALOGUE = "Content-Transfer-Encoding"
"""What gettext answers when it is asked for nothing."""
BETWEEN = re.compile(r"%\(\w+\)[sd]|\]\([^)]+\)|\*\*|[\[`]")
"""Where a sentence is cut: at what is put into it, and at its mark-up."""
FRENCH = re.compile(
    rf"\b({'|'.join((*WEEKDAYS, *MONTHS))}|vous|votre|nous|notre|tu|ton|tes|sont|cette|chez|mais|aussi)\b",
    re.IGNORECASE,
)
"""Words of every day that no English sentence holds, nor any name on these pages."""
TRACKING = re.compile(r"/en/suivi/\w{32}")
AGREEMENT = re.compile(r"/accord/\w{32}")
READ_ALOUD = ("aria-label", "title", "alt", "placeholder", "content")
NOT_READ = ("script", "style")
FORMS: Mapping[str, Mapping[str, Typed]] = {
    FORM: TYPED,
    test_mentor.FORM: {f"/{page}".rstrip("/"): typed for page, typed in test_mentor.TYPED.items()},
    professional.FORM: professional.PUPIL,
    test_company.FORM: {
        "": test_company.EMPLOYER,
        "/projet": test_company.PLAN,
        "/webinaire": {"webinar": "none"},
        "/contact": test_company.CONTACT,
    },
}
"""What is typed in each form, page by page."""


class Said(HTMLParser):
    """What a page says, to the eye or to a screen reader, apart from what it marks as French."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.words: list[str] = []
        self._unread = ""
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        found = dict(attrs)
        self.words += [text for name in READ_ALOUD if (text := found.get(name))]
        if not self._unread and (tag in NOT_READ or (found.get("lang") == "fr" and tag != "html")):
            self._unread = tag

    def handle_endtag(self, tag: str) -> None:
        self._unread = "" if tag == self._unread else self._unread

    def handle_data(self, data: str) -> None:
        if not self._unread:
            self.words.append(data.strip())


@cache
def french_parts() -> frozenset[str]:
    """The long parts of the French sentences, save the names that English keeps."""
    sentences = [*said_in("en")]
    english = "\n".join(there for _, there in sentences)
    told = (part.strip() for here, _ in sentences for part in BETWEEN.split(here))
    return frozenset(part for part in told if len(part) > LONG_ENOUGH and part not in english)


def french_left(page: TestResponse) -> list[str]:
    words = [word for word in Said(page.text).words if word]
    whole = "\n".join(words)
    left = [part for part in (*french_parts(), CATALOGUE) if part in whole]
    return left + [word for word in words if FRENCH.search(word)]


def pages(door: Flask) -> Iterator[str]:
    """The address of every page that needs nothing more to be asked for."""
    for rule in door.url_map.iter_rules():
        if "GET" in (rule.methods or ()) and not rule.arguments - set(rule.defaults or ()):
            yield rule.rule


def test_french_is_noticed_where_it_is_left(visitor: Visitor) -> None:
    assert len(french_left(visitor.open("/"))) > 10


def test_no_page_is_left_in_french(visitor: Visitor, door: Flask) -> None:
    answers = {path: visitor.open(f"/en{path}") for path in pages(door)}
    read = {path: answer for path, answer in answers.items() if answer.mimetype == "text/html"}
    assert len(read) > 20
    assert {path: left for path, answer in read.items() if (left := french_left(answer))} == {}


@pytest.mark.parametrize("path", ["/nowhere", "/suivi/unknown", "/associations/unknown"])
def test_no_refusal_is_left_in_french(visitor: Visitor, path: str) -> None:
    refused = visitor.open(f"/en{path}")
    assert refused.status_code == 404
    assert french_left(refused) == []


@pytest.mark.parametrize("form", FORMS)
def test_no_form_is_left_in_french_from_its_first_refusal_to_its_receipt(visitor: Visitor, form: str) -> None:
    for page, typed in FORMS[form].items():
        refused = visitor.send(f"/en{form}{page}")
        assert french_left(refused) == [], page
        assert visitor.send(f"/en{form}{page}", typed).status_code == 303, page
    assert french_left(visitor.open(f"/en{form}/verifier")) == []
    assert visitor.send(f"/en{form}/verifier").location == f"/en{form}/recu"
    receipt = visitor.open(f"/en{form}/recu")
    assert french_left(receipt) == []


@pytest.mark.parametrize("form", [FORM, test_mentor.FORM])
def test_no_page_that_follows_a_request_is_left_in_french(visitor: Visitor, form: str) -> None:
    for page, typed in FORMS[form].items():
        visitor.send(f"/en{form}{page}", typed)
    visitor.send(f"/en{form}/verifier")
    link = TRACKING.search(visitor.open(f"/en{form}/recu").text)
    assert link and visitor.open(link[0]).location == "/en/suivi"
    assert french_left(visitor.open("/en/suivi")) == []
    assert french_left(visitor.open("/en/suivi/retirer")) == []
    assert visitor.send("/en/suivi/retirer").location == "/en/suivi"
    assert french_left(visitor.open("/en/suivi")) == []


def test_no_page_of_a_professional_is_left_in_french(town: Town) -> None:
    town.join("jobirl")
    with town.front.begin() as work:
        strangers.confirm(work, work.vault.address_digest(ADDRESS))
        reference = register(work, marker="A-12")
    visitor = entered(town)
    for path in ("/en/mes-jeunes", f"/en/mes-jeunes/{reference}"):
        page = visitor.open(path)
        assert page.status_code == 200
        assert french_left(page) == []


def test_no_page_that_asks_a_guardian_is_left_in_french(town: Town) -> None:
    with town.front.begin() as work:
        intake.register(work, child())
    town.settle()
    link = AGREEMENT.search(text_of(town.letters_to(GUARDIAN.email)[-1]))
    assert link
    visitor = Visitor(town.visitor())
    assert visitor.open(f"/en{link[0]}").location == "/en/accord"
    assert french_left(visitor.open("/en/accord")) == []
    visitor.send("/en/accord", {"answer": "agree"})
    assert french_left(visitor.open("/en/accord")) == []
