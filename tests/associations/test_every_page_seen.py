"""Every page of the partners' door in a browser, to each who may open it: none can be added without being looked at."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from http import HTTPStatus
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from hub import (
    alarms,
    breaches,
    companies,
    instructions,
    offers,
    places,
    queries,
    restricting,
    rights,
    signin,
    site_texts,
)
from hub.calendar import civil
from hub.models import (
    AlarmKind,
    BreachKind,
    BreachRisk,
    HeldRelease,
    Hindrance,
    Instruction,
    Member,
    Offer,
    Proof,
)
from hub.partnership import CompanyState
from hub.places import Limits
from hub.supervisor import LOOPBACK
from hub.vocabulary import AgeBand
from tests.associations.partner import card_of, registered
from tests.parts import prescribers
from tests.parts.browser import DESKTOP, PHONE, accessibility_faults, overflows, well_behaved_page
from tests.parts.companies import company
from tests.parts.post import Letterbox
from tests.parts.town import Town, association, town_at
from tests.parts.wire import answering
from tests.parts.witness import addresses

pytestmark = pytest.mark.browser

NOT_PAGES = {"/", "/healthz", "/readyz"}
"""Nor is what has a dot in its address: a file to keep."""
FILES = (".ics", ".csv", ".pdf", ".eml", ".html")
A_LINK = "1-" + "0" * 32
"""Of a letter; its page opens for anybody, its button for nobody."""


@dataclass(frozen=True, slots=True)
class Place:
    """A town where something of everything waits; its partners' door answers at ``url``."""

    town: Town
    url: str
    paths: list[str]
    company: str
    people: dict[str, Member]

    def enter(self, page: Page, who: str) -> None:
        with self.town.portal.begin() as work:
            token = signin.open_session(
                work, work.session.get_one(Member, self.people[who].id), proof=Proof.PASSKEY
            )
        page.context.add_cookies([{"name": "hub_session", "value": token, "url": self.url}])


@pytest.fixture
def place(sqlite_url: str, tmp_path: Path, letterbox: Letterbox) -> Iterator[Place]:
    with town_at(sqlite_url, tmp_path, letterbox) as town, answering(town.partners) as port:
        people = {"member": town.join("article-1")[0], "desk": town.open_desk()}
        reference = registered(town)
        introduced = introduce_a_company(town, people["desk"])
        what_went_wrong(town, people["member"])
        what_was_asked_by_right(town, people["member"])
        with town.front.begin() as work:
            prescribers.register(work, email=prescribers.FREE_ADDRESS)
        with town.portal.begin() as work:
            by = work.session.get_one(Member, people["desk"].id)
            french = site_texts.file_text("urgence")
            site_texts.propose(work, ("urgence", "fr"), french + "\nOui.\n", before=french, by=by)
        known = {
            "page": ["urgence"],
            "language": ["fr"],
            "slug": ["nqt"],
            "subject": ["prescriber", "alarm"],
            "link": [A_LINK],
            "key": ["received.young_person.fr"],
            "card_number": [card_of(town, reference)],
            "accompaniments.one.card_number": [card := accepted(town, people["member"])],
            "accompaniments.move.card_number": [card],
            "accompaniments.move.word": ["essai", "binome", "rendre", "clore"],
            "criteria.chapter.word": ["ou"],
            "reference": [introduced],
            "desk.referral.reference": [reference],
            "ceiling_id": [say_how_many(town, people["member"])],
        }
        opened = addresses(town.partners, known) - NOT_PAGES
        paths = sorted(path for path in opened if not path.endswith(FILES))
        yield Place(town, f"http://{LOOPBACK}:{port}", paths, introduced, people)


def accepted(town: Town, member: Member, *, settled: bool = True) -> str:
    """The number of a card to which this member said yes; its name has left, or waits to."""
    card = card_of(town, registered(town))
    with town.portal.begin() as work:
        by = work.session.get_one(Member, member.id)
        offers.accept(work, queries.offer_of(work.session, by, card), by)
    if settled:
        town.settle()
    return card


def say_how_many(town: Town, member: Member) -> str:
    """The number of a ceiling; and a few days on which the association is closed."""
    with town.portal.begin() as work:
        ours, by = association(work.session, "article-1"), work.session.get_one(Member, member.id)
        soon = civil(work.now) + timedelta(days=30)
        places.close_between(work, ours, soon, soon + timedelta(days=9), by=by)
        pupils = Limits({AgeBand.FROM_15_TO_17}, (), {"59", "62"}, a_year=12, a_month=3)
        kept = places.set_ceiling(work, ours, pupils, by=by)
        work.session.flush()
        return str(kept.id)


