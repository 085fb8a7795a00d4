"""What holds of every decision, whatever the need and the members."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from hub.routing import Candidate, Profile, decide
from hub.vocabulary import Engagement, Need, Public, Theme
from tests.parts.drawn import asked, candidates, engagements, needs, profiles
from tests.parts.members import RULE_BOOK, candidate, objection

few = settings(max_examples=30)


@few
@given(asked, candidates, st.randoms(use_true_random=False))
def test_the_order_in_which_candidates_come_changes_nothing(
    need: Need | Engagement, all_of_them: list[Candidate], random: Any
) -> None:
    shuffled = list(all_of_them)
    random.shuffle(shuffled)
    assert decide(need, shuffled, RULE_BOOK) == decide(need, all_of_them, RULE_BOOK)


@few
@given(asked, candidates)
def test_the_best_score_comes_first(need: Need | Engagement, all_of_them: list[Candidate]) -> None:
    shortlist = decide(need, all_of_them, RULE_BOOK).shortlist
    scores = [(not choice.fallback, choice.score) for choice in shortlist]
    assert scores == sorted(scores, reverse=True)


@few
@given(needs, needs, profiles)
def test_why_not_is_the_associations_rule_whoever_asks(one: Need, other: Need, profile: Profile) -> None:
    member = Candidate(profile, 5, paused=False, asked=False)
    first, second = (objection(need, member) for need in (one, other))
    if first and second and first.criterion == second.criterion:
        assert first == second


@few
@given(engagements, engagements, profiles)
def test_why_no_such_mentor_is_the_association_s_rule_whoever_offers(
    one: Engagement, other: Engagement, profile: Profile
) -> None:
    member = Candidate(profile, 5, paused=False, asked=False)
    first, second = (decide(each, [member], RULE_BOOK).ruled_out for each in (one, other))
    if first and second and first[0].criterion == second[0].criterion:
        assert first == second


@few
@given(engagements, engagements, st.sampled_from(Theme))
def test_what_an_association_reads_of_a_mentor_is_the_same_whoever_offers(
    one: Engagement, other: Engagement, theme: Theme
) -> None:
    alike = [replace(each, themes=frozenset({theme})) for each in (one, other)]
    chosen = [decide(each, [candidate()], RULE_BOOK).shortlist[0].because for each in alike]
    assert chosen[0] == chosen[1]


@few
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
