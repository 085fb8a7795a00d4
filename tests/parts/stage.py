"""A town whose doors answer over HTTP, whose bell is answered, and which can be searched from cellar to attic."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import cast

import pytest
from flask.testing import FlaskClient
from redis import Redis

from forms.ways_in import WAYS_IN
from hub import queries
from hub.embedded import EmbeddedRedis
from hub.lifecycle import OfferState
from hub.models import Member
from tests.associations.partner import Partner, card_of, digits
from tests.forms.conftest import FORM, Visitor
from tests.parts.leaks import Leak, find_leaks
from tests.parts.post import Letterbox
from tests.parts.someone import Someone
from tests.parts.town import CODE, Town, text_of, town_at
from tests.parts.wire import Wire, answering
from tests.parts.witness import Ear, answer_the_bell, in_redis, letters_to_others, on_disk, pages, tables

ASSOCIATIONS = ("jobirl", "article-1", "afev")
LINK = re.compile(r"/(?:suivi|accord)/(\w{32})")
NO_CARD = "ZZZZZZZ"
NO_TOKEN = "0" * 32
OWN = "own"
"""Where people may meet their own link: never their name, nor anything else of theirs."""
OWN_BROWSER = f"{OWN} browser"
SERVER = "log werkzeug"
"""Writes down each address: the tests' server does, the one that runs is told not to."""


@dataclass(slots=True)
class Known:
    """Somebody who registered: what their browser holds, and the tokens that only they should have."""

    who: Someone
    wire: Wire
    reference: str
    form_token: str
    tracking: str
    agreement: str = ""

    @property
    def links(self) -> list[str]:
        return [token for token in (self.tracking, self.agreement) if token]


