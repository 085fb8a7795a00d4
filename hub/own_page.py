"""A person's own page, as the public door serves it: a code by letter, then half an hour in one browser.

The door opens no box and knows no code.  It seals to the worker what was typed, and what is changed; the worker says
whether the code was right (:mod:`hub.amending`), and seals what the hub knows to a key pair made for this browser,
which alone keeps the private half.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from hub import codes, identities, journey, queries, restricting, rights, strangers
from hub.identities import CHANGEABLE, CORRECTABLE, Changes, Told, Typed
from hub.lifecycle import ReferralState
from hub.models import Amendment, OpenPage, PageChallenge, Referral
from hub.queries import own_pages
from hub.vault import digest, new_browser_keys
from hub.vocabulary import Audience
from hub.work import Errand, Work

__all__ = [
    "CHANGEABLE",
    "CORRECTABLE",
    "Changes",
    "Key",
    "Told",
    "TooMany",
    "ask_code",
    "change",
    "close",
    "ends_at",
    "erase",
    "go_on",
    "has_page",
    "may_be_written_to",
    "page_of",
    "prove",
    "read",
    "stand_still",
    "type_code",
]

AMENDMENTS_A_DAY = 10


class TooMany(Exception):
    """So many changes in a day are no person's."""


@dataclass(frozen=True, slots=True, repr=False)
class Key:
    """What this browser alone keeps of its page: which it is, and how to read what is sealed for it."""

    token: str
    private: bytes

    def __repr__(self) -> str:
        return "Key(…)"


def has_page(referral: Referral, now: datetime) -> bool:
    """A prescriber who follows somebody without an address of their own has a page for all of theirs."""
    gone = referral.state is ReferralState.FORGOTTEN or referral.is_past_keeping(now)
    return referral.correspondent is not Audience.PRESCRIBER and not gone


def may_be_written_to(work: Work, referral: Referral) -> bool:
    """A stranger's address gets no codes: whoever reads its letters confirms it first."""
    return strangers.knows(work, referral.address_digest)


def ask_code(work: Work, referral: Referral, *, nonce: bytes) -> bool:
    """Have a code sent to the person's own address; whether one leaves."""
    queries.hold(work.session, referral)
    if not has_page(referral, work.now) or not may_be_written_to(work, referral):
        return False
    if not codes.codes_left(work, PageChallenge, PageChallenge.referral_id == referral.id):
        return False
    challenge = PageChallenge(referral_id=referral.id, nonce=nonce, asked_at=work.now)
    journey.send_page_code(work, referral, challenge)
    return True


def type_code(work: Work, referral: Referral, *, nonce: bytes, code: str, link: str) -> Key | None:
    """Have the worker say whether the code is right: the key of a page that is then open.

    ``link`` is the tracking link's token.  None where this browser asked for no code.
    """
    challenge = own_pages.challenge_with(work.session, nonce)
    if challenge is None or challenge.referral_id != referral.id:
        return None
    private, public = new_browser_keys()
    key = Key(codes.new_token(), private)
    page = OpenPage(
        referral=referral,
        challenge_id=challenge.id,
        token_digest=digest(key.token),
        public_key=public,
        typed=identities.seal_typed(work, referral.reference, Typed(code, link)),
        asked_at=work.now,
        seal=b"",
    )
    page.seal = work.vault.sign_page(page.words)
    _ring(work, page)
    return key


def page_of(work: Work, token: str, referral: Referral) -> OpenPage | None:
    """The page of this browser, open, refused, or waiting for the worker's answer; None once it is over."""
    page = own_pages.page_with(work.session, digest(token))
    if page is None or page.referral_id != referral.id or page.ended_at:
        return None
    since = page.answered_at or page.asked_at
    return page if work.now - since < page.LASTS else None


def read(page: OpenPage, key: Key) -> Told | None:
    """What the hub knows of the person; None until the worker has sealed it for this browser."""
    return identities.open_copy(page.copy, key.private, page.referral.reference) if page.copy else None


def change(work: Work, page: OpenPage, key: Key, changes: Changes) -> Amendment:
    """Seal what the person changes to the worker, which does it.  Raises :class:`TooMany`."""
    referral = queries.hold(work.session, page.referral)
    since = work.now - timedelta(days=1)
    if own_pages.amendments_since(work.session, referral.id, since) >= AMENDMENTS_A_DAY:
        raise TooMany(f"{AMENDMENTS_A_DAY} changes in a day")
    box = identities.seal_changes(work, referral.reference, replace(changes, token=key.token))
    amendment = Amendment(page=page, box=box, asked_at=work.now, seal=b"")
    amendment.seal = work.vault.sign_page(amendment.words)
    work.session.add(amendment)
    _ring(work, page)
    return amendment


def prove(work: Work, page: OpenPage, key: Key, *, code: str) -> bool:
    """Have the worker compare the code that went to a new address; whether one is awaited."""
    amendment = own_pages.to_prove(work.session, page.id)
    if amendment is None:
        return False
    reference = page.referral.reference
    amendment.typed = identities.seal_typed(work, reference, Typed(code, key.token))
    amendment.wrong_at = None
    _ring(work, page)
    return True


def close(work: Work, page: OpenPage) -> None:
    """Nothing of the person stays readable from this browser."""
    page.copy, page.ended_at = None, page.ended_at or work.now


def erase(work: Work, page: OpenPage) -> None:
    """Everything goes: every association that said yes is told to delete, and nothing is read here any more."""
    rights.have_erased(work, page.referral)


def stand_still(work: Work, page: OpenPage) -> None:
    """Nothing moves and nobody reads anything, until they say otherwise.  Raises IllegalMove."""
    restricting.restrict(work, page.referral)


def go_on(work: Work, page: OpenPage) -> None:
    """Raises IllegalMove where it does not stand still."""
    restricting.lift(work, page.referral)


def ends_at(page: OpenPage) -> datetime:
    return (page.answered_at or page.asked_at) + page.LASTS


def _ring(work: Work, page: OpenPage) -> None:
    work.session.add(page)
    work.session.flush()
    work.ring(Errand.OWN_PAGE, page)
