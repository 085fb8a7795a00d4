"""How an employer engages its people: the words of it, and what may follow what.  Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, time
from enum import StrEnum
from types import MappingProxyType

SIREN_DIGITS = 9
HIGHEST_DIGIT = 9


class CompanySize(StrEnum):
    """How many people work there, inclusive."""

    UP_TO_9 = "1-9"
    UP_TO_49 = "10-49"
    UP_TO_249 = "50-249"
    UP_TO_4999 = "250-4999"
    FROM_5000 = "5000+"


class CompanyStage(StrEnum):
    """How far the company has come by itself."""

    DISCOVERING = "discovering"
    WANTS_PARTNERSHIP = "wants_partnership"
    HAS_MENTORS = "has_mentors"


class PartnershipModel(StrEnum):
    """Relay: its people engage one by one, no money.  Funded: it also supports an association's programme."""

    RELAY = "relay"
    FUNDED = "funded"
    UNKNOWN = "unknown"


class CompanyState(StrEnum):
    TO_CALL = "to_call"
    NEEDS_DEFINED = "needs_defined"
    INTRODUCED = "introduced"
    UNDER_WAY = "under_way"
    CLOSED = "closed"
    FORGOTTEN = "forgotten"


class CompanyStep(StrEnum):
    """Something that happened to a company's request, or to its seat at a webinar."""

    REGISTERED = "registered"
    PUT_OFF = "put_off"
    NEEDS_DEFINED = "needs_defined"
    INTRODUCED = "introduced"
    UNDER_WAY = "under_way"
    CLOSED = "closed"
    WITHDRAWN = "withdrawn"
    FORGOTTEN = "forgotten"
    CONTACT_READ = "contact_read"
    SEAT_TAKEN = "seat_taken"
    SEAT_MOVED = "seat_moved"
    SEAT_GIVEN_BACK = "seat_given_back"
    SESSION_CANCELLED = "session_cancelled"


class ImpossibleMove(Exception):
    """A company does not go from where it stands to there."""


OVER = frozenset({CompanyState.CLOSED, CompanyState.FORGOTTEN})

MOVES: Mapping[CompanyState, frozenset[CompanyState]] = MappingProxyType(
    {
        CompanyState.TO_CALL: frozenset(
            {CompanyState.NEEDS_DEFINED, CompanyState.CLOSED, CompanyState.FORGOTTEN}
        ),
        CompanyState.NEEDS_DEFINED: frozenset(
            {
                CompanyState.INTRODUCED,
                CompanyState.UNDER_WAY,
                CompanyState.CLOSED,
                CompanyState.FORGOTTEN,
            }
        ),
        CompanyState.INTRODUCED: frozenset(
            {
                CompanyState.NEEDS_DEFINED,
                CompanyState.UNDER_WAY,
                CompanyState.CLOSED,
                CompanyState.FORGOTTEN,
            }
        ),
        CompanyState.UNDER_WAY: frozenset(
            {CompanyState.NEEDS_DEFINED, CompanyState.CLOSED, CompanyState.FORGOTTEN}
        ),
        CompanyState.CLOSED: frozenset({CompanyState.FORGOTTEN}),
        CompanyState.FORGOTTEN: frozenset(),
    }
)
INTRODUCIBLE = frozenset({CompanyState.NEEDS_DEFINED, CompanyState.INTRODUCED, CompanyState.UNDER_WAY})
"""Whoever knows what a company needs may introduce it, to one association after another."""


@dataclass(frozen=True, slots=True)
class WebinarPlan:
    """A session each week: ``weekday`` 1 is Monday, ``at`` the hour in Paris."""

    weekday: int
    at: time
    minutes: int
    seats: int
    link: str


@dataclass(frozen=True, slots=True, repr=False)
class CompanyContact:
    """The person to call.  Exists in memory only, between a form, the vault, a letter and the desk's page.

    ``language``: the one in which the form was filled in, and in which they are written to (ISO 639-1).
    """

    name: str
    function: str
    email: str
    phone: str | None
    language: str = "fr"

    def __repr__(self) -> str:
        return "CompanyContact(…)"


@dataclass(frozen=True, slots=True, repr=False)
class CompanyRegistration:
    """One form, complete and valid.  ``webinar`` is the session chosen, None for none; ``session``, its hour then."""

    name: str
    siren: str | None
    size: CompanySize
    departments: tuple[str, ...]
    stage: CompanyStage
    model: PartnershipModel
    mentors: int | None
    contact: CompanyContact
    webinar: int | None
    form_token: str
    source: str | None
    session: datetime | None = None

    def __repr__(self) -> str:
        return "CompanyRegistration(…)"


def moved(state: CompanyState, to: CompanyState) -> CompanyState:
    if to not in MOVES[state]:
        raise ImpossibleMove(f"a company that is {state} cannot become {to}")
    return to


def is_siren(digits: str) -> bool:
    """Nine digits whose last checks the others (Luhn).  La Poste's exception concerns establishments (SIRET) only."""
    if len(digits) != SIREN_DIGITS or not (digits.isascii() and digits.isdecimal()):
        return False
    doubled = (int(digit) * (1 + place % 2) for place, digit in enumerate(reversed(digits)))
    return int(digits) > 0 and sum(n - HIGHEST_DIGIT if n > HIGHEST_DIGIT else n for n in doubled) % 10 == 0
