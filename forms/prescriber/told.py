"""What a professional has told so far of themselves and of one young person, and the registration it becomes."""

from __future__ import annotations

from dataclasses import dataclass, replace

from forms.answers import MAJORITY, Unfinished
from hub.gates import AGE_OF_CONSENT
from hub.routing.criteria import CHILD_WELFARE
from hub.vocabulary import (
    Channel,
    ContactBy,
    ContactFirst,
    Guardian,
    Identity,
    Kind,
    Level,
    Mode,
    Need,
    Place,
    Prescriber,
    PrescriberKind,
    Professional,
    Public,
    ReferredBy,
    Registration,
    Situation,
    Theme,
    WrittenAgreement,
)


@dataclass(frozen=True, slots=True, repr=False)
class Told:
    """Grows with each valid page, or with each cell of a row.  None means not told yet, or not asked.

    ``department`` is the one in charge of a young person in child welfare, wherever they live; ``uai`` the school
    of the professional; ``marker`` their own word for this young person, which never is the name.
    ``handicap_left_out``: it was ticked, but not the consent that keeping it needs.
    """

    kind: PrescriberKind | None = None
    professional: Professional | None = None
    birth_year: int = 0
    birth_month: int = 0
    age: int = 0
    place: Place | None = None
    situation: Situation | None = None
    department: str | None = None
    uai: str | None = None
    group: str = ""
    level: Level | None = None
    themes: frozenset[Theme] = frozenset()
    mode: Mode | None = None
    publics: frozenset[Public] = frozenset()
    health_consent: bool = False
    handicap_left_out: bool = False
    message: str = ""
    first_name: str = ""
    last_name: str = ""
    marker: str = ""
    email: str | None = None
    phone: str | None = None
    guardian: Guardian | None = None
    contact_first: ContactFirst | None = None
    informed: bool = False
    evaluated: bool | None = None
    written: WrittenAgreement | None = None

    def __repr__(self) -> str:
        return "Told(…)"

    @property
    def formal(self) -> bool:
        """A professional is spoken to as an adult, always."""
        return True

    @property
    def child_welfare(self) -> bool:
        return self.kind in CHILD_WELFARE

    @property
    def at_school(self) -> bool:
        return self.kind is PrescriberKind.SCHOOL

    @property
    def minor(self) -> bool:
        return self.age < MAJORITY

    @property
    def consent_needed(self) -> bool:
        """Somebody must agree before anything is sent on: a guardian, or child welfare's written agreement."""
        return self.age < AGE_OF_CONSENT


def for_another(told: Told) -> Told:
    """What stays true from one young person to the next: who registers them, and from where."""
    return replace(Told(), kind=told.kind, professional=told.professional)


def to_registration(told: Told, *, form_token: str, source: str | None, language: str) -> Registration:
    """Raises Unfinished."""
    return Registration(
        need=need_of(told),
        identity=_identity(told, language),
        form_token=form_token,
        source=source,
        marker=told.marker,
    )


def need_of(told: Told) -> Need:
    """Raises Unfinished."""
    if told.place is None or told.situation is None or told.mode is None or told.kind is None:
        raise Unfinished("an answer that routing needs was not given")
    return Need(
        kind=Kind.YOUNG_PERSON,
        age=told.age,
        place=told.place,
        situation=told.situation,
        level=told.level,
        themes=told.themes,
        publics=told.publics,
        mode=told.mode,
        channel=Channel.PRESCRIBER,
        prescriber=Prescriber(told.kind, told.department, told.uai),
    )


def _identity(told: Told, language: str) -> Identity:
    return Identity(
        first_name=told.first_name,
        last_name=told.last_name,
        birth_year=told.birth_year,
        birth_month=told.birth_month,
        email=told.email,
        phone=told.phone,
        contact_by=ContactBy.EMAIL if told.email or not told.phone else ContactBy.PHONE,
        guardian=told.guardian,
        message=told.message,
        health_consent=told.health_consent,
        referred_by=_referred_by(told, language),
        language=language,
    )


def _referred_by(told: Told, language: str) -> ReferredBy:
    if told.professional is None or told.contact_first is None:
        raise Unfinished("who registers, or whom to contact first, was not told")
    return ReferredBy(
        professional=replace(told.professional, language=language),
        contact_first=told.contact_first,
        informed=told.informed,
        evaluated=told.evaluated,
        written=told.written,
        group=told.group,
    )
