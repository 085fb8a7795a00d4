"""Asking associations and hearing their answers: the verbs of the referral between intake and acceptance."""

from __future__ import annotations

import secrets
from datetime import UTC, date, datetime, timedelta

from hub import calendar, ceilings, instructions, journal, journey, places, queries, timers, vouching
from hub.lifecycle import LIVE, Answer, IllegalMove, OfferState, ReferralState
from hub.models import Accompaniment, Association, Ceiling, InstructionKind, Member, Offer, Referral
from hub.queries import asking
from hub.terms import Terms, deadlines_of, end_of_working_day, school_days
from hub.vocabulary import DeclineReason, Kind, Step
from hub.wording import N_
from hub.work import Errand, Work

CARD_ALPHABET = "23456789BCDFGHJKMNPQRSTVWXZ"
CARD_NUMBER_LENGTH = 7
TAKES_A_PLACE = frozenset({Kind.YOUNG_PERSON})
CHOSEN_BY_DESK = N_("La coordination a pensé à vous")


class NoPlaceLeft(Exception):
    """The association has no place left."""


class AlreadyAsked(Exception):
    """The association was asked about this referral before; :mod:`hub.queries.asking` knows who may be again."""


class NotToPassOn(Exception):
    """This card may not be passed to that association."""


def live_offers(referral: Referral) -> list[Offer]:
    return [offer for offer in referral.offers if offer.state in LIVE]


def make(
    work: Work, referral: Referral, association: Association, terms: Terms, *, by: Member | None = None
) -> Offer:
    """Propose the referral to an association, for a while; a young person takes one of its places.

    Raises :class:`AlreadyAsked` or :class:`NoPlaceLeft`.
    """
    if association.slug in asking.asked(work.session, referral):
        raise AlreadyAsked(association.slug)
    counted = _take_place(work, association, terms) if referral.kind in TAKES_A_PLACE else []
    expires_at = places.put_off(work, referral, association, terms.deadlines.expires_at)
    offer = _offer_of(work, referral, association)
    offer.card, offer.because = referral.card or {}, list(terms.because)
    offer.made_at, offer.answer_by, offer.expires_at = work.now, terms.deadlines.answer_by, expires_at
    offer.passes_to = list(terms.passes_to) or None
    vouching.for_offer(work, offer)
    _becomes(referral, ReferralState.OFFERED)
    referral.next_at = next_move(referral)
    journey.record(work, referral, Step.OFFERED, offer, by=by)
    ceilings.hold(work, offer.id, counted)
    keep_promise(work, referral, calendar.civil(offer.answer_by))
    return offer


def _offer_of(work: Work, referral: Referral, association: Association) -> Offer:
    """A new one, or the one that a pause took back."""
    for offer in referral.offers:
        if offer.association_id == association.id:
            offer.answer(Answer.REOPEN, at=work.now)
            offer.seen_at = None
            ceilings.let_go(work, offer.id)
            return offer
    number = _new_card_number()
    return Offer(card_number=number, referral=referral, association=association, state=OfferState.OPEN)


def _take_place(work: Work, association: Association, terms: Terms) -> list[Ceiling]:
    """Of the year first, which holds the association's row; then nobody else takes one under its ceilings.

    Answers the ceilings under which it counts.
    """
    if not queries.take_place(work.session, association.id, kept=terms.kept):
        raise NoPlaceLeft(association.slug)
    counted = ceilings.that_hold(work, association.id, terms.need) if terms.need else []
    if ceilings.reached(work, counted):
        queries.give_place_back(work.session, association.id)
        raise NoPlaceLeft(association.slug)
    return counted


def next_move(referral: Referral) -> datetime:
    """When something happens by itself: a deadline passes, or, behind an overdue offer, one expires for good."""
    live = live_offers(referral)
    overdue = any(offer.state is OfferState.OVERDUE for offer in live)
    return min(offer.expires_at if overdue else offer.answer_by for offer in live)


def pass_deadlines(work: Work, referral: Referral) -> None:
    """Soft deadlines: past its date an offer is overdue and may still be accepted; later it expires for good."""
    for offer in live_offers(referral):
        if offer.expires_at <= work.now:
            _end(work, offer, Answer.EXPIRE, Step.EXPIRED)
            places.stop_if_unanswered(work, offer.association)
            journal.answered(work, offer, Answer.EXPIRE)
    live = live_offers(referral)
    if any(offer.state is OfferState.OVERDUE for offer in live):
        return
    for offer in live:
        if offer.answer_by <= work.now:
            offer.answer(Answer.PASS_DEADLINE, at=work.now)
            offer.excused = queries.places.is_closed(
                work.session, offer.association_id, calendar.civil(offer.answer_by)
            )
            journey.record(work, referral, Step.OVERDUE, offer)


