from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import date

import pytest
from sqlalchemy import func, select

from hub import calendar, cards, intake, queries
from hub.models import CardCount
from hub.queries import groups
from hub.showing import YOUNG_HUB
from tests.parts.people import need, registration
from tests.parts.town import Town

MONTH, BEFORE = date(2026, 3, 1), date(2026, 2, 1)
FORMS = [f"form-{number}" for number in range(8)]


def tally(town: Town, forms: list[str], month: date = MONTH, *, by: int = 1) -> None:
    with town.hub.begin() as work:
        groups.tally(work.session, forms, month, by=by)


def tallied(town: Town, since: date) -> set[int]:
    with town.hub.read() as work:
        return {groups.tallied(work.session, form, since) for form in FORMS}


def test_those_counted_at_the_same_instant_in_any_order_are_all_counted(town: Town) -> None:
    with ThreadPoolExecutor(6) as pool:
        list(pool.map(lambda turn: tally(town, FORMS[:: 1 if turn % 2 else -1]), range(12)))
    assert tallied(town, MONTH) == {12}


def test_a_group_is_counted_since_a_month_and_whoever_is_corrected_leaves_it(town: Town) -> None:
    tally(town, FORMS, BEFORE)
    tally(town, FORMS)
    tally(town, FORMS)
    tally(town, FORMS, by=-1)
    assert tallied(town, BEFORE) == {2} and tallied(town, MONTH) == {1}


def test_cards_are_counted_by_what_they_show_and_by_the_month(town: Town) -> None:
    with town.hub.begin() as work:
        for by in (1, 1, -1):
            groups.count_card(work.session, "shown", MONTH, by=by)
        groups.count_card(work.session, "shown", BEFORE, by=1)
    with town.hub.read() as work:
        made = select(CardCount.month, func.sum(CardCount.cards)).group_by(CardCount.month)
        assert {month: int(cards) for month, cards in work.session.execute(made)} == {MONTH: 1, BEFORE: 1}


@pytest.mark.parametrize(("others", "in_full"), [(8, False), (9, True)])
def test_a_hub_of_a_year_shows_what_ten_share_whoever_is_coming_included(
    town: Town, others: int, in_full: bool
) -> None:
    register(town)
    town.clock.now += YOUNG_HUB
    in_detail, *_ = cards.rungs(need())
    with town.hub.begin() as work:
        form = work.vault.tally_key(cards.form_key(in_detail))
        groups.tally(work.session, [form], calendar.civil(work.now).replace(day=1), by=others)
    reference = register(town)
    with town.hub.read() as work:
        card = cards.read_card(queries.referral_by_reference(work.session, reference).card or {})
    assert (cards.form_key(card) == cards.form_key(in_detail)) is in_full


def register(town: Town) -> str:
    with town.front.begin() as work:
        reference = intake.register(work, registration()).reference
    town.settle()
    return reference
