"""Every short text leaves as one, in both languages, and names nobody."""

from __future__ import annotations

from datetime import date

import pytest

from emails.texts import ALPHABET, LONGEST, NotAShortText, fitting
from emails.texts.words import DAY, NothingShort, in_short, steps, texts, written
from hub.journey import TOLD
from hub.vocabulary import Audience, Step
from tests.parts.people import CANARIES

LONGEST_DAY = date(2026, 9, 30)
"""``30 September``."""
EVERY = [(language, name) for language in ("fr", "en") for name in texts(language)]


@pytest.mark.parametrize(("language", "name"), EVERY)
def test_each_fits_in_one_text_with_its_longest_date(language: str, name: str) -> None:
    step, audience = name.split(".")
    said = written(step, Audience(audience), language, day=LONGEST_DAY)
    assert len(said) <= LONGEST and set(said) <= ALPHABET
    assert said.startswith("La Passerelle") and "http" not in said and "%" not in said


def test_both_languages_say_the_same_things_of_the_same_days() -> None:
    fr, en = texts("fr"), texts("en")
    assert fr.keys() == en.keys()
    assert [name for name in fr if (DAY in fr[name]) != (DAY in en[name])] == []


def test_a_short_text_follows_a_letter_and_only_to_those_who_get_it() -> None:
    for name in texts("fr"):
        step, audience = name.split(".")
        assert Audience(audience) in TOLD[Step(step)]
    assert steps() >= {Step.ACCEPTED, Step.UNREACHABLE, Step.NO_SOLUTION}


def test_to_the_young_person_tu_and_to_adults_vous() -> None:
    for name, said in texts("fr").items():
        familiar = any(word in f" {said}" for word in (" ta ", " ton ", " te ", " tu ", " toi", "t'"))
        assert familiar == name.endswith(".young_person"), name


@pytest.mark.parametrize("words", ["août", "Ça va, garçon", "“oui”", "a" * 161, "€" * 81, "👋"])
def test_what_would_be_two_texts_is_refused_without_being_shown(words: str) -> None:
    with pytest.raises(NotAShortText) as refused:
        fitting(words)
    assert len(words) == 1 or words not in str(refused.value)


def test_a_euro_takes_the_room_of_two() -> None:
    assert fitting("€" * 80) and fitting("a" * 160)


def test_without_its_day_or_its_line_nothing_is_said() -> None:
    for step in (Step.ACCEPTED, Step.OFFERED):
        with pytest.raises(NothingShort):
            written(step, Audience.YOUNG_PERSON, "fr", day=None)


def test_a_language_that_nobody_writes_is_french() -> None:
    assert in_short(date(2026, 3, 12), "fr") == "12/03" and in_short(date(2026, 3, 12), "en") == "12 March"
    said = written(Step.CLOSED, Audience.MENTOR, "br", day=None)
    assert said == written(Step.CLOSED, Audience.MENTOR, "fr", day=None)
    assert not [word for word in CANARIES if word in said]