def accept(work: Work, offer: Offer, member: Member) -> None:
    """The first acceptance wins; whoever else was asked is told that it is taken.

    Raises :class:`hub.vouching.NotOurs` for a card, or a key, that the hub did not make.
    """
    referral = queries.hold(work.session, offer.referral)
    vouching.check_ours(work, offer)
    if offer.expires_at <= work.now:
        raise IllegalMove("an offer that has expired is accepted no more")
    seal = work.vault.sign_answer(answer_words(offer, member, work.now))
    offer.answer(Answer.ACCEPT, at=work.now, by=member)
    offer.answer_seal = seal
    for live in live_offers(referral):
        recall(work, live)
    delays = work.rule_book.delays
    kept_days = delays.mentor_kept_days if referral.kind is Kind.MENTOR else delays.accepted_kept_days
    contact_by = end_of_working_day(work, delays.contact_days)
    forget_at = work.now + timedelta(days=kept_days)
    referral.move(ReferralState.ACCEPTED, next_at=contact_by, forget_at=forget_at)
    offer.accompaniment = Accompaniment(association_id=offer.association_id, began_at=work.now)
    timers.stop(work, referral)
    timers.ask_if_contacted(work, referral, offer, contact_by=contact_by)
    timers.announce_forgetting(work, referral, offer, forget_at)
    journey.record(work, referral, Step.ACCEPTED, offer, by=member)
    journal.answered(work, offer, Answer.ACCEPT, by=member)
    work.ring(Errand.RELEASE, offer)


def answer_words(offer: Offer, member: Member, answered_at: datetime) -> str:
    """What the portal seals with its word: who accepted what, when, and to which key it may be released."""
    return ":".join(
        (
            offer.card_number,
            offer.referral.reference,
            offer.association.slug,
            offer.association.public_key.hex(),
            str(member.id),
            answered_at.astimezone(UTC).isoformat(),
        )
    )


def decline(work: Work, offer: Offer, member: Member, *, reason: DeclineReason, note: str = "") -> None:
    queries.hold(work.session, offer.referral)
    offer.decline_reason, offer.decline_note = reason, note or None
    _end(work, offer, Answer.DECLINE, Step.DECLINED, by=member)
    journal.answered(work, offer, Answer.DECLINE, by=member, reason=reason.value)
    look_again(work, offer.referral)


def pass_on(work: Work, offer: Offer, member: Member, *, to: Association) -> None:
    """The référente of a consortium gives the card to another of its members, asked first if it fits and has room.

    No refusal: it does not bring the desk any nearer.  Raises :class:`NotToPassOn`.
    """
    queries.hold(work.session, offer.referral)
    if to.slug not in (offer.passes_to or ()):
        raise NotToPassOn(to.slug)
    offer.decline_reason, offer.passed_to = DeclineReason.PASSED_ON, to
    _end(work, offer, Answer.DECLINE, Step.DECLINED, by=member)
    journal.answered(work, offer, Answer.DECLINE, by=member, to=to.slug)
    look_again(work, offer.referral)


def asked_enough(work: Work, referral: Referral) -> bool:
    """Whether so many associations were asked that the desk looks.  Of two that passed a card on, one was."""
    had = asking.had(work.session, referral)
    asked = [offer for offer in had if offer.decline_reason is not DeclineReason.PASSED_ON]
    return len(asked) >= work.rule_book.delays.associations_before_desk


def wait(work: Work, referral: Referral) -> None:
    """Associations fit and none has room: it waits for a place, and after some days the desk looks all the same.

    The promise is the day by which the desk will have answered if no place comes.
    """
    since = queries.waits_since(work.session, referral)
    delays = work.rule_book.delays
    desk_at = (since or work.now) + timedelta(days=delays.waiting_days_before_desk)
    if desk_at <= work.now:
        hand_to_desk(work, referral)
        return
    next_at = min(calendar.next_morning(work.now), desk_at)
    if referral.state is ReferralState.WAITING:
        referral.next_at = next_at
        return
    referral.move(ReferralState.WAITING, next_at=next_at)
    answered_by = calendar.add_working_days(calendar.civil(desk_at), delays.desk_days)
    referral.promised_by = max(referral.promised_by or date.min, answered_by)
    journey.record(work, referral, Step.WAITING)


