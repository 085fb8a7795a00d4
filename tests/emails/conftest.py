"""The post room: the three processes' hubs on one database, a still clock, a real mail server."""

from __future__ import annotations

import secrets
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from email.headerregistry import Address
from email.message import EmailMessage
from functools import cache
from pathlib import Path

import pytest
from sqlalchemy import select

from emails import postman
from emails.carrier import Carrier, smtp
from emails.letters import Letterhead
from emails.line import MailServer
from emails.postman import Outcome
from hub import directory, intake, membership, offers, queries, rules, strangers
from hub.directory import Entry
from hub.models import Fate, Member, Offer, OutboxMessage, PostCount, Referral
from hub.terms import Terms, deadlines_of
from hub.vault import Process, Vault
from hub.vault import keys as key_files
from hub.vocabulary import Registration
from hub.work import Hub, Work, engine_for, sessions_of
from tests.parts import people
from tests.parts.post import Letterbox
from tests.parts.town import StillClock

LETTERHEAD = Letterhead(
    Address("La Passerelle", addr_spec="bonjour@passerelle.example"),
    "https://passerelle.example",
    "https://espace.passerelle.example",
    "dpo@passerelle.example",
)
DESK = "coordination@passerelle.example"
ASSOCIATION = "article-1"
MEMBER = "mentorat@article-1.example"


@dataclass(frozen=True, slots=True)
class PostRoom:
    front: Hub
    portal: Hub
    hub: Hub
    letterbox: Letterbox
    carry: Carrier
    clock: StillClock

    def deliver(self, message_id: int, carry: Carrier | None = None) -> Outcome:
        return postman.deliver(self.hub, message_id, carry or self.carry, LETTERHEAD)

    def make_round(self) -> int:
        return postman.make_round(self.hub, self.carry, LETTERHEAD)

    def due(self) -> list[int]:
        return postman.due(self.hub)

    def row(self, message_id: int) -> OutboxMessage | None:
        with self.hub.read() as work:
            return work.session.get(OutboxMessage, message_id)

    def counted(self) -> Counter[Fate]:
        """What became of letters, as the desk reads it."""
        count: Counter[Fate] = Counter()
        with self.hub.read() as work:
            for row in work.session.scalars(select(PostCount)):
                count[row.fate] += row.letters
        return count

    def letters_to(self, address: str) -> list[EmailMessage]:
        return self.letterbox.to(address)

    def register(self, registration: Registration) -> str:
        with self.front.begin() as work:
            return intake.register(work, registration).reference

    def join(self) -> Member:
        """Somebody answers for an association."""
        with self.portal.begin() as work:
            association = queries.association_called(work.session, ASSOCIATION)
            assert association
            return membership.invite(work, email=MEMBER, association=association)

    def open_desk(self) -> Member:
        with self.portal.begin() as work:
            return membership.invite(work, email=DESK, association=None)

    def offer(self, work: Work, reference: str, *, days: int = 3) -> Offer:
        """Propose a registration to the association that joined, to be answered within so many working days."""
        association = queries.association_called(work.session, ASSOCIATION)
        assert association
        association.places_left = 10
        terms = Terms(because=(), deadlines=deadlines_of(work, days=days))
        return offers.make(work, referral(work, reference), association, terms)


def referral(work: Work, reference: str) -> Referral:
    return queries.referral_by_reference(work.session, reference)


@cache
def entries() -> list[Entry]:
    return [entry for entry in directory.read() if entry.profile.slug == ASSOCIATION]


@pytest.fixture
def room(database_url: str, tmp_path: Path, letterbox: Letterbox) -> Iterator[PostRoom]:
    folder = tmp_path / secrets.token_hex(4)
    key_files.make(folder)
    engine, clock, rule_book = engine_for(database_url), StillClock(), rules.load()
    front, portal, hub = (
        Hub(
            sessions_of(engine),
            Vault(key_files.read(folder, process)),
            lambda now: rule_book,
            clock,
            lambda errands: None,
        )
        for process in Process
    )
    with portal.begin() as work:
        membership.load_directory(work, entries())
    with hub.begin() as work:
        for known in (people.EMAIL, people.GUARDIAN.email):
            strangers.confirm(work, work.vault.address_digest(known))
    carry = smtp(MailServer(letterbox.host, letterbox.port, patience=5))
    yield PostRoom(front, portal, hub, letterbox, carry, clock)
    engine.dispose()
