"""A partner at the keyboard: opens pages, fills in forms with the token they carry, reads letters."""

from __future__ import annotations

import re
from base64 import b32decode
from dataclasses import dataclass
from html import unescape

from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from hub import intake, offers, queries, signin
from hub.lifecycle import OfferState
from hub.models import Member, Offer, Proof
from hub.vault import one_time
from tests.parts.people import registration
from tests.parts.town import CODE, Town, text_of

CARD = re.compile(r"/fiches/([0-9A-Z]{7})\b")
APPLICATION = "/compte/acces/application"
SECRET = re.compile(r'id="secret">([A-Z2-7 ]+)<')
PAPER = re.compile(r"<code>([0-9A-Z]{4}-[0-9A-Z]{4}-[0-9A-Z]{4})</code>")
TOKEN = re.compile(r'name="csrf_token"[^>]*value="([^"]+)"')


@dataclass(slots=True)
class Partner:
    town: Town
    client: FlaskClient

    @classmethod
    def stranger(cls, town: Town) -> Partner:
        return cls(town, town.partners.test_client())

    @classmethod
    def signed_in(cls, town: Town, member: Member) -> Partner:
        """A member whose session was opened a moment ago."""
        with town.portal.begin() as work:
            token = signin.open_session(work, work.session.get_one(Member, member.id), proof=Proof.PASSKEY)
        partner = cls.stranger(town)
        partner.client.set_cookie("hub_session", token)
        return partner

    def open(self, path: str) -> TestResponse:
        return self.client.get(path)

    def send(self, path: str, *, seen_on: str | None = None, **typed: str) -> TestResponse:
        """Post a form, with the token of the page it stands on, and stay where the answer stays."""
        token = TOKEN.search(self.client.get(seen_on or path).text)
        assert token, f"no form on {seen_on or path}"
        return self.client.post(path, data={"csrf_token": unescape(token[1]), **typed})

    def ask_code(self, email: str) -> TestResponse:
        return self.send("/connexion", email=email)

    def type_code(self, code: str) -> TestResponse:
        return self.send("/connexion/code", code=code)

    def add_application(self) -> tuple[bytes, list[str]]:
        """A second factor for whoever came in with a code by letter: the secret it holds, and the codes on paper."""
        found = SECRET.search(self.open(APPLICATION).text)
        assert found, "a second factor is asked first"
        secret = b32decode(found[1].replace(" ", ""))
        page = self.send(APPLICATION, code=digits(self.town, secret))
        return secret, PAPER.findall(page.text)


def digits(town: Town, secret: bytes) -> str:
    """What the application shows now."""
    return one_time.code_at(secret, one_time.step_at(town.clock.now))


def code_for(town: Town, member: Member) -> str:
    """The code of the last letter this member got."""
    town.settle()
    found = CODE.search(text_of(town.letters_to(member.email)[-1]))
    assert found
    return found[0]


def registered(town: Town, **changes: object) -> str:
    """The reference of somebody whom the worker has routed as far as it goes."""
    with town.front.begin() as work:
        reference = intake.register(work, registration(**changes)).reference  # type: ignore[arg-type]
    town.settle()
    return reference


def accept(town: Town, reference: str, member: Member) -> None:
    """A yes to the card that is out, and the name behind it released."""
    with town.portal.begin() as work:
        referral = queries.referral_by_reference(work.session, reference)
        offer = next(offer for offer in referral.offers if offer.state is OfferState.OPEN)
        offers.accept(work, offer, work.session.merge(member))
    town.settle()


def card_of(town: Town, reference: str, state: OfferState = OfferState.OPEN) -> str:
    with town.hub.read() as work:
        offers = queries.referral_by_reference(work.session, reference).offers
        return next(offer.card_number for offer in offers if offer.state is state)


def offer_with(town: Town, card_number: str) -> Offer:
    with town.hub.read() as work:
        found = work.session.query(Offer).filter_by(card_number=card_number).one()
        _ = found.referral.state, found.decline_reason
        return found
