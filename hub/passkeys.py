"""Passkeys: a key that never leaves a member's device signs what this door asks, and is two factors in one.

The device asks for a finger, a face or a code before it signs (user verification), so that a passkey signs in alone.
What it is asked to sign is kept here, serves once and for five minutes.
"""

from __future__ import annotations

import ipaddress
from dataclasses import dataclass
from datetime import timedelta
from urllib.parse import urlsplit

import webauthn
from webauthn.helpers import parse_authentication_credential_json
from webauthn.helpers.exceptions import WebAuthnException
from webauthn.helpers.structs import (
    AuthenticatorSelectionCriteria,
    PublicKeyCredentialDescriptor,
    ResidentKeyRequirement,
    UserVerificationRequirement,
)

from hub import codes, second_factors, signin
from hub.models import Member, MemberSession, Passkey, PasskeyChallenge, Proof
from hub.queries import proofs
from hub.vault import digest
from hub.wording import HUB_NAME
from hub.work import Work

LIVES = timedelta(minutes=5)
UNREADABLE = (WebAuthnException, RecursionError)
"""What is no answer of a passkey; the second, for boxes in boxes in boxes, which no device makes."""
MILLISECONDS = int(LIVES.total_seconds()) * 1000


@dataclass(frozen=True, slots=True)
class Door:
    """Where passkeys serve: a browser gives one to the very address it was made at, and to no other."""

    url: str

    @property
    def name(self) -> str:
        return urlsplit(self.url).hostname or ""

    @property
    def origin(self) -> str:
        """As a browser says where it is."""
        parts = urlsplit(self.url)
        return f"{parts.scheme}://{parts.netloc}"

    @property
    def takes_passkeys(self) -> bool:
        """A passkey belongs to a name: a door that is known by its number alone takes none."""
        try:
            ipaddress.ip_address(self.name)
        except ValueError:
            return True
        return False


def ask_to_sign_in(work: Work, door: Door, *, nonce: str) -> str:
    """What the script hands to the browser, in JSON: any passkey of this door will do."""
    challenge = _ask(work, nonce, None)
    options = webauthn.generate_authentication_options(
        rp_id=door.name,
        challenge=challenge,
        timeout=MILLISECONDS,
        user_verification=UserVerificationRequirement.REQUIRED,
    )
    return webauthn.options_to_json(options)


def sign_in(work: Work, door: Door, *, nonce: str, answer: str, device: str = "") -> str | None:
    """A fresh session's token, proven, if a passkey of ours signed.  The challenge is used: commit in both cases."""
    asked = _taken(work, nonce)
    known = _who_answers(work, answer)
    if asked is None or asked.member_id or known is None:
        return None
    try:
        seen = webauthn.verify_authentication_response(
            credential=answer,
            expected_challenge=asked.challenge,
            expected_rp_id=door.name,
            expected_origin=door.origin,
            credential_public_key=known.public_key,
            credential_current_sign_count=known.times_used,
            require_user_verification=True,
        )
    except UNREADABLE:
        return None
    known.times_used, known.used_at = seen.new_sign_count, work.now
    member = work.session.get_one(Member, known.member_id)
    return signin.open_session(work, member, proof=Proof.PASSKEY, device=device)


def ask_for_one(work: Work, door: Door, member: Member, *, nonce: str) -> str:
    """What the script hands to the browser, in JSON, to make a passkey that this device has not made yet."""
    known = proofs.passkeys_of(work.session, member)
    options = webauthn.generate_registration_options(
        rp_id=door.name,
        rp_name=HUB_NAME,
        user_name=member.email,
        user_id=work.vault.passkey_owner(member.id),
        challenge=_ask(work, nonce, member),
        timeout=MILLISECONDS,
        authenticator_selection=AuthenticatorSelectionCriteria(
            resident_key=ResidentKeyRequirement.REQUIRED,
            user_verification=UserVerificationRequirement.REQUIRED,
        ),
        exclude_credentials=[PublicKeyCredentialDescriptor(id=passkey.credential_id) for passkey in known],
    )
    return webauthn.options_to_json(options)


def take(work: Work, door: Door, shown_in: MemberSession, *, nonce: str, answer: str, name: str) -> bool:
    """Whether this session's member really made a passkey: its public half is then kept.

    The challenge is used: commit in both cases.
    """
    asked = _taken(work, nonce)
    if asked is None or asked.member_id != shown_in.member_id:
        return False
    try:
        made = webauthn.verify_registration_response(
            credential=answer,
            expected_challenge=asked.challenge,
            expected_rp_id=door.name,
            expected_origin=door.origin,
            require_user_verification=True,
        )
    except UNREADABLE:
        return False
    row = Passkey(
        member_id=shown_in.member_id,
        credential_id=made.credential_id,
        public_key=made.credential_public_key,
        times_used=made.sign_count,
        name=name,
        made_at=work.now,
    )
    if proofs.passkey_with(work.session, made.credential_id):
        return False
    work.session.add(row)
    second_factors.added(work, shown_in, Proof.PASSKEY)
    return True


def _who_answers(work: Work, answer: str) -> Passkey | None:
    """Whose passkey it says it is; nothing of that is shown yet."""
    try:
        said = parse_authentication_credential_json(answer)
    except UNREADABLE:
        return None
    known = proofs.passkey_with(work.session, said.raw_id)
    member = known and work.session.get_one(Member, known.member_id)
    return known if member and member.removed_at is None else None


def _ask(work: Work, nonce: str, member: Member | None) -> bytes:
    proofs.forget_passkey_challenges(work.session, work.now - LIVES)
    row = PasskeyChallenge(
        nonce_digest=digest(nonce),
        challenge=codes.new_challenge(),
        member_id=member and member.id,
        asked_at=work.now,
    )
    work.session.add(row)
    return row.challenge


def _taken(work: Work, nonce: str) -> PasskeyChallenge | None:
    return proofs.take_passkey_challenge(work.session, digest(nonce), work.now - LIVES)
