"""Boxes and seals follow a change of keys: in batches, beside whoever works, and as often as it is interrupted.

Each row is replaced only as it was read: what somebody wrote meanwhile stays, and was sealed with the key in force.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from types import MappingProxyType
from typing import Any, NamedTuple

from sqlalchemy import Row

from hub import company_contacts, identities, offers, second_factors, vouching
from hub.models import Amendment, Association
from hub.prescribers import contact_place
from hub.queries import boxes
from hub.queries.boxes import INTAKE, RECOVERY, Kind
from hub.vault import CannotOpen, RecoveryRing, Vault, association_key_place
from hub.vouching import NotOurs
from hub.work import Hub, Work

BATCH = 100
WORDS_OF: Mapping[str, str] = MappingProxyType(
    {"identity": "identity", "need": "need", "typed": "typed", "box": "changes", "former": "former"}
)
"""What a column of an intake box is called in its place."""

Place = Callable[[str, Row[Any]], str]


def _of_referral(column: str, row: Row[Any]) -> str:
    return identities.place(WORDS_OF[column], row.owner)


PLACES: Mapping[str, Place] = MappingProxyType(
    {
        "sealed_boxes": _of_referral,
        "open_pages": _of_referral,
        "amendments": _of_referral,
        "prescribers": lambda column, row: contact_place(row.owner),
        "prescribers_for_desk": lambda column, row: contact_place(row.owner),
        "companies": lambda column, row: company_contacts.place("intake", row.owner),
        "companies_for_desk": lambda column, row: company_contacts.place("desk", row.owner),
        "associations": lambda column, row: association_key_place(row.owner),
        "authenticators": lambda column, row: second_factors.place(row.owner),
        "decisions": lambda column, row: Vault.decision_place(row.owner),
        "glass_requests": lambda column, row: identities.glass_place(row.owner, row.key),
    }
)


class Batch(NamedTuple):
    """So many rows looked at: sealed again, changed by somebody meanwhile, opened by no key that is held."""

    done: int = 0
    passed_by: int = 0
    unreadable: int = 0

    def with_(self, other: Batch) -> Batch:
        return Batch(*(one + another for one, another in zip(self, other, strict=True)))


def to_do(work: Work, kind: Kind) -> int:
    """How many rows are sealed to another key than the one in force."""
    return boxes.how_many_outdated(work.session, kind, _current(work, kind))


def reseal(
    hub: Hub, kind: Kind, *, recovery: RecoveryRing | None = None, batch: int = BATCH
) -> Iterator[Batch]:
    """Seal again, with the keys in force, what is sealed to others; a batch is a transaction.

    ``recovery``: the offline key, for boxes whose key is lost.
    """
    after = 0
    while True:
        with hub.read() as work:
            found = boxes.outdated(work.session, kind, _current(work, kind), after=after, most=batch)
            anew = [(row, _sealed_again(work, kind, row, recovery)) for row in found]
        if not found:
            return
        after = found[-1].key
        yield _write(hub, kind, anew)


def sign_again(hub: Hub, *, batch: int = BATCH) -> Iterator[Batch]:
    """Seal acceptances with the key in force for those that the former one shows genuine."""
    after = 0
    while True:
        with hub.begin() as work:
            number = work.vault.number_in_force("answers")
            found = boxes.answers_signed_by_others(work.session, number, after=after, most=batch)
            if not found:
                return
            after = found[-1].id
            signed = [_sign_again(work, offer) for offer in found]
        yield Batch(done=sum(signed), unreadable=len(signed) - sum(signed))


def _sign_again(work: Work, offer: Any) -> bool:
    member, seal, answered_at = offer.answered_by, offer.answer_seal, offer.answered_at
    if member is None or answered_at is None:
        return False
    words = offers.answer_words(offer, member, answered_at)
    if not work.vault.is_signed(words, seal):
        return False
    return boxes.sign_again(work.session, offer, seal, work.vault.sign_answer(words))


def _current(work: Work, kind: Kind) -> dict[str, bytes]:
    pairs = (kind.pair, RECOVERY) if boxes.columns_for(kind, RECOVERY) else (kind.pair,)
    return {pair: work.vault.print_in_force(pair) for pair in pairs}


def _sealed_again(
    work: Work, kind: Kind, row: Row[Any], recovery: RecoveryRing | None
) -> dict[str, bytes] | None:
    """The columns of the row, sealed to the keys in force; None where none that is held opens them."""
    held = {name: getattr(row, name) for name in kind.cells if getattr(row, name) is not None}
    try:
        opened = {name: _opened(work, kind, row, name, recovery) for name in held}
        word = _our_word(work, kind, row)
    except (CannotOpen, NotOurs):
        return None
    places = {name: PLACES[kind.name](name, row) for name in held}
    if kind.pair != INTAKE:
        boxed = {name: work.vault.seal_for_portal(opened[name], place=places[name]) for name in held}
        return boxed | word(boxed)
    sealed = work.vault.seal_together({places[name]: opened[name] for name in held})
    anew = {}
    for name, both in zip(held, sealed, strict=True):
        anew[name] = both.box
        if copy := kind.cells[name]:
            anew[copy] = both.for_recovery
    return anew | word(anew)


Word = Callable[[Mapping[str, bytes]], dict[str, bytes]]
"""What follows from the new boxes of a row: the words that were on the former ones."""


def _our_word(work: Work, kind: Kind, row: Row[Any]) -> Word:
    """An association's pair carries the hub's word, which follows it; one that somebody else wrote is left alone."""
    if kind.table is Amendment:
        return _word_for_change(work, work.session.get_one(Amendment, row.key))
    if kind.table is not Association:
        return lambda boxed: {}
    pair = work.session.get_one(Association, row.key)
    vouching.word_for_key(work, pair, pair.wrapped_key)
    return lambda boxed: {"key_seal": vouching.word_for_key(work, pair, boxed["wrapped_key"])}


def _word_for_change(work: Work, change: Amendment) -> Word:
    """What a person changes carries the public door's word; one that is not the door's stays what it is, refused."""
    if not (change.box and work.vault.is_signed_page(change.words, change.seal)):
        return lambda boxed: {}
    return lambda boxed: {"seal": work.vault.sign_page(change.words_with(boxed["box"]))}


def _opened(work: Work, kind: Kind, row: Row[Any], name: str, recovery: RecoveryRing | None) -> bytes:
    box, place = getattr(row, name), PLACES[kind.name](name, row)
    if kind.pair != INTAKE:
        return work.vault.open_for_portal(box, place=place)
    try:
        return work.vault.open_at_intake(box, place=place)
    except CannotOpen:
        copy = kind.cells[name]
        if recovery is None or copy is None:
            raise
        return recovery.open(box, getattr(row, copy), place=place)


def _write(hub: Hub, kind: Kind, anew: list[tuple[Row[Any], dict[str, bytes] | None]]) -> Batch:
    readable = [(row, values) for row, values in anew if values is not None]
    with hub.begin() as work:
        done = sum(boxes.replace(work.session, kind, row, values) for row, values in readable)
    return Batch(done, passed_by=len(readable) - done, unreadable=len(anew) - len(readable))
