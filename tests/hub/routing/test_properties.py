"""What holds of every decision, whatever the need and the members."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from hub.routing import (
    Candidate,
    MentorSide,
    Profile,
    Reach,
    Scope,
    Territory,
    Way,
    decide,
)
from hub.vocabulary import (
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
from tests.parts.members import (
    AJACCIO,
    LILLE,
    OPEN_TO_ALL,
    PARIS,
    RULE_BOOK,
    SAINT_DENIS,
    VILLAGE,
    candidate,
    objection,
)


def some(codes: Any) -> st.SearchStrategy[frozenset[Any]]:
    return st.frozensets(st.sampled_from(list(codes)))


departments = st.sampled_from(["59", "62", "75", "93", "974", "2A", "09"])
territories = st.builds(
    Territory, st.sampled_from(Scope), st.frozensets(departments, max_size=3), some(["32", "11", "94"])
)
mentor_sides = st.builds(
    MentorSide,
    wanted=st.booleans(),
    ages=some(MentorAge),
    statuses=st.frozensets(st.sampled_from(MentorStatus), max_size=2),
    audiences=st.none() | some(MentorAudience),
    themes=st.none() | some(Theme),
    reach=st.none() | st.builds(Reach, st.none() | territories, st.none() | territories),
)
profiles = st.builds(
    Profile,
    slug=st.text("abcdefgh", min_size=1, max_size=4),
    ages=st.none() | st.tuples(st.integers(3, 18), st.integers(18, 30)),
    situations=some(Situation),
    first_class=st.sampled_from([None, Level.QUATRIEME]),
    diploma=st.sampled_from([None, Level.BAC_PLUS_3]),
    themes=some(Theme),
    in_person=st.none() | territories,
    remote=st.none() | territories,
    small_town=st.booleans(),
    required_publics=st.frozensets(st.sampled_from(Public), max_size=1),
    favoured_publics=some(Public),
    girls_only=st.booleans(),
    volunteering_done=st.booleans(),
    project=st.none() | st.sampled_from(Theme),
    ways=some(Way),
    partner_schools=some(["0590001A"]),
    ase_conventions=st.frozensets(departments, max_size=2),
    mentors=st.none() | mentor_sides,
)
candidates = st.lists(
    st.builds(
        Candidate,
        profiles | st.just(OPEN_TO_ALL),
        places_left=st.integers(0, 40),
        paused=st.booleans(),
        asked=st.booleans(),
        mentors_lately=st.integers(0, 40),
    ),
    unique_by=lambda one: one.profile.slug,
    max_size=8,
)
prescribers = st.none() | st.builds(
    Prescriber, st.sampled_from(PrescriberKind), st.none() | departments, st.sampled_from([None, "0590001A"])
)
needs = st.builds(
    Need,
    kind=st.just(Kind.YOUNG_PERSON),
    age=st.integers(5, 30),
    place=st.sampled_from([LILLE, PARIS, AJACCIO, SAINT_DENIS, VILLAGE]),
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
    place=st.sampled_from([LILLE, PARIS, AJACCIO, SAINT_DENIS, VILLAGE]),
    audiences=st.frozensets(st.sampled_from(MentorAudience), min_size=1),
    themes=st.frozensets(st.sampled_from(Theme), min_size=1),
    mode=st.sampled_from(Mode),
    availability=st.sampled_from(Availability),
)
asked = needs | engagements


@given(asked, candidates)
def test_every_candidate_is_on_the_shortlist_or_ruled_out_and_only_once(
    need: Need | Engagement, all_of_them: list[Candidate]
) -> None:
    decision = decide(need, all_of_them, RULE_BOOK)
    named = [choice.association for choice in decision.shortlist] + [
        out.association for out in decision.ruled_out
    ]
    assert sorted(named) == sorted(one.profile.slug for one in all_of_them)


@given(asked, candidates, st.randoms(use_true_random=False))
def test_the_order_in_which_candidates_come_changes_nothing(
    need: Need | Engagement, all_of_them: list[Candidate], random: Any
) -> None:
    shuffled = list(all_of_them)
    random.shuffle(shuffled)
    assert decide(need, shuffled, RULE_BOOK) == decide(need, all_of_them, RULE_BOOK)


@given(asked, candidates)
def test_the_best_score_comes_first(need: Need | Engagement, all_of_them: list[Candidate]) -> None:
    shortlist = decide(need, all_of_them, RULE_BOOK).shortlist
    scores = [(not choice.fallback, choice.score) for choice in shortlist]
    assert scores == sorted(scores, reverse=True)


@given(needs, needs, profiles)
def test_why_not_is_the_associations_rule_whoever_asks(one: Need, other: Need, profile: Profile) -> None:
    member = Candidate(profile, 5, paused=False, asked=False)
    first, second = (objection(need, member) for need in (one, other))
    if first and second and first.criterion == second.criterion:
        assert first == second


@given(engagements, engagements, profiles)
def test_why_no_such_mentor_is_the_association_s_rule_whoever_offers(
    one: Engagement, other: Engagement, profile: Profile
) -> None:
    member = Candidate(profile, 5, paused=False, asked=False)
    first, second = (decide(each, [member], RULE_BOOK).ruled_out for each in (one, other))
    if first and second and first[0].criterion == second[0].criterion:
        assert first == second


@given(engagements, engagements, st.sampled_from(Theme))
def test_what_an_association_reads_of_a_mentor_is_the_same_whoever_offers(
    one: Engagement, other: Engagement, theme: Theme
) -> None:
    alike = [replace(each, themes=frozenset({theme})) for each in (one, other)]
    chosen = [decide(each, [candidate()], RULE_BOOK).shortlist[0].because for each in alike]
    assert chosen[0] == chosen[1]


@given(needs, needs, st.sampled_from(Theme))
def test_what_an_association_reads_before_it_accepts_is_the_same_whoever_asks(
    one: Need, other: Need, theme: Theme
) -> None:
    member = candidate(favoured_publics=frozenset(Public), ase_conventions=frozenset({"59"}))
    read = set()
    for need in (one, other):
        alone = replace(need, themes=frozenset({theme}), prescriber=None)
        [choice] = decide(alone, [member], RULE_BOOK).shortlist
        read.add(choice.because)
    assert len(read) == 1
