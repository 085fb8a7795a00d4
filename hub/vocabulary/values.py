"""What people tell us, as values that never print."""

from __future__ import annotations

from dataclasses import dataclass

from hub.vocabulary.codes import (
    Availability,
    Channel,
    ContactBy,
    ContactFirst,
    Kind,
    Level,
    MentorAge,
    MentorAudience,
    MentorStatus,
    Mode,
    PrescriberKind,
    Public,
    Sector,
    Situation,
    Theme,
    WrittenAgreement,
)


@dataclass(frozen=True, slots=True)
class Place:
    """A commune and what stands above it.  Codes are INSEE's (``59512``, ``2A004``, ``97411``)."""

    postal_code: str
    commune: str
    name: str
    department: str
    region: str
    population: int


@dataclass(frozen=True, slots=True)
class Prescriber:
    """What routing may know of the professional who registers a young person."""

    kind: PrescriberKind
    department: str | None
    uai: str | None


@dataclass(frozen=True, slots=True, repr=False)
class Need:
    """What routing may know of a young person: no identity in it, yet personal all the same, so it never prints."""

    kind: Kind
    age: int
    place: Place
    situation: Situation
    level: Level | None
    themes: frozenset[Theme]
    publics: frozenset[Public]
    mode: Mode
    channel: Channel
    prescriber: Prescriber | None

    def __repr__(self) -> str:
        return "Need(…)"


@dataclass(frozen=True, slots=True, repr=False)
class Engagement:
    """What routing may know of what a mentor offers: the counterpart of a need."""

    age: MentorAge
    status: MentorStatus
    sector: Sector | None
    place: Place
    audiences: frozenset[MentorAudience]
    themes: frozenset[Theme]
    mode: Mode
    availability: Availability

    def __repr__(self) -> str:
        return "Engagement(…)"


@dataclass(frozen=True, slots=True, repr=False)
class Professional:
    """Who registers a young person in the course of their work, and how to reach them.

    ``language``: the one in which they filled in the form, and are written to (ISO 639-1).
    """

    name: str
    function: str
    organisation: str
    email: str
    phone: str | None
    language: str = "fr"

    def __repr__(self) -> str:
        return "Professional(…)"


@dataclass(frozen=True, slots=True, repr=False)
class ReferredBy:
    """What a professional says beside the need: who they are, whom to contact first, and what they attest.

    ``informed``: the young person, and the guardian of a minor, know and agree.  ``evaluated`` and ``written`` are
    child welfare's own (CASF, L221-2-6), None elsewhere.  ``group``: a class or a group, as they wrote it.
    """

    professional: Professional
    contact_first: ContactFirst
    informed: bool
    evaluated: bool | None
    written: WrittenAgreement | None
    group: str

    def __repr__(self) -> str:
        return "ReferredBy(…)"


@dataclass(frozen=True, slots=True, repr=False)
class Guardian:
    """A holder of parental authority."""

    first_name: str
    last_name: str
    email: str

    def __repr__(self) -> str:
        return "Guardian(…)"


@dataclass(frozen=True, slots=True, repr=False)
class Identity:
    """Who it is and how to reach them.  Exists in memory only, between a form, the vault and a page.

    A mentor has no month of birth here; ``employer`` is a mentor's, ``referred_by`` a young person's.
    ``language``: the one in which the form was filled in; they, or their guardian, are written to in it (ISO 639-1).
    """

    first_name: str
    last_name: str
    birth_year: int | None
    birth_month: int | None
    email: str | None
    phone: str | None
    contact_by: ContactBy
    guardian: Guardian | None
    message: str
    health_consent: bool
    employer: str | None = None
    referred_by: ReferredBy | None = None
    language: str = "fr"

    def __repr__(self) -> str:
        return "Identity(…)"


@dataclass(frozen=True, slots=True, repr=False)
class Registration:
    """One intake form, complete and valid: a value, not a row.

    ``marker`` is the prescriber's own word for this young person, which never is their name.
    """

    need: Need | Engagement
    identity: Identity
    form_token: str
    source: str | None
    marker: str = ""

    def __repr__(self) -> str:
        return "Registration(…)"
