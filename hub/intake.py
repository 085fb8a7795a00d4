"""From a valid form to a referral without a name, and the guardian's yes or no when the child is under 15."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy.exc import IntegrityError

from hub import calendar, identities, journey, queries
from hub.lifecycle import IllegalMove, ReferralState
from hub.models import Referral
from hub.vault import derived_token, digest
from hub.vocabulary import Audience, Need, Registration, Step
from hub.work import Errand, Work

REFERENCE_ALPHABET = "23456789BCDFGHJKMNPQRSTVWXZ"
REFERENCE_LENGTH = 8
AGE_OF_CONSENT = 15
"""Loi informatique et libertés, art. 45: below it, a guardian must agree too."""


@dataclass(frozen=True, slots=True, repr=False)
class Receipt:
    """What the person keeps.  ``promised_by`` is None while a guardian's yes is awaited."""

    reference: str
    tracking_token: str
    state: ReferralState
    promised_by: date | None


def register(work: Work, registration: Registration) -> Receipt:
    """Register once for each form token: a double click or a later resubmission gives the same receipt."""
    form_digest = digest(registration.form_token)
    referral = queries.referral_by_form(work.session, form_digest)
    if referral is None:
        try:
            with work.session.begin_nested():
                referral = _new_referral(work, registration, form_digest)
        except IntegrityError:
            referral = queries.referral_by_form(work.session, form_digest)
            if referral is None:
                raise
    return _receipt(referral, registration.form_token)


def receipt_of(work: Work, form_token: str) -> Receipt | None:
    """The receipt of a form that was already registered, or None."""
    referral = queries.referral_by_form(work.session, digest(form_token))
    return _receipt(referral, form_token) if referral else None


def guardian_agrees(work: Work, referral: Referral) -> None:
    if referral.state is not ReferralState.AWAITING_GUARDIAN:
        raise IllegalMove("the guardian has answered already")
    referral.promised_by = _promise(work, None)
    referral.move(ReferralState.LOOKING, next_at=work.now)
    journey.record(work, referral, Step.GUARDIAN_AGREED)
    work.ring(Errand.ROUTE, referral)


def _new_referral(work: Work, registration: Registration, form_digest: bytes) -> Referral:
    awaiting = registration.need.age < AGE_OF_CONSENT
    tracking_token = _tracking_token(registration.form_token)
    agreement_token = secrets.token_hex(16) if awaiting else None
    referral = Referral(
        reference=new_reference(),
        kind=registration.need.kind,
        state=ReferralState.AWAITING_GUARDIAN if awaiting else ReferralState.LOOKING,
        correspondent=Audience.GUARDIAN
        if awaiting or not registration.identity.email
        else Audience.YOUNG_PERSON,
        source=registration.source,
        received_at=work.now,
        promised_by=None if awaiting else _promise(work, registration.need),
        form_digest=form_digest,
        tracking_digest=digest(tracking_token),
        agreement_digest=agreement_token and digest(agreement_token),
    )
    _set_dates(work, referral)
    work.session.add(referral)
    sealed = identities.Sealed(registration.identity, tracking_token, agreement_token)
    identities.seal(work, referral, sealed, registration.need)
    journey.record(work, referral, Step.AWAITING_GUARDIAN if awaiting else Step.RECEIVED)
    if not awaiting:
        work.ring(Errand.ROUTE, referral)
    work.session.flush()
    return referral


def _set_dates(work: Work, referral: Referral) -> None:
    """A registration that can be routed is due now; one that waits is forgotten without the guardian's yes."""
    referral.next_at = work.now
    if referral.state is ReferralState.AWAITING_GUARDIAN:
        silence = timedelta(days=work.rule_book.delays.guardian_silence_days)
        referral.next_at = referral.forget_at = work.now + silence


def _promise(work: Work, need: Need | None) -> date:
    department = need.place.department if need else None
    today = calendar.civil(work.now)
    return calendar.add_working_days(today, work.rule_book.delays.promise_days, department=department)


def _receipt(referral: Referral, form_token: str) -> Receipt:
    return Receipt(referral.reference, _tracking_token(form_token), referral.state, referral.promised_by)


def _tracking_token(form_token: str) -> str:
    return derived_token(form_token, use="tracking")


def new_reference() -> str:
    """Short enough to read over the telephone; without vowels, so that it spells nothing."""
    return "".join(secrets.choice(REFERENCE_ALPHABET) for _ in range(REFERENCE_LENGTH))
