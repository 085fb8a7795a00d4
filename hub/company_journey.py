"""What happened to a company's request, and who must be told.  One call writes both."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from itertools import chain
from types import MappingProxyType

from hub import queries
from hub.models import Association, Company, CompanyEvent, Member, OutboxMessage
from hub.partnership import CompanyStep
from hub.vocabulary import Audience
from hub.work import Errand, Work

TOLD: Mapping[CompanyStep, tuple[Audience, ...]] = MappingProxyType(
    {
        CompanyStep.REGISTERED: (Audience.COMPANY, Audience.DESK),
        CompanyStep.PUT_OFF: (),
        CompanyStep.NEEDS_DEFINED: (),
        CompanyStep.INTRODUCED: (Audience.COMPANY, Audience.ASSOCIATION),
        CompanyStep.UNDER_WAY: (),
        CompanyStep.CLOSED: (Audience.ASSOCIATION,),
        CompanyStep.WITHDRAWN: (Audience.COMPANY, Audience.ASSOCIATION),
        CompanyStep.FORGOTTEN: (),
        CompanyStep.CONTACT_READ: (),
        CompanyStep.SEAT_TAKEN: (Audience.COMPANY,),
        CompanyStep.SEAT_MOVED: (Audience.COMPANY,),
        CompanyStep.SEAT_GIVEN_BACK: (Audience.COMPANY,),
        CompanyStep.SESSION_CANCELLED: (Audience.COMPANY,),
    }
)
"""Who is told of each step.  Of an end, every association that the company was introduced to."""

PLANNED = ("seat_reminder", "seat_thanks", "seat_follow_up")
"""Letters that a seat brings about later; each is said once for each session that was chosen."""

CALL_NO_MORE = "call_no_more"
"""What an association is told of an end, whoever made it; any other letter has its step's name."""

BY_THEMSELVES = PLANNED[1:]
"""Those that follow a webinar, and that the company may stop; the reminder is of a seat that it took."""


def record(
    work: Work,
    company: Company,
    step: CompanyStep,
    *,
    by: Member | None = None,
    note: str | None = None,
    association: Association | None = None,
) -> CompanyEvent:
    """Write what happened and who must be told, in the transaction of the deed itself.

    A year without a deed and the company is forgotten; to read whom to call is none.
    What happened to the seat remembers the session and how often the calendar event had changed.
    """
    about_seat = company.seat if step in ABOUT_THE_SEAT else None
    event = CompanyEvent(
        company=company,
        step=step,
        happened_at=work.now,
        next_on=company.next_on,
        by=by,
        note=note,
        association=association,
        webinar=about_seat and about_seat.webinar,
        sequence=about_seat and about_seat.sequence,
    )
    work.session.add(event)
    for audience in TOLD[step]:
        for member in _told(work, audience, event):
            _post(work, event, letter_of(step, audience), audience, member)
    if step is not CompanyStep.CONTACT_READ:
        company.forget_at = work.now + timedelta(days=work.rule_book.delays.company_kept_days)
    return event


ENDS = frozenset({CompanyStep.CLOSED, CompanyStep.WITHDRAWN})
ABOUT_THE_SEAT = frozenset(
    {
        CompanyStep.SEAT_TAKEN,
        CompanyStep.SEAT_MOVED,
        CompanyStep.SEAT_GIVEN_BACK,
        CompanyStep.SESSION_CANCELLED,
    }
)


def letter_of(step: CompanyStep, audience: Audience) -> str:
    return CALL_NO_MORE if step in ENDS and audience is Audience.ASSOCIATION else step.value


def plan(work: Work, event: CompanyEvent, letter: str, at: datetime) -> None:
    """Have a letter leave at that moment, if it is still true then; one whose moment has passed is not planned."""
    if at <= work.now:
        return
    work.session.flush()
    message = OutboxMessage(
        letter=letter,
        audience=Audience.COMPANY,
        company_event=event,
        once=f"{letter}:{event.id}",
        posted_at=at,
        due_at=at,
    )
    work.session.add(message)


def _post(work: Work, event: CompanyEvent, letter: str, audience: Audience, member: Member | None) -> None:
    message = OutboxMessage(letter=letter, audience=audience, company_event=event, member=member)
    message.posted_at = message.due_at = work.now
    work.session.add(message)
    work.ring(Errand.CARRY, message)


def _told(work: Work, audience: Audience, event: CompanyEvent) -> Iterable[Member | None]:
    """The members of that audience; for the company, None once, as its contact is sealed."""
    if audience is Audience.ASSOCIATION:
        known = (
            [event.association]
            if event.association
            else [each.association for each in event.company.introductions]
        )
        return chain.from_iterable(queries.told_of(work.session, association.id) for association in known)
    if audience is Audience.DESK:
        return queries.told_of(work.session, None)
    return (None,)
