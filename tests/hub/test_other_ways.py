"""Other ways to be helped: said in both languages, sourced, and chosen without betraying anything."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest

from hub import geography, other_ways
from hub.other_ways import MOST_AT_ONCE, Way
from hub.vocabulary import Public, Situation, Theme
from tests.parts.people import need

MAMOUDZOU = geography.places("97600")[0]
NEEDS = [
    need(age=age, situation=situation, themes=frozenset({theme}))
    for age, situation in (
        (7, Situation.PRIMAIRE),
        (13, Situation.COLLEGE),
        (16, Situation.LYCEE_PRO),
        (17, Situation.APPRENTISSAGE),
        (20, Situation.SUPERIEUR),
        (22, Situation.SANS_ACTIVITE),
        (24, Situation.SERVICE_CIVIQUE),
        (28, Situation.EMPLOI),
        (30, Situation.RECHERCHE_EMPLOI),
    )
    for theme in (Theme.ORIENTATION, Theme.CONFIANCE, Theme.INSERTION, Theme.CULTURE)
]


def titles(ways: list[Way]) -> list[str]:
    return [way.said["fr"].title for way in ways]


@pytest.mark.parametrize("way", other_ways.every(), ids=lambda way: way.site)
def test_a_way_speaks_to_everybody_in_both_languages_and_says_where_to_check_it(way: Way) -> None:
    for language in ("fr", "en"):
        said = way.said[language]
        assert 40 <= len(said.text) <= 200 and len(said.title) <= 60
    french = f"{way.said['fr'].title} {way.said['fr'].text}"
    assert not re.search(r"\b(tu|te|ton|ta|tes|(?<!-)vous|votre|vos)\b|[^\u202f][:;!?]|'", french)
    assert way.source and way.link.startswith("https://")
    assert not re.search(r"\b(119|3018|3114)\b", french), "emergencies are said elsewhere, always"


@pytest.mark.parametrize("one", NEEDS, ids=lambda one: f"{one.age}-{one.situation}-{min(one.themes)}")
def test_nobody_is_left_without_one_nor_given_more_than_three(one: object) -> None:
    found = other_ways.for_need(one)  # type: ignore[arg-type]
    assert len(found) <= MOST_AT_ONCE
    if one.age >= 12:  # type: ignore[attr-defined]
        assert found


def test_what_is_made_for_the_need_and_the_place_comes_first() -> None:
    idle = need(age=20, situation=Situation.SANS_ACTIVITE, themes=frozenset({Theme.INSERTION}))
    assert titles(other_ways.for_need(replace(idle, place=MAMOUDZOU)))[0].startswith("Le régiment")
    epide = next(way for way in other_ways.every() if way.site == "epide.fr")
    assert epide.is_at("59") and not epide.is_at("976")


@pytest.mark.parametrize("public", list(Public))
def test_a_public_changes_nothing_so_that_a_letter_betrays_none(public: Public) -> None:
    plain = need(publics=frozenset())
    assert other_ways.for_need(replace(plain, publics=frozenset({public}))) == other_ways.for_need(plain)
