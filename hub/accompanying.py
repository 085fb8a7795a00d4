"""What an association does after its yes, until a mentor is met, until the end, or until it gives the person back."""

from __future__ import annotations

from datetime import date

from hub import calendar, journey, offers
from hub.lifecycle import Answer, ReferralState
from hub.models import Member, Offer, Referral, Return
from hub.vocabulary import ReturnReason, Step
from hub.work import Errand, Work


def give_back(work: Work, offer: Offer, member: Member, *, reason: ReturnReason, undo: bool = False) -> None:
    """The association can not accompany them after all: the next one is asked, and the person told with an apology.

    It reads the identity no more, and is not asked again.  ``undo``: it takes its yes back within the first days.
    Raises IllegalMove for a pair, and for whoever could not be reached: those are ended, not passed around.
    """
    referral = offers.hold(work, offer.referral)
    offer.answer(Answer.GIVE_BACK, at=work.now)
    referral.move(ReferralState.LOOKING, next_at=work.now)
    offer.release = None
    offers.give_place_back(work, offer)
    work.session.add(
        Return(offer_id=offer.id, reason=reason, undone=undo, returned_at=work.now, by_id=member.id)
    )
    if offer.accompaniment:
        offer.accompaniment.end(work.now)
    _promise_again(work, referral)
    journey.record(work, referral, Step.RETURNED, offer, by=member)
    work.ring(Errand.ROUTE, referral)


def _promise_again(work: Work, referral: Referral) -> None:
    """The search begins anew, and so does the time that was promised for it."""
    days = work.rule_book.delays.promise_days
    answered_by = calendar.add_working_days(calendar.civil(work.now), days)
    referral.promised_by = max(referral.promised_by or date.min, answered_by)
