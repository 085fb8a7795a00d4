"""Finding the next association for a referral: the worker opens the need, routing decides, an offer is made."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import asdict
from datetime import date, timedelta

from hub import calendar, cards, directory, identities, offers, queries
from hub.lifecycle import ROUTABLE, OfferState
from hub.models import Association, CardTally, Referral, StoredDecision
from hub.routing import Candidate, Decision, decide, is_priority
from hub.vocabulary import Engagement, Kind, Need
from hub.work import Work

YOUNG_HUB = timedelta(days=365)


def route(work: Work, referral_id: int) -> None:
    """Move a referral on: pass its deadlines, ask the next association, or hand it to the desk.

    Safe to call at any time and twice: it reads the row again and does only what is due.
    """
    referral = queries.referral_to_move(work.session, referral_id)
    if referral.state not in ROUTABLE:
        return
    offers.pass_deadlines(work, referral)
    if any(offer.state is OfferState.OPEN for offer in referral.offers) or _asked_enough(work, referral):
        _wait_or_hand_over(work, referral)
        return
    _ask_next(work, referral)


def _ask_next(work: Work, referral: Referral) -> None:
    need = identities.open_need(work, referral)
    referral.card = referral.card or _make_card(work, referral, need)
    associations = {row.slug: row for row in queries.associations(work.session)}
    decision = decide(need, _candidates(work, referral, associations), work.rule_book)
    _store(work, referral, decision)
    delays = work.rule_book.delays
    days = delays.priority_answer_days if is_priority(need, work.rule_book) else delays.answer_days
    deadlines = offers.deadlines_of(work, days=days, department=need.place.department)
    for choice in decision.shortlist:
        try:
            offers.make(
                work,
                referral,
                associations[choice.association],
                because=list(choice.because),
                deadlines=deadlines,
            )
        except offers.NoPlaceLeft:
            continue
        return
    _wait_or_hand_over(work, referral)


def _wait_or_hand_over(work: Work, referral: Referral) -> None:
    if offers.live_offers(referral):
        referral.next_at = offers.next_move(referral)
    else:
        offers.hand_to_desk(work, referral)


def _asked_enough(work: Work, referral: Referral) -> bool:
    return len(referral.offers) >= work.rule_book.delays.associations_before_desk


def _candidates(work: Work, referral: Referral, associations: dict[str, Association]) -> list[Candidate]:
    asked = {offer.association_id for offer in referral.offers}
    joined = {row.id for row in queries.joined_associations(work.session)}
    turn = timedelta(days=work.rule_book.delays.mentor_turn_days)
    lately = queries.mentors_received(work.session, work.now - turn)
    today = calendar.civil(work.now)
    return [
        Candidate(
            profile=directory.profile_of(row.profile),
            places_left=row.places_left,
            paused=row.paused_until is not None and today <= row.paused_until,
            asked=row.id in asked,
            joined=row.id in joined,
            mentors_lately=lately.get(row.id, 0),
        )
        for row in associations.values()
    ]


def _store(work: Work, referral: Referral, decision: Decision) -> None:
    content = json.dumps(asdict(decision), ensure_ascii=False).encode()
    sealed = work.vault.seal_for_portal(content, place=f"decision:{referral.reference}")
    row = StoredDecision(referral=referral, decided_at=work.now, rule_book=decision.rule_book, sealed=sealed)
    work.session.add(row)


def _make_card(work: Work, referral: Referral, need: Need | Engagement) -> dict[str, object]:
    day = calendar.civil(referral.received_at)
    _tally(work, need, day.replace(day=1))
    card = cards.make_card(
        need, registered_on=day, group_of=_groups(work, referral.kind), k=work.rule_book.card_k
    )
    return card.to_json()


def _groups(work: Work, kind: Kind) -> Callable[[cards.AnyForm], int]:
    """How many registrations share a form of card: counted over twelve months, estimated while younger."""
    born = queries.oldest_registration(work.session, kind)
    if born is None or work.now - born < YOUNG_HUB:
        return cards.estimated_group
    since = calendar.civil(work.now - YOUNG_HUB)
    return lambda form: queries.tallied(work.session, work.vault.tally_key(cards.form_key(form)), since)


def _tally(work: Work, need: Need | Engagement, month: date) -> None:
    for form in map(work.vault.tally_key, cards.forms_of(need)):
        row = work.session.get(CardTally, (form, month))
        if row is None:
            work.session.add(CardTally(form=form, month=month, registrations=1))
        else:
            row.registrations = CardTally.registrations + 1
