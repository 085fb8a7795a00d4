"""What criteria would have met of a year's cards: as far as a card tells, and no further."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hub.cards import Area, AreaKind, Form, form_called, form_key, rungs
from hub.retrospect import Count, Facet, about, for_mentors, for_young_people, year_of
from hub.retrospect.fits import Fit, Mentors, YoungPeople
from hub.routing import Candidate, Criterion, Profile, Scope, Territory, decide
from hub.vocabulary import AgeBand, Level, Mode, Need, Public, Situation, Theme
from hub.vocabulary.studies import SITUATION_AGES, levels_of
from tests.parts import drawn
from tests.parts.members import OPEN_TO_ALL, RULE_BOOK

UNTOLD = {Criterion.ASE_CONVENTION, Criterion.OVERRIDE}
"""What no card could tell, and is not asked of it."""
NORD = Area(AreaKind.DEPARTMENT, "59")
CARD = Form(
    area=NORD,
    bands=(AgeBand.FROM_11_TO_14,),
    level=Level.QUATRIEME,
    themes=(Theme.SCOLARITE,),
    families=(),
    mode=Mode.IN_PERSON,
)
IN_NORD = replace(
    OPEN_TO_ALL,
    ages=(11, 18),
    in_person=Territory(Scope.LISTED, frozenset({"59"}), frozenset()),
    remote=None,
    situations=frozenset({Situation.COLLEGE}),
    themes=frozenset({Theme.SCOLARITE}),
)


@st.composite
def usual_needs(draw: st.DrawFn) -> Need:
    """Of an age and a level at which one may be in that situation, as the forms offer them."""
    need = draw(drawn.needs)
    level = draw(st.none() | st.sampled_from(levels_of(need.situation)))
    return replace(need, level=level, age=draw(st.sampled_from(SITUATION_AGES[need.situation])))


def refused(asked: object, profile: Profile) -> Criterion | None:
    """The criterion by which routing rules this association out, when it stands wide open."""
    one = Candidate(profile=profile, places_left=9, paused=False, asked=False)
    out = decide(asked, [one], RULE_BOOK).ruled_out  # type: ignore[arg-type]
    return out[0].criterion if out else None


def fit(profile: Profile, **told: object) -> Fit:
    return YoungPeople(profile).fit(replace(CARD, **told))  # type: ignore[arg-type]


@settings(max_examples=80)
@given(usual_needs(), drawn.profiles | drawn.welcoming)
def test_a_card_never_says_yes_or_no_against_what_routing_decides_of_the_need(
    need: Need, profile: Profile
) -> None:
    why_not = refused(need, profile)
    for form in rungs(need):
        found = YoungPeople(profile).fit(form)  # type: ignore[arg-type]
        if why_not is None:
            assert found is not Fit.NO, form_key(form)
        elif why_not not in UNTOLD:
            assert found is not Fit.YES, form_key(form)


@settings(max_examples=50)
@given(drawn.engagements, drawn.profiles)
def test_nor_does_a_mentors(engagement: object, profile: Profile) -> None:
    why_not = refused(engagement, profile)
    for form in rungs(engagement):  # type: ignore[arg-type]
        found = Mentors(profile).fit(form)  # type: ignore[arg-type]
        if why_not is None:
            assert found is not Fit.NO, form_key(form)
        elif why_not not in UNTOLD:
            assert found is not Fit.YES, form_key(form)


@settings(max_examples=40)
@given(drawn.asked)
def test_a_form_is_read_back_from_its_word(asked: object) -> None:
    for form in rungs(asked):  # type: ignore[arg-type]
        assert form_called(form_key(form)) == form


def test_what_a_card_does_not_tell_is_a_perhaps() -> None:
    assert fit(IN_NORD) is Fit.YES
    assert fit(IN_NORD, area=Area(AreaKind.REGION, "32")) is Fit.PERHAPS, "one département of five"
    assert fit(IN_NORD, mode=None) is Fit.PERHAPS, "they may want to meet from a distance"
    assert fit(IN_NORD, level=None) is Fit.PERHAPS, "they may be in a primary school"
    assert fit(replace(IN_NORD, required_publics=frozenset({Public.QPV}))) is Fit.PERHAPS
    assert fit(replace(IN_NORD, ages=(12, 18))) is Fit.PERHAPS
    assert fit(IN_NORD, area=Area(AreaKind.DEPARTMENT, "62")) is Fit.NO


def test_a_criterion_less_or_more_is_told_by_place_age_level_wish_and_mode() -> None:
    elsewhere = replace(CARD, area=Area(AreaKind.DEPARTMENT, "62"))
    counts = {form_key(CARD): 40, form_key(elsewhere): 25, form_key(replace(CARD, mode=Mode.REMOTE)): 7}
    wider = replace(IN_NORD, in_person=Territory(Scope.LISTED, frozenset({"62"}), frozenset()))
    found = for_young_people(year_of(counts), IN_NORD, wider)
    assert (found.cards, found.before, found.after) == (72, Count(40, 40), Count(25, 25))
    more = {(each.facet, each.code): each.more for each in found.moved}
    assert more[Facet.AREA, "59"] == -40 and more[Facet.AREA, "62"] == 25
    assert more[Facet.WISH, "scolarite"] == more[Facet.AGES, "11-14"] == -15
    assert found.moved[0].code == "59", "the greatest difference first"


def test_nothing_moves_between_the_same_criteria() -> None:
    found = for_young_people(year_of({form_key(CARD): 40}), IN_NORD, IN_NORD)
    assert found.moved == () and found.before == found.after


def test_mentors_and_young_people_are_counted_apart() -> None:
    year = year_of({form_key(CARD): 3, "mentor|59|26-49|*|*|*|scolarite|*": 5})
    assert for_young_people(year, IN_NORD, IN_NORD).cards == 3
    assert for_mentors(year, IN_NORD, IN_NORD).cards == 5


@pytest.mark.parametrize(
    ("exact", "told"), [(0, 0), (1, None), (9, None), (-3, None), (10, 10), (14, 10), (15, 20), (-44, -40)]
)
def test_figures_are_told_in_tens_and_a_few_are_not_told(exact: int, told: int | None) -> None:
    assert about(exact) == told
