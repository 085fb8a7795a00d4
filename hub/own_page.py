"""A person's own page, as the public door serves it: a code by letter, then half an hour in one browser.

The door opens no box.  What the person reads was sealed by the worker to a key pair made for this browser, which alone
keeps the private half; what they change is sealed to the worker (:mod:`hub.amending`).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from hub import codes, identities, journey, offers, retention, strangers
from hub.identities import Changes, Told
from hub.lifecycle import ENDED, ReferralState
from hub.models import Amendment, OpenPage, PageChallenge, Referral
from hub.queries import own_pages
from hub.vault import digest, new_browser_keys
from hub.vocabulary import Audience
from hub.work import Errand, Work

CODE_LIVES = timedelta(minutes=15)
AMENDMENTS_A_DAY = 10


class TooMany(Exception):
    """So many changes in a day are no person's."""


@dataclass(frozen=True, slots=True, repr=False)
class Key:
    """What this browser alone keeps of its page: who it is, and how to read what is sealed for it."""

    token: str
    private: bytes

    def __repr__(self) -> str:
        return "Key(…)"


def has_page(referral: Referral) -> bool:
    """A prescriber who follows somebody without an address of their own has a page for all of theirs."""
    return referral.correspondent is not Audience.PRESCRIBER and referral.state is not ReferralState.FORGOTTEN


def may_be_written_to(work: Work, referral: Referral) -> bool:
    """A stranger's address gets no codes: whoever reads its letters confirms it first."""
    return strangers.knows(work, referral.address_digest)


def ask_code(work: Work, referral: Referral, *, nonce: bytes) -> bool:
    """Have a code sent to the person's own address; whether one leaves."""
    offers.hold(work, referral)
    if not has_page(referral) or not may_be_written_to(work, referral):
        return False
    if not codes.codes_left(work, PageChallenge, PageChallenge.referral_id == referral.id):
        return False
    challenge = PageChallenge(referral_id=referral.id, nonce=nonce, asked_at=work.now)
    journey.send_page_code(work, referral, challenge)
    return True


def type_code(work: Work, *, nonce: bytes, code: str) -> Key | None:
    """The key of a page that is now open, if the code is right.  The try counts: commit in both cases."""
    challenge = codes.tried(work, PageChallenge, nonce, lives=CODE_LIVES)
    if challenge is None or not _is_right(work, challenge, code):
        return None
    challenge.used_at = work.now
    key = Key(codes.new_token(), b"")
    private, public = new_browser_keys()
    page = OpenPage(
        referral=challenge.referral,
        token_digest=digest(key.token),
        public_key=public,
        opened_at=work.now,
        seal=b"",
    )
    page.seal = work.vault.sign_page(page.words)
    work.session.add(page)
    work.session.flush()
    work.ring(Errand.OWN_PAGE, page)
    return Key(key.token, private)


def opened(work: Work, token: str, referral: Referral) -> OpenPage | None:
    """The page that this token opens, unless it is another's, was left, or half an hour has passed."""
    page = own_pages.page_with(work.session, digest(token))
    if page is None or page.referral_id != referral.id or not page.is_open(work.now):
        return None
    return page


def read(page: OpenPage, key: Key) -> Told | None:
    """What the hub knows of the person; None until the worker has sealed it for this browser."""
    return identities.open_copy(page.copy, key.private, page.referral.reference) if page.copy else None


def change(work: Work, page: OpenPage, changes: Changes) -> Amendment:
    """Seal what the person changes to the worker, which does it.  Raises :class:`TooMany`."""
    referral = offers.hold(work, page.referral)
    since = work.now - timedelta(days=1)
    if own_pages.amendments_since(work.session, referral.id, since) >= AMENDMENTS_A_DAY:
        raise TooMany(f"{AMENDMENTS_A_DAY} changes in a day")
    box = identities.seal_changes(work, referral.reference, changes)
    amendment = Amendment(page=page, box=box, asked_at=work.now, seal=b"")
    amendment.seal = work.vault.sign_page(amendment.words)
    work.session.add(amendment)
    work.session.flush()
    work.ring(Errand.OWN_PAGE, page)
    return amendment


def prove(work: Work, page: OpenPage, *, code: str) -> bool:
    """The code that went to a new address: whether it is right, and the address takes the place of the other."""
    amendment = own_pages.to_prove(work.session, page.id)
    if amendment is None or amendment.challenge is None:
        return False
    challenge = codes.tried(work, PageChallenge, amendment.challenge.nonce, lives=CODE_LIVES)
    if challenge is None or not _is_right(work, challenge, code):
        return False
    challenge.used_at = amendment.proven_at = work.now
    work.ring(Errand.OWN_PAGE, page)
    return True


def close(work: Work, page: OpenPage) -> None:
    """Nothing of the person stays readable from this browser."""
    page.copy, page.ended_at = None, page.ended_at or work.now


def erase(work: Work, page: OpenPage) -> None:
    """Everything goes, now: withdrawn first where it still went on, so that an association is told to delete."""
    referral = offers.hold(work, page.referral)
    if referral.state not in ENDED:
        offers.withdraw(work, referral)
    retention.forget(work, referral)


def ends_at(page: OpenPage) -> datetime:
    return page.opened_at + page.LASTS


def _is_right(work: Work, challenge: PageChallenge, code: str) -> bool:
    return codes.are_equal(work.vault.page_code(challenge.id, challenge.nonce), code)
