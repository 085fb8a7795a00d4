"""What the desk does about what waits with it: looks after it, asks, writes, has it tried again.  It reads no name."""

from __future__ import annotations

from datetime import datetime

from hub import accompanying, calendar, journey, offers, prescriber_letters, prescribers
from hub.lifecycle import HELD, ROUTABLE, IllegalMove, OfferState, ReferralState
from hub.models import (
    Asked,
    Association,
    Charge,
    Member,
    Offer,
    OutboxMessage,
    Question,
    Referral,
    Said,
    Subject,
)
from hub.queries import questions
from hub.queries.matter_kinds import UNCONFIRMED
from hub.vocabulary import Audience, ReturnReason, Step
from hub.work import Errand, Work

ANSWER_DAYS = 3
"""Working days that a prescriber has to answer before the desk comes back to it."""
CHASED, TAKEN_BACK = "chased", "taken_back"
"""The letters to an association that accepted, and contacted nobody."""
SPOKEN_TO = ROUTABLE | HELD | {ReferralState.WITH_DESK}
"""While these last, the desk has something to write to the person."""
ASKED_ABOUT = SPOKEN_TO | {*UNCONFIRMED}


class NobodyToAsk(Exception):
    """No professional registered this young person, or none whom the hub still knows."""


class AlreadyAsking(Exception):
    """A question about this young person is still without an answer."""


class NobodyToTell(Exception):
    """No letter goes to the person: the professional who registered them reads their own page."""


def look_after(
    work: Work, subject: Subject, row_id: int, *, owner: Member | None, next_at: datetime | None = None
) -> Charge:
    """From now on this member looks after it, nobody if None, and comes back to it then."""
    charge = _charge(work, subject, row_id)
    charge.owner = owner
    charge.next_at = next_at
    return charge


def set_aside(work: Work, subject: Subject, row_id: int) -> None:
    """Nothing more is to be done about it, unless it comes again."""
    _charge(work, subject, row_id).set_aside_at = work.now


def resend(work: Work, message: OutboxMessage) -> None:
    """Carry a letter that was given up, as if it had just been posted: its address was mended, or its server."""
    if message.given_up_at is None:
        raise IllegalMove("this letter was not given up")
    message.given_up_at, message.bounced = None, False
    message.bounce_code = message.ways = None
    message.attempts, message.posted_at, message.due_at = 0, work.now, work.now
    work.ring(Errand.CARRY, message)


def tell(work: Work, referral: Referral, sentence: str, *, by: Member) -> None:
    """Write a sentence to the person; it stays on their page.  Raises :class:`NobodyToTell`."""
    if referral.state not in SPOKEN_TO:
        raise IllegalMove(f"nothing is written to somebody whose referral is {referral.state}")
    if referral.correspondent is Audience.PRESCRIBER:
        raise NobodyToTell(referral.reference)
    journey.record(work, referral, Step.DESK_WROTE, by=by, sentence=sentence)


def ask_prescriber(work: Work, referral: Referral, asked: Asked, *, by: Member) -> Question:
    """Ask the professional, who answers by a code on their own page; the desk comes back to it some days later.

    Raises :class:`NobodyToAsk` or :class:`AlreadyAsking`.
    """
    if referral.state not in ASKED_ABOUT:
        raise IllegalMove(f"nothing is asked about a referral that is {referral.state}")
    if referral.prescriber is None:
        raise NobodyToAsk(referral.reference)
    if questions.unanswered(work.session, referral.id):
        raise AlreadyAsking(referral.reference)
    question = Question(referral=referral, asked=asked, asked_at=work.now, asked_by=by)
    work.session.add(question)
    journey.record(work, referral, Step.PRESCRIBER_ASKED, by=by)
    once = f"{prescribers.ASKED}:{question.id}"
    prescriber_letters.tell_once(work, referral.prescriber, prescribers.ASKED, once=once, at=work.now)
    back_at = calendar.end_of_day(calendar.add_working_days(calendar.civil(work.now), ANSWER_DAYS))
    look_after(work, Subject.REFERRAL, referral.id, owner=by, next_at=back_at)
    return question


def answer(work: Work, question: Question, said: Said) -> None:
    """The professional answers, once; the desk finds it at the top of its list."""
    if question.said is not None:
        raise IllegalMove("this question was answered")
    question.said, question.said_at = said, work.now
    _charge(work, Subject.REFERRAL, question.referral_id).next_at = work.now


def remind(work: Work, referral: Referral) -> bool:
    """Send again the letter that waits for a yes, once a day at most; answers whether it leaves.

    Raises :class:`NobodyToTell`.
    """
    if referral.state not in UNCONFIRMED:
        raise IllegalMove("nobody is waited for")
    if referral.correspondent is Audience.PRESCRIBER:
        raise NobodyToTell(referral.reference)
    return journey.say_again(work, referral, Step(referral.state.value))


def try_again(work: Work, referral: Referral) -> None:
    """Have the worker look once more for an association, whoever was asked before; nobody is told of the try."""
    if referral.state is not ReferralState.WITH_DESK:
        raise IllegalMove("only what is with the desk is tried again")
    _charge(work, Subject.REFERRAL, referral.id).try_at = work.now
    work.ring(Errand.TRY_AGAIN, referral)


def chase(work: Work, referral: Referral) -> bool:
    """Tell the association that accepted that the person waits to be contacted, once a day; whether it leaves."""
    return journey.tell_association(work, _not_contacted(referral), CHASED, Step.NOT_CONTACTED)


def take_back(work: Work, referral: Referral, *, by: Member) -> None:
    """Take the card from an association that contacted nobody: the next is asked, and the person told so."""
    offer = _not_contacted(referral)
    accompanying.give_back(work, offer, by, reason=ReturnReason.PERSON_ASKED)
    work.flush()
    journey.tell_association(work, offer, TAKEN_BACK, Step.RETURNED)


def take_in_hand(work: Work, referral: Referral, *, by: Member) -> None:
    """This member looks now at somebody who waits for a place, rather than the desk on the day when it would."""
    if referral.state is not ReferralState.WAITING:
        raise IllegalMove("only somebody who waits for a place is taken in hand")
    offers.hand_to_desk(work, referral)
    look_after(work, Subject.REFERRAL, referral.id, owner=by)


def suspend(work: Work, association: Association) -> None:
    """It is asked about nobody new; what it was asked before goes on, and its members still come in."""
    association.suspended_at = association.suspended_at or work.now


def resume(work: Work, association: Association) -> None:
    association.suspended_at = None


def _not_contacted(referral: Referral) -> Offer:
    """The offer of the association that said yes, and has not contacted them yet."""
    accepted = (offer for offer in referral.offers if offer.state is OfferState.ACCEPTED)
    offer = next(accepted, None)
    if offer is None or referral.state is not ReferralState.ACCEPTED:
        raise IllegalMove("nobody accepted it, or they were contacted")
    return offer


def _charge(work: Work, subject: Subject, row_id: int) -> Charge:
    known = work.session.get(Charge, (subject, row_id), with_for_update=True)
    if known is None:
        known = Charge(subject=subject, row_id=row_id)
        work.session.add(known)
        work.session.flush()
    return known
