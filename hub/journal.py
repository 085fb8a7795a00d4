"""The journal: who did what, to which number, when.  Append-only, chained by a key, and without personal data.

A note is written as the last statement of its piece of work, or not at all if the work is undone.  Each row's seal is a
keyed digest of the row and of the seal before it: a row that is changed, taken out or slipped in breaks the chain.
"""

from __future__ import annotations

import hmac
import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from functools import partial
from typing import Any

from sqlalchemy import Row

from hub.lifecycle import Answer
from hub.models import JournalAnchor, JournalEntry, Member, Offer
from hub.queries import journal_entries
from hub.work import Work

CODE = re.compile(r"[\w.:+-]{0,60}", re.ASCII)


class Act(StrEnum):
    """What is noted.  The titles that the desk reads are in ``associations/journal_words.py``."""

    DECIDED = "decided"
    ANSWERED = "answered"
    UNDONE = "undone"
    REVEALED = "revealed"
    RELEASED = "released"
    RELEASE_HELD = "release_held"
    RELEASE_LET_GO = "release_let_go"
    GIVEN_BACK = "given_back"
    ACCOMPANIED = "accompanied"
    CRITERIA_CHANGED = "criteria_changed"
    CRITERIA_CONFIRMED = "criteria_confirmed"
    PLACES_CHANGED = "places_changed"
    DIGEST_CHANGED = "digest_changed"
    SIGNED_IN = "signed_in"
    SIGN_IN_FAILED = "sign_in_failed"
    SECOND_FACTOR_CHANGED = "second_factor_changed"
    SESSION_ENDED = "session_ended"
    INVITED = "invited"
    REMOVED = "removed"
    ROLE_CHANGED = "role_changed"
    EXPORTED = "exported"
    CONTACT_READ = "contact_read"
    GLASS_ASKED = "glass_asked"
    GLASS_GRANTED = "glass_granted"
    GLASS_REFUSED = "glass_refused"
    GLASS_OPENED = "glass_opened"
    RULE_BOOK_PROPOSED = "rule_book_proposed"
    RULE_BOOK_TAKEN = "rule_book_taken"
    SUSPENDED = "suspended"
    DESK_MOVED = "desk_moved"
    TEXT_CHANGED = "text_changed"
    PAGE_OPENED = "page_opened"
    PAGE_REFUSED = "page_refused"
    ALARM = "alarm"
    KEYS_CHANGED = "keys_changed"
    PERSON_EXPORTED = "person_exported"
    PERSON_CORRECTED = "person_corrected"
    PERSON_ERASED = "person_erased"
    RESTRICTED = "restricted"
    RESUMED = "resumed"
    INSTRUCTED = "instructed"
    BREACH = "breach"


class NotACode(ValueError):
    """The journal takes codes and public numbers: a sentence, an address or a name has no place in it."""


@dataclass(frozen=True, slots=True)
class Link:
    """Where a chain goes on: the number and the seal of a row that is trusted, which may be erased since."""

    number: int
    seal: bytes


START = Link(0, b"")


def note(
    work: Work, act: Act, about: str, *, by: Member | None = None, **codes: str | int | bool | None
) -> None:
    """Note that this was done, when the work finishes.  ``by``: who did it, None for the hub itself.

    ``about``: a public number (of a card, a referral, an association, ``member:<id>``).  ``codes``: words of the
    vocabulary and counts.  Raises :class:`NotACode` for anything else.
    """
    for told in (about, *codes.values()):
        if isinstance(told, str) and not CODE.fullmatch(told):
            raise NotACode("the journal takes a code or a public number, and nothing that somebody typed")
    work.at_the_end(partial(_write, work, act, about, by, codes))


def answered(work: Work, offer: Offer, answer: Answer, *, by: Member | None = None, **codes: str) -> None:
    """What became of a card; ``by`` is None when it expired by itself."""
    said = {"answer": answer.value, "association": offer.association.slug, **codes}
    note(work, Act.ANSWERED, offer.card_number, by=by, **said)


