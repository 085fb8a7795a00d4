"""A professional for the tests, and those whom they register."""

from __future__ import annotations

import secrets
from typing import Any

from hub import intake
from hub.vocabulary import (
    Channel,
    ContactFirst,
    Prescriber,
    PrescriberKind,
    Professional,
    ReferredBy,
    Registration,
)
from hub.work import Work
from tests.parts import people

ADDRESS = "bertille.w@mission-pro.example"
FREE_ADDRESS = "bertille.w@gmail.com"
CANARIES = ("Bertille", "Wauquaire", "Chantereine", "bertille.w")
"""The professional's own name: nobody but the desk, and the association that accepted, may read it."""


def professional(**changes: Any) -> Professional:
    usual: dict[str, Any] = {
        "name": "Bertille Wauquaire",
        "function": "Conseillère",
        "organisation": "Mission Chantereine",
        "email": ADDRESS,
        "phone": None,
    }
    return Professional(**usual | changes)


def registration(
    *,
    marker: str = "A-12",
    email: str = ADDRESS,
    kind: PrescriberKind = PrescriberKind.MISSION_LOCALE,
    **changes: Any,
) -> Registration:
    """A young person of sixteen, unless told otherwise, registered by a professional."""
    referred_by = ReferredBy(
        professional=professional(email=email),
        contact_first=changes.pop("contact_first", ContactFirst.YOUNG_PERSON),
        informed=True,
        evaluated=changes.pop("evaluated", None),
        written=changes.pop("written", None),
        group="",
    )
    who = changes.pop("who", {})
    need = people.need(channel=Channel.PRESCRIBER, prescriber=Prescriber(kind, None, None), **changes)
    identity = people.identity(referred_by=referred_by, **who)
    return Registration(need, identity, secrets.token_hex(16), None, marker=marker)


def register(work: Work, **changes: Any) -> str:
    """One more young person; answers the reference."""
    return intake.register(work, registration(**changes)).reference
