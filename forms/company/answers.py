"""What a company's form has told so far; the last page turns it into a registration."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime

from hub.partnership import (
    CompanyContact,
    CompanyRegistration,
    CompanySize,
    CompanyStage,
    PartnershipModel,
)


class Unfinished(Exception):
    """A page is still to be filled in."""


@dataclass(frozen=True, slots=True, repr=False)
class CompanyAnswers:
    """No département at all is the whole country; ``session`` is when the chosen webinar starts, in ISO 8601."""

    name: str = ""
    siren: str | None = None
    size: CompanySize | None = None
    departments: tuple[str, ...] = ()
    stage: CompanyStage | None = None
    model: PartnershipModel | None = None
    mentors: int | None = None
    webinar: int | None = None
    session: str = ""
    contact: CompanyContact | None = None
    formal: bool = True

    def __repr__(self) -> str:
        return "CompanyAnswers(…)"


def to_registration(
    answers: CompanyAnswers, *, form_token: str, source: str | None, language: str
) -> CompanyRegistration:
    size, stage, model, contact = answers.size, answers.stage, answers.model, answers.contact
    if size is None or stage is None or model is None or contact is None:
        raise Unfinished("an answer that the desk needs was not given")
    return CompanyRegistration(
        name=answers.name,
        siren=answers.siren,
        size=size,
        departments=answers.departments,
        stage=stage,
        model=model,
        mentors=answers.mentors,
        contact=replace(contact, language=language),
        webinar=answers.webinar,
        session=datetime.fromisoformat(answers.session) if answers.session else None,
        form_token=form_token,
        source=source,
    )
