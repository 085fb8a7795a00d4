"""The second factor of a member: an application's six digits, passkeys, and codes on paper for when they are lost."""

from __future__ import annotations

import re
import secrets
from dataclasses import dataclass

from sqlalchemy import delete, update

from hub import journal, journey, queries, signin
from hub.journal import Act
from hub.models import Authenticator, Member, MemberSession, Passkey, Proof, RecoveryCode
from hub.queries import proofs
from hub.vault import one_time
from hub.work import Work

LETTER = "second_factor_changed"
RECOVERY_CODES = 10
ALPHABET = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"
GROUPS, GROUP_LENGTH = 3, 4
"""Sixty bits, and five tries a session."""
SIX_DIGITS = re.compile(r"\d{6}")


class LastOne(Exception):
    """Nobody locks themselves out by tidying: the last second factor goes when another is there."""


@dataclass(frozen=True, slots=True)
class Held:
    """What a member may show."""

    passkeys: tuple[Passkey, ...]
    application: Authenticator | None
    recovery_codes: int

    def __len__(self) -> int:
        """How many second factors, codes on paper not counted."""
        return len(self.passkeys) + (self.application is not None)


def held(work: Work, member: Member) -> Held:
    return Held(
        passkeys=tuple(proofs.passkeys_of(work.session, member)),
        application=work.session.get(Authenticator, member.id),
        recovery_codes=proofs.recovery_codes_left(work.session, member),
    )


def take_application(work: Work, shown_in: MemberSession, secret: bytes, code: str) -> bool:
    """Whether the code shows that an application of this session's member holds the secret: then it is a second factor.

    It takes the place of the application they had.
    """
    step = one_time.matching_step(secret, code, now=work.now)
    if step is None:
        return False
    member = shown_in.member
    sealed = work.vault.seal_for_portal(secret, place=place(member.id))
    work.session.merge(Authenticator(member_id=member.id, secret=sealed, made_at=work.now, last_step=step))
    added(work, shown_in, Proof.TOTP)
    return True


def added(work: Work, shown_in: MemberSession, proof: Proof) -> None:
    """A second factor was added in this session: from now on the others owe one too, and the member is told."""
    signin.prove(work, shown_in, proof)
    others = (MemberSession.member_id == shown_in.member_id, MemberSession.proven_at.is_(None))
    owing = update(MemberSession).where(*others, MemberSession.id != shown_in.id)
    work.session.execute(owing.values(proof_due=True))
    _tell_of_change(work, shown_in.member, added=proof)


def prove(work: Work, session_id: int, typed: str) -> bool:
    """Whether what was typed is the application's code, or one of those on paper.

    The try counts: commit in both cases.
    """
    if not signin.count_try(work, session_id):
        return False
    row = work.session.get_one(MemberSession, session_id)
    proof = _proof_in(work, row.member, typed)
    if proof:
        signin.prove(work, row, proof)
    act = Act.SIGNED_IN if proof else Act.SIGN_IN_FAILED
    signin.note(work, act, row.member, how=proof or Proof.TOTP, device=row.device)
    return proof is not None


def new_recovery_codes(work: Work, member: Member) -> list[str]:
    """Ten codes for paper, in place of those there were.  They are shown once: what is kept recognises them."""
    work.session.execute(delete(RecoveryCode).where(RecoveryCode.member_id == member.id))
    codes = [_new_code() for _ in range(RECOVERY_CODES)]
    digests = (work.vault.recovery_digest(member.id, _normal(code)) for code in codes)
    work.session.add_all(RecoveryCode(member_id=member.id, digest=digest) for digest in digests)
    signin.note(work, Act.SECOND_FACTOR_CHANGED, member, added=Proof.RECOVERY_CODE)
    return codes


def remove_application(work: Work, member: Member) -> None:
    """Raises :class:`LastOne`."""
    _keep_one(work, member)
    work.session.execute(delete(Authenticator).where(Authenticator.member_id == member.id))
    _tell_of_change(work, member, removed=Proof.TOTP)


def remove_passkey(work: Work, member: Member, passkey_id: int) -> None:
    """Raises :class:`LastOne`; somebody else's passkey is not found."""
    row = work.session.get(Passkey, passkey_id)
    if row is None or row.member_id != member.id:
        raise queries.NotFound("there is no such passkey here")
    _keep_one(work, member)
    work.session.delete(row)
    _tell_of_change(work, member, removed=Proof.PASSKEY)


def forget_all(work: Work, member: Member) -> None:
    """Their sessions end too."""
    for kind in (Passkey, Authenticator, RecoveryCode):
        work.session.execute(delete(kind).where(kind.member_id == member.id))
    signin.end_sessions(work, member)


def begin_again(work: Work, member: Member, *, by: Member | None = None) -> None:
    """Somebody lost every second factor: their next sign-in asks for a new one, and a letter tells them.

    ``by``: who vouches for them; nobody does for who administers the machine.
    """
    forget_all(work, member)
    journal.note(work, Act.SECOND_FACTOR_CHANGED, signin.number_of(member), by=by, removed="all")
    journey.tell_member(work, member, LETTER)


def _tell_of_change(work: Work, member: Member, **codes: Proof) -> None:
    signin.note(work, Act.SECOND_FACTOR_CHANGED, member, **codes)
    journey.tell_member(work, member, LETTER)


def _keep_one(work: Work, member: Member) -> None:
    work.session.refresh(member, with_for_update=True)
    if len(held(work, member)) < 2:  # noqa: PLR2004
        raise LastOne("this is the last second factor")


def _proof_in(work: Work, member: Member, typed: str) -> Proof | None:
    if SIX_DIGITS.fullmatch(typed):
        return Proof.TOTP if _is_fresh_code(work, member, typed) else None
    digest = work.vault.recovery_digest(member.id, _normal(typed))
    if not proofs.use_recovery_code(work.session, digest, work.now):
        return None
    journey.tell_member(work, member, "recovery_code_used")
    return Proof.RECOVERY_CODE


def _is_fresh_code(work: Work, member: Member, code: str) -> bool:
    """A code serves once, whoever looked over the member's shoulder (RFC 6238, 5.2)."""
    row = work.session.get(Authenticator, member.id)
    if row is None:
        return False
    secret = work.vault.open_for_portal(row.secret, place=place(member.id))
    step = one_time.matching_step(secret, code, now=work.now)
    return step is not None and proofs.use_step(work.session, member, step)


def _new_code() -> str:
    return "-".join("".join(secrets.choice(ALPHABET) for _ in range(GROUP_LENGTH)) for _ in range(GROUPS))


def _normal(code: str) -> str:
    return "".join(character for character in code.upper() if character in ALPHABET)


def place(member_id: int) -> str:
    return f"application:{member_id}"
