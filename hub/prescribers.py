"""The professionals who register young people: recognised by their address, without its being kept to be read."""

from __future__ import annotations

import json
from dataclasses import asdict
from datetime import timedelta

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from hub import calendar, prescriber_letters
from hub.mailboxes import is_free_mail
from hub.models import Prescriber, Standing
from hub.queries import domains
from hub.vocabulary import Prescriber as Told
from hub.vocabulary import Professional, Step
from hub.work import Work

WHOLE_FILE_IN = timedelta(minutes=1)
"""How long what was received waits to be told: a file of young people is registered in several breaths."""
ASKED = "asked"
"""The letter that says that the desk asks them something."""


def standing_of(session: Session, domain: str) -> Standing:
    """Of whoever is met at this domain: as the desk judged it, else whatever is no free mailbox is trusted.

    A free mailbox proves nothing of anybody, whatever was said of its domain.
    """
    if is_free_mail(domain):
        return Standing.TO_CHECK
    judged = domains.judged(session, domain)
    return judged.standing if judged else Standing.VERIFIED


def known(work: Work, professional: Professional, told: Told) -> Prescriber:
    """The professional of this address, met before or for the first time.  What they told first stays."""
    digest = work.vault.address_digest(professional.email)
    found = _by_digest(work.session, digest)
    if found:
        return found
    try:
        with work.session.begin_nested():
            prescriber = _met(work, professional, told, digest)
    except IntegrityError:
        met_meanwhile = _by_digest(work.session, digest)
        if met_meanwhile is None:
            raise
        return met_meanwhile
    return prescriber


def _met(work: Work, professional: Professional, told: Told, digest: bytes) -> Prescriber:
    domain = professional.email.rpartition("@")[2].casefold()
    content = json.dumps(asdict(professional), ensure_ascii=False).encode()
    sealed = work.vault.seal_at_intake(content, place=contact_place(digest))
    prescriber = Prescriber(
        address_digest=digest,
        domain=domain,
        kind=told.kind,
        department=told.department,
        standing=standing_of(work.session, domain),
        registered_at=work.now,
        contact=sealed.box,
        contact_for_recovery=sealed.for_recovery,
        contact_for_desk=work.vault.seal_for_portal(content, place=contact_place(digest)),
    )
    work.session.add(prescriber)
    return prescriber


def acknowledge(work: Work, prescriber: Prescriber) -> None:
    """One letter says what was received: the first time in a day, and once however many young people there are."""
    work.session.flush()
    once = f"received:{prescriber.id}:{calendar.civil(work.now)}"
    prescriber_letters.tell_once(
        work, prescriber, Step.RECEIVED.value, once=once, at=work.now + WHOLE_FILE_IN
    )


def contact_place(address_digest: bytes) -> str:
    """Where a prescriber's contact was sealed: it opens for this address alone."""
    return f"prescriber:{address_digest.hex()}"


def open_to_write(work: Work, prescriber: Prescriber) -> Professional:
    """Who it is, for the letter that is written to them."""
    place = contact_place(prescriber.address_digest)
    return contact_of(work.vault.open_at_intake(prescriber.contact, place=place))


def contact_of(content: bytes) -> Professional:
    """What was sealed, opened."""
    return Professional(**json.loads(content))


def _by_digest(session: Session, digest: bytes) -> Prescriber | None:
    return session.scalar(select(Prescriber).where(Prescriber.address_digest == digest))
