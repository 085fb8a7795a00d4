"""People for the tests to register: names that appear nowhere else, so that a leak is a leak."""

from __future__ import annotations

import secrets
from dataclasses import replace
from typing import Any

from hub import geography
from hub.vocabulary import (
    Availability,
    Channel,
    ContactBy,
    ContactFirst,
    Engagement,
    Guardian,
    Identity,
    Kind,
    Level,
    MentorAge,
    MentorAudience,
    MentorStatus,
    Mode,
    Need,
    Prescriber,
    PrescriberKind,
    Professional,
    Public,
    ReferredBy,
    Registration,
    Sector,
    Situation,
    Theme,
)

FIRST_NAME = "Zéphyrine"
LAST_NAME = "Quatremère-Obiang"
EMAIL = "zephyrine.q@lycee.example"
PHONE = "+33639980123"
MESSAGE = "J'adore la soudure sous-marine et les axolotls."
GUARDIAN = Guardian("Théodrade", "Quatremère-Vanuxem", "theodrade.v@maison.example")
CANARIES = (
    "Zéphyrine",
    "Quatremère",
    "zephyrine.q",
    "39980123",
    "axolotls",
    "Théodrade",
    "Vanuxem",
    "theodrade.v",
)
"""What must be found nowhere but in letters to its owner, and on the page of the association that accepted."""


def need(**changes: Any) -> Need:
    """A lycéenne of 16 in Roubaix who wants help with orientation, unless told otherwise."""
    usual: dict[str, Any] = {
        "kind": Kind.YOUNG_PERSON,
        "age": 16,
        "place": geography.place("59100", "59512"),
        "situation": Situation.LYCEE_GT,
        "level": Level.PREMIERE,
        "themes": frozenset({Theme.ORIENTATION}),
        "publics": frozenset({Public.QPV}),
        "mode": Mode.EITHER,
        "channel": Channel.SELF,
        "prescriber": None,
    }
    return Need(**usual | changes)


def identity(**changes: Any) -> Identity:
    usual: dict[str, Any] = {
        "first_name": FIRST_NAME,
        "last_name": LAST_NAME,
        "birth_year": 2009,
        "birth_month": 11,
        "email": EMAIL,
        "phone": PHONE,
        "contact_by": ContactBy.EMAIL,
        "guardian": GUARDIAN,
        "message": MESSAGE,
        "health_consent": False,
    }
    return Identity(**usual | changes)


def registration(
    *, form_token: str | None = None, who: Identity | None = None, **changes: Any
) -> Registration:
    return Registration(need(**changes), who or identity(), form_token or secrets.token_hex(16), None)


MENTOR_FIRST_NAME = "Célimène"
MENTOR_EMAIL = "celimene.bv@atelier.example"
EMPLOYER = "Verreries Sélénium"
MENTOR_CANARIES = ("Célimène", "Barthélemy-Vauquelin", "celimene.bv", "61981112", "Sélénium")
"""A mentor's own words: the employer as well is nobody's before a yes."""


def engagement(**changes: Any) -> Engagement:
    """An engineer of Roubaix who would like to help lycéens find their way, unless told otherwise."""
    usual: dict[str, Any] = {
        "age": MentorAge.FROM_26_TO_49,
        "status": MentorStatus.ACTIF,
        "sector": Sector.INDUSTRIE,
        "place": geography.place("59100", "59512"),
        "audiences": frozenset({MentorAudience.LYCEE}),
        "themes": frozenset({Theme.ORIENTATION}),
        "mode": Mode.EITHER,
        "availability": Availability.FORTNIGHTLY,
    }
    return Engagement(**usual | changes)


def mentor(*, form_token: str | None = None, email: str = MENTOR_EMAIL, **changes: Any) -> Registration:
    who = Identity(
        first_name=MENTOR_FIRST_NAME,
        last_name="Barthélemy-Vauquelin",
        birth_year=None,
        birth_month=None,
        email=email,
        phone="+33761981112",
        contact_by=ContactBy.EMAIL,
        guardian=None,
        message="",
        health_consent=False,
        employer=EMPLOYER,
    )
    return Registration(engagement(**changes), who, form_token or secrets.token_hex(16), None)


def child() -> Registration:
    """A collégien of 13: nothing is routed before a guardian's yes."""
    who = identity(email=None, phone=None, birth_year=2012)
    return registration(who=who, age=13, situation=Situation.COLLEGE, level=Level.CINQUIEME)


PROFESSIONAL = Professional(
    "Ludivine Oberkampf-Sow",
    "Conseillère principale d’éducation",
    "Lycée des Pétrels",
    "l.oberkampf@lycee.example",
    "+33320980777",
)
PROFESSIONAL_CANARIES = ("Ludivine", "Oberkampf", "Pétrels", "20980777")
"""The professional's own words: no card, no log, no letter to an association before it accepts."""


def referred(
    *,
    kind: PrescriberKind = PrescriberKind.SCHOOL,
    who: Identity | None = None,
    marker: str = "",
    **changes: Any,
) -> Registration:
    """A professional registers her; ``changes`` of the need by name, of what they say beside it too."""
    beside = {
        name: changes.pop(name)
        for name in ("contact_first", "written", "evaluated", "group")
        if name in changes
    }
    email = changes.pop("professional_email", PROFESSIONAL.email)
    told: dict[str, Any] = {
        "professional": replace(PROFESSIONAL, email=email),
        "contact_first": ContactFirst.YOUNG_PERSON,
        "informed": True,
        "evaluated": None,
        "written": None,
        "group": "",
    }
    referred_by = ReferredBy(**told | beside)
    prescriber = Prescriber(kind, changes.pop("department", None), changes.pop("uai", None))
    who = replace(who or identity(), referred_by=referred_by)
    usual: dict[str, Any] = {"channel": Channel.PRESCRIBER, "prescriber": prescriber}
    return replace(registration(who=who, **usual | changes), marker=marker)
