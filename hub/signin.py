"""How a member proves who they are: a code by letter, then a session that a row may end at any moment.

A code by letter is one factor.  Whoever reads names, runs an association or sits at the desk shows a second.
"""

from __future__ import annotations

from sqlalchemy import select, update

from hub import alarms, codes, journal, journey, queries, vouching, walls
from hub.journal import Act
from hub.models import AlarmKind, Member, MemberSession, Proof, Role, SignInChallenge
from hub.queries import proofs
from hub.vault import digest
from hub.work import Work

BY_LETTER = "letter"
"""How somebody came in who showed nothing but a code by letter."""
TRIES = 5
"""Wrong second factors after which a session ends: the next costs a new code by letter."""


def ask_code(work: Work, *, email: str, nonce: bytes) -> None:
    """Have a code sent, if this is a member with codes left this hour.  Says nothing either way."""
    member = queries.member_by_email(work.session, normal(email))
    if member is None or not _is_ours(work, member) or not _has_codes_left(work, member):
        return
    challenge = SignInChallenge(member=member, nonce=nonce, asked_at=work.now)
    work.session.add(challenge)
    journey.send_code(work, challenge)


def sign_in(work: Work, *, nonce: bytes, code: str, device: str = "") -> str | None:
    """A fresh session's token if the code is right, else None.  The try counts: commit in both cases."""
    challenge = codes.tried(work, SignInChallenge, nonce)
    if challenge is None or challenge.member.removed_at is not None or not _is_ours(work, challenge.member):
        return None
    if not codes.are_equal(work.vault.sign_in_code(challenge.id, challenge.nonce), code):
        note(work, Act.SIGN_IN_FAILED, challenge.member, how=BY_LETTER, device=device)
        return None
    challenge.used_at = work.now
    return open_session(work, challenge.member, device=device)


def sign_in_by_link(work: Work, *, link: str, email: str, device: str = "") -> str | None:
    """The same from any browser, by the link of a letter and the address to which it was written.

    Neither the number of tries nor who asked for the letter matters here: somebody who spends a stranger's codes
    cannot keep them out.
    """
    challenge = _linked(work, link)
    if challenge is None or challenge.member.email != normal(email):
        return None
    challenge.used_at = work.now
    return open_session(work, challenge.member, device=device)


def link_of(work: Work, challenge: SignInChallenge) -> str:
    return f"{challenge.id}-{work.vault.sign_in_link(challenge.id, challenge.nonce)}"


def open_session(work: Work, member: Member, *, proof: Proof | None = None, device: str = "") -> str:
    """A session on this device; ``proof`` is the second factor that was shown already, as a passkey is two in one."""
    token = codes.new_token()
    if device and proofs.is_new_device(work.session, member, device):
        journey.tell_member(work, member, "new_device")
    row = MemberSession(
        member=member, token_digest=digest(token), started_at=work.now, seen_at=work.now, device=device
    )
    work.session.add(row)
    work.flush()
    walls.present(work.connection, token)  # from here on, the database shows what is theirs
    row.proof_due = proof is None and _needs_proof(work, member)
    if proof:
        _end_half_open(work, member, device)
        prove(work, row, proof)
    note(work, Act.SIGNED_IN, member, how=proof or BY_LETTER, device=device)
    return token


def owes_proof(row: MemberSession) -> bool:
    """Whether this session opens nothing yet but the page that asks for a second factor."""
    return row.proven_at is None and (row.proof_due or row.member.role is not Role.MEMBER)


def prove(work: Work, row: MemberSession, proof: Proof) -> None:
    row.proven_at, row.proven_with = work.now, proof


def count_try(work: Work, session_id: int) -> bool:
    """Count one second factor typed in this session; whether it had one left.  After the last the session is ended."""
    counted = update(MemberSession).where(MemberSession.id == session_id, MemberSession.tries < TRIES)
    if work.session.execute(counted.values(tries=MemberSession.tries + 1)).rowcount:  # type: ignore[attr-defined]
        return True
    ended = update(MemberSession).where(MemberSession.id == session_id, MemberSession.ended_at.is_(None))
    work.session.execute(ended.values(ended_at=work.now))
    return False


