"""Everybody who may stand at a door: strangers, people half-way through each form, members of every role, the desk."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import cast

from flask.testing import FlaskClient

from bench.fuzz.judge import Seen
from bench.fuzz.knocking import Browser, Page
from bench.fuzz.learning import Lesson
from hub import intake, strangers
from hub.models import Role
from tests.associations.whole_house import House
from tests.forms.batch.professional import SEVERAL, Professional
from tests.forms.conftest import Visitor
from tests.forms.my_young_people.professional import ASK, TYPE, code_in
from tests.parts import prescribers
from tests.parts.files import YOU
from tests.parts.people import EMAIL, registration
from tests.parts.prescribers import ADDRESS
from tests.parts.someone import MENTOR, PUPIL
from tests.parts.town import CODE, Town, text_of

WITH_A_FILE = "whoever has a file"
NewBrowser = Callable[[], Browser]


def public(town: Town, new: NewBrowser, settle: Callable[[], None]) -> list[Lesson]:
    """At the public door.  ``settle``: the worker does all that is due."""
    routes = [*town.public.url_map.iter_rules()]
    own = {"slug": ["article-1", "ou"], "filename": ["hub.css"], "kind": ["csv", "xlsx"]}
    lessons = [Lesson("a stranger", new(), routes, own)]
    lessons.append(Lesson("a young person", _half_way(new()), routes, own))
    for name, someone in (("a mentor", MENTOR), ("a professional", PUPIL)):
        browser = new()
        visitor_at(browser).fill_in(someone.form, someone.typed)
        lessons.append(Lesson(name, browser, routes, own))
    lessons.append(Lesson(WITH_A_FILE, _with_a_file(new()), routes, own))
    browser, token = _owner(town, new(), settle)
    lessons.append(Lesson("whoever has a page", browser, routes, {**own, "token": [token]}))
    lessons.append(Lesson("a prescriber", _prescriber(town, new(), settle), routes, own))
    return lessons


def partners(
    house: House, new: NewBrowser, jar_of: Callable[[Role | None], Mapping[str, str]]
) -> list[Lesson]:
    """At the partners' door."""
    routes = [*house.town.partners.url_map.iter_rules()]
    own: dict[str, list[str]] = {}
    for named in house.things.values():
        for name, word in named.items():
            own[name] = [*dict.fromkeys([*own.get(name, []), word])]
    lessons = []
    for role in house.people:
        browser = new()
        browser.jar = dict(jar_of(role))
        lessons.append(Lesson(role or "nobody", browser, routes, own))
    return lessons


def visitor_at(browser: Browser) -> Visitor:
    return Visitor(cast(FlaskClient, browser))


def _half_way(browser: Browser) -> Browser:
    visitor_at(browser).fill()
    return browser


def _with_a_file(browser: Browser) -> Browser:
    visitor_at(browser).send(SEVERAL, YOU)
    return browser


def send_file(browser: Browser, content: bytes) -> Seen:
    """What the door says of this file."""
    professional = Professional.__new__(Professional)
    professional.visitor = visitor_at(browser)
    return cast(Page, professional.send_file(content)).seen


def _owner(town: Town, browser: Browser, settle: Callable[[], None]) -> tuple[Browser, str]:
    """Somebody who opened their own page, and their link."""
    with town.front.begin() as work:
        token = intake.register(work, registration()).tracking_token
    settle()
    visitor = visitor_at(browser)
    visitor.open(f"/suivi/{token}")
    visitor.send("/suivi/code", to="/suivi/code/envoi")
    settle()
    (code,) = CODE.findall(text_of(town.letters_to(EMAIL)[-1]))
    visitor.send("/suivi/code", {"code": code})
    settle()
    return browser, token


def _prescriber(town: Town, browser: Browser, settle: Callable[[], None]) -> Browser:
    with town.front.begin() as work:
        strangers.confirm(work, work.vault.address_digest(ADDRESS))
        prescribers.register(work, marker="Bleu 1")
    visitor = visitor_at(browser)
    visitor.send(ASK, {"email": ADDRESS})
    settle()
    visitor.send(TYPE, {"code": code_in(text_of(town.letters_to(ADDRESS)[-1]))})
    return browser
