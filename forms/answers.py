"""What a young person's form has told so far, page after page; the last page turns it into a registration."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from forms.offered import YOUNGEST
from hub.gates import AGE_OF_CONSENT
from hub.vocabulary import (
    Channel,
    ContactBy,
    Guardian,
    Identity,
    Kind,
    Level,
    Mode,
    Need,
    Place,
    Public,
    Registration,
    Situation,
    Theme,
)

MAJORITY = 18


class Unfinished(Exception):
    """A page is still to be filled in."""


@dataclass(frozen=True, slots=True, repr=False)
class Answers:
    """Grows with each valid page.  None means not told yet, or not asked.

    ``handicap_left_out``: it was ticked, but not the consent that keeping it needs.
    """

    channel: Channel | None = None
    birth_year: int = 0
    birth_month: int = 0
    age: int = 0
    place: Place | None = None
    situation: Situation | None = None
    level: Level | None = None
    themes: frozenset[Theme] = frozenset()
    mode: Mode | None = None
    publics: frozenset[Public] = frozenset()
    health_consent: bool = False
    handicap_left_out: bool = False
    message: str = ""
    first_name: str = ""
    last_name: str = ""
    email: str | None = None
    phone: str | None = None
    contact_by: ContactBy = ContactBy.EMAIL
    guardian: Guardian | None = None

    def __repr__(self) -> str:
        return "Answers(…)"

    @property
    def formal(self) -> bool:
        """An adult is filling in for a child: *vous* instead of *tu*."""
        return self.channel is Channel.GUARDIAN

    @property
    def guardian_first(self) -> bool:
        """Under this age a guardian must agree, so that theirs is the name asked first."""
        return self.age < AGE_OF_CONSENT

    @property
    def minor(self) -> bool:
        return self.age < MAJORITY


def age_on(day: date, *, year: int, month: int) -> int:
    """Whole years.  The day is never asked: throughout the month of birth, the birthday is still to come.

    But not the one that opens the door: nobody is sent away for a matter of days.
    """
    years = day.year - year - (day.month <= month)
    return years + (years == YOUNGEST - 1 and day.month == month)


def to_registration(answers: Answers, *, form_token: str, source: str | None, language: str) -> Registration:
    return Registration(
        need=need_of(answers), identity=_identity(answers, language), form_token=form_token, source=source
    )


def need_of(answers: Answers) -> Need:
    """Raises :class:`Unfinished`."""
    place, situation, mode, channel = answers.place, answers.situation, answers.mode, answers.channel
    if place is None or situation is None or mode is None or channel is None:
        raise Unfinished("an answer that routing needs was not given")
    return Need(
        kind=Kind.YOUNG_PERSON,
        age=answers.age,
        place=place,
        situation=situation,
        level=answers.level,
        themes=answers.themes,
        publics=answers.publics,
        mode=mode,
        channel=channel,
        prescriber=None,
    )


def _identity(answers: Answers, language: str) -> Identity:
    return Identity(
        first_name=answers.first_name,
        last_name=answers.last_name,
        birth_year=answers.birth_year,
        birth_month=answers.birth_month,
        email=answers.email,
        phone=answers.phone,
        contact_by=answers.contact_by,
        guardian=answers.guardian,
        message=answers.message,
        health_consent=answers.health_consent,
        language=language,
    )
