"""One seed's year under several policies, told in plain numbers that JSON can keep and that years can add up."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from typing import Any

from hub.cards.forms import age_band
from hub.routing import RuleBook, is_priority
from hub.simulation.arrivals import Arrival, arrivals
from hub.simulation.fits import fitting
from hub.simulation.hindsight import hindsight
from hub.simulation.network import Association, Declared, network
from hub.simulation.policies import Policy, first_match, followed
from hub.simulation.world import DAYS, ORDINARY, World
from hub.simulation.year import Referral, Year

Progress = Callable[[int, int], None]
"""Hears how many of how many steps are done."""

A_WEEK = 7
WEEKS = DAYS // A_WEEK


def unheard(done: int, of: int) -> None:
    """Nobody watches."""


def played(
    policies: Sequence[Policy],
    declared: Iterable[Declared],
    rule_book: RuleBook,
    *,
    seed: int,
    world: World = ORDINARY,
    progress: Progress = unheard,
) -> dict[str, Any]:
    """The same year under each policy.  ``rule_book`` says, for all of them, who is a priority public.

    Counts are of the young people whom at least one association fits by one of the rule books, so that the optimum is
    above every policy; except ``registered``, which is of all.
    """
    people, associations = arrivals(seed, world), network(declared, rule_book, world)
    fits_by = _fits(people, associations, policies)
    fits = [frozenset[str]().union(*each) for each in zip(*fits_by.values(), strict=True)]
    years = []
    for turn, policy in enumerate(policies):
        year = Year(people, fits_by[policy.rule_book.version], associations, policy, seed=seed)
        referrals = year.play(_weekly(progress, turn * WEEKS, len(policies) * WEEKS))
        years.append(_told(policy, year, _reachable(referrals, fits), rule_book))
    progress(len(policies) * WEEKS, len(policies) * WEEKS)
    return {
        "seed": seed,
        "peaks": world.peaks,
        "silence": world.silence,
        "registered": len(people),
        "reachable": sum(map(bool, fits)),
        "places": sum(each.places_a_year for each in associations),
        "optimum": hindsight(people, fits, associations, seed=seed),
        "associations": len(associations),
        "invented": _invented(associations),
        "policies": years,
    }


def compared_year(
    current: RuleBook,
    proposed: RuleBook,
    declared: Iterable[Declared],
    *,
    seed: int,
    world: World = ORDINARY,
    progress: Progress = unheard,
) -> dict[str, Any]:
    """What would change: one year under the rule book in use, under the proposed one, and with first-match."""
    policies = (followed("in_use", current), followed("proposed", proposed), first_match(current))
    return played(policies, declared, current, seed=seed, world=world, progress=progress)


def _fits(
    people: Sequence[Arrival], associations: Sequence[Association], policies: Sequence[Policy]
) -> dict[str, list[frozenset[str]]]:
    """Who fits whom, by the version of each rule book."""
    profiles, needs = [each.profile for each in associations], [person.need for person in people]
    books = {policy.rule_book.version: policy.rule_book for policy in policies}
    return {version: fitting(profiles, book, needs) for version, book in books.items()}


def _weekly(progress: Progress, before: int, of: int) -> Callable[[int], None]:
    """Events come by the thousand; somebody who watches hears of the weeks."""
    week = 0

    def watch(day: int) -> None:
        nonlocal week
        if day >= week * A_WEEK and week < WEEKS:
            progress(before + week, of)
            week = day // A_WEEK + 1

    return watch


def _reachable(referrals: Iterable[Referral], fits: Iterable[frozenset[str]]) -> list[Referral]:
    return [referral for referral, slugs in zip(referrals, fits, strict=True) if slugs]


def _told(policy: Policy, year: Year, referrals: Sequence[Referral], rule_book: RuleBook) -> dict[str, Any]:
    """``days`` counts, for 0, 1, 2… days of the calendar, those who had a yes after so many."""
    waits = Counter(
        referral.placed_on - referral.arrival.day for referral in referrals if referral.placed_on is not None
    )
    return {
        "policy": policy.key,
        "rule_book": policy.rule_book.version,
        "reserved_percent": policy.rule_book.priority.reserved_percent,
        "days": [waits[day] for day in range(max(waits, default=-1) + 1)],
        "offers": sum(len(referral.offers) for referral in referrals),
        "recalled": year.recalled,
        "public": _by(referrals, lambda each: "priority" if is_priority(each.need, rule_book) else "others"),
        "age": _by(referrals, lambda each: age_band(each.need.age).value),
        "department": _by(referrals, lambda each: each.need.place.department),
    }


def _by(referrals: Iterable[Referral], group: Callable[[Arrival], str]) -> dict[str, list[int]]:
    """For each group, how many came and how many were placed."""
    counts: dict[str, list[int]] = {}
    for referral in referrals:
        count = counts.setdefault(group(referral.arrival), [0, 0])
        count[0] += 1
        count[1] += referral.placed_on is not None
    return dict(sorted(counts.items()))


def _invented(associations: Iterable[Association]) -> dict[str, int]:
    """How many members had not said each thing that was made up for them."""
    return dict(sorted(Counter(name for each in associations for name in each.invented).items()))
