"""Associations, needs, engagements and rule books as Hypothesis draws them: few words, so that they often meet."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise
from typing import Any

from hypothesis import strategies as st

from hub.routing import (
    Candidate,
    MentorSide,
    Priority,
    Profile,
    Reach,
    Scope,
    Share,
    Standing,
    Territory,
    Way,
)
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
from tests.parts.members import AJACCIO, LILLE, OPEN_TO_ALL, PARIS, PUPIL, RULE_BOOK, SAINT_DENIS, VILLAGE


def some(codes: Any) -> st.SearchStrategy[frozenset[Any]]:
    """None, one, two neighbours or all: a set is one draw, so that whole rosters are drawn in no time."""
    known = list(codes)
    alone = [frozenset({code}) for code in known]
    pairs = [frozenset(pair) for pair in pairwise(known)]
    return st.sampled_from([frozenset(), frozenset(known), *alone, *pairs])


def one_or_more(codes: Any) -> st.SearchStrategy[frozenset[Any]]:
    return some(codes).filter(bool)


seldom = st.integers(0, 9).map(lambda drawn: drawn == 9)
SLUGS = "abcdefghij"
slugs = st.sampled_from(SLUGS)
few_slugs = some(SLUGS)
percents = st.integers(0, 100)
DEPARTMENTS = ["59", "974", "75", "2A", "09"]
departments = st.sampled_from(DEPARTMENTS)
regions = ["32", "11", "94"]
schools = ["0590001A", "0590002B"]
places = st.sampled_from([LILLE, PARIS, AJACCIO, SAINT_DENIS, VILLAGE])
territories = st.builds(Territory, st.sampled_from(Scope), some(DEPARTMENTS), some(regions))
mentor_sides = st.builds(
    MentorSide,
    wanted=st.booleans(),
    ages=some(MentorAge),
    statuses=some(MentorStatus),
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
    required_publics=some(Public),
    favoured_publics=some(Public),
    girls_only=st.booleans(),
    volunteering_done=st.booleans(),
    project=st.none() | st.sampled_from(Theme),
    ways=some(Way),
    partner_schools=some(schools),
    ase_conventions=some(DEPARTMENTS),
    mentors=st.none() | mentor_sides,
)
welcoming = st.builds(
    replace,
    st.just(OPEN_TO_ALL),
    slug=slugs,
    themes=st.sampled_from(
        [frozenset(Theme), frozenset(Theme) - {Theme.CULTURE}, frozenset({Theme.CULTURE})]
    ),
    favoured_publics=some(Public),
    in_person=st.sampled_from([OPEN_TO_ALL.in_person, None]) | territories,
    ways=st.sampled_from([OPEN_TO_ALL.ways, OPEN_TO_ALL.ways, frozenset({Way.PARTNER_SCHOOL})]),
    partner_schools=some(schools),
    ase_conventions=st.just(frozenset({"59", "974"})),
)
shares = st.builds(
    Share,
    ages=st.sampled_from([frozenset(), frozenset(range(11, 15))]),
    situations=st.sampled_from([frozenset(), frozenset({Situation.COLLEGE})]),
    departments=st.sampled_from([frozenset(), frozenset({"59", "75"}), frozenset({"974"})]),
)
full_for = st.sampled_from([0, 0, 0, 1, 2]).flatmap(
    lambda most: st.lists(shares, max_size=most, unique=True).map(tuple)
)
standings = st.builds(
    Standing,
    places_left=st.integers(0, 12),
    paused=seldom,
    joined=seldom.map(lambda drawn: not drawn),
    mentors_lately=st.integers(0, 3),
    places_a_year=st.none() | st.sampled_from([0, 5, 12]),
    declared_days=st.none() | st.integers(0, 100),
    answered_in_time=st.sampled_from([0, 50, 100]),
    waiting_days=st.integers(0, 3),
    full_for=full_for,
    away=seldom,
)


def standing_so(profile: Profile, standing: Standing, *, asked: bool) -> Candidate:
    said = {name: getattr(standing, name) for name in Standing.__slots__}
    return Candidate(profile=profile, asked=asked, **said)


candidates = st.lists(
    st.builds(standing_so, welcoming | welcoming | welcoming | profiles, standings, asked=seldom),
    unique_by=lambda one: one.profile.slug,
    min_size=2,
    max_size=8,
)
roomy = st.builds(
    Standing,
    places_left=st.sampled_from([3, 6, 12]),
    places_a_year=st.sampled_from([12, 24]),
    declared_days=st.sampled_from([0, 60]),
    mentors_lately=st.integers(0, 1),
    waiting_days=st.integers(0, 1),
    full_for=full_for,
)
many_that_fit = st.lists(
    st.builds(
        standing_so,
        st.builds(
            replace,
            st.just(OPEN_TO_ALL),
            slug=slugs,
            favoured_publics=some([Public.QPV, Public.REP]),
            in_person=st.sampled_from([OPEN_TO_ALL.in_person, None]) | territories,
            ways=st.sampled_from([OPEN_TO_ALL.ways, OPEN_TO_ALL.ways, frozenset({Way.PARTNER_SCHOOL})]),
            partner_schools=some(schools),
            volunteering_done=seldom,
        ),
        roomy,
        asked=st.just(False),
    ),
    unique_by=lambda one: one.profile.slug,
    min_size=5,
    max_size=9,
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
    themes=one_or_more(Theme),
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
    audiences=one_or_more(MentorAudience),
    themes=one_or_more(Theme),
    mode=st.sampled_from(Mode),
    availability=st.sampled_from(Availability),
)
asked = needs | engagements
easy_needs = st.builds(
    replace,
    st.just(PUPIL),
    place=places,
    publics=some([Public.QPV, Public.REP]),
    age=st.sampled_from([10, 14, 20]),
    situation=st.sampled_from([Situation.COLLEGE, Situation.SERVICE_CIVIQUE]),
    prescriber=st.none()
    | st.builds(Prescriber, st.just(PrescriberKind.SCHOOL), st.none(), st.sampled_from(schools)),
)

weights = st.lists(st.sampled_from([0, 1, 5, 12, 20, 30]), min_size=11, max_size=11).map(
    lambda drawn: Weights(*drawn)
)
overrides = st.builds(
    Override,
    name=st.sampled_from(["le Nord", "les îles"]),
    departments=some(DEPARTMENTS),
    regions=some(regions),
    weights=st.sampled_from([{}, {"theme": 0}, {"remote": 40, "first": 2}, {"load": 100, "answers": 9}]),
    first=few_slugs,
    never=few_slugs,
    answer_days=st.none(),
)
consortia = st.builds(
    Consortium,
    name=st.sampled_from(["des lycées", "des îles"]),
    schools=some(schools),
    departments=some(DEPARTMENTS),
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
        publics=some(Public),
        situations=some(Situation),
        overseas=st.booleans(),
        reserved_percent=st.sampled_from([0, 0, 10, 100]),
    ),
    overrides=st.lists(overrides, max_size=2).map(tuple),
    consortia=st.lists(consortia, max_size=2).map(tuple),
    fallback=st.fixed_dictionaries({band: few_slugs for band in AgeBand}),
)
