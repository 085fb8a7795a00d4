"""Members who answer their cards at the real door, now and then, while everything is being killed."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from html import unescape
from http.client import HTTPConnection, HTTPException
from threading import Event, Thread
from urllib.parse import urlencode

from sqlalchemy import select
from sqlalchemy.exc import SQLAlchemyError

from bench.crash.city import City
from hub import queries, signin
from hub.lifecycle import OfferState
from hub.models import Offer, Proof
from hub.supervisor import LOOPBACK
from tests.associations.partner import TOKEN
from tests.parts.town import Town

PATIENCE = 10.0
NO_EACH = 4
"""One card in so many is declined."""
SEE_OTHER = 303


class NoForm(Exception):
    """A page that should hold a form does not."""


@dataclass(frozen=True, slots=True)
class Browser:
    """Somebody signed in, with the token of a form already on their page."""

    token: str
    cookies: str

    @classmethod
    def of(cls, town: Town, association_id: int) -> Browser:
        with town.portal.begin() as work:
            member = queries.members_of(work.session, association_id)[0]
            session = signin.open_session(work, member, proof=Proof.PASSKEY)
        client = town.partners.test_client()
        client.set_cookie("hub_session", session)
        found = TOKEN.search(client.get("/fiches/").text)
        if found is None:
            raise NoForm("there is no form on a member's first page")
        page = client.get_cookie("page_partners")
        return cls(unescape(found[1]), f"hub_session={session}; page_partners={page.value if page else ''}")


@dataclass(slots=True)
class Members:
    """``accepted``: the cards whose yes was answered; ``declined``, those whose no was."""

    city: City
    pause: float
    accepted: set[str] = field(default_factory=set)
    declined: set[str] = field(default_factory=set)
    enough: Event = field(default_factory=Event)
    _browsers: dict[int, Browser] = field(default_factory=dict)

    def answer_cards(self) -> None:
        turn = 0
        while not self.enough.wait(self.pause):
            turn += 1
            with suppress(SQLAlchemyError, OSError, HTTPException, NoForm):
                self._answer_one(declines=turn % NO_EACH == 0)

    def _answer_one(self, *, declines: bool) -> None:
        """An open card that was just made; nobody says what became of a yes whose answer was lost."""
        with self.city.town.hub.read() as work:
            latest = select(Offer).where(Offer.state == OfferState.OPEN).order_by(Offer.id.desc()).limit(1)
            offer = work.session.scalars(latest).one_or_none()
            if offer is None:
                return
            card, house = str(offer.card_number), int(offer.association_id)
        if house not in self._browsers:
            self._browsers[house] = Browser.of(self.city.town, house)
        typed = {"reason": "no_mentor"} if declines else {}
        deed = "decliner" if declines else "accepter"
        if self._post(self._browsers[house], f"/fiches/{card}/{deed}", typed):
            (self.declined if declines else self.accepted).add(card)

    def _post(self, browser: Browser, path: str, typed: dict[str, str]) -> bool:
        connection = HTTPConnection(LOOPBACK, self.city.partners.port, timeout=PATIENCE)
        headers = {"Content-Type": "application/x-www-form-urlencoded", "Cookie": browser.cookies}
        try:
            body = urlencode({"csrf_token": browser.token, **typed})
            connection.request("POST", path, body, headers)
            answer = connection.getresponse()
            answer.read()
        finally:
            connection.close()
        return answer.status == SEE_OTHER and "/connexion" not in (answer.headers["Location"] or "")


@contextmanager
def at_their_desks(members: Members) -> Iterator[None]:
    thread = Thread(target=members.answer_cards, name="members")
    thread.start()
    try:
        yield
    finally:
        members.enough.set()
        thread.join()
