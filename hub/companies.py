"""From a company's form to a partnership under way: the company's own verbs, and the desk's."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy.exc import IntegrityError

from hub import calendar, company_contacts, company_journey, journal, queries, strangers, webinars
from hub.company_contacts import ContactForgotten, SealedContact
from hub.models import Association, Company, Introduction, Member
from hub.partnership import (
    INTRODUCIBLE,
    OVER,
    CompanyContact,
    CompanyRegistration,
    CompanyState,
    CompanyStep,
    ImpossibleMove,
)
from hub.vault import digest
from hub.work import Work

Forgotten = ContactForgotten

REFERENCE_ALPHABET = "23456789BCDFGHJKMNPQRSTVWXZ"
REFERENCE_LENGTH = 8
STEPS = {
    CompanyState.NEEDS_DEFINED: CompanyStep.NEEDS_DEFINED,
    CompanyState.UNDER_WAY: CompanyStep.UNDER_WAY,
    CompanyState.CLOSED: CompanyStep.CLOSED,
}
"""What the desk decides by itself.  A company is introduced to somebody, which is a verb of its own."""


class AlreadyIntroduced(Exception):
    """This association knows this company already."""


@dataclass(frozen=True, slots=True, repr=False)
class CompanyReceipt:
    """What the company keeps.  ``session`` is when its webinar starts, None when it took no seat."""

    reference: str
    call_by: date | None
    session: datetime | None


def register(work: Work, registration: CompanyRegistration) -> CompanyReceipt:
    """Register once for each form token.  Raises NoSeatLeft or SessionGone, and then registers nothing."""
    form_digest = digest(registration.form_token)
    company = queries.company_by_form(work.session, form_digest)
    if company is None:
        try:
            with work.session.begin_nested():
                company = _new_company(work, registration, form_digest)
        except IntegrityError:
            company = queries.company_by_form(work.session, form_digest)
            if company is None:
                raise
    return _receipt(company)


def receipt_of(work: Work, form_token: str) -> CompanyReceipt | None:
    company = queries.company_by_form(work.session, digest(form_token))
    return _receipt(company) if company else None


def confirm(work: Work, company: Company) -> None:
    """Whoever reads our letters, or has spoken with us, is no stranger: what was kept back leaves now."""
    strangers.confirm(work, company.address_digest)
    queries.hurry_letters(work.session, company, work.now)


def withdraw(work: Work, company: Company) -> None:
    """The company no longer wants to hear of us: its seat is free, nobody calls, its contact is soon forgotten."""
    work.session.refresh(company, with_for_update=True)
    if company.state in OVER:
        return
    _free_seat(work, company)
    company.move(CompanyState.CLOSED, next_on=None)
    company_journey.record(work, company, CompanyStep.WITHDRAWN)
    company.forget_at = work.now + timedelta(days=work.rule_book.delays.withdrawn_kept_days)


def move(
    work: Work, company: Company, to: CompanyState, *, next_on: date | None, note: str, by: Member
) -> None:
    """The desk's word on how far the company has come.  Raises :class:`ImpossibleMove`."""
    _hold(work, company)
    if to not in STEPS:
        raise ImpossibleMove(f"nobody decides that a company is {to}")
    if to is CompanyState.UNDER_WAY and not company.introductions:
        raise ImpossibleMove("nothing is under way with nobody")
    if to in OVER:
        _free_seat(work, company)
    if to is CompanyState.NEEDS_DEFINED:
        confirm(work, company)
    company.move(to, next_on=None if to in OVER else next_on)
    company_journey.record(work, company, STEPS[to], note=note or None, by=by)
    journal.desk_moved(work, company.reference, by=by, move=STEPS[to].value)


def _free_seat(work: Work, company: Company) -> None:
    """Whoever is called no more leaves their seat at a session to come to others."""
    seat = webinars.held_seat(company)
    if seat and seat.webinar.starts_at > work.now:
        webinars.give_back(work, company)


def put_off(work: Work, company: Company, *, next_on: date, note: str, by: Member) -> None:
    """Nobody answered, or it is not the moment: the company stays where it is until another day."""
    _hold(work, company)
    if company.state in OVER:
        raise ImpossibleMove("nobody waits for this company any more")
    company.next_on = next_on
    company_journey.record(work, company, CompanyStep.PUT_OFF, note=note or None, by=by)
    journal.desk_moved(work, company.reference, by=by, move=CompanyStep.PUT_OFF.value)


def introduce(
    work: Work, company: Company, association: Association, *, next_on: date, note: str, by: Member
) -> None:
    """Bring them together: both are told, and the association's members may read whom to call."""
    _hold(work, company)
    if company.state not in INTRODUCIBLE:
        raise ImpossibleMove(f"a company that is {company.state} is introduced to nobody")
    if any(known.association_id == association.id for known in company.introductions):
        raise AlreadyIntroduced(association.slug)
    confirm(work, company)
    company.introductions.append(Introduction(association=association, introduced_at=work.now))
    company.next_on = next_on
    if company.state is CompanyState.NEEDS_DEFINED:
        company.move(CompanyState.INTRODUCED, next_on=next_on)
    company_journey.record(
        work, company, CompanyStep.INTRODUCED, note=note or None, association=association, by=by
    )
    journal.desk_moved(work, company.reference, by=by, move=CompanyStep.INTRODUCED.value, to=association.slug)


def contact_by(work: Work, introduced_at: datetime) -> date:
    """By when the association gets in touch, as both are told."""
    return calendar.add_working_days(calendar.civil(introduced_at), work.rule_book.delays.company_call_days)


def read_contact(work: Work, company: Company, member: Member) -> CompanyContact:
    """Whom to call there.  No trace, no name: both are one transaction.  Raises :class:`Forgotten`."""
    if company.state in OVER:
        raise Forgotten("nobody there waits for a call any more")
    contact = company_contacts.open_to_call(work, company)
    company_journey.record(work, company, CompanyStep.CONTACT_READ, by=member)
    journal.note(work, journal.Act.CONTACT_READ, company.reference, by=member)
    return contact


def _new_company(work: Work, registration: CompanyRegistration, form_digest: bytes) -> Company:
    page_token = secrets.token_hex(16)
    company = Company(
        reference=_new_reference(),
        name=registration.name,
        siren=registration.siren,
        size=registration.size,
        departments=list(registration.departments),
        stage=registration.stage,
        model=registration.model,
        mentors=registration.mentors,
        source=registration.source,
        state=CompanyState.TO_CALL,
        received_at=work.now,
        form_digest=form_digest,
        page_digest=digest(page_token),
        address_digest=work.vault.address_digest(registration.contact.email),
    )
    company_contacts.seal(work, company, SealedContact(registration.contact, page_token))
    company.next_on = webinars.next_call(work, company)
    work.session.add(company)
    work.session.flush()
    company_journey.record(work, company, CompanyStep.REGISTERED)
    if registration.webinar is not None:
        webinars.choose(work, company, registration.webinar, said=registration.session)
    work.session.flush()
    return company


def _receipt(company: Company) -> CompanyReceipt:
    seat = webinars.held_seat(company)
    return CompanyReceipt(company.reference, company.next_on, seat.webinar.starts_at if seat else None)


def _hold(work: Work, company: Company) -> None:
    work.session.refresh(company, with_for_update=True)


def _new_reference() -> str:
    """Short enough to read over the telephone; without vowels, so that it spells nothing."""
    return "".join(secrets.choice(REFERENCE_ALPHABET) for _ in range(REFERENCE_LENGTH))