def what_went_wrong(town: Town, member: Member) -> None:
    """Alarms, two names held back, and a breach whose hours have run out beside one that is over."""
    for because in (Hindrance.TOO_MANY, Hindrance.ANSWER):
        card = accepted(town, member, settled=False)
        with town.hub.begin() as work:
            offer = work.session.query(Offer).filter_by(card_number=card).one()
            work.session.add(HeldRelease(offer_id=offer.id, because=because, held_at=work.now))
    with town.hub.begin() as work:
        alarms.raise_(work, AlarmKind.TOO_MANY_RELEASES, subject="article-1")
        alarms.raise_(work, AlarmKind.CHECKUP_FAILED)
        known = work.now - timedelta(hours=80)
        late = breaches.open_(work, BreachKind.CONFIDENTIALITY, "Un ordinateur est volé.", known_at=known)
        breaches.weigh(work, late, BreachRisk.HIGH, "Il n’était pas chiffré.")
        over = breaches.open_(work, BreachKind.AVAILABILITY, "Une panne d’une heure.", known_at=known)
        breaches.weigh(work, over, BreachRisk.NONE, "Tout a été retrouvé.")
        breaches.close(work, over, "La sauvegarde est faite chaque heure.")


def what_was_asked_by_right(town: Town, member: Member) -> None:
    """An instruction of each kind to an association that said yes; one more is carried out."""
    erased, still, resumed, done = (accepted(town, member) for _ in range(4))
    with town.hub.begin() as work:
        asked = {
            card: work.session.query(Offer).filter_by(card_number=card).one().referral
            for card in (erased, still, resumed, done)
        }
        for card in (erased, done):
            rights.erase(work, asked[card])
        for card in (still, resumed):
            restricting.restrict(work, asked[card])
        restricting.lift(work, asked[resumed])
    with town.portal.begin() as work:
        last = work.session.query(Instruction).join(Offer).filter(Offer.card_number == done).one()
        instructions.acknowledge(work, last, work.session.get_one(Member, member.id))


def introduce_a_company(town: Town, desk: Member) -> str:
    with town.front.begin() as work:
        reference = companies.register(work, company()).reference
    soon = civil(town.clock()) + timedelta(days=7)
    with town.portal.begin() as work:
        row, by = queries.company_by_reference(work.session, reference), work.session.get_one(Member, desk.id)
        companies.move(work, row, CompanyState.NEEDS_DEFINED, next_on=soon, note="", by=by)
    with town.portal.begin() as work:
        row, by = queries.company_by_reference(work.session, reference), work.session.get_one(Member, desk.id)
        to = association(work.session, "article-1")
        companies.introduce(work, row, to, next_on=soon, note="", by=by)
    return reference


def sound(page: Page) -> None:
    """Nothing for axe to say, and nothing to scroll sideways."""
    assert accessibility_faults(page) == [], page.url
    assert not overflows(page), page.url


def test_every_page_is_sound_on_a_desk_and_on_a_phone(place: Place, browser: Browser) -> None:
    for who, at_least in (("desk", 9), ("member", 6)):
        with well_behaved_page(browser, DESKTOP) as page:
            place.enter(page, who)
            answers = [page.request.head(place.url + path) for path in place.paths]
            seen = {answer.url for answer in answers if answer.status == HTTPStatus.OK}
            assert len(seen) >= at_least
            refused = [answer.url for answer in answers if answer.status >= HTTPStatus.BAD_REQUEST]
            for url in [*sorted(seen), *refused[:1]]:
                look_at(page, url)
    with well_behaved_page(browser, PHONE) as page:
        page.goto(f"{place.url}/nulle-part")
        sound(page)


def look_at(page: Page, url: str) -> None:
    """On a desk, and as narrow as a phone."""
    page.set_viewport_size(DESKTOP)
    page.goto(url)
    sound(page)
    page.set_viewport_size(PHONE)
    assert not overflows(page), url


def test_what_answers_a_button_is_sound(place: Place, browser: Browser) -> None:
    with well_behaved_page(browser, PHONE) as page:
        place.enter(page, "desk")
        page.goto(f"{place.url}/coordination/entreprises/{place.company}")
        page.locator("form[action$='/contact'] button").click()
        expect(page.get_by_text("Ombeline Castagnède")).to_be_visible()
        sound(page)
        page.goto(f"{place.url}/coordination/entreprises/{place.company}")
        page.locator("form[action$='/avancer'] button").click()
        expect(page.get_by_role("alert")).to_be_visible()
        sound(page)
