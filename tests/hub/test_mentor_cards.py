"""A mentor's card tells an association enough to answer, and never enough to know who it is."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hub import geography
from hub.cards import (
    MENTOR_LADDER,
    AnyForm,
    AreaKind,
    Card,
    MentorCard,
    estimated_group,
    form_key,
    forms_of,
    make_card,
    read_card,
    rungs,
)
from hub.cards.mentor_estimate import (
    AUDIENCES,
    AVAILABILITIES,
    EVERY_AUDIENCE,
    MENTORS_BY_AGE,
    MODES,
    ONE_AUDIENCE,
    ONE_THEME,
    STATUSES,
    THEMES,
    TWO_AUDIENCES,
    TWO_THEMES,
)
from hub.cards.mentors import WIDER_AGES
from hub.vocabulary import (
    Availability,
    Engagement,
    MentorAge,
    MentorAudience,
    MentorStatus,
    Mode,
    Sector,
    Theme,
)
from tests.parts.people import engagement, need

THURSDAY = date(2026, 11, 19)
MONDAY = date(2026, 11, 16)

ENGAGEMENTS = st.builds(
    Engagement,
    age=st.sampled_from(MentorAge),
    status=st.sampled_from(MentorStatus),
    sector=st.none() | st.sampled_from(Sector),
    place=st.sampled_from(
        [geography.places(code)[0] for code in ("59100", "48000", "75011", "97400", "98800", "20000")]
    ),
    audiences=st.frozensets(st.sampled_from(MentorAudience), min_size=1),
    themes=st.frozensets(st.sampled_from(Theme), min_size=1),
    mode=st.sampled_from(Mode),
    availability=st.sampled_from(Availability),
)


def carded(one: Engagement, *, k: int = 10) -> MentorCard:
    card = make_card(one, registered_on=THURSDAY, group_of=estimated_group, k=k)
    assert isinstance(card, MentorCard)
    return card


@given(ENGAGEMENTS, st.none() | st.sampled_from(Sector))
def test_mentors_who_differ_only_in_trade_and_commune_give_the_same_card(
    one: Engagement, sector: Sector | None
) -> None:
    elsewhere = replace(one.place, postal_code="99999", commune="99999", name="Ailleurs", population=1)
    disguised = replace(one, sector=sector, place=elsewhere)
    assert forms_of(one) == forms_of(disguised)
    assert carded(one).to_json() == carded(disguised).to_json()


@given(ENGAGEMENTS)
def test_a_card_says_these_ten_things_and_no_other(one: Engagement) -> None:
    told = {
        "kind",
        "area",
        "ages",
        "status",
        "availability",
        "audiences",
        "themes",
        "families",
        "mode",
        "week",
    }
    assert set(carded(one).to_json()) == told


@given(ENGAGEMENTS, st.integers(min_value=1, max_value=200))
def test_no_card_is_shown_in_a_form_that_too_few_share_save_for_all_of_france(
    one: Engagement, k: int
) -> None:
    card = carded(one, k=k)
    assert estimated_group(card) >= k or card.area.kind is AreaKind.FRANCE


@given(ENGAGEMENTS)
def test_each_rung_is_shared_by_at_least_as_many_as_the_one_above(one: Engagement) -> None:
    groups = [estimated_group(form) for form in rungs(one)]
    assert all(above <= below for above, below in pairwise(groups))


@given(ENGAGEMENTS, ENGAGEMENTS)
def test_who_shares_a_form_shares_all_that_tell_less(one: Engagement, other: Engagement) -> None:
    """A rung parts everybody into groups that do not overlap: nothing is learned from which rung is shown."""
    for here, below in pairwise(range(len(MENTOR_LADDER))):
        if rungs(one)[here] == rungs(other)[here]:
            assert rungs(one)[below] == rungs(other)[below]


@given(st.lists(ENGAGEMENTS, max_size=40), st.integers(min_value=2, max_value=5))
def test_counted_groups_hide_everyone_as_well_as_estimated_ones(many: list[Engagement], k: int) -> None:
    tally = Counter(form for one in many for form in forms_of(one))

    def counted(form: AnyForm) -> int:
        return tally[form_key(form)]

    for one in many:
        card = make_card(one, registered_on=THURSDAY, group_of=counted, k=k)
        sharing = sum(form_key(card) in forms_of(other) for other in many)
        assert sharing >= k or card.area.kind is AreaKind.FRANCE


@given(ENGAGEMENTS)
def test_a_card_kept_as_json_comes_back_the_same(one: Engagement) -> None:
    card = carded(one)
    assert read_card(json.loads(json.dumps(card.to_json()))) == card


def test_a_young_person_s_card_is_read_as_one_even_from_before_mentors_came() -> None:
    card = make_card(need(), registered_on=THURSDAY, group_of=estimated_group, k=10)
    assert isinstance(read_card(card.to_json()), Card)


def test_the_ladder_tells_less_and_less() -> None:
    assert [form_key(form) for form in rungs(engagement())] == [
        "mentor|59|26-49|actif|fortnightly|lycee|orientation|either",
        "mentor|59|26-49|*|fortnightly|lycee|orientation|either",
        "mentor|59|26-49|*|*|lycee|orientation|either",
        "mentor|59|26-49|*|*|*|orientation|either",
        "mentor|59|26-49|*|*|*|studies|either",
        "mentor|59|26-49|*|*|*|studies|*",
        "mentor|59|18-25+26-49+50+|*|*|*|studies|*",
        "mentor|region:32|18-25+26-49+50+|*|*|*|studies|*",
        "mentor|france:FR|18-25+26-49+50+|*|*|*|studies|*",
    ]


def test_no_mentor_s_form_is_tallied_with_a_young_person_s() -> None:
    assert not set(forms_of(engagement())) & set(forms_of(need()))


@pytest.mark.parametrize("rung", range(len(MENTOR_LADDER)))
def test_the_first_form_that_enough_mentors_share_is_the_one_shown(rung: int) -> None:
    shared = form_key(rungs(engagement())[rung])
    card = make_card(
        engagement(), registered_on=THURSDAY, group_of=lambda form: 10 * (form_key(form) == shared), k=10
    )
    assert form_key(card) == shared
    assert card.week == MONDAY


def test_a_card_does_not_print_what_it_says() -> None:
    assert repr(carded(engagement())) == "MentorCard(…)"


def test_wider_ages_hold_each_once_and_never_mix_minors_with_adults() -> None:
    assert [age for ages in WIDER_AGES for age in ages] == list(MentorAge)
    assert WIDER_AGES[0] == (MentorAge.FROM_15_TO_17,)


def test_assumed_shares_promise_no_more_mentors_than_there_are() -> None:
    tables: list[Mapping[Any, float]] = [MENTORS_BY_AGE, AVAILABILITIES, AUDIENCES, THEMES, MODES]
    for shares in (*tables, *STATUSES.values()):
        assert sum(shares.values()) < 1
    assert ONE_AUDIENCE + TWO_AUDIENCES + EVERY_AUDIENCE < 1
    assert ONE_THEME + TWO_THEMES < 1


def test_every_age_status_availability_audience_theme_and_mode_is_expected_from_somebody() -> None:
    assert set(MENTORS_BY_AGE) == set(STATUSES) == set(MentorAge)
    assert {status for statuses in STATUSES.values() for status in statuses} == set(MentorStatus)
    assert (set(AVAILABILITIES), set(AUDIENCES)) == (set(Availability), set(MentorAudience))
    assert (set(THEMES), set(MODES)) == (set(Theme), set(Mode))


def test_in_a_large_department_a_card_keeps_the_age_and_the_place() -> None:
    card = carded(engagement())
    assert (card.area.kind, card.ages) == (AreaKind.DEPARTMENT, (MentorAge.FROM_26_TO_49,))
