"""A card tells an association enough to answer, and never enough to know who it is."""

from __future__ import annotations

import json
from collections import Counter
from dataclasses import replace
from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hub import geography
from hub.cards import (
    LADDER,
    THEME_FAMILIES,
    Area,
    AreaKind,
    Card,
    Form,
    OutOfAge,
    age_band,
    area_name,
    estimated_group,
    form_key,
    forms_of,
    make_card,
    rungs,
    years,
)
from hub.cards.estimate import AGES, LEVELS, MODES, ONE_THEME, THEMES, TWO_THEMES
from hub.cards.forms import FAMILY_OF, WIDER_BANDS
from hub.vocabulary import (
    AgeBand,
    Channel,
    Kind,
    Level,
    Mode,
    Need,
    Place,
    Prescriber,
    PrescriberKind,
    Public,
    Situation,
    Theme,
)

THURSDAY = date(2026, 11, 19)
MONDAY = date(2026, 11, 16)
ROUBAIX = geography.place("59100")

PLACES = st.sampled_from(
    [geography.places(code)[0] for code in ("59100", "48000", "75011", "97400", "98800", "20000")]
)
PRESCRIBERS = st.none() | st.builds(
    Prescriber,
    kind=st.sampled_from(PrescriberKind),
    department=st.none() | st.sampled_from([*geography.DEPARTMENTS]),
    uai=st.none() | st.just("0590001A"),
)
NEEDS = st.builds(
    Need,
    kind=st.just(Kind.YOUNG_PERSON),
    age=st.integers(min_value=5, max_value=30),
    place=PLACES,
    situation=st.sampled_from(Situation),
    level=st.none() | st.sampled_from(Level),
    themes=st.frozensets(st.sampled_from(Theme), min_size=1, max_size=2),
    publics=st.frozensets(st.sampled_from(Public)),
    mode=st.sampled_from(Mode),
    channel=st.sampled_from(Channel),
    prescriber=PRESCRIBERS,
)


def _lila() -> Need:
    return Need(
        kind=Kind.YOUNG_PERSON,
        age=17,
        place=ROUBAIX,
        situation=Situation.LYCEE_PRO,
        level=Level.PREMIERE,
        themes=frozenset({Theme.ORIENTATION}),
        publics=frozenset({Public.QPV}),
        mode=Mode.EITHER,
        channel=Channel.SELF,
        prescriber=None,
    )


def _card(need: Need, *, on: date = THURSDAY, k: int = 10) -> Card:
    card = make_card(need, registered_on=on, group_of=estimated_group, k=k)
    assert isinstance(card, Card)
    return card


@given(NEEDS, NEEDS, st.data())
def test_needs_that_differ_only_in_what_is_secret_give_the_same_card(
    one: Need, other: Need, draw: st.DataObject
) -> None:
    youngest, oldest = map(int, age_band(one.age).split("-"))
    disguised = replace(
        one,
        age=draw.draw(st.integers(youngest, oldest)),
        place=_another_commune_of(one.place),
        situation=other.situation,
        publics=other.publics,
        channel=other.channel,
        prescriber=other.prescriber,
    )
    assert forms_of(one) == forms_of(disguised)
    assert _card(one).to_json() == _card(disguised).to_json()


def _another_commune_of(where: Place) -> Place:
    return replace(where, postal_code="99999", commune="99999", name="Ailleurs", population=1)


@given(NEEDS)
def test_a_card_says_these_seven_things_and_no_other(need: Need) -> None:
    assert set(_card(need).to_json()) == {"area", "bands", "level", "themes", "families", "mode", "week"}


@given(NEEDS)
def test_the_commune_is_not_written_on_a_card(need: Need) -> None:
    written = json.dumps(_card(need).to_json(), ensure_ascii=False)
    assert need.place.commune not in written
    assert need.place.postal_code not in written


@given(NEEDS, st.dates(min_value=date(2026, 1, 1), max_value=date(2030, 12, 31)))
def test_all_who_register_in_one_week_bear_the_same_date(need: Need, day: date) -> None:
    monday = day - timedelta(days=day.weekday())
    assert {_card(need, on=monday + timedelta(days=n)).week for n in range(7)} == {monday}


@given(NEEDS, st.integers(min_value=1, max_value=200))
def test_no_card_is_shown_in_a_form_that_too_few_share_save_for_all_of_france(need: Need, k: int) -> None:
    card = _card(need, k=k)
    assert estimated_group(card) >= k or card.area.kind is AreaKind.FRANCE


@given(NEEDS)
def test_each_rung_is_shared_by_at_least_as_many_as_the_one_above(need: Need) -> None:
    groups = [estimated_group(form) for form in rungs(need)]
    assert all(above <= below for above, below in pairwise(groups))


@given(st.lists(NEEDS, max_size=40), st.integers(min_value=2, max_value=5))
def test_counted_groups_hide_everyone_as_well_as_estimated_ones(needs: list[Need], k: int) -> None:
    tally = Counter(form for need in needs for form in forms_of(need))
    for need in needs:
        card = make_card(need, registered_on=THURSDAY, group_of=lambda form: tally[form_key(form)], k=k)
        sharing = sum(form_key(card) in forms_of(other) for other in needs)
        assert sharing >= k or card.area.kind is AreaKind.FRANCE


