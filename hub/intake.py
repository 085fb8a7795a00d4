"""From a valid form to a referral without a name, and the guardian's yes or no when the child is under 15."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from hub import calendar, gates, identities, journey, prescribers, queries, strangers
from hub.lifecycle import IllegalMove, ReferralState
from hub.models import Prescriber, Referral
from hub.queries.referrals import found
from hub.vault import derived_token, digest, seal_marker
from hub.vocabulary import (
    Audience,
    Engagement,
    Kind,
    Need,
    Registration,
    Step,
)
from hub.work import Errand, Work

REFERENCE_ALPHABET = "23456789BCDFGHJKMNPQRSTVWXZ"
REFERENCE_LENGTH = 8


@dataclass(frozen=True, slots=True, repr=False)
class Receipt:
    """What the person keeps.  ``promised_by`` is None while a guardian's yes is awaited."""

    reference: str
    tracking_token: str
    state: ReferralState
    promised_by: date | None


def register(work: Work, registration: Registration, *, proven: bool = True) -> Receipt:
    """Register once for each form token: a double click or a later resubmission gives the same receipt.

    ``proven``: whether the sender showed that they are no machine.  If not, nothing is routed before the person has
    confirmed from a letter that the address is theirs.
    """
    form_digest = digest(registration.form_token)
    referral = _new_referral(work, registration, form_digest, proven=proven)
    if referral is None:
        referral = found(queries.referral_by_form(work.session, form_digest))
    return _receipt(referral, registration.form_token)


def receipt_of(work: Work, form_token: str) -> Receipt | None:
    """The receipt of a form that was already registered, or None."""
    referral = queries.referral_by_form(work.session, digest(form_token))
    return _receipt(referral, form_token) if referral else None


def guardian_agrees(work: Work, referral: Referral) -> None:
    if referral.state is not ReferralState.AWAITING_GUARDIAN:
        raise IllegalMove("the guardian has answered already")
    _confirm_address(work, referral)
    _start_looking(work, referral, Step.GUARDIAN_AGREED)


def agreement_obtained(work: Work, referral: Referral) -> None:
    """Child welfare now has the agreement in writing.  No prescriber says yes in the place of a guardian we asked."""
    if referral.correspondent is not Audience.PRESCRIBER:
        raise IllegalMove("the guardian was asked, and answers themselves")
    guardian_agrees(work, referral)


def confirm(work: Work, referral: Referral) -> None:
    """Whoever reads the letters says that the address is theirs: letters go on, and what waited for it is routed."""
    _confirm_address(work, referral)
    if referral.state is ReferralState.AWAITING_CONFIRMATION and referral.prescriber is None:
        _start_looking(work, referral, Step.RECEIVED)


def prescriber_is_trusted(work: Work, referral: Referral) -> None:
    """The desk has looked at who registered this young person, or they have confirmed their address: it goes on."""
    if referral.state not in (ReferralState.AWAITING_CHECK, ReferralState.AWAITING_CONFIRMATION):
        raise IllegalMove("this registration does not wait for who made it")
    if referral.agreement_digest is None:
        _start_looking(work, referral, Step.RECEIVED)
        return
    until = _silence(work, referral, ReferralState.AWAITING_GUARDIAN)
    referral.move(ReferralState.AWAITING_GUARDIAN, next_at=until, forget_at=until)
    journey.record(work, referral, Step.AWAITING_GUARDIAN)


def _confirm_address(work: Work, referral: Referral) -> None:
    if referral.address_digest:
        strangers.confirm(work, referral.address_digest)


def _start_looking(work: Work, referral: Referral, step: Step) -> None:
    referral.promised_by = _promise(work, None)
    referral.move(ReferralState.LOOKING, next_at=work.now)
    journey.record(work, referral, step)
    work.ring(Errand.ROUTE, referral)


