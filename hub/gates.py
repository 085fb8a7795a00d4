"""Read from a registration: what must happen before anybody is asked, and who is written to."""

from __future__ import annotations

from hub.lifecycle import ReferralState
from hub.models import Prescriber, Standing
from hub.vocabulary import (
    Audience,
    ContactFirst,
    Engagement,
    Identity,
    ReferredBy,
    Registration,
    WrittenAgreement,
)

AGE_OF_CONSENT = 15
"""Loi informatique et libertés, art. 45: below it, a guardian must agree too."""


def first_state(registration: Registration, prescriber: Prescriber | None, *, proven: bool) -> ReferralState:
    """What must happen before anybody is asked, if anything: the first of these that is so.

    A professional who is not proven confirms their own address, before any young person or guardian hears of it:
    a stranger's file of five hundred lines would otherwise write to five hundred people.
    """
    if prescriber and prescriber.standing is not Standing.VERIFIED:
        return ReferralState.AWAITING_CHECK
    if not proven and registration.identity.referred_by:
        return ReferralState.AWAITING_CONFIRMATION
    if guardian_must_agree(registration):
        return ReferralState.AWAITING_GUARDIAN
    return ReferralState.LOOKING if proven else ReferralState.AWAITING_CONFIRMATION


def guardian_must_agree(registration: Registration) -> bool:
    need, referred_by = registration.need, registration.identity.referred_by
    if isinstance(need, Engagement) or need.age >= AGE_OF_CONSENT:
        return False
    return referred_by is None or referred_by.written is not WrittenAgreement.OBTAINED


def correspondent(registration: Registration) -> Audience:
    """The one person who is written to at each step; a prescriber reads their digest instead."""
    identity = registration.identity
    if isinstance(registration.need, Engagement):
        return Audience.MENTOR
    under_age = registration.need.age < AGE_OF_CONSENT
    if identity.referred_by is None:
        return Audience.GUARDIAN if under_age or not identity.email else Audience.YOUNG_PERSON
    return _told_for(identity, identity.referred_by, under_age=under_age)


def _told_for(identity: Identity, referred_by: ReferredBy, *, under_age: bool) -> Audience:
    """Child welfare writes to a guardian only where it chose to, and not while their agreement is under way."""
    asked = under_age and referred_by.written is None
    held = under_age and referred_by.written is WrittenAgreement.UNDER_WAY
    chosen = referred_by.contact_first is ContactFirst.GUARDIAN and not held
    if identity.guardian and (asked or chosen):
        return Audience.GUARDIAN
    return Audience.YOUNG_PERSON if identity.email and not under_age else Audience.PRESCRIBER


def address_of(registration: Registration, told: Audience) -> str | None:
    """The correspondent's address; None where there is nobody to write to."""
    return address_for(registration.identity, told)


def address_for(identity: Identity, told: Audience) -> str | None:
    """Of these people, where the correspondent is written to."""
    if told is Audience.GUARDIAN:
        return identity.guardian.email if identity.guardian else None
    return identity.email if told in (Audience.YOUNG_PERSON, Audience.MENTOR) else None