@given(NEEDS)
def test_a_need_is_tallied_once_under_each_of_its_forms(need: Need) -> None:
    keys = forms_of(need)
    assert len(set(keys)) == len(keys)
    assert set(keys) == {form_key(form) for form in rungs(need)}
    assert all(len(key) <= 200 for key in keys)


@given(NEEDS)
def test_a_card_kept_as_json_comes_back_the_same(need: Need) -> None:
    card = _card(need)
    assert Card.from_json(json.loads(json.dumps(card.to_json()))) == card


def test_the_ladder_tells_less_and_less() -> None:
    assert [form_key(form) for form in rungs(_lila())] == [
        "59|15-17|premiere|orientation|either",
        "59|15-17|*|orientation|either",
        "59|15-17|*|orientation|*",
        "59|15-17|*|studies|*",
        "59|11-14+15-17|*|studies|*",
        "region:32|11-14+15-17|*|studies|*",
        "france:FR|11-14+15-17|*|studies|*",
    ]


@pytest.mark.parametrize("rung", range(len(LADDER)))
def test_the_first_form_that_enough_people_share_is_the_one_shown(rung: int) -> None:
    shared = form_key(rungs(_lila())[rung])
    card = make_card(
        _lila(), registered_on=THURSDAY, group_of=lambda form: 10 * (form_key(form) == shared), k=10
    )
    assert form_key(card) == shared
    assert card.week == MONDAY


def test_when_nobody_else_is_alike_the_card_says_france_and_little_more() -> None:
    card = make_card(_lila(), registered_on=THURSDAY, group_of=lambda form: 0, k=10)
    assert form_key(card) == form_key(rungs(_lila())[-1])


def test_a_card_does_not_print_what_it_says() -> None:
    assert repr(_card(_lila())) == "Card(…)"
    assert repr(rungs(_lila())[0]) == "Form(…)"


def test_a_region_that_bears_the_code_of_a_department_elsewhere_is_not_counted_with_it() -> None:
    form = rungs(_lila())[1]
    of_aude, of_ile_de_france = (
        estimated_group(replace(form, area=Area(kind, "11")))
        for kind in (AreaKind.DEPARTMENT, AreaKind.REGION)
    )
    assert of_aude * 20 < of_ile_de_france
    assert form_key(replace(form, area=Area(AreaKind.DEPARTMENT, "11"))) != form_key(
        replace(form, area=Area(AreaKind.REGION, "11"))
    )


def test_the_estimate_of_a_year_grows_with_the_hub() -> None:
    form = rungs(_lila())[1]
    assert estimated_group(form, yearly=76_000) >= 10 * estimated_group(form) > 0


@pytest.mark.parametrize("age", range(5, 31))
def test_an_age_lies_within_its_band(age: int) -> None:
    youngest, oldest = map(int, age_band(age).split("-"))
    assert youngest <= age <= oldest


@pytest.mark.parametrize("age", [0, 4, 31, 99])
def test_an_age_the_hub_is_not_for_has_no_band_and_is_not_repeated(age: int) -> None:
    with pytest.raises(OutOfAge) as refusal:
        age_band(age)
    assert str(age) not in str(refusal.value)


def test_wider_bands_hold_every_age_once_and_never_mix_minors_with_adults() -> None:
    assert [band for bands in WIDER_BANDS for band in bands] == list(AgeBand)
    assert not [
        bands for bands in WIDER_BANDS if {AgeBand.FROM_15_TO_17, AgeBand.FROM_18_TO_20} <= set(bands)
    ]


def test_merged_bands_are_read_from_the_youngest_to_the_oldest() -> None:
    assert [years(form) for form in rungs(_lila())[3:5] if isinstance(form, Form)] == [(15, 17), (11, 17)]


def test_every_theme_has_a_family_and_every_family_a_name() -> None:
    assert set(FAMILY_OF) == set(Theme)
    assert set(FAMILY_OF.values()) == set(THEME_FAMILIES)


@pytest.mark.parametrize(
    ("area", "name"),
    [
        (Area(AreaKind.DEPARTMENT, "11"), "Aude"),
        (Area(AreaKind.REGION, "11"), "Île-de-France"),
        (Area(AreaKind.FRANCE, "FR"), "France entière"),
    ],
)
def test_an_area_has_a_name(area: Area, name: str) -> None:
    assert area_name(area) == name


def test_assumed_shares_promise_no_more_people_than_there_are() -> None:
    assert sum(AGES.values()) < 1
    assert sum(MODES.values()) < 1
    assert ONE_THEME + TWO_THEMES < 1
    for band in AgeBand:
        assert sum(LEVELS[band].values()) < 1
        assert sum(THEMES[band].values()) < 1


def test_every_level_theme_band_and_mode_is_expected_from_somebody() -> None:
    assert set(AGES) == set(LEVELS) == set(THEMES) == set(AgeBand)
    assert set(MODES) == set(Mode)
    assert {level for levels in LEVELS.values() for level in levels} == set(Level)
    assert {theme for themes in THEMES.values() for theme in themes} == set(Theme)