def offer_to(work: Work, referral: Referral, association: Association, *, by: Member) -> Offer:
    """The desk's own choice of an association, for a referral that waits with it: any place left, kept or not."""
    if queries.hold(work.session, referral).state is not ReferralState.WITH_DESK:
        raise IllegalMove("the desk decides nothing of a referral that is not with it")
    days = work.rule_book.delays.answer_days
    deadlines = deadlines_of(work, days=days, off=school_days(association))
    journal.desk_moved(work, referral.reference, by=by, move="offer", to=association.slug)
    return make(work, referral, association, Terms((CHOSEN_BY_DESK,), deadlines), by=by)


def hand_to_desk(work: Work, referral: Referral) -> None:
    """No association is left to ask: people look at it, within some working days."""
    look_by = end_of_working_day(work, work.rule_book.delays.desk_days)
    referral.move(ReferralState.WITH_DESK, next_at=look_by)
    referral.promised_by = max(referral.promised_by or date.min, calendar.civil(look_by))
    journey.record(work, referral, Step.WITH_DESK)


def close(work: Work, referral: Referral, *, sentence: str, by: Member) -> None:
    """The desk ends it honestly, with a sentence to the person."""
    queries.hold(work.session, referral)
    referral.move(ReferralState.CLOSED, next_at=None, forget_at=forgotten_after_the_end(work))
    timers.stop(work, referral)
    timers.ask_how_it_was(work, referral)
    journey.record(work, referral, Step.CLOSED, by=by, sentence=sentence)
    journal.desk_moved(work, referral.reference, by=by, move="close")


def withdraw(work: Work, referral: Referral) -> None:
    """The person no longer wants it.  Associations that had accepted are told to delete, and read no more.

    What was released to them is deleted by the worker, at once: a door may not.
    """
    queries.hold(work.session, referral)
    accepted = next((offer for offer in referral.offers if offer.state is OfferState.ACCEPTED), None)
    for live in live_offers(referral):
        recall(work, live)
    if accepted:
        give_place_back(work, accepted)
        if accepted.accompaniment:
            accepted.accompaniment.end(work.now)
        work.ring(Errand.FORGET, referral)
    referral.move(ReferralState.WITHDRAWN, next_at=None, forget_at=forgotten_after_the_end(work))
    timers.stop(work, referral)
    queries.rights.end_restriction(work.session, referral.id)
    instructions.give(work, referral, InstructionKind.ERASE)
    journey.record(work, referral, Step.WITHDRAWN, accepted)


def _end(work: Work, offer: Offer, answer: Answer, step: Step, *, by: Member | None = None) -> None:
    offer.answer(answer, at=work.now, by=by)
    give_place_back(work, offer)
    journey.record(work, offer.referral, step, offer, by=by)


def give_place_back(work: Work, offer: Offer) -> None:
    if offer.referral.kind in TAKES_A_PLACE:
        queries.give_place_back(work.session, offer.association_id)


def recall(work: Work, offer: Offer) -> None:
    """It is no longer proposed to this association, which has not answered yet."""
    _end(work, offer, Answer.RECALL, Step.RECALLED)


def look_again(work: Work, referral: Referral) -> None:
    if not live_offers(referral):
        _becomes(referral, ReferralState.LOOKING)
    referral.next_at = work.now
    work.ring(Errand.ROUTE, referral)


def _becomes(referral: Referral, state: ReferralState) -> None:
    if referral.state is not state:
        referral.move(state, next_at=referral.next_at)


def keep_promise(work: Work, referral: Referral, answered_by: date) -> None:
    """When the new deadline is later than the date promised, the person hears the new date, with an apology."""
    if referral.promised_by is not None and answered_by > referral.promised_by:
        referral.promised_by = answered_by
        journey.record(work, referral, Step.GOING_ON)


def forgotten_after_the_end(work: Work) -> datetime:
    return work.now + timedelta(days=work.rule_book.delays.withdrawn_kept_days)


def _new_card_number() -> str:
    return "".join(secrets.choice(CARD_ALPHABET) for _ in range(CARD_NUMBER_LENGTH))
