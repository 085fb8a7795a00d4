"""Words typed in a hurry are those that were written with care."""

from __future__ import annotations

from hub.folding import folded, words


def test_ligatures_accents_and_capitals_are_read_as_letters() -> None:
    assert folded("L’ŒUVRE de Saint-Étienne, ÇA\u202f! et là") == "l oeuvre de saint etienne ca et la"


def test_what_is_no_letter_of_ours_says_nothing() -> None:
    assert folded("–«\u00a0»% 東京 \0") == ""


def test_a_shortened_saint_is_a_saint() -> None:
    assert words("St-Ouen, Ste Marie") == words("saint ouen sainte-marie")
    assert words("stage") == ["stage"]
