"""Who comes, and the members that a year is played with."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace

from hub.routing import Territory
from hub.simulation.arrivals import arrivals
from hub.simulation.assumptions import INVENTED
from hub.simulation.completing import completed
from hub.simulation.luck import luck
from hub.simulation.network import Declared, network, openings
from hub.simulation.world import ORDINARY, World
from hub.vocabulary import Public, Situation
from tests.hub.simulation.small import association
from tests.hub.simulation.town import MEMBERS
from tests.parts.members import OPEN_TO_ALL, RULE_BOOK, SOMEWHERE


def test_the_same_seed_brings_the_same_people() -> None:
    small = World(arrivals=50)
    assert arrivals(7, small) == arrivals(7, small) != arrivals(8, small)


def test_an_ordinary_year_has_the_published_shares() -> None:
    people = arrivals(1, World(arrivals=4000))
    publics = Counter(public for one in people for public in one.need.publics)
    lycees = Counter(one.need.situation for one in people)
    pupils = lycees[Situation.LYCEE_GT] + lycees[Situation.LYCEE_PRO]
    assert ORDINARY.arrivals == 12 * 610
    assert 0.07 < publics[Public.RURAL] / len(people) < 0.11
    assert 0.28 < publics[Public.QPV] / len(people) < 0.36
    assert 0.015 < publics[Public.ASE] / len(people) < 0.035
    assert 0.15 < lycees[Situation.LYCEE_PRO] / pupils < 0.22


def test_a_doubled_campaign_adds_people_on_its_days_only() -> None:
    once, twice = (
        Counter(one.day for one in arrivals(1, World(peaks=peaks, arrivals=1500))) for peaks in (1, 2)
    )
    campaign = range(35, 47)
    assert sum(twice[day] for day in campaign) > 1.4 * sum(once[day] for day in campaign)
    assert 0.8 < sum(twice[day] for day in range(60, 120)) / sum(once[day] for day in range(60, 120)) < 1.25


def test_a_profile_that_says_all_is_taken_as_it_is() -> None:
    said = replace(OPEN_TO_ALL, ase_conventions=frozenset({"59"}))
    assert completed(said) == (said, ())


def test_what_a_profile_does_not_say_is_filled_in_and_named() -> None:
    unsaid = replace(OPEN_TO_ALL, ages=None, themes=frozenset(), in_person=SOMEWHERE, remote=None)
    profile, invented = completed(unsaid)
    assert invented == ("ages", "in_person", "themes", "ase_conventions")
    assert profile.ages
    assert profile.themes
    assert isinstance(profile.in_person, Territory)
    assert not profile.in_person.is_unsaid


def test_each_invented_part_has_its_sentence() -> None:
    named = {name for each in network(MEMBERS, RULE_BOOK, ORDINARY) for name in each.invented}
    assert named == set(INVENTED)


def test_places_that_were_declared_are_kept_and_open_over_the_year() -> None:
    [one] = network([Declared(OPEN_TO_ALL, 100)], RULE_BOOK, ORDINARY)
    assert one.places_a_year == sum(openings(one)) == 100
    assert "places_a_year" not in one.invented


def test_silence_doubled_makes_more_silent_and_changes_no_other_luck() -> None:
    once, twice = association("one", 1, silent=10, refuses=20), association("one", 1, silent=20, refuses=20)
    before, after = ([luck(1, person, each) for person in range(500)] for each in (once, twice))
    silent = [sum(each.says == "nothing" for each in lucks) for lucks in (before, after)]
    assert silent[0] < silent[1]
    assert all(
        b.days == a.days for b, a in zip(before, after, strict=True) if "nothing" not in (b.says, a.says)
    )
