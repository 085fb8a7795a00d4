"""What is shown of somebody: the card, in a form that enough others share, made once and counted."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

from hub import calendar, cards, queries
from hub.models import CardCount, CardTally, Referral
from hub.vocabulary import Engagement, Kind, Need
from hub.work import Work

YOUNG_HUB = timedelta(days=365)


def make_card(work: Work, referral: Referral, need: Need | Engagement) -> dict[str, object]:
    """The card of a referral, as its row keeps it; to be made once, for it is counted."""
    day = calendar.civil(referral.received_at)
    _tally(work, need, day.replace(day=1))
    card = cards.make_card(
        need, registered_on=day, group_of=_groups(work, referral.kind), k=work.rule_book.card_k
    )
    _count_card(work, card, day.replace(day=1))
    return card.to_json()


def make_again(work: Work, referral: Referral, before: Need | Engagement, after: Need | Engagement) -> None:
    """Another card, since the need was corrected; nobody is counted twice for it."""
    if referral.card is None:
        return
    month = calendar.civil(referral.received_at).replace(day=1)
    _tally(work, before, month, by=-1)
    _count_card(work, cards.read_card(referral.card), month, by=-1)
    work.session.flush()
    referral.card = make_card(work, referral, after)


def _groups(work: Work, kind: Kind) -> Callable[[cards.AnyForm], int]:
    """How many registrations share a form of card: counted over twelve months, estimated while younger."""
    born = queries.oldest_registration(work.session, kind)
    if born is None or work.now - born < YOUNG_HUB:
        return cards.estimated_group
    since = calendar.civil(work.now - YOUNG_HUB)
    return lambda form: queries.tallied(work.session, work.vault.tally_key(cards.form_key(form)), since)


def _count_card(work: Work, card: cards.AnyForm, month: date, *, by: int = 1) -> None:
    """What is shown of somebody may be counted as it is: associations look back on it to mend their criteria."""
    key = cards.form_key(card)
    row = work.session.get(CardCount, (key, month))
    if row is None:
        work.session.add(CardCount(form=key, month=month, cards=by))
    else:
        row.cards = CardCount.cards + by


def _tally(work: Work, need: Need | Engagement, month: date, *, by: int = 1) -> None:
    for form in map(work.vault.tally_key, cards.forms_of(need)):
        row = work.session.get(CardTally, (form, month))
        if row is None:
            work.session.add(CardTally(form=form, month=month, registrations=by))
        else:
            row.registrations = CardTally.registrations + by
