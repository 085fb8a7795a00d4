"""What members of associations and of the desk are told: a card's number, never anything of the person; in French."""

from __future__ import annotations

from emails.letters import Letterhead
from emails.markup import Facts
from emails.recipients import NothingToSay, Recipient, check_still_true
from emails.tongues import FRENCH, tongue
from hub import signin
from hub.codes import CODE_LIVES
from hub.models import JourneyEvent, Member, OutboxMessage, Referral
from hub.vocabulary import Audience, Kind
from hub.work import Work

SAID_IN = tongue(FRENCH)


def recipient_of(work: Work, message: OutboxMessage, member: Member, letterhead: Letterhead) -> Recipient:
    """Raises NothingToSay."""
    if message.event:
        check_still_true(work, message.event)
    if member.removed_at:
        raise NothingToSay("the member was removed")
    facts = {"partners_link": f"{letterhead.partners_url}/", **_own_access(message, letterhead)}
    if member.association:
        facts["association"] = member.association.name
    if challenge := message.challenge:
        facts["code"] = work.vault.sign_in_code(challenge.id, challenge.nonce)
        facts["entrance_link"] = f"{letterhead.partners_url}/connexion/lien/{signin.link_of(work, challenge)}"
        facts["minutes"] = str(int(CODE_LIVES.total_seconds()) // 60)
    if message.event:
        facts |= _card(message.event, letterhead)
    if message.event and message.audience is Audience.DESK:
        facts |= _file(message.event.referral, message.event, letterhead)
    return Recipient(member.email, facts)


def _own_access(message: OutboxMessage, letterhead: Letterhead) -> Facts:
    """Where a member sees to their own access, and when what the letter says happened."""
    return {
        "happened_at": SAID_IN.day_and_hour(message.posted_at),
        "access_link": f"{letterhead.partners_url}/compte/acces/",
        "sessions_link": f"{letterhead.partners_url}/sessions",
        "instructions_link": f"{letterhead.partners_url}/consignes",
    }


def _card(event: JourneyEvent, letterhead: Letterhead) -> Facts:
    if event.offer is None:
        return {}
    return {
        "card_number": event.offer.card_number,
        "card_link": f"{letterhead.partners_url}/fiches/{event.offer.card_number}",
        "answer_by_date": SAID_IN.day_of(event.offer.answer_by),
        "expires_date": SAID_IN.day_of(event.offer.expires_at),
        "mentor": _is_mentor(event.referral),
    }


def _file(referral: Referral, event: JourneyEvent, letterhead: Letterhead) -> Facts:
    return {
        "reference": referral.reference,
        "desk_link": f"{letterhead.partners_url}/coordination/dossiers/{referral.reference}",
        "check_link": f"{letterhead.partners_url}/coordination/prescripteurs/",
        "promised_date": SAID_IN.day(event.promised_by),
        "mentor": _is_mentor(referral),
    }


def _is_mentor(referral: Referral) -> str:
    """For a letter to choose its words: empty for a young person."""
    return referral.kind if referral.kind is Kind.MENTOR else ""
