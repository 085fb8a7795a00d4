"""Which letters their readers asked for.  Of all others an address gets one a day at most, so that nobody is flooded.

A letter that this table does not know has to wait for its turn.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from hub.partnership import CompanyStep
from hub.vocabulary import Audience, Step

ABOUT_ONESELF = frozenset(
    {
        Step.RECEIVED,
        Step.AWAITING_CONFIRMATION,
        Step.AWAITING_GUARDIAN,
        Step.GUARDIAN_AGREED,
        Step.ACCEPTED,
        Step.WITHDRAWN,
        Step.KEEPS_WAITING,
        Step.RESTRICTED,
        Step.RESUMED,
        Step.TOLD_OF_BREACH,
        Step.NEED_CORRECTED,
        Step.DETAILS_CHANGED,
        *("page_code", "address_code", "address_changed"),
        "reply_unread",
    }
)
"""The answer to what the person has just done; the one that they are waiting for; what the law has us say at once."""

ASKED_FOR: Mapping[Audience, frozenset[str]] = MappingProxyType(
    {
        Audience.YOUNG_PERSON: ABOUT_ONESELF,
        Audience.GUARDIAN: ABOUT_ONESELF,
        Audience.MENTOR: ABOUT_ONESELF,
        Audience.PRESCRIBER: frozenset({Step.RECEIVED, "sign_in_code", "reply_unread"}),
        Audience.COMPANY: frozenset(
            {
                CompanyStep.REGISTERED,
                CompanyStep.WITHDRAWN,
                CompanyStep.INTRODUCED,
                CompanyStep.SEAT_TAKEN,
                CompanyStep.SEAT_MOVED,
                CompanyStep.SEAT_GIVEN_BACK,
                CompanyStep.SESSION_CANCELLED,
                "seat_reminder",
                "reply_unread",
            }
        ),
    }
)
"""Whoever takes a seat asked to be told of it before the hour comes; whoever was called, to be introduced."""


def is_asked_for(letter: str, audience: Audience) -> bool:
    return letter in ASKED_FOR.get(audience, ())
