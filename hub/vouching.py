"""The hub's own word on the rows that open a door: a key, a member, an offer.

Whoever writes in the database without the hub's keys can change such a row, and then it opens nothing any more.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable
from datetime import UTC
from typing import TypeVar

from sqlalchemy import Select, exists, select
from sqlalchemy.orm import InstrumentedAttribute, undefer_group

from hub.lifecycle import LIVE, OfferState
from hub.models import Association, Member, Offer
from hub.models.base import SEALED
from hub.work import Work

Row = TypeVar("Row", Association, Member, Offer)
WITH_KEYS = undefer_group(SEALED)
NO_HOUSE = "-"
"""Where the slug of an association stands, for the desk.  No slug is a dash."""


class NotOurs(Exception):
    """A row was changed, or made, by somebody who is not the hub: it opens nothing.  Holds its public number."""

    def __init__(self, number: str) -> None:
        super().__init__(number)
        self.number = number


def for_key(work: Work, association: Association) -> None:
    association.key_seal = work.vault.vouch(_of_key(association))


def for_member(work: Work, member: Member) -> None:
    member.seal = work.vault.vouch(_of_member(member))


def for_offer(work: Work, offer: Offer) -> None:
    """Again whenever its card is another."""
    offer.made_seal = work.vault.vouch(_of_offer(offer))


def is_our_key(work: Work, association: Association) -> bool:
    return work.vault.is_vouched(_of_key(association), association.key_seal)


def is_our_member(work: Work, member: Member) -> bool:
    return work.vault.is_vouched(_of_member(member), member.seal)


def is_our_offer(work: Work, offer: Offer) -> bool:
    return work.vault.is_vouched(_of_offer(offer), offer.made_seal)


def check_ours(work: Work, offer: Offer) -> None:
    """Raises :class:`NotOurs` where the offer, its card or its association's key is not what the hub wrote."""
    if not is_our_offer(work, offer):
        raise NotOurs(offer.card_number)
    if not is_our_key(work, offer.association):
        raise NotOurs(offer.association.slug)


def for_those_before(work: Work) -> int:
    """Give the hub's word for every row that was there before it gave any; how many there were.

    Once and no more: where a single row of a table has it, one without it was made by somebody else.
    """
    still = Offer.state.in_([*LIVE, OfferState.ACCEPTED])  # to be answered, or released
    return (
        _give(work, Association.key_seal, select(Association).options(WITH_KEYS), for_key)
        + _give(work, Member.seal, select(Member), for_member)
        + _give(work, Offer.made_seal, select(Offer).where(still), for_offer)
    )


def unvouched(work: Work) -> list[str]:
    """Public numbers of what the hub did not write: associations, members, offers that may still be answered."""
    associations = work.session.scalars(select(Association).options(WITH_KEYS).order_by(Association.id))
    members = work.session.scalars(select(Member).where(Member.removed_at.is_(None)).order_by(Member.id))
    offers = work.session.scalars(select(Offer).where(Offer.state.in_(LIVE)).order_by(Offer.id))
    return [
        *(row.slug for row in associations if not is_our_key(work, row)),
        *(f"member:{row.id}" for row in members if not is_our_member(work, row)),
        *(row.card_number for row in offers if not is_our_offer(work, row)),
    ]


def _give(
    work: Work,
    seal: InstrumentedAttribute[bytes | None],
    rows: Select[Row],
    vouch: Callable[[Work, Row], None],
) -> int:
    if work.session.scalar(select(exists().where(seal.is_not(None)))):
        return 0
    found = list(work.session.scalars(rows))
    for row in found:
        vouch(work, row)
    return len(found)


def word_for_key(work: Work, association: Association, wrapped_key: bytes) -> bytes:
    """The hub's word for the same pair, its private half sealed again.  Raises :class:`NotOurs`."""
    if not is_our_key(work, association):
        raise NotOurs(association.slug)
    return work.vault.vouch(_of_key(association, wrapped_key))


def _of_key(association: Association, wrapped_key: bytes | None = None) -> str:
    wrapped = hashlib.sha256(wrapped_key or association.wrapped_key).hexdigest()
    return f"key:{association.slug}:{association.public_key.hex()}:{wrapped}"


def _of_member(member: Member) -> str:
    """The address last, since a colon may stand in it."""
    house = member.association.slug if member.association else NO_HOUSE
    return f"member:{house}:{member.role.value}:{member.email}"


def _of_offer(offer: Offer) -> str:
    card = json.dumps(offer.card, sort_keys=True, separators=(",", ":")).encode()
    said = (
        "offer",
        offer.card_number,
        offer.referral.reference,
        offer.association.slug,
        offer.made_at.astimezone(UTC).isoformat(),
        hashlib.sha256(card).hexdigest(),
    )
    return ":".join(said)
