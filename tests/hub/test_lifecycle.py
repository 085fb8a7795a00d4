"""What may follow what: whatever is not in the tables does not exist."""

from __future__ import annotations

from itertools import product

import pytest

from hub.lifecycle import (
    ANSWERS,
    ENDED,
    HELD,
    LIVE,
    MOVES,
    OWNERS,
    RESTRICTABLE,
    ROUTABLE,
    Answer,
    IllegalMove,
    OfferState,
    ReferralState,
    answered,
    moved,
)


@pytest.mark.parametrize(("state", "answer"), [*product(OfferState, Answer)])
def test_an_offer_is_answered_as_the_table_says_or_not_at_all(state: OfferState, answer: Answer) -> None:
    if (state, answer) in ANSWERS:
        assert answered(state, answer) is ANSWERS[state, answer]
    else:
        with pytest.raises(IllegalMove, match=f"{state} cannot be answered with {answer}"):
            answered(state, answer)


@pytest.mark.parametrize(("state", "to"), [*product(ReferralState, ReferralState)])
def test_a_referral_moves_as_the_table_says_or_not_at_all(state: ReferralState, to: ReferralState) -> None:
    if to in MOVES[state]:
        assert moved(state, to) is to
    else:
        with pytest.raises(IllegalMove, match=f"{state} cannot become {to}"):
            moved(state, to)


def test_an_offer_is_alive_as_long_as_it_may_be_accepted() -> None:
    assert {state for state, answer in ANSWERS if answer is Answer.ACCEPT} == LIVE
    assert {state for state, answer in ANSWERS if answer is Answer.EXPIRE} == LIVE


def test_whatever_has_ended_is_nobodys_and_all_else_is_somebodys() -> None:
    assert {state for state, owner in OWNERS.items() if owner is None} == ENDED
    assert set(OWNERS) == set(MOVES) == set(ReferralState)


def test_whoever_is_looked_for_may_come_to_the_desk_and_nobody_else() -> None:
    assert {state for state, to in MOVES.items() if ReferralState.WITH_DESK in to} == ROUTABLE


def test_whoever_was_accepted_is_held_until_they_leave() -> None:
    reached, upto = {ReferralState.ACCEPTED}, set[ReferralState]()
    outside = {ReferralState.LOOKING, ReferralState.RESTRICTED, *ENDED}
    while reached != upto:
        upto = set(reached)
        reached |= {to for state in upto for to in MOVES[state] if to not in outside}
    assert reached == HELD


def test_everybody_may_ask_that_everything_stands_still() -> None:
    assert {state for state, to in MOVES.items() if ReferralState.RESTRICTED in to} == RESTRICTABLE


def test_nothing_comes_after_forgetting() -> None:
    assert MOVES[ReferralState.FORGOTTEN] == frozenset()
