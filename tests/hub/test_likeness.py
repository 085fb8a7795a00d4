"""Which young people's cards a mentor could answer to."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from hub import cards, geography
from hub.cards import Card, is_like
from hub.cards.forms import FRANCE, Area, AreaKind, families_of
from hub.vocabulary import AgeBand, Level, MentorAudience, Mode, Theme
from tests.parts.people import engagement, need

CARD = Card.from_json(
    cards.make_card(need(), registered_on=date(2026, 3, 2), group_of=lambda form: 10, k=10).to_json()
)
ELSEWHERE = geography.place("75011")


def test_a_theme_an_audience_and_a_way_to_meet_make_a_mentor_like_the_one_who_is_waited_for() -> None:
    assert is_like(CARD, engagement())


@pytest.mark.parametrize(
    "changes",
    [
        {"themes": frozenset({Theme.CREATION})},
        {"audiences": frozenset({MentorAudience.PRIMAIRE, MentorAudience.SUPERIEUR})},
        {"mode": Mode.IN_PERSON, "place": ELSEWHERE},
    ],
)
def test_without_one_of_them_it_is_another_mentor(changes: dict[str, object]) -> None:
    assert not is_like(CARD, engagement(**changes))


def test_from_a_distance_every_place_is_near() -> None:
    assert is_like(CARD, engagement(mode=Mode.REMOTE, place=ELSEWHERE))
    in_person = replace(CARD, mode=Mode.IN_PERSON)
    assert not is_like(in_person, engagement(mode=Mode.REMOTE))
    assert is_like(in_person, engagement(mode=Mode.EITHER))
    assert not is_like(in_person, engagement(mode=Mode.EITHER, place=ELSEWHERE))


def test_what_the_card_keeps_to_itself_is_no_obstacle() -> None:
    far = engagement(mode=Mode.IN_PERSON, place=ELSEWHERE)
    assert is_like(replace(CARD, area=FRANCE, mode=None), far)
    assert not is_like(replace(CARD, area=Area(AreaKind.REGION, "32"), mode=None), far)
    families = families_of(CARD.themes)
    assert is_like(replace(CARD, themes=(), families=families), engagement())
    assert not is_like(
        replace(CARD, themes=(), families=families), engagement(themes=frozenset({Theme.CONCOURS}))
    )


@pytest.mark.parametrize(
    ("level", "audience"),
    [
        (Level.CM2, MentorAudience.PRIMAIRE),
        (Level.TROISIEME, MentorAudience.COLLEGE),
        (Level.TERMINALE, MentorAudience.LYCEE),
        (Level.CAP1, MentorAudience.LYCEE_PRO),
        (Level.BAC_PLUS_3, MentorAudience.SUPERIEUR),
        (Level.SANS_DIPLOME, MentorAudience.INSERTION),
        (Level.BAC, MentorAudience.INSERTION),
    ],
)
def test_the_level_says_whose_mentor_it_takes(level: Level, audience: MentorAudience) -> None:
    alike = {
        each for each in MentorAudience if is_like(replace(CARD, level=level), engagement(audiences={each}))
    }
    assert audience in alike and len(alike) <= 2


def test_without_a_level_the_age_says_it_and_leaves_nobody_out() -> None:
    card = replace(CARD, level=None)
    bands = (tuple(AgeBand)[:1], tuple(AgeBand)[1:3], tuple(AgeBand)[3:])
    alike = [
        {each for each in MentorAudience if is_like(replace(card, bands=band), engagement(audiences={each}))}
        for band in bands
    ]
    assert alike[0] == {MentorAudience.PRIMAIRE}
    assert alike[1] == set(MentorAudience)
    assert MentorAudience.INSERTION in alike[2] and MentorAudience.PRIMAIRE not in alike[2]