@dataclass(slots=True)
class Stage:
    town: Town
    folder: Path
    ear: Ear
    redis: EmbeddedRedis
    public_port: int
    partners_port: int
    members: list[Member]
    people: list[Known] = field(default_factory=list)
    partners: dict[str, Partner] = field(default_factory=dict)
    secrets: dict[str, bytes] = field(default_factory=dict)
    wires: list[Wire] = field(default_factory=list)

    def browser(self, port: int) -> Wire:
        self.wires.append(Wire(port))
        return self.wires[-1]

    def visitor(self) -> Visitor:
        return Visitor(cast(FlaskClient, self.browser(self.public_port)))

    def register(self, who: Someone) -> Known:
        """Through every page of the public door, as it is typed."""
        visitor = self.visitor()
        if who.form == FORM:
            visitor.fill(**who.typed)
        else:
            visitor.fill_in(who.form, who.typed)
        form_token = visitor.hidden(who.form + "/verifier")["form_token"]
        sent = visitor.send(who.form + "/verifier")
        assert sent.location == who.form + "/recu", sent.text
        receipt = visitor.open(who.form + "/recu").text
        tracking, reference = LINK.search(receipt), re.search(r'class="number">(\w+)<', receipt)
        assert tracking and reference
        wire = cast(Wire, visitor.client)
        self.people.append(Known(who, wire, reference[1], form_token, tracking[1]))
        return self.people[-1]

    def sign_in(self) -> None:
        """Each member and the desk, with the code of their last letter, then a second factor of their own."""
        for member in self.members:
            partner = Partner(self.town, cast(FlaskClient, self.browser(self.partners_port)))
            partner.ask_code(member.email)
            self.partners[member.email] = partner
        self.work()
        for email, partner in self.partners.items():
            code = CODE.search(text_of(self.town.letters_to(email)[-1]))
            assert code and partner.type_code(code[0]).location == "/"
            if email in self.secrets:
                proof = partner.send("/connexion/verification", code=digits(self.town, self.secrets[email]))
                assert proof.status_code == 303
            else:
                self.secrets[email], _paper = partner.add_application()

    def work(self) -> None:
        """Answer the bell, then do what is due."""
        answer_the_bell(self.town, self.redis.url)
        self.town.settle()

    def work_after(self, **duration: float) -> None:
        """Time passes; whoever was signed in for long no longer is."""
        self.town.clock.forward(**duration)
        self.work()

    def asked(self, person: Known, state: OfferState = OfferState.OPEN) -> tuple[str, Partner]:
        """The card of this person, and the member who was asked."""
        card = card_of(self.town, person.reference, state)
        with self.town.hub.read() as work:
            offers = queries.referral_by_reference(work.session, person.reference).offers
            (offer,) = (each for each in offers if each.card_number == card)
            (member,) = queries.members_of(work.session, offer.association_id)
        return card, self.partners[member.email]

    def agree(self, person: Known) -> None:
        """The guardian opens the letter, follows its link, and presses the button."""
        (address,) = person.who.addresses
        found = LINK.search(text_of(self.town.letters_to(address)[0]))
        assert found
        person.agreement = found[1]
        guardian = self.visitor()
        guardian.open(f"/accord/{person.agreement}")
        assert guardian.send("/accord", {"answer": "agree"}).status_code == 303

    def kept(self) -> dict[str, bytes]:
        """What is written down anywhere, but letters to their owners."""
        owners = {address for person in self.people for address in person.who.addresses}
        with Redis.from_url(self.redis.url) as redis:
            queue = in_redis(redis)
        files = on_disk(self.folder, self.redis.folder)
        return files | queue | tables(self.town.hub) | letters_to_others(self.town.letterbox, owners)

    def shown(self) -> dict[str, bytes]:
        """Every page that anybody may open; with a person's own link, or in their own browser, even theirs."""
        known = {"card_number": self._cards(), "reference": [person.reference for person in self.people]}
        known |= {"session_id": ["1"], "member_id": ["1"]}
        found = pages("a stranger", self.town.partners, self.browser(self.partners_port), known)
        for email, partner in self.partners.items():
            found |= pages(email, self.town.partners, cast(Wire, partner.client), known)
        shared: set[str] = set()
        for person in self.people:
            for token in person.links:
                finder = self.browser(self.public_port)
                found |= self._public_pages(f"{OWN} {token}", finder, token, shared)
            whose = f"{OWN_BROWSER} of {person.reference}"
            found |= self._public_pages(whose, person.wire, NO_TOKEN, shared)
        return found

    def _public_pages(self, who: str, wire: Wire, token: str, shared: set[str]) -> dict[str, bytes]:
        slugs = sorted({slug for form in WAYS_IN for slug in form.pages})
        known = {"slug": slugs, "directory.association.slug": ["jobirl"], "token": [token]}
        return pages(who, self.town.public, wire, known, shared=shared)

    def passed(self) -> dict[str, str]:
        """Every address, header and cookie that went over a wire since the last time."""
        return {f"{OWN} wire {number}": wire.news() for number, wire in enumerate(self.wires)}

    def leaks(self, *, shown: bool = True) -> list[Leak]:
        """Wherever anything of anybody can be read by somebody else, and their links by anybody but them.

        ``shown``: on every page too, which takes a quarter of a minute; else, in all that is written down or sent.
        """
        tokens = {token for person in self.people for token in (*person.links, person.form_token)}
        names = {canary for person in self.people for canary in person.who.canaries}
        theirs = {canary for person in self.people for canary in person.who.registered_by}
        pages = self.shown() if shown else {}
        found = find_leaks(pages | self.kept() | self.passed() | self.ear.news(), names | tokens)
        return [
            leak
            for leak in found
            if (leak.canary in names or not leak.where.startswith((OWN, SERVER)))
            and not (leak.canary in theirs and leak.where.startswith(OWN_BROWSER))
        ]

    def _cards(self) -> list[str]:
        with self.town.hub.read() as work:
            found = [
                offer.card_number
                for person in self.people
                for offer in queries.referral_by_reference(work.session, person.reference).offers
            ]
        return found or [NO_CARD]


@contextmanager
def stage_at(
    database_url: str, folder: Path, letterbox: Letterbox, redis: EmbeddedRedis, ear: Ear
) -> Iterator[Stage]:
    with (
        town_at(database_url, folder, letterbox, redis.url) as town,
        answering(town.public) as public_port,
        answering(town.partners) as partners_port,
    ):
        members = [*town.join(*ASSOCIATIONS), town.open_desk()]
        stage = Stage(town, folder, ear, redis, public_port, partners_port, members)
        stage.work()
        yield stage


@pytest.fixture
def stage(
    ear: Ear, database_url: str, tmp_path: Path, letterbox: Letterbox, redis_alone: EmbeddedRedis
) -> Iterator[Stage]:
    with stage_at(database_url, tmp_path, letterbox, redis_alone, ear) as opened:
        yield opened


@pytest.fixture
def sqlite_stage(
    ear: Ear, sqlite_url: str, tmp_path: Path, letterbox: Letterbox, redis_alone: EmbeddedRedis
) -> Iterator[Stage]:
    with stage_at(sqlite_url, tmp_path, letterbox, redis_alone, ear) as opened:
        yield opened


@pytest.fixture
def postgresql_stage(
    ear: Ear, postgresql_url: str, tmp_path: Path, letterbox: Letterbox, redis_alone: EmbeddedRedis
) -> Iterator[Stage]:
    with stage_at(postgresql_url, tmp_path, letterbox, redis_alone, ear) as opened:
        yield opened
