"""Who hears what of a company, and what the letter may know; here alone its contact is opened to be written to.

The desk and associations are told which company, never whom to call there: that they read in the portal.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from emails import leaving
from emails.invitations import Happening, Invitation, Method
from emails.letters import Letterhead
from emails.markup import Facts
from emails.recipients import NothingToSay, Recipient
from emails.tongues import FRENCH, Tongue, tongue
from hub import companies, company_contacts, company_journey, geography, returns, strangers
from hub.company_contacts import SealedContact
from hub.models import Company, CompanyEvent, Member, OutboxMessage, Seat, Webinar
from hub.partnership import OVER, CompanyState, CompanyStep
from hub.vocabulary import Audience
from hub.wording import COMPANY_SIZES, N_, PARTNERSHIP_MODELS
from hub.work import Work

EVERYWHERE = N_("toute la France")
METHODS: Mapping[CompanyStep, Method] = MappingProxyType(
    {
        CompanyStep.SEAT_TAKEN: Method.REQUEST,
        CompanyStep.SEAT_MOVED: Method.REQUEST,
        CompanyStep.SEAT_GIVEN_BACK: Method.CANCEL,
        CompanyStep.SESSION_CANCELLED: Method.CANCEL,
    }
)
"""What the letter asks of a calendar; a reminder asks nothing."""

TRUE_AFTERWARDS = (*company_journey.BY_THEMSELVES, CompanyStep.SESSION_CANCELLED)
"""What is still said of a session once its hour has come."""


def recipient_of(
    work: Work, message: OutboxMessage, event: CompanyEvent, letterhead: Letterhead
) -> Recipient:
    """Raises NothingToSay."""
    if message.letter != returns.ANSWER:
        _check_still_true(work, message, event)
    if message.member:
        return _partner(work, message, message.member, event, letterhead)
    try:
        sealed = company_contacts.open_to_write(work, event.company)
    except company_contacts.ContactForgotten:
        raise NothingToSay("the company was forgotten") from None
    said_in = tongue(sealed.contact.language)
    page = f"{said_in.under(letterhead.public_url)}/entreprises/suivi/{sealed.page_token}"
    facts = {**_company(work, event, sealed, letterhead, said_in), **_to_press(work, event.company, page)}
    plain = message.letter in (*company_journey.PLANNED, returns.ANSWER)
    if message.letter in company_journey.BY_THEMSELVES:
        facts["leave_link"] = leaving.link(work, event.company, said_in.under(letterhead.public_url))
    invitation = None if plain else _invitation(event, sealed, page, said_in)
    return Recipient(sealed.contact.email, facts, invitation, said_in.code)


def _check_still_true(work: Work, message: OutboxMessage, event: CompanyEvent) -> None:
    company = event.company
    if event.step is CompanyStep.REGISTERED:
        _check_receipt(message.audience, company)
    if event.step is CompanyStep.INTRODUCED and company.state in OVER:
        raise NothingToSay("the company no longer wants to hear of us")
    if event.webinar and company.seat:
        _check_seat(work, message.letter, event, event.webinar, company.seat)


def _check_receipt(audience: Audience, company: Company) -> None:
    if audience is Audience.COMPANY and company.seat:
        raise NothingToSay("the invitation says it all")
    if audience is Audience.DESK and company.state is not CompanyState.TO_CALL:
        raise NothingToSay("the company was called")


def _check_seat(work: Work, letter: str, event: CompanyEvent, webinar: Webinar, seat: Seat) -> None:
    """Only the last word about a seat is said, a session that began is no longer announced; that it was off, still."""
    if event.sequence != seat.sequence:
        raise NothingToSay("the seat was given back or changed since")
    if letter not in TRUE_AFTERWARDS and webinar.starts_at <= work.now:
        raise NothingToSay("the session has begun")
    if letter in company_journey.PLANNED and webinar.cancelled_at:
        raise NothingToSay("the session was cancelled")
    if letter in company_journey.PLANNED and event.company.state in OVER:
        raise NothingToSay("the company no longer wants to hear of us")
    if letter == company_journey.PLANNED[-1] and event.company.state is not CompanyState.TO_CALL:
        raise NothingToSay("the company was called")


def _company(
    work: Work, event: CompanyEvent, sealed: SealedContact, letterhead: Letterhead, said_in: Tongue
) -> Facts:
    company, association = event.company, event.association
    facts = {
        "contact": sealed.contact.name,
        "company": company.name,
        "reference": company.reference,
        "guide_link": f"{said_in.under(letterhead.public_url)}/entreprises/guide.pdf",
        "call_date": said_in.day(company.next_on) if company.state is CompanyState.TO_CALL else "",
        "forget_date": said_in.day_of(company.forget_at),
        "introduced": "oui" if company.introductions else "",
    }
    if event.webinar:
        facts |= _session(event.webinar, said_in)
    if association:
        facts["association"] = association.name
        facts["website"] = association.profile.get("website") or ""
        facts["contact_date"] = said_in.day(companies.contact_by(work, event.happened_at))
    return facts


def _to_press(work: Work, company: Company, page: str) -> Facts:
    """A button that has nothing left to do leads nowhere."""
    return {
        "page_link": page,
        "confirm_link": "" if strangers.knows(work, company.address_digest) else page,
        "choose_link": "" if company.state in OVER else page,
    }


def _session(webinar: Webinar, said_in: Tongue) -> Facts:
    return {
        "session_day": said_in.day_of(webinar.starts_at),
        "session_hour": said_in.hour(webinar.starts_at),
        "session_link": webinar.link,
    }


def _invitation(event: CompanyEvent, sealed: SealedContact, page: str, said_in: Tongue) -> Invitation | None:
    webinar, seat = event.webinar, event.company.seat
    if event.step not in METHODS or webinar is None or seat is None:
        return None
    happening = Happening(
        uid=seat.uid,
        sequence=seat.sequence,
        said_at=event.happened_at,
        starts_at=webinar.starts_at,
        ends_at=webinar.ends_at,
        link=webinar.link,
        page=page,
        guest=sealed.contact.name,
        language=said_in.code,
    )
    return Invitation(METHODS[event.step], happening)


def _partner(
    work: Work, message: OutboxMessage, member: Member, event: CompanyEvent, letterhead: Letterhead
) -> Recipient:
    if member.removed_at:
        raise NothingToSay("the member was removed")
    company = event.company
    room = "coordination/entreprises" if message.audience is Audience.DESK else "entreprises"
    mentors = {} if company.mentors is None else {"mentors": str(company.mentors)}
    facts = {
        "company": company.name,
        "size": COMPANY_SIZES[company.size].lower(),
        "model": PARTNERSHIP_MODELS[company.model].lower(),
        "places": geography.in_words(company.departments) or EVERYWHERE,
        "mentors": "",
        **mentors,
        "call_date": tongue(FRENCH).day(company.next_on),
        "company_link": f"{letterhead.partners_url}/{room}/{company.reference}",
    }
    if member.association:
        facts["association"] = member.association.name
        facts["contact_date"] = tongue(FRENCH).day(companies.contact_by(work, event.happened_at))
    return Recipient(member.email, facts)
