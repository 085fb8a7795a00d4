"""Letters of a person’s own page: a code to the address that is theirs, or is to be; and a word to the one left."""

from __future__ import annotations

from emails.letters import Letterhead
from emails.recipients import NothingToSay, Recipient
from emails.tongues import tongue
from hub import gates, identities
from hub.amending import CODE_LIVES
from hub.models import OutboxMessage, PageChallenge, Referral
from hub.queries import own_pages
from hub.vocabulary import Identity
from hub.work import Work

LEFT = "address_changed"


def recipient_of(work: Work, message: OutboxMessage, letterhead: Letterhead) -> Recipient:
    """Raises NothingToSay."""
    if message.page_code:
        return _asker(work, message.page_code, letterhead)
    return _former(work, message, letterhead)


def _asker(work: Work, challenge: PageChallenge, letterhead: Letterhead) -> Recipient:
    """Too late for the code, there is nothing left to say."""
    if challenge.used_at or challenge.asked_at <= work.now - CODE_LIVES:
        raise NothingToSay("the code no longer serves")
    referral = challenge.referral
    sealed = _opened(work, referral)
    who = sealed.identity
    amendment = own_pages.amendment_of_challenge(work.session, challenge.id)
    if amendment and amendment.box:
        told = identities.Told(who, identities.open_need(work, referral))
        changes = identities.open_changes(work, referral.reference, amendment.box)
        who = identities.changed(told, changes).identity
    code = work.vault.page_code(challenge.id, challenge.nonce)
    facts = {"code": code, "minutes": str(int(CODE_LIVES.total_seconds()) // 60)}
    return _recipient(referral, who, sealed, letterhead, **facts)


def _former(work: Work, message: OutboxMessage, letterhead: Letterhead) -> Recipient:
    """The address stays sealed until it was told, and then goes."""
    amendment = own_pages.amendment_of_event(work.session, message.event_id or 0)
    if amendment is None or amendment.former is None:
        raise NothingToSay("the former address is forgotten")
    referral = amendment.page.referral
    sealed = _opened(work, referral)
    address = identities.open_address(work, referral.reference, amendment.former)
    return _recipient(referral, sealed.identity, sealed, letterhead, address=address)


def _recipient(
    referral: Referral,
    who: Identity,
    sealed: identities.Sealed,
    letterhead: Letterhead,
    *,
    address: str | None = None,
    **facts: str,
) -> Recipient:
    said_in = tongue(who.language)
    link = f"{said_in.under(letterhead.public_url)}/suivi/{sealed.tracking_token}"
    told = {
        "first_name": who.first_name,
        "reference": referral.reference,
        "tracking_link": link,
        **facts,
    }
    to = address or gates.address_for(who, referral.correspondent)
    return Recipient(to, told, language=said_in.code)


def _opened(work: Work, referral: Referral) -> identities.Sealed:
    try:
        return identities.open_identity(work, referral)
    except identities.Forgotten:
        raise NothingToSay("the person was forgotten") from None
