"""Somebody whose request is on its way, who opens their own page in a browser."""

from __future__ import annotations

from dataclasses import dataclass

import pytest

from hub import codes, desk, intake, own_page, queries
from hub.identities import Changes, Told
from hub.intake import Receipt
from hub.models import OpenPage, Referral
from hub.own_page import Key
from hub.queries import own_pages
from hub.work import Errand, Work
from tests.parts.people import EMAIL, registration
from tests.parts.town import CODE, Town, text_of


def code_in(town: Town, address: str) -> str:
    found = CODE.search(text_of(town.letters_to(address)[-1]))
    assert found
    return found[0]


@dataclass(frozen=True)
class Person:
    """Somebody whose request is on its way, and their browser."""

    town: Town
    receipt: Receipt

    def referral(self, work: Work) -> Referral:
        return queries.referral_by_reference(work.session, self.receipt.reference)

    def ask(self) -> bytes:
        nonce = codes.new_nonce()
        with self.town.front.begin() as work:
            assert own_page.ask_code(work, self.referral(work), nonce=nonce)
        self.town.office.post()
        return nonce

    def type(self, nonce: bytes, code: str, link: str = "") -> Key:
        with self.town.front.begin() as work:
            link = link or self.receipt.tracking_token
            key = own_page.type_code(work, self.referral(work), nonce=nonce, code=code, link=link)
        assert key
        self.attend()
        return key

    def attend(self) -> None:
        """What the bell rings for."""
        with self.town.hub.read() as work:
            due = own_pages.to_attend(work.session, work.now)
        for row_id in due:
            self.town.office.run(Errand.OWN_PAGE, row_id)

    def opens(self) -> Key:
        return self.type(self.ask(), code_in(self.town, EMAIL))

    def page(self, work: Work, key: Key) -> OpenPage:
        page = own_page.page_of(work, key.token, self.referral(work))
        assert page
        return page

    def told(self, key: Key) -> Told | None:
        with self.town.front.read() as work:
            return own_page.read(self.page(work, key), key)

    def changes(self, key: Key, identity: dict[str, object], need: dict[str, object] | None = None) -> None:
        with self.town.front.begin() as work:
            own_page.change(work, self.page(work, key), key, Changes(identity, need or {}))
        self.attend()
        self.town.office.post()

    def proves(self, key: Key, code: str) -> None:
        with self.town.front.begin() as work:
            assert own_page.prove(work, self.page(work, key), key, code=code)
        self.attend()
        self.town.office.post()


@pytest.fixture
def lou(town: Town) -> Person:
    with town.front.begin() as work:
        receipt = intake.register(work, registration())
    town.settle()
    return Person(town, receipt)


def asked(lou: Person) -> tuple[int, int]:
    """The offer that an association was made, and who answers there."""
    (member,) = lou.town.join("article-1")
    with lou.town.hub.begin() as work:
        lou.referral(work).next_at = work.now
        desk.try_again(work, lou.referral(work))
    lou.town.settle()
    with lou.town.portal.read() as work:
        (offer,) = lou.referral(work).offers
        return offer.id, member.id
