"""The index answers what the straightforward loop answers, and keeps doing so while seats move."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hub.routing import Candidate, Roster, RuleBook, SeatsMoved, Share, Standing, bits, decide
from hub.vocabulary import Engagement, Need
from tests.parts import drawn
from tests.parts.members import ENGINEER, PUPIL, RULE_BOOK, candidate
from tests.parts.reference import decided


@pytest.fixture(autouse=True, params=[bits.SMALL, 0], ids=["in lanes", "in rows"], scope="module")
def every_crowd_is_written_as_a_small_one_then_as_a_large_one(
    request: pytest.FixtureRequest,
) -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(bits, "SMALL", request.param)
        yield


moves = st.lists(
    st.tuples(st.sampled_from(["taken", "freed", "stand"]), drawn.slugs, drawn.standings), max_size=8
)


@settings(max_examples=80)
@given(drawn.asked, drawn.candidates, drawn.rule_books)
def test_the_index_decides_as_the_straightforward_loop(
    asked: Need | Engagement, members: list[Candidate], rule_book: RuleBook
) -> None:
    assert decide(asked, members, rule_book) == decided(asked, members, rule_book)


@settings(max_examples=80)
@given(st.lists(drawn.easy_needs, min_size=3, max_size=5), drawn.many_that_fit, drawn.rule_books)
def test_of_many_that_fit_it_finds_the_same_order_need_after_need(
    needs: list[Need], members: list[Candidate], rule_book: RuleBook
) -> None:
    roster = Roster.of(members, rule_book)
    for need in needs:
        assert roster.decide(need).explained() == decided(need, members, rule_book)


@settings(max_examples=30)
@given(st.lists(drawn.asked, min_size=2, max_size=5), drawn.candidates, drawn.rule_books, moves)
def test_it_still_does_after_any_seats_taken_freed_and_declared(
    all_asked: list[Need | Engagement],
    members: list[Candidate],
    rule_book: RuleBook,
    moves: list[tuple[str, str, Standing]],
) -> None:
    roster, here = Roster.of(members, rule_book), {one.profile.slug: one for one in members}
    for asked in all_asked:
        expected = decided(asked, here.values(), rule_book)
        assert roster.decide(asked, [slug for slug, one in here.items() if one.asked]).explained() == expected
        for move, slug, standing in moves:
            if slug in here:
                here[slug] = moved(roster, here[slug], move, standing)


@settings(max_examples=30)
@given(drawn.asked, drawn.candidates, drawn.rule_books)
def test_each_question_to_a_verdict_agrees_with_the_decision(
    asked: Need | Engagement, members: list[Candidate], rule_book: RuleBook
) -> None:
    expected = decided(asked, members, rule_book)
    order = [choice.association for choice in expected.shortlist]
    why_not = {out.association: out.criterion for out in expected.ruled_out}
    verdict = Roster.of(members, rule_book).decide(asked, [one.profile.slug for one in members if one.asked])
    assert [verdict.best(count) for count in range(4)] == [order[:count] for count in range(4)]
    assert (verdict.shortlist(), verdict.priority) == (order, expected.priority)
    assert verdict.named(verdict.eligible) == sorted(order)
    assert {slug: verdict.why_not(slug) for slug in [*why_not, *order]} == why_not | dict.fromkeys(order)
    assert verdict.without_room() == list(expected.without_room)
    assert verdict.could_take() == len(expected.without_room) + len(order)


@settings(max_examples=30)
@given(drawn.asked, drawn.candidates)
def test_those_ruled_out_and_those_eligible_are_everybody_and_nobody_twice(
    asked: Need | Engagement, members: list[Candidate]
) -> None:
    verdict = Roster.of(members, RULE_BOOK).decide(asked)
    told = [*verdict.named(verdict.eligible), *verdict.ruled_out()]
    assert sorted(told) == sorted(one.profile.slug for one in members)


@settings(max_examples=30)
@given(drawn.needs, drawn.candidates, drawn.rule_books, drawn.slugs)
def test_a_place_more_never_lowers_a_rank(
    need: Need, members: list[Candidate], rule_book: RuleBook, slug: str
) -> None:
    roster, here = Roster.of(members, rule_book), {one.profile.slug for one in members}
    before = roster.decide(need).shortlist()
    if slug in here:
        roster.seat_freed(slug)
    after = roster.decide(need).shortlist()
    assert slug not in before or after.index(slug) <= before.index(slug)


@settings(max_examples=30)
@given(drawn.needs, drawn.candidates, drawn.rule_books, drawn.slugs)
def test_places_for_more_young_people_never_lower_a_rank(
    need: Need, members: list[Candidate], rule_book: RuleBook, slug: str
) -> None:
    roster, here = Roster.of(members, rule_book), {one.profile.slug for one in members}
    before = roster.decide(need).shortlist()
    if slug in here:
        roster.stand({slug: replace(roster.standing(slug), full_for=())})
    after = roster.decide(need).shortlist()
    assert slug not in before or after.index(slug) <= before.index(slug)


@settings(max_examples=200)
@given(drawn.asked, drawn.candidates, drawn.rule_books, drawn.slugs, drawn.standings)
def test_where_nobody_is_more_open_than_before_nobody_new_may_be_asked(
    asked: Need | Engagement,
    members: list[Candidate],
    rule_book: RuleBook,
    slug: str,
    standing: Standing,
) -> None:
    roster = Roster.of(members, rule_book)
    rooms, before = roster.rooms, {*roster.decide(asked).shortlist()}
    if slug in {one.profile.slug for one in members}:
        roster.stand({slug: standing})
    new = {*roster.decide(asked).shortlist()} - before
    assert not new or roster.rooms.open_more_than(rooms)
    assert not roster.rooms.open_more_than(roster.rooms)


def test_who_takes_no_more_of_some_takes_the_others_and_wants_for_room_alone() -> None:
    in_the_north = Share(frozenset(), frozenset(), frozenset({PUPIL.place.department}))
    roster = Roster.of([candidate()], RULE_BOOK)
    roster.stand({"lila": replace(roster.standing("lila"), full_for=(in_the_north,))})
    verdict = roster.decide(PUPIL)
    assert (verdict.why_not("lila"), verdict.without_room()) == ("full_for_them", ["lila"])
    elsewhere = replace(PUPIL, place=replace(PUPIL.place, department="62"))
    assert roster.decide(elsewhere).best(1) == ["lila"]
    assert roster.decide(ENGINEER).why_not("lila") != "full_for_them"


def test_who_is_of_last_resort_comes_last_and_no_more_are_given_than_were_asked_for() -> None:
    slugs = ["a", "b", "c", "d"]
    book = replace(RULE_BOOK, fallback={band: frozenset("abc") for band in RULE_BOOK.fallback})
    members = [candidate(slug=slug) for slug in slugs]
    verdict = Roster.of(members, book).decide(PUPIL)
    assert [verdict.best(count) for count in range(5)] == [["d", "a", "b", "c"][:count] for count in range(5)]


def test_a_verdict_ranks_only_while_the_standings_are_those_it_saw() -> None:
    roster = Roster.of([candidate()], RULE_BOOK)
    verdict = roster.decide(PUPIL)
    roster.seat_taken("lila")
    assert verdict.named(verdict.eligible) == ["lila"]
    with pytest.raises(SeatsMoved):
        verdict.best(1)


def test_nobody_has_joined_a_roster_at_first_and_an_empty_one_decides_too() -> None:
    profile = candidate().profile
    for asked in (PUPIL, ENGINEER):
        assert Roster([profile], RULE_BOOK).decide(asked).why_not("lila") == "joined"
        assert Roster([], RULE_BOOK).decide(asked).explained().shortlist == ()


def test_whoever_is_not_on_the_roster_can_neither_stand_nor_be_asked_about() -> None:
    roster = Roster.of([candidate()], RULE_BOOK)
    with pytest.raises(KeyError):
        roster.stand({"unknown": Standing(1)})
    with pytest.raises(KeyError):
        roster.decide(PUPIL).why_not("unknown")
    assert roster.decide(PUPIL, already_asked=["unknown"]).best(1) == ["lila"]


def moved(roster: Roster, one: Candidate, move: str, standing: Standing) -> Candidate:
    slug = one.profile.slug
    if move == "stand":
        roster.stand({slug: standing})
        return drawn.standing_so(one.profile, standing, asked=one.asked)
    more = 1 if move == "freed" else -1
    (roster.seat_freed if more > 0 else roster.seat_taken)(slug)
    return replace(one, places_left=one.places_left + more)
