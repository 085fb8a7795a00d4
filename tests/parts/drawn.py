"""Associations, needs, engagements and rule books as Hypothesis draws them: few words, so that they often meet."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from hypothesis import strategies as st

from hub.routing import Candidate, MentorSide, Priority, Profile, Reach, Scope, Standing, Territory, Way
from hub.routing.rulebook import Consortium, Load, Override, Weights
from hub.vocabulary import (
    AgeBand,
    Availability,
    Channel,
    Engagement,
    Kind,
    Level,
    MentorAge,
    MentorAudience,
    MentorStatus,
    Mode,
    Need,
    Prescriber,
    PrescriberKind,
    Public,
    Sector,
    Situation,
    Theme,
)
from tests.parts.members import AJACCIO, LILLE, OPEN_TO_ALL, PARIS, RULE_BOOK, SAINT_DENIS, VILLAGE


def some(codes: Any, most: int | None = None) -> st.SearchStrategy[frozenset[Any]]:
    return st.frozensets(st.sampled_from(list(codes)), max_size=most)


slugs = st.sampled_from("abcdefghijkl")
few_slugs = st.frozensets(slugs, max_size=3)
percents = st.integers(0, 100)
departments = st.sampled_from(["59", "62", "75", "93", "974", "2A", "09"])
regions = ["32", "11", "94"]
schools = ["0590001A", "0590002B"]
places = st.sampled_from([LILLE, PARIS, AJACCIO, SAINT_DENIS, VILLAGE])
territories = st.builds(
    Territory, st.sampled_from(Scope), st.frozensets(departments, max_size=3), some(regions)
)
mentor_sides = st.builds(
    MentorSide,
    wanted=st.booleans(),
    ages=some(MentorAge),
    statuses=some(MentorStatus, 2),
    audiences=st.none() | some(MentorAudience),
    themes=st.none() | some(Theme),
    reach=st.none() | st.builds(Reach, st.none() | territories, st.none() | territories),
)
profiles = st.builds(
    Profile,
    slug=slugs,
    ages=st.none() | st.tuples(st.integers(3, 18), st.integers(18, 30)),
    situations=some(Situation),
    first_class=st.sampled_from([None, Level.QUATRIEME]),
    diploma=st.sampled_from([None, Level.BAC_PLUS_3]),
    themes=some(Theme),
    in_person=st.none() | territories,
    remote=st.none() | territories,
    small_town=st.booleans(),
    required_publics=some(Public, 1),
    favoured_publics=some(Public),
    girls_only=st.booleans(),
    volunteering_done=st.booleans(),
    project=st.none() | st.sampled_from(Theme),
    ways=some(Way),
    partner_schools=some(schools),
    ase_conventions=st.frozensets(departments, max_size=2),
    mentors=st.none() | mentor_sides,
)
welcoming = st.builds(
    lambda slug, themes, publics, in_person: replace(
        OPEN_TO_ALL, slug=slug, themes=themes, favoured_publics=publics, in_person=in_person
    ),
    slugs,
    st.just(frozenset(Theme)) | some(Theme),
    some(Public),
    st.just(OPEN_TO_ALL.in_person) | territories,
)
standings = st.builds(
    Standing,
    places_left=st.integers(0, 12),
    paused=st.integers(0, 5).map(lambda drawn: drawn == 0),
    joined=st.integers(0, 5).map(bool),
    mentors_lately=st.integers(0, 3),
    places_a_year=st.none() | st.sampled_from([0, 5, 12]),
    declared_days=st.none() | st.integers(0, 100),
    answered_in_time=st.sampled_from([0, 50, 100]),
    waiting_days=st.integers(0, 3),
)


def standing_so(profile: Profile, standing: Standing, *, asked: bool) -> Candidate:
    said = {name: getattr(standing, name) for name in Standing.__slots__}
    return Candidate(profile=profile, asked=asked, **said)


candidates = st.lists(
    st.builds(
        standing_so, profiles | welcoming, standings, asked=st.integers(0, 5).map(lambda drawn: drawn == 0)
    ),
    unique_by=lambda one: one.profile.slug,
    max_size=12,
)
prescribers = st.none() | st.builds(
    Prescriber, st.sampled_from(PrescriberKind), st.none() | departments, st.sampled_from([None, *schools])
)
needs = st.builds(
    Need,
    kind=st.just(Kind.YOUNG_PERSON),
    age=st.integers(5, 30),
    place=places,
    situation=st.sampled_from(Situation),
    level=st.none() | st.sampled_from(Level),
    themes=st.frozensets(st.sampled_from(Theme), min_size=1, max_size=2),
    publics=some(Public),
    mode=st.sampled_from(Mode),
    channel=st.sampled_from(Channel),
    prescriber=prescribers,
)
engagements = st.builds(
    Engagement,
    age=st.sampled_from(MentorAge),
    status=st.sampled_from(MentorStatus),
    sector=st.none() | st.sampled_from(Sector),
    place=places,
    audiences=st.frozensets(st.sampled_from(MentorAudience), min_size=1),
    themes=st.frozensets(st.sampled_from(Theme), min_size=1),
    mode=st.sampled_from(Mode),
    availability=st.sampled_from(Availability),
)
asked = needs | engagements

weights = st.builds(Weights, **{name: st.integers(0, 30) for name in Weights.__slots__})
overrides = st.builds(
    Override,
    name=st.sampled_from(["le Nord", "les îles"]),
    departments=st.frozensets(departments, max_size=2),
    regions=some(regions, 1),
    weights=st.dictionaries(st.sampled_from(Weights.__slots__), st.integers(0, 30), max_size=3),
    first=few_slugs,
    never=few_slugs,
    answer_days=st.none(),
)
consortia = st.builds(
    Consortium,
    name=st.sampled_from(["des lycées", "des îles"]),
    schools=some(schools),
    departments=st.frozensets(departments, max_size=2),
    members=few_slugs,
    referente=slugs,
)
rule_books = st.builds(
    replace,
    st.just(RULE_BOOK),
    weights=weights,
    load=st.builds(
        Load,
        fresh_days=st.integers(1, 45),
        stale_days=st.integers(45, 90),
        undeclared_percent=percents,
        undeclared_places=st.sampled_from([0, 20]),
        answers_days=st.just(90),
    ),
    priority=st.builds(
        Priority,
        publics=some(Public, 2),
        situations=some(Situation, 2),
        overseas=st.booleans(),
        reserved_percent=percents,
    ),
    overrides=st.lists(overrides, max_size=2).map(tuple),
    consortia=st.lists(consortia, max_size=2).map(tuple),
    fallback=st.fixed_dictionaries({band: few_slugs for band in AgeBand}),
)
