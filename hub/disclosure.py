"""The moment a name becomes readable, and the trace it leaves."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

from hub import identities, journal, offers, queries, vouching
from hub.explaining import Story, decided
from hub.lifecycle import HELD, OfferState
from hub.models import Disclosure, Hindrance, Member, Offer, Referral, StoredDecision
from hub.routing.scarcity import Waiter, serving_order
from hub.vocabulary import Engagement, Identity, Need
from hub.work import Work

Forgotten = identities.Forgotten

PUT_IN_ORDER = 200
"""So many who wait are put in the very order in which they are served; of more, each decision would be opened."""


class NotYetAccepted(Exception):
    """A name is read after the acceptance, never before."""


class NotYetReleased(Exception):
    """The acceptance is being verified: the name comes in a moment."""


class ForgedAnswer(Exception):
    """The row says accepted, but what it says is not what was answered.  Nothing is released."""

    def __init__(self, card_number: str, because: Hindrance) -> None:
        super().__init__(f"the acceptance of card {card_number} is not genuine: {because}")
        self.because = because


@dataclass(frozen=True, slots=True, repr=False)
class Revealed:
    identity: Identity
    need: Need | Engagement


def release(work: Work, offer_id: int) -> None:
    """Verify the portal's word for an acceptance, then seal both boxes again for that association.

    Safe to call at any time and twice.  Raises :class:`ForgedAnswer`.
    """
    offer = to_release(work, offer_id)
    if offer is None:
        return
    if because := _why_forged(work, offer):
        raise ForgedAnswer(offer.card_number, because)
    offer.release = identities.release(work, offer)
    journal.note(work, journal.Act.RELEASED, offer.card_number, association=offer.association.slug)


def to_release(work: Work, offer_id: int) -> Offer | None:
    """The accepted offer of this number, held until the end of the work; None where nothing is to be released."""
    offer = work.session.get_one(Offer, offer_id, with_for_update=True)
    return offer if offer.release is None and offer.referral.boxes and _is_accepted(offer) else None


def release_again(work: Work, offer: Offer) -> None:
    """What was released changes, as its owner did.  Raises :class:`ForgedAnswer`."""
    if offer.release is None or not _is_accepted(offer):
        return
    if not _is_signed(work, offer):
        raise ForgedAnswer(offer.card_number, Hindrance.ANSWER)
    anew = identities.release(work, offer)
    offer.release.identity, offer.release.need = anew.identity, anew.need
    offer.release.changed_at = work.now


def reveal(work: Work, offer: Offer, member: Member) -> Revealed:
    """Who it is and what they need, exactly.  No trace, no page: both are one transaction."""
    if not _is_accepted(offer):
        raise NotYetAccepted(f"card {offer.card_number} is {offer.state}")
    if offer.release is None:
        raise NotYetReleased(f"card {offer.card_number} is being released")
    identity, need = identities.open_released(work, offer)
    work.session.add(Disclosure(offer_id=offer.id, member=member, disclosed_at=work.now))
    journal.note(work, journal.Act.REVEALED, offer.card_number, by=member)
    return Revealed(identity, need)


def decisions(work: Work, referral: Referral) -> list[dict[str, Any]]:
    """Every decision about it in full, the first first, each with ``decided_at``.  Opens in the portal only."""
    place = work.vault.decision_place(referral.reference)
    return [
        {"decided_at": row.decided_at, **json.loads(work.vault.open_for_portal(row.sealed, place=place))}
        for row in queries.decisions_of(work.session, referral)
    ]


def queue(work: Work, *, most: int, after: int = 0) -> list[tuple[Referral, Waiter]]:
    """Those who wait for a place, ``most`` of them after the first ``after``, by what routing last answered of each.

    In the order in which they are served; where more than ``PUT_IN_ORDER`` wait, whoever came first first.  It opens in
    the portal only, and opens decisions: no need, no identity.
    """
    if queries.how_many_wait(work.session) > PUT_IN_ORDER:
        return _waiters(work, queries.waiting_longest(work.session, most=most, after=after))
    everybody = {waiter.name: (row, waiter) for row, waiter in _waiters(work, queries.waiting(work.session))}
    served = serving_order(waiter for _, waiter in everybody.values())
    return [everybody[waiter.name] for waiter in served][after : after + most]


def story(work: Work, referral: Referral) -> Story:
    """The same decisions in words, with who was asked.  No identity: the boxes stay closed."""
    names = {row.slug: row.name for row in queries.associations(work.session)}
    told = (decided(stored, kind=referral.kind, names=names) for stored in decisions(work, referral))
    return Story(referral, tuple(told))


def _waiters(work: Work, rows: list[Referral]) -> list[tuple[Referral, Waiter]]:
    last = queries.last_decisions(work.session, rows)
    return [(row, _waiter(work, row, last[row.id])) for row in rows if row.id in last]


def _waiter(work: Work, referral: Referral, stored: StoredDecision) -> Waiter:
    told = json.loads(
        work.vault.open_for_portal(stored.sealed, place=work.vault.decision_place(referral.reference))
    )
    return Waiter(
        name=referral.reference,
        priority=told.get("priority", False),
        could_take=len(told["shortlist"]) + len(told.get("without_room", ())),
        waited=(work.now - referral.received_at).total_seconds(),
    )


def _is_accepted(offer: Offer) -> bool:
    return offer.state is OfferState.ACCEPTED and offer.referral.state in HELD


def _why_forged(work: Work, offer: Offer) -> Hindrance | None:
    """What is not as the hub wrote it, or as a member said it; None for a genuine acceptance."""
    if not vouching.is_our_key(work, offer.association):
        return Hindrance.KEY
    if not vouching.is_our_offer(work, offer):
        return Hindrance.OFFER
    if not _is_of_a_member(work, offer):
        return Hindrance.MEMBER
    if not _is_signed(work, offer):
        return Hindrance.ANSWER
    if not _is_in_time(offer):
        return Hindrance.TIME
    return None if journal.is_last_word(work, offer) else Hindrance.REPLAYED


def _is_of_a_member(work: Work, offer: Offer) -> bool:
    """Whoever was removed since has no name released any more: the desk asks the association."""
    member = offer.answered_by
    if member is None or member.removed_at is not None or member.association_id != offer.association_id:
        return False
    return vouching.is_our_member(work, member)


def _is_signed(work: Work, offer: Offer) -> bool:
    member, seal, answered_at = offer.answered_by, offer.answer_seal, offer.answered_at
    if member is None or seal is None or answered_at is None:
        return False
    words = offers.answer_words(offer, member, answered_at)
    return member.association_id == offer.association_id and work.vault.is_signed(words, seal)


def _is_in_time(offer: Offer) -> bool:
    """Before it expired.  No clock is asked whether it was after it was made: its seal names a card made with it."""
    return offer.answered_at is not None and offer.answered_at < offer.expires_at
