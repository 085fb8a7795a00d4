"""Second thoughts: within two days an association takes back what it answered, says why, and is counted."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from types import MappingProxyType

from hub import accompanying, calendar, journey, offers, queries
from hub.journal import Act, note
from hub.lifecycle import Answer, OfferState, ReferralState
from hub.models import Member, Offer, Referral, UndoneAnswer, UndoReason
from hub.queries import inbox
from hub.terms import end_of_working_day
from hub.vocabulary import DeclineReason, ReturnReason, Step
from hub.work import Work

WITHIN = inbox.UNDONE_WITHIN
COUNTED_OVER = timedelta(days=30)
OPEN_TO_ALL = frozenset(
    {ReferralState.LOOKING, ReferralState.OFFERED, ReferralState.WAITING, ReferralState.WITH_DESK}
)
"""No association has said yes, and nothing has ended: whoever declined may still be asked."""
NOT_PAIRED = frozenset({ReferralState.ACCEPTED, ReferralState.CONTACTED})
GIVEN_BACK_FOR: Mapping[UndoReason, ReturnReason] = MappingProxyType(
    {
        UndoReason.WRONG_BUTTON: ReturnReason.MISTAKE,
        UndoReason.WRONG_CARD: ReturnReason.MISTAKE,
        UndoReason.COLLEAGUE: ReturnReason.MISTAKE,
        UndoReason.ROOM_LOST: ReturnReason.NO_PLACE,
    }
)


class TooLate(Exception):
    """What was answered longer ago than that stays answered, and what was passed on is somebody else's."""


class Taken(Exception):
    """It went on meanwhile: accepted elsewhere, withdrawn or closed, or already before two associations."""


def may_undo(work: Work, offer: Offer) -> bool:
    """Whether the association answered this card less than 48 hours ago, and may still say otherwise."""
    if offer.answered_at is None or offer.answered_at <= work.now - WITHIN:
        return False
    if offer.state is OfferState.DECLINED:
        return offer.decline_reason is not DeclineReason.PASSED_ON
    return offer.state is OfferState.ACCEPTED and offer.referral.state in NOT_PAIRED


def undo_decline(work: Work, offer: Offer, member: Member, *, reason: UndoReason) -> None:
    """The card comes back: open, or overdue when another association has it open meanwhile.

    It takes a place again.  Raises :class:`TooLate`, :class:`Taken`, or :class:`hub.offers.NoPlaceLeft`.
    """
    referral = queries.hold(work.session, offer.referral)
    if offer.state is not OfferState.DECLINED or not may_undo(work, offer):
        raise TooLate(offer.card_number)
    answer = _way_back(referral)
    if referral.kind in offers.TAKES_A_PLACE and not queries.take_place(work.session, offer.association_id):
        raise offers.NoPlaceLeft(offer.association.slug)
    _count(work, offer, member, reason)
    _reopen(work, offer, answer)
    journey.record(work, referral, Step.REOPENED, offer, by=member)
    offers.keep_promise(work, referral, calendar.civil(offer.answer_by))


def undo_acceptance(work: Work, offer: Offer, member: Member, *, reason: UndoReason) -> None:
    """The yes is taken back: the person is told with an apology, and another association asked.

    Raises :class:`TooLate`.
    """
    queries.hold(work.session, offer.referral)
    if offer.state is not OfferState.ACCEPTED or not may_undo(work, offer):
        raise TooLate(offer.card_number)
    _count(work, offer, member, reason)
    accompanying.give_back(work, offer, member, reason=GIVEN_BACK_FOR[reason], undo=True)


def counted(work: Work, member: Member) -> int:
    """How many answers the member's association took back in the last 30 days."""
    return inbox.undone_since(work.session, member.association_id, work.now - COUNTED_OVER)


def _way_back(referral: Referral) -> Answer:
    """Never more than one open and one overdue: the card takes whichever is free."""
    if referral.state not in OPEN_TO_ALL:
        raise Taken(referral.reference)
    alive = {offer.state for offer in offers.live_offers(referral)}
    if OfferState.OPEN not in alive:
        return Answer.REOPEN
    if OfferState.OVERDUE not in alive:
        return Answer.REOPEN_LATE
    raise Taken(referral.reference)


def _reopen(work: Work, offer: Offer, answer: Answer) -> None:
    """With a working day at least to answer again."""
    soon = end_of_working_day(work, 1)
    offer.answer(answer, at=work.now)
    offer.decline_reason = offer.decline_note = None
    offer.answer_by = max(offer.answer_by, soon)
    offer.expires_at = max(offer.expires_at, soon)
    referral = offer.referral
    next_at = offers.next_move(referral)
    if referral.state is ReferralState.OFFERED:
        referral.next_at = next_at
    else:
        referral.move(ReferralState.OFFERED, next_at=next_at)


def _count(work: Work, offer: Offer, member: Member, reason: UndoReason) -> None:
    """By whom, why, and what it undid: before the offer forgets it."""
    work.session.add(
        UndoneAnswer(
            offer=offer,
            association_id=offer.association_id,
            member=member,
            answer=offer.state,
            reason=reason,
            answered_at=offer.answered_at or work.now,
            undone_at=work.now,
        )
    )
    work.flush()
    note(work, Act.UNDONE, offer.card_number, by=member, answer=offer.state.value, reason=reason.value)