def recognised(work: Work, token: str) -> MemberSession | None:
    """The session that this token opens, unless it ended, slept too long, or its member was removed or forged."""
    found = queries.session_with(work.session, digest(token))
    if found is None or not codes.is_alive(work, found) or found.member.removed_at is not None:
        return None
    return found if vouching.is_our_member(work, found.member) else None


def sessions_of(work: Work, member: Member) -> list[MemberSession]:
    """The member's living sessions, the latest used first."""
    rows = work.session.scalars(
        select(MemberSession)
        .where(MemberSession.member_id == member.id, MemberSession.ended_at.is_(None))
        .order_by(MemberSession.seen_at.desc(), MemberSession.id.desc())
    )
    return [row for row in rows if codes.is_alive(work, row)]


def end_session(work: Work, member: Member, session_id: int) -> None:
    """End one of the member's own sessions.  Somebody else's is not found."""
    row = work.session.get(MemberSession, session_id)
    if row is None or row.member_id != member.id:
        raise queries.NotFound("there is no such session here")
    row.ended_at = row.ended_at or work.now
    note(work, Act.SESSION_ENDED, member, device=row.device)


def remove(work: Work, member: Member, *, by: Member | None = None) -> None:
    """From the next request on this person is nobody here.  What they did stays written."""
    member.removed_at = work.now
    journal.note(work, Act.REMOVED, number_of(member), by=by)
    end_sessions(work, member)


def end_sessions(work: Work, member: Member, *, but: int | None = None) -> None:
    """End all sessions of this member, or all others."""
    living = (MemberSession.member_id == member.id, MemberSession.ended_at.is_(None))
    ended = update(MemberSession).where(*living, MemberSession.id != (but or 0))
    work.session.execute(ended.values(ended_at=work.now))


def note(work: Work, act: Act, member: Member, **codes: str) -> None:
    """In the journal, about this member and by them."""
    journal.note(work, act, number_of(member), by=member, **codes)


def number_of(member: Member) -> str:
    """How the journal calls a member, whom it names nowhere."""
    return f"member:{member.id}"


def normal(email: str) -> str:
    return email.strip().lower()


def _end_half_open(work: Work, member: Member, device: str) -> None:
    """A passkey shown where a code by letter was already typed opens a session of its own."""
    here = (MemberSession.member_id == member.id, MemberSession.device == device, MemberSession.proof_due)
    unproven = (MemberSession.proven_at.is_(None), MemberSession.ended_at.is_(None))
    work.session.execute(update(MemberSession).where(*here, *unproven).values(ended_at=work.now))


def _is_ours(work: Work, member: Member) -> bool:
    """Whether the hub invited them, to this role and place; else an alarm."""
    if vouching.is_our_member(work, member):
        return True
    alarms.raise_(work, AlarmKind.FORGED_ROW, subject=number_of(member))
    return False


def _needs_proof(work: Work, member: Member) -> bool:
    """A code by letter alone is enough for a member who has no second factor, until their first acceptance."""
    has_one = proofs.has_second_factor(work.session, member)
    return member.role is not Role.MEMBER or has_one or proofs.has_accepted(work.session, member)


def _linked(work: Work, link: str) -> SignInChallenge | None:
    """The challenge of a member of today whose letter carries this link, while it lives."""
    number = codes.numbered(link)
    challenge = work.session.get(SignInChallenge, number, with_for_update=True) if number else None
    if challenge is None or challenge.used_at or challenge.asked_at <= work.now - codes.CODE_LIVES:
        return None
    is_here = challenge.member.removed_at is None and _is_ours(work, challenge.member)
    return challenge if is_here and codes.are_equal(link_of(work, challenge), link) else None


def _has_codes_left(work: Work, member: Member) -> bool:
    """Never none for long: once a stranger has spent them, one leaves as soon as no letter's link opens any more."""
    work.session.refresh(member, with_for_update=True)
    whose = SignInChallenge.member_id == member.id
    spent = not codes.codes_left(work, SignInChallenge, whose)
    return not (spent and codes.asked_lately(work, SignInChallenge, whose))