def is_last_word(work: Work, offer: Offer) -> bool:
    """Whether this very acceptance is the last that was said of its card, and no name was released for it yet.

    Only rows that hold in the chain are believed: an older answer, put back into the offer's row, is not.
    """
    said = (Act.ANSWERED, Act.RELEASED, Act.UNDONE, Act.GIVEN_BACK)
    rows = journal_entries.latest_about(work.session, offer.card_number, said)
    last = next((row for row in rows if _holds(work, row)), None)
    if last is None or last.act != Act.ANSWERED or last.codes.get("answer") != Answer.ACCEPT:
        return False
    return (last.by_id, last.noted_at) == (offer.answered_by_id, offer.answered_at)


def desk_moved(work: Work, about: str, *, by: Member | None, **codes: str) -> None:
    """What the desk decided of a referral, a company, a professional or a webinar."""
    note(work, Act.DESK_MOVED, about, by=by, **codes)


def broken_at(work: Work) -> Iterator[int]:
    """The number of each row where the chain does not hold: changed, or not following the one before it.

    Also that of an anchor which no retention of the hub laid: rows were erased that should still be here.
    """
    anchor = journal_entries.last_anchor(work.session)
    if anchor and not hmac.compare_digest(anchor.word, _word(work, anchor)):
        yield anchor.number
    last = _start(work)
    for row in journal_entries.in_order(work.session):
        is_sealed = hmac.compare_digest(row.seal, _seal(work, last, _content(row)))
        if row.number != last.number + 1 or not is_sealed:
            yield row.number
        last = Link(row.number, row.seal)


def forget(work: Work) -> None:
    """Erase what is past its time, and lay an anchor from which the chain still holds: once a day at most."""
    day = work.now.replace(hour=0, minute=0, second=0, microsecond=0)
    kept = timedelta(days=work.rule_book.delays.journal_kept_days)
    last = journal_entries.last_before(work.session, day - kept)
    if last is None:
        return
    journal_entries.hold(work.session)
    anchor = JournalAnchor(
        number=last.number, last_noted_at=last.noted_at, erased_at=work.now, seal=last.seal, word=b""
    )
    anchor.word = _word(work, anchor)
    work.session.add(anchor)
    work.session.flush()
    journal_entries.erase(work.session, last.number)


def _holds(work: Work, row: Row[Any]) -> bool:
    """``row.before`` is the seal of the row before it, None where an anchor or nothing is."""
    before = _start(work) if row.before is None else Link(row.number - 1, row.before)
    return hmac.compare_digest(row.seal, _seal(work, before, _content(row)))


def _write(
    work: Work, act: Act, about: str, by: Member | None, codes: Mapping[str, str | int | bool | None]
) -> None:
    journal_entries.hold(work.session)
    last = _last(work)
    row: dict[str, Any] = {
        "number": last.number + 1,
        "noted_at": work.now,
        "act": act.value,
        "about": about,
        "by_id": by and by.id,
        "codes": dict(codes),
    }
    work.write(JournalEntry, **row, seal=_seal(work, last, row))


def _last(work: Work) -> Link:
    row = journal_entries.last(work.session)
    return Link(*row) if row else _start(work)


def _start(work: Work) -> Link:
    anchor = journal_entries.last_anchor(work.session)
    return Link(anchor.number, anchor.seal) if anchor else START


def _word(work: Work, anchor: JournalAnchor) -> bytes:
    said = f"anchor:{anchor.number}:{anchor.last_noted_at.isoformat()}:{anchor.erased_at.isoformat()}"
    return work.vault.seal_of_journal(anchor.seal, said.encode())


def _seal(work: Work, before: Link, row: Mapping[str, Any]) -> bytes:
    """Over everything the row says, in one spelling whatever the database, and the seal before it."""
    said = {name: told.isoformat() if isinstance(told, datetime) else told for name, told in row.items()}
    content = json.dumps(said, sort_keys=True, separators=(",", ":")).encode()
    return work.vault.seal_of_journal(before.seal, content)


def _content(row: Row[Any]) -> dict[str, Any]:
    return {
        "number": row.number,
        "noted_at": row.noted_at,
        "act": row.act,
        "about": row.about,
        "by_id": row.by_id,
        "codes": row.codes,
    }
