"""Finding the next association for a referral: the worker opens the need, routing decides, an offer is made.

When places are scarce, those who wait are served in their order, and nobody who comes later passes before them.
"""

from __future__ import annotations

import json
from dataclasses import asdict
from itertools import takewhile

from hub import calendar, identities, journal, offers, queries, showing, standings, waiting
from hub.lifecycle import ROUTABLE, OfferState, ReferralState
from hub.models import Charge, Referral, StoredDecision, Subject
from hub.queries import asking
from hub.routing import Decision, Roster
from hub.routing.rulebook import answer_days, consortia_of
from hub.routing.standing import kept_places
from hub.terms import Terms, deadlines_of, school_days
from hub.vocabulary import Engagement, Kind, Need
from hub.wording import N_
from hub.work import Errand, Work

PASSED_TO_YOU = N_("L’association référente de votre consortium vous passe cette fiche")
YOURS_AGAIN = N_("Cette fiche était chez vous\u202f: elle vous revient")


def route(work: Work, referral_id: int) -> None:
    """Move a referral on: pass its deadlines, ask the next association, let it wait, or hand it to the desk.

    Safe to call at any time and twice: it reads the row again and does only what is due.  Workers who come to the
    same referral at once share the others, instead of waiting for each other at every row.
    """
    referral = queries.referral_if_free(work.session, referral_id)
    if referral is None:
        return
    if referral.state is ReferralState.WITH_DESK:
        _leave_the_desk(work, referral)
    elif referral.state in ROUTABLE:
        _move_on(work, referral)


def try_again(work: Work, referral_id: int) -> None:
    """Look once more for somebody who is with the desk: asked if an association now fits, else left where they are.

    Nobody is told of the try; what it decided is kept to be read.  Those who wait for the same places come first.
    """
    referral = queries.referral_to_move(work.session, referral_id)
    charge = work.session.get_one(Charge, (Subject.REFERRAL, referral_id))
    charge.try_at = None
    if referral.state is not ReferralState.WITH_DESK:
        return
    need, roster, decision = _decided(work, referral)
    if not _is_overtaken(work, referral, decision, roster):
        _offer(work, referral, need, decision, roster)
    _store(work, referral, decision)


def _leave_the_desk(work: Work, referral: Referral) -> None:
    """It is their turn.  Where no place is left after all, nobody hears of it, and the desk keeps them.

    It keeps those too whom somebody there has just taken up.
    """
    in_hand = queries.is_in_hand(work.session, referral, calendar.this_morning(work.now))
    if in_hand or offers.asked_enough(work, referral):
        return
    need, roster, decision = _decided(work, referral)
    _offer(work, referral, need, decision, roster)
    if not queries.is_told(work.session, referral, work.now):
        _store(work, referral, decision)


def _move_on(work: Work, referral: Referral) -> None:
    offers.pass_deadlines(work, referral)
    if any(offer.state is OfferState.OPEN for offer in referral.offers):
        referral.next_at = offers.next_move(referral)
    elif offers.asked_enough(work, referral):
        _leave_to_answer_or_desk(work, referral)
    else:
        _ask_next(work, referral)
    if referral.state is ReferralState.OFFERED:
        _keep_promise(work, referral)


def _ask_next(work: Work, referral: Referral) -> None:
    need, roster, decision = _decided(work, referral)
    referral.card = referral.card or showing.make_card(work, referral, need)
    if _is_overtaken(work, referral, decision, roster):
        return
    if not _offer(work, referral, need, decision, roster):
        if decision.without_room or decision.shortlist:
            _leave_to_answer_or_wait(work, referral)
        else:
            _leave_to_answer_or_desk(work, referral)
    if not queries.is_told(work.session, referral, work.now):
        _store(work, referral, decision)


def _decided(work: Work, referral: Referral) -> tuple[Need | Engagement, Roster, Decision]:
    """What is asked, how associations stand before it, and what routing answers."""
    need = identities.open_need(work, referral)
    roster = standings.roster(work, need if isinstance(need, Engagement) else None)
    return need, roster, roster.decide(need, asking.asked(work.session, referral)).explained()


