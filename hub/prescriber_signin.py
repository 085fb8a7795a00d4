"""How a prescriber opens their page: a code or a link by letter, then a session that a row may end."""

from __future__ import annotations

import hmac

from sqlalchemy import update

from hub import codes, prescriber_letters, prescribing, queries
from hub.models import Prescriber, PrescriberChallenge, PrescriberSession
from hub.vault import digest
from hub.work import Work


def ask_code(work: Work, *, email: str, nonce: bytes) -> None:
    """Have a code sent, if this address registered somebody and has codes left.  Says nothing either way."""
    prescriber = queries.prescriber_at(work.session, work.vault.address_digest(email))
    if prescriber is None or not _has_codes_left(work, prescriber):
        return
    challenge = PrescriberChallenge(prescriber=prescriber, nonce=nonce, asked_at=work.now)
    work.session.add(challenge)
    prescriber_letters.send_code(work, challenge)


def sign_in(work: Work, *, nonce: bytes, code: str) -> str | None:
    """A fresh session's token if the code is right, else None.  The try counts: commit in both cases."""
    challenge = codes.tried(work, PrescriberChallenge, nonce)
    if challenge is None:
        return None
    if not codes.are_equal(work.vault.prescriber_code(challenge.id, challenge.nonce), code):
        return None
    return _let_in(work, challenge)


def sign_in_by_link(work: Work, *, link: str, email: str) -> str | None:
    """The same from any browser, by the link of a letter and the address to which it was written.

    Neither the number of tries nor who asked for the letter matters here: somebody who spends a stranger's codes
    cannot keep them out of their page.
    """
    challenge = _linked(work, link)
    named = work.vault.address_digest(email)
    if challenge is None or not hmac.compare_digest(named, challenge.prescriber.address_digest):
        return None
    return _let_in(work, challenge)


def link_of(work: Work, challenge: PrescriberChallenge) -> str:
    return f"{challenge.id}-{work.vault.prescriber_link(challenge.id, challenge.nonce)}"


def recognised(work: Work, token: str) -> PrescriberSession | None:
    """The session that this token opens, unless it ended or slept too long."""
    found = queries.prescriber_session_with(work.session, digest(token))
    return found if found and codes.is_alive(work, found) else None


def end_session(work: Work, session_id: int) -> None:
    row = work.session.get_one(PrescriberSession, session_id)
    row.ended_at = row.ended_at or work.now


def end_every_session(work: Work, prescriber_id: int) -> None:
    """Whoever may have the prescriber's browser or letter is out at the next request."""
    open_ones = PrescriberSession.prescriber_id == prescriber_id, PrescriberSession.ended_at.is_(None)
    work.session.execute(update(PrescriberSession).where(*open_ones).values(ended_at=work.now))


def _let_in(work: Work, challenge: PrescriberChallenge) -> str:
    """Whoever read the letter has shown that the address is theirs: what waited for that goes on."""
    challenge.used_at = work.now
    prescribing.let_go_on(work, challenge.prescriber)
    token = codes.new_token()
    row = PrescriberSession(
        prescriber=challenge.prescriber,
        token_digest=digest(token),
        started_at=work.now,
        seen_at=work.now,
    )
    work.session.add(row)
    return token


def _linked(work: Work, link: str) -> PrescriberChallenge | None:
    """The challenge whose letter carries this link, while it lives."""
    number = codes.numbered(link)
    if number is None:
        return None
    challenge = work.session.get(PrescriberChallenge, number, with_for_update=True)
    if challenge is None or challenge.used_at or challenge.asked_at <= work.now - codes.LINK_LIVES:
        return None
    return challenge if codes.are_equal(link_of(work, challenge), link) else None


def _has_codes_left(work: Work, prescriber: Prescriber) -> bool:
    work.session.refresh(prescriber, with_for_update=True)
    whose = PrescriberChallenge.prescriber_id == prescriber.id
    return codes.codes_left(work, PrescriberChallenge, whose)