def _new_referral(
    work: Work, registration: Registration, form_digest: bytes, *, proven: bool
) -> Referral | None:
    """None when this form is registered already, if only a moment ago."""
    prescriber = _prescriber(work, registration)
    sealed = _sealed(registration)
    referral = _without_a_name(work, registration, sealed)
    referral.form_digest, referral.prescriber_id = form_digest, prescriber.id if prescriber else None
    referral.state = gates.first_state(registration, prescriber, proven=proven)
    _set_dates(work, referral, registration)
    _mark(work, referral, registration)
    if not work.write(referral, once=True):
        return None
    work.session.add(referral)
    identities.seal(work, referral, sealed, registration.need)
    journey.record(work, referral, FIRST_STEPS[referral.state])
    if prescriber:
        journey.acknowledge(work, prescriber)
    if referral.state is ReferralState.LOOKING:
        work.ring(Errand.ROUTE, referral)
    return referral


def _sealed(registration: Registration) -> identities.Sealed:
    return identities.Sealed(
        registration.identity,
        tracking_token=_tracking_token(registration.form_token),
        agreement_token=secrets.token_hex(16) if gates.guardian_must_agree(registration) else None,
        letters_token=secrets.token_hex(16),
    )


def _without_a_name(work: Work, registration: Registration, sealed: identities.Sealed) -> Referral:
    """The row: digests of the links that its letters will carry, and of the address they go to."""
    told = gates.correspondent(registration)
    address = gates.address_of(registration, told)
    return Referral(
        reference=new_reference(),
        kind=Kind.MENTOR if isinstance(registration.need, Engagement) else Kind.YOUNG_PERSON,
        correspondent=told,
        source=registration.source,
        received_at=work.now,
        tracking_digest=digest(sealed.tracking_token),
        agreement_digest=sealed.agreement_token and digest(sealed.agreement_token),
        letters_digest=sealed.letters_token and digest(sealed.letters_token),
        address_digest=address and work.vault.address_digest(address),
        version=1,
    )


FIRST_STEPS = {
    ReferralState.AWAITING_CHECK: Step.AWAITING_CHECK,
    ReferralState.AWAITING_GUARDIAN: Step.AWAITING_GUARDIAN,
    ReferralState.AWAITING_CONFIRMATION: Step.AWAITING_CONFIRMATION,
    ReferralState.LOOKING: Step.RECEIVED,
}


def _prescriber(work: Work, registration: Registration) -> Prescriber | None:
    need, referred_by = registration.need, registration.identity.referred_by
    if isinstance(need, Engagement) or need.prescriber is None or referred_by is None:
        return None
    return prescribers.known(work, referred_by.professional, need.prescriber)


def _mark(work: Work, referral: Referral, registration: Registration) -> None:
    referred_by = registration.identity.referred_by
    if referred_by is None or not registration.marker:
        return
    key = work.vault.marker_key(referred_by.professional.email)
    referral.marker = seal_marker(registration.marker, key, place=marker_place(referral))


def marker_place(referral: Referral) -> str:
    return f"marker:{referral.reference}"


def _set_dates(work: Work, referral: Referral, registration: Registration) -> None:
    """What can be routed is due now, and gets its promise; what waits for a yes is forgotten without it."""
    referral.next_at = work.now
    if referral.state is ReferralState.LOOKING:
        referral.promised_by = _promise(work, registration.need)
    elif referral.state is ReferralState.AWAITING_CHECK:
        last = calendar.add_working_days(calendar.civil(work.now), work.rule_book.delays.desk_days)
        referral.next_at = calendar.end_of_day(last)
    else:
        referral.next_at = referral.forget_at = _silence(work, referral, referral.state)


def _silence(work: Work, referral: Referral, state: ReferralState) -> datetime:
    """Until when a yes is awaited.  One in writing takes longer: child welfare gathers it from several people."""
    delays = work.rule_book.delays
    days = delays.guardian_silence_days
    if state is ReferralState.AWAITING_CONFIRMATION:
        days = delays.confirmation_silence_days
    elif referral.correspondent is Audience.PRESCRIBER:
        days = delays.written_agreement_days
    return work.now + timedelta(days=days)


def _promise(work: Work, need: Need | Engagement | None) -> date:
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
