"""Whom to call at a company: sealed for the worker, which writes to them, and for the desk, which calls them."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass

from hub.models import Company
from hub.partnership import CompanyContact
from hub.work import Work


class ContactForgotten(Exception):
    """Whom to call there has been erased for good."""


@dataclass(frozen=True, slots=True, repr=False)
class SealedContact:
    """What the worker's box holds: the person, and the link to their page that only their letters may carry."""

    contact: CompanyContact
    page_token: str


def seal(work: Work, company: Company, sealed: SealedContact) -> None:
    at_intake = work.vault.seal_at_intake(_packed(asdict(sealed)), place=place("intake", company.reference))
    company.contact, company.contact_for_recovery = at_intake.box, at_intake.for_recovery
    company.contact_for_desk = work.vault.seal_for_portal(
        _packed(asdict(sealed.contact)), place=place("desk", company.reference)
    )


def open_to_write(work: Work, company: Company) -> SealedContact:
    if company.contact is None:
        raise ContactForgotten(f"whom to call for {company.reference} was erased")
    fields = json.loads(work.vault.open_at_intake(company.contact, place=place("intake", company.reference)))
    return SealedContact(CompanyContact(**fields["contact"]), fields["page_token"])


def open_to_call(work: Work, company: Company) -> CompanyContact:
    if company.contact_for_desk is None:
        raise ContactForgotten(f"whom to call for {company.reference} was erased")
    box = company.contact_for_desk
    return CompanyContact(
        **json.loads(work.vault.open_for_portal(box, place=place("desk", company.reference)))
    )


def forget(company: Company) -> None:
    company.contact = company.contact_for_recovery = company.contact_for_desk = None


def place(to: str, reference: str) -> str:
    return f"{to}:company:{reference}"


def _packed(fields: dict[str, object]) -> bytes:
    return json.dumps(fields, ensure_ascii=False).encode()
