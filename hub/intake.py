"""From a valid form to a referral without a name, and the guardian's yes or no when the child is under 15."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Any

from hub import (
    calendar,
    gates,
    identities,
    journey,
    prescribers,
    queries,
    strangers,
)
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

if TYPE_CHECKING:
    from hub.forecasts import Forecast

REFERENCE_ALPHABET = "23456789BCDFGHJKMNPQRSTVWXZ"
REFERENCE_LENGTH = 8


@dataclass(frozen=True, slots=True, repr=False)
class Receipt:
    """What the person keeps.  ``promised_by`` is None while a yes is awaited, and ``forget_at`` says until when.

    ``correspondent``: who is written to, be it whoever filled in the form or not.
    ``forecast``: how long those like them wait, where it was looked up and enough is known of it.
    """

    reference: str
    tracking_token: str
    state: ReferralState
    correspondent: Audience
    promised_by: date | None
    forget_at: datetime | None
    forecast: Forecast | None = None


def register(work: Work, registration: Registration, *, proven: bool = True) -> Receipt:
    """Register once for each form token: a double click or a later resubmission gives the same receipt.

    ``proven``: whether the sender showed that they are no machine.  If not, nothing is routed before the person has
    confirmed from a letter that the address is theirs.
    """
    form_digest = digest(registration.form_token)
    tracking_token = _tracking_token(registration.form_token)
    new = _new_referral(work, registration, form_digest, tracking_token, proven=proven)
    return _receipt(new or found(queries.referral_by_form(work.session, form_digest)), tracking_token)


def receipt_of(work: Work, form_token: str) -> Receipt | None:
    """The receipt of a form that was already registered, or None."""
    referral = queries.referral_by_form(work.session, digest(form_token))
    return _receipt(referral, _tracking_token(form_token)) if referral else None


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
    if waits_for_its_reader(referral):
        _start_looking(work, referral, Step.RECEIVED)


def waits_for_its_reader(referral: Referral) -> bool:
    """Whoever reads its letters must confirm it, known already or not; not a professional who registered it."""
    return referral.state is ReferralState.AWAITING_CONFIRMATION and referral.prescriber_id is None


def prescriber_is_trusted(work: Work, referral: Referral) -> None:
    """The desk has looked at who registered this young person, or they have confirmed their address: it goes on."""
    if referral.state not in (ReferralState.AWAITING_CHECK, ReferralState.AWAITING_CONFIRMATION):
        raise IllegalMove("this registration does not wait for who made it")
    if referral.agreement_digest is None:
        _start_looking(work, referral, Step.RECEIVED)
        return
    until = _silence(work, ReferralState.AWAITING_GUARDIAN, referral.correspondent)
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


@dataclass(frozen=True, slots=True)
class _New:
    """A referral a moment after its row was written: no more of it is needed to tell its first step."""

    id: int
    reference: str
    state: ReferralState
    correspondent: Audience
    prescriber_id: int | None
    promised_by: date | None
    forget_at: datetime | None


def _new_referral(
    work: Work, registration: Registration, form_digest: bytes, tracking_token: str, *, proven: bool
) -> _New | None:
    """None when this form is registered already, if only a moment ago."""
    prescriber = _prescriber(work, registration)
    sealed = _sealed(registration, tracking_token)
    row = _without_a_name(work, registration, sealed, prescriber, proven=proven)
    number = work.write_once(Referral, form_digest=form_digest, **row)
    if number is None:
        return None
    new = _New(number, *(row[name] for name in _New.__slots__[1:]))
    identities.seal(work, number, new.reference, sealed, registration.need)
    journey.record(work, new, FIRST_STEPS[new.state])
    if prescriber:
        prescribers.acknowledge(work, prescriber)
    if new.state is ReferralState.LOOKING:
        work.ring(Errand.ROUTE, number)
    return new


def _sealed(registration: Registration, tracking_token: str) -> identities.Sealed:
    return identities.Sealed(
        registration.identity,
        tracking_token=tracking_token,
        agreement_token=secrets.token_hex(16) if gates.guardian_must_agree(registration) else None,
        letters_token=secrets.token_hex(16),
    )


def _without_a_name(
    work: Work,
    registration: Registration,
    sealed: identities.Sealed,
    prescriber: Prescriber | None,
    *,
    proven: bool,
) -> dict[str, Any]:
    """The row: digests of the links that its letters will carry, and of the address they go to."""
    reference, told = new_reference(), gates.correspondent(registration)
    state = gates.first_state(registration, prescriber, proven=proven)
    address = gates.address_of(registration, told)
    return {
        "reference": reference,
        "kind": Kind.MENTOR if isinstance(registration.need, Engagement) else Kind.YOUNG_PERSON,
        "state": state,
        "correspondent": told,
        "source": registration.source,
        "prescriber_id": prescriber.id if prescriber else None,
        "marker": _marker(work, registration, reference),
        "received_at": work.now,
        **_dates(work, registration, state, told),
        "tracking_digest": digest(sealed.tracking_token),
        "agreement_digest": sealed.agreement_token and digest(sealed.agreement_token),
        "letters_digest": sealed.letters_token and digest(sealed.letters_token),
        "alike": identities.group_of(sealed, registration.need, reference),
        "address_digest": address and work.vault.address_digest(address),
        "version": 1,
    }


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


def _marker(work: Work, registration: Registration, reference: str) -> bytes | None:
    referred_by = registration.identity.referred_by
    if referred_by is None or not registration.marker:
        return None
    key = work.vault.marker_key(referred_by.professional.email)
    return seal_marker(registration.marker, key, place=marker_place(reference))


def marker_place(reference: str) -> str:
    return f"marker:{reference}"


def _dates(
    work: Work, registration: Registration, state: ReferralState, told: Audience
) -> dict[str, date | datetime | None]:
    """What can be routed is due now, and gets its promise; what waits for a yes is forgotten without it."""
    if state is ReferralState.LOOKING:
        return _until(work.now, promised_by=_promise(work, registration.need))
    if state is ReferralState.AWAITING_CHECK:
        last = calendar.add_working_days(calendar.civil(work.now), work.rule_book.delays.desk_days)
        return _until(calendar.end_of_day(last))
    until = _silence(work, state, told)
    return _until(until, forget_at=until)


def _until(
    next_at: datetime, *, promised_by: date | None = None, forget_at: datetime | None = None
) -> dict[str, date | datetime | None]:
    return {"next_at": next_at, "promised_by": promised_by, "forget_at": forget_at}


def _silence(work: Work, state: ReferralState, told: Audience) -> datetime:
    """Until when a yes is awaited.  One in writing takes longer: child welfare gathers it from several people."""
    delays = work.rule_book.delays
    days = delays.guardian_silence_days
    if state is ReferralState.AWAITING_CONFIRMATION:
        days = delays.confirmation_silence_days
    elif told is Audience.PRESCRIBER:
        days = delays.written_agreement_days
    return work.now + timedelta(days=days)


def _promise(work: Work, need: Need | Engagement | None) -> date:
    department = need.place.department if need else None
    today = calendar.civil(work.now)
    return calendar.add_working_days(today, work.rule_book.delays.promise_days, department=department)


def _receipt(referral: Referral | _New, tracking_token: str) -> Receipt:
    written, dates = referral.correspondent, (referral.promised_by, referral.forget_at)
    return Receipt(referral.reference, tracking_token, referral.state, written, *dates)


def _tracking_token(form_token: str) -> str:
    return derived_token(form_token, use="tracking")


def new_reference() -> str:
    """Short enough to read over the telephone; without vowels, so that it spells nothing."""
    return "".join(secrets.choice(REFERENCE_ALPHABET) for _ in range(REFERENCE_LENGTH))
