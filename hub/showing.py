"""What is shown of somebody: the card, in a form that enough others share, made once and counted."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from functools import partial

from hub import calendar, cards, queries
from hub.models import Referral
from hub.queries import groups
from hub.vocabulary import Engagement, Kind, Need
from hub.work import Work

YOUNG_HUB = timedelta(days=365)


def make_card(work: Work, referral: Referral, need: Need | Engagement) -> dict[str, object]:
    """The card of a referral, as its row keeps it; to be made once, for it is counted."""
    day = calendar.civil(referral.received_at)
    card = cards.make_card(
        need, registered_on=day, group_of=_groups(work, referral.kind), k=work.rule_book.card_k
    )
    work.at_the_end(partial(_count, work, need, card, day.replace(day=1)))
    return card.to_json()


def make_again(work: Work, referral: Referral, before: Need | Engagement, after: Need | Engagement) -> None:
    """Another card, since the need was corrected; nobody is counted twice for it."""
    if referral.card is None:
        return
    month = calendar.civil(referral.received_at).replace(day=1)
    _count(work, before, cards.read_card(referral.card), month, by=-1)
    referral.card = make_card(work, referral, after)


def _groups(work: Work, kind: Kind) -> Callable[[cards.AnyForm], int]:
    """How many share a form of card, whoever is coming included: counted over twelve months, else estimated."""
    born = queries.oldest_registration(work.session, kind)
    if born is None or work.now - born < YOUNG_HUB:
        return cards.estimated_group
    since = calendar.civil(work.now - YOUNG_HUB)
    return lambda form: 1 + groups.tallied(work.session, work.vault.tally_key(cards.form_key(form)), since)


def _count(work: Work, need: Need | Engagement, card: cards.AnyForm, month: date, *, by: int = 1) -> None:
    """In sealed groups; and what is shown as it is: associations look back on it to mend their criteria.

    Everybody is counted in the widest groups: whoever counts there holds up all who count.
    """
    groups.tally(work.session, map(work.vault.tally_key, cards.forms_of(need)), month, by=by)
    groups.count_card(work.session, cards.form_key(card), month, by=by)
