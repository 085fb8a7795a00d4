"""Which associations fit a need, as if each had room: what no policy of offers can change."""

from __future__ import annotations

from collections.abc import Iterable

from hub.routing import Profile, Roster, RuleBook, Standing
from hub.vocabulary import Need


def fitting(profiles: Iterable[Profile], rule_book: RuleBook, needs: Iterable[Need]) -> list[frozenset[str]]:
    """For each need, the slugs of those that fit."""
    profiles = tuple(profiles)
    roster = Roster(profiles, rule_book)
    roster.stand({profile.slug: Standing(0) for profile in profiles})
    return [frozenset(roster.decide(need).without_room()) for need in needs]
