"""Companies for the tests to register: a contact that appears nowhere else, so that a leak is a leak."""

from __future__ import annotations

import secrets
from typing import Any

from hub.partnership import (
    CompanyContact,
    CompanyRegistration,
    CompanySize,
    CompanyStage,
    PartnershipModel,
)

CONTACT = CompanyContact(
    name="Ombeline Castagnède",
    function="Fauconnière en chef",
    email="ombeline.c@filature.example",
    phone="+33761980567",
)
CANARIES = ("Ombeline", "Castagnède", "Fauconnière", "ombeline.c", "61980567")
"""What must be found nowhere but in letters to its owner, and on the page of whoever may call."""


def company(**changes: Any) -> CompanyRegistration:
    """A spinning mill of the North that discovers mentoring, unless told otherwise."""
    usual: dict[str, Any] = {
        "name": "Filature des Trois-Ponts",
        "siren": "732829320",
        "size": CompanySize.UP_TO_49,
        "departments": ("59", "62"),
        "stage": CompanyStage.DISCOVERING,
        "model": PartnershipModel.UNKNOWN,
        "mentors": 5,
        "contact": CONTACT,
        "webinar": None,
        "form_token": secrets.token_hex(16),
        "source": None,
    }
    return CompanyRegistration(**usual | changes)
