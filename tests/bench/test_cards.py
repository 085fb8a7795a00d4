"""The measure of the ladder counts as the hub does, and sees a card that too few share."""

from __future__ import annotations

from collections import Counter

from bench.cards.__main__ import Measured, aims, figures
from bench.cards.crowd import counted, needs, shown, supposed
from hub.cards import LADDER, form_key, rungs

K = 10


def test_no_card_is_shown_below_k_but_in_all_of_france() -> None:
    everybody = needs(600, seed=3)
    cards = shown(everybody, counted(everybody), K)
    assert len(cards) == len(everybody)
    assert all(card.sharing >= K or card.in_all_france for card in cards)
    assert sum(Counter(card.rung for card in cards).values()) == len(everybody)


def test_a_ladder_that_tells_too_much_is_seen() -> None:
    everybody = needs(300, seed=3)
    found = Measured("sans échelle", shown(everybody, lambda form: K, K))
    assert found.below(K) > 0 and found.in_detail == 1
    low, least, detail, numbers = aims([found], K, links=1)
    assert not low.reached and not least.reached and detail.reached and not numbers.reached


def test_a_year_counts_each_once_under_each_form() -> None:
    everybody = needs(50, seed=3)
    group_of = counted(everybody)
    for form in rungs(everybody[0]):
        assert group_of(form) == sum(
            form_key(form) in {form_key(one) for one in rungs(other)} for other in everybody
        )


def test_the_figures_tell_every_rung() -> None:
    everybody = needs(60, seed=3)
    lines = [*figures([Measured("essai", shown(everybody, supposed(), K))], K, links=0)]
    assert sum(line.startswith("| ") for line in lines) == len(LADDER) + 3
