from __future__ import annotations

import pytest

from forms import offered
from hub.vocabulary import Level, Public, Situation, Theme


@pytest.mark.parametrize("age", offered.AGES)
def test_every_age_finds_a_situation_a_theme_and_the_way_on(age: int) -> None:
    assert offered.situations(age)
    assert len(offered.themes(age)) >= 3


@pytest.mark.parametrize("situation", list(Situation))
def test_every_situation_is_offered_at_some_age_with_its_levels(situation: Situation) -> None:
    assert any(situation in offered.situations(age) for age in offered.AGES)
    assert offered.levels(situation)


def test_every_theme_and_public_that_young_people_are_asked_about_is_offered() -> None:
    assert {theme for age in offered.AGES for theme in offered.themes(age)} == set(Theme)
    elsewhere = {Public.QPV, Public.RURAL, Public.REP}
    assert {public for age in offered.AGES for public in offered.publics(age)} == set(Public) - elsewhere


@pytest.mark.parametrize(("theme", "first_age"), [(Theme.CREATION, 18), (Theme.CONCOURS, 17)])
def test_some_themes_have_a_first_age(theme: Theme, first_age: int) -> None:
    assert theme in offered.themes(first_age)
    assert theme not in offered.themes(first_age - 1)


def test_out_of_school_the_highest_diploma_is_asked() -> None:
    assert Level.SANS_DIPLOME in offered.levels(Situation.RECHERCHE_EMPLOI)
    assert offered.levels(Situation.EMPLOI)[Level.BAC_PLUS_3] == "Bac + 3 et au-delà"
    assert Level.TROISIEME in offered.levels(Situation.COLLEGE)
