"""What a mentor has told so far, page after page; the last page turns it into a registration."""

from __future__ import annotations

from dataclasses import dataclass

from forms.answers import Unfinished
from hub.vocabulary import (
    Availability,
    ContactBy,
    Engagement,
    Identity,
    MentorAge,
    MentorAudience,
    MentorStatus,
    Mode,
    Place,
    Registration,
    Sector,
    Theme,
)


@dataclass(frozen=True, slots=True, repr=False)
class MentorAnswers:
    """Grows with each valid page.  None means not told yet, or not said."""

    age: MentorAge | None = None
    status: MentorStatus | None = None
    sector: Sector | None = None
    place: Place | None = None
    audiences: frozenset[MentorAudience] = frozenset()
    themes: frozenset[Theme] = frozenset()
    mode: Mode | None = None
    availability: Availability | None = None
    first_name: str = ""
    last_name: str = ""
    email: str = ""
    phone: str | None = None
    contact_by: ContactBy = ContactBy.EMAIL
    employer: str | None = None

    def __repr__(self) -> str:
        return "MentorAnswers(…)"

    @property
    def formal(self) -> bool:
        return True

    @property
    def minor(self) -> bool:
        return self.age is MentorAge.FROM_15_TO_17


def to_registration(
    answers: MentorAnswers, *, form_token: str, source: str | None, language: str
) -> Registration:
    return Registration(
        need=engagement_of(answers),
        identity=_identity(answers, language),
        form_token=form_token,
        source=source,
    )


def engagement_of(answers: MentorAnswers) -> Engagement:
    """Raises :class:`Unfinished`."""
    age, status, place = answers.age, answers.status, answers.place
    mode, availability = answers.mode, answers.availability
    if age is None or status is None or place is None or mode is None or availability is None:
        raise Unfinished("an answer that routing needs was not given")
    return Engagement(
        age=age,
        status=status,
        sector=answers.sector,
        place=place,
        audiences=answers.audiences,
        themes=answers.themes,
        mode=mode,
        availability=availability,
    )


def _identity(answers: MentorAnswers, language: str) -> Identity:
    return Identity(
        first_name=answers.first_name,
        last_name=answers.last_name,
        birth_year=None,
        birth_month=None,
        email=answers.email,
        phone=answers.phone,
        contact_by=answers.contact_by,
        guardian=None,
        message="",
        health_consent=False,
        employer=answers.employer,
        language=language,
    )
