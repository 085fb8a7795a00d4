"""The word a letter comes back by: it tells its number to whoever holds the key, and nobody makes one up."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from hub.vault.returns import number_in, word_for

KEY, OTHER = bytes(range(32)), bytes(32)
NUMBERS = st.integers(0, 2**48 - 1)


@given(NUMBERS)
def test_a_word_tells_its_number_whatever_became_of_its_capitals(number: int) -> None:
    word = word_for(number, KEY)
    assert len(word) == 26 and word == word.lower() and word.isalnum()
    assert number_in(word, KEY) == number_in(word.upper(), KEY) == number
    assert number_in(word, OTHER) is None


@given(NUMBERS, st.integers(0, 25), st.sampled_from("abcdefghijklmnopqrstuvwxyz234567"))
def test_a_word_that_was_changed_anywhere_is_not_ours(number: int, at: int, letter: str) -> None:
    word = word_for(number, KEY)
    changed = word[:at] + letter + word[at + 1 :]
    assert number_in(changed, KEY) == (number if changed == word else None)


@given(st.text(max_size=40))
def test_what_is_no_word_is_not_ours(word: str) -> None:
    assert number_in(word, KEY) is None


def test_a_word_is_the_same_for_ever_and_shows_no_number() -> None:
    """Letters that are out today come back to tomorrow's program."""
    assert word_for(7, KEY) == "nk5bfy25jlm5eqnvkzfu5qdhsi"
    assert len({word_for(number, KEY)[:10] for number in range(100)}) == 100