def _offer(
    work: Work, referral: Referral, need: Need | Engagement, decision: Decision, roster: Roster
) -> bool:
    """Whether one of them could be asked: the best that still has a place when it comes to taking it."""
    days = answer_days(need, work.rule_book)
    first = _first_reasons(work, referral)
    for choice in sorted(decision.shortlist, key=lambda choice: choice.association not in first):
        kept = kept_places(roster.standing(choice.association), work.rule_book)
        association = queries.association_of(work.session, choice.association)
        away, there = school_days(association), need.place.department
        terms = Terms(
            because=(*first.get(choice.association, ()), *choice.because),
            deadlines=deadlines_of(work, days=days, department=there, off=away),
            kept=0 if decision.priority else kept,
            passes_to=_may_pass_to(work, referral, need, choice.association),
            need=need if isinstance(need, Need) else None,
        )
        try:
            offers.make(work, referral, association, terms)
        except offers.NoPlaceLeft:
            continue
        return True
    return False


def _first_reasons(work: Work, referral: Referral) -> dict[str, tuple[str]]:
    """Who comes before the order of the decision, and why: their consortium's référente chose them, or they had it."""
    passed_to = {offer.passed_to.slug for offer in referral.offers if offer.passed_to}
    return {
        **dict.fromkeys(asking.were_reading(work.session, referral), (YOURS_AGAIN,)),
        **dict.fromkeys(passed_to, (PASSED_TO_YOU,)),
    }


def _may_pass_to(
    work: Work, referral: Referral, need: Need | Engagement, association: str
) -> tuple[str, ...]:
    """The other members of the consortia of which this association is the référente for this young person."""
    if isinstance(need, Engagement):
        return ()
    asked = {association, *asking.asked(work.session, referral)}
    held = (each for each in consortia_of(need, work.rule_book) if each.referente == association)
    return tuple(sorted({member for each in held for member in each.members} - asked))


def _is_overtaken(work: Work, referral: Referral, decision: Decision, roster: Roster) -> bool:
    """Whether somebody who waits could take one of these places: they are served at once, this one right after."""
    places = {choice.association for choice in decision.shortlist}
    if not places or referral.kind is not Kind.YOUNG_PERSON or referral.state is ReferralState.WAITING:
        return False
    first = [
        each
        for each in takewhile(lambda each: each.row_id != referral.id, waiting.in_order(work, roster))
        if isinstance(each.need, Need) and places & each.could_be_asked
    ]
    for one in waiting.served(roster, first):
        work.ring(Errand.ROUTE, one.row_id)
    return bool(first)


def _leave_to_answer_or_desk(work: Work, referral: Referral) -> None:
    if offers.live_offers(referral):
        referral.next_at = offers.next_move(referral)
    else:
        offers.hand_to_desk(work, referral)


def _leave_to_answer_or_wait(work: Work, referral: Referral) -> None:
    """Behind an overdue offer too, a place is looked for each morning."""
    if offers.live_offers(referral):
        referral.next_at = min(offers.next_move(referral), waiting.next_try(work))
    else:
        offers.wait(work, referral)


def _keep_promise(work: Work, referral: Referral) -> None:
    """Where only late answers may come before the date promised, the desk looks after it: that is said in time."""
    late = any(offer.state is OfferState.OVERDUE for offer in referral.offers)
    until = calendar.civil(referral.next_at or work.now)
    if late and referral.promised_by is not None and until >= referral.promised_by:
        days = work.rule_book.delays.desk_days
        offers.keep_promise(work, referral, calendar.add_working_days(until, days))


def _store(work: Work, referral: Referral, decision: Decision) -> None:
    content = json.dumps(asdict(decision), ensure_ascii=False, default=sorted).encode()
    sealed = work.vault.seal_for_portal(content, place=work.vault.decision_place(referral.reference))
    row = StoredDecision(referral=referral, decided_at=work.now, rule_book=decision.rule_book, sealed=sealed)
    work.session.add(row)
    asked = next((offer for offer in referral.offers if offer.state is OfferState.OPEN), None)
    # of the others the journal tells nothing: the decision is sealed
    to = asked.association.slug if asked else None
    journal.note(work, journal.Act.DECIDED, referral.reference, rule_book=decision.rule_book, to=to)
