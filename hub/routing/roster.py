"""The index of the associations: who fits a need or a mentor, best first, and why not the others.

Eligibility is a few ANDs of whole numbers that hold one bit an association; a seat taken or freed moves one bit.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import replace
from functools import cached_property
from typing import Any, overload

from hub.routing.bits import Crowd
from hub.routing.decision import Decision
from hub.routing.profile import Candidate, Profile, Standing
from hub.routing.rulebook import RuleBook
from hub.routing.side import Side
from hub.routing.sides import Mentors, YoungPeople
from hub.routing.standing import Rooms, Standings
from hub.routing.verdict import Verdict
from hub.vocabulary import Engagement, Need


class Roster:
    """At first nobody has joined: :meth:`stand` says how each association stands.

    A slug is given once.  Whoever changes a profile or the rule book builds another roster.
    """

    def __init__(self, profiles: Iterable[Profile], rule_book: RuleBook) -> None:
        self._crowd = Crowd((_with_its_schools(profile, rule_book) for profile in profiles), rule_book)
        self._standings = Standings(self._crowd)
        self._young_people = YoungPeople(self._crowd, self._standings)

    @classmethod
    def of(cls, candidates: Iterable[Candidate], rule_book: RuleBook) -> Roster:
        """With each association as it stands."""
        candidates = tuple(candidates)
        roster = cls((candidate.profile for candidate in candidates), rule_book)
        roster.stand({candidate.profile.slug: candidate.standing for candidate in candidates})
        return roster

    def stand(self, standings: Mapping[str, Standing]) -> None:
        """Those that are not named stay as they were.  Raises KeyError for an association that is not here."""
        for slug, standing in standings.items():
            bit = self._crowd.bit_of[slug]
            if self._standings.each[bit] != standing:
                self._stand(bit, standing)

    @property
    def rooms(self) -> Rooms:
        """How much room there is at this moment."""
        return self._standings.rooms

    def standing(self, slug: str) -> Standing:
        return self._standings.each[self._crowd.bit_of[slug]]

    def seat_taken(self, slug: str) -> None:
        self._seats(slug, -1)

    def seat_freed(self, slug: str) -> None:
        self._seats(slug, 1)

    @cached_property
    def _mentors(self) -> Mentors:
        """Mentors are few: their side of the index is built for the first of them."""
        return Mentors(self._crowd, self._standings)

    @overload
    def decide(self, asked: Need, already_asked: Collection[str] = ()) -> Verdict[Need]: ...

    @overload
    def decide(self, asked: Engagement, already_asked: Collection[str] = ()) -> Verdict[Engagement]: ...

    def decide(
        self, asked: Need | Engagement, already_asked: Collection[str] = ()
    ) -> Verdict[Need] | Verdict[Engagement]:
        """``already_asked`` are slugs; those that are not here are left out."""
        side: Side[Any] = self._mentors if isinstance(asked, Engagement) else self._young_people
        return side.decide(asked, already_asked, self._standings.rooms)

    def _seats(self, slug: str, more: int) -> None:
        bit = self._crowd.bit_of[slug]
        standing = self._standings.each[bit]
        self._stand(bit, replace(standing, places_left=standing.places_left + more))

    def _stand(self, bit: int, standing: Standing) -> None:
        self._standings.stand(bit, standing)
        self._young_people.stand(bit, standing)
        if "_mentors" in self.__dict__:
            self._mentors.stand(bit, standing)


def decide(asked: Need | Engagement, candidates: Iterable[Candidate], rule_book: RuleBook) -> Decision:
    """For a young person's need or a mentor's engagement, once.

    The same arguments give the same decision, in whatever order the candidates come.
    """
    candidates = tuple(candidates)
    already_asked = [candidate.profile.slug for candidate in candidates if candidate.asked]
    return Roster.of(candidates, rule_book).decide(asked, already_asked).explained()


def _with_its_schools(profile: Profile, rule_book: RuleBook) -> Profile:
    """A consortium's schools are partner schools of each of its members."""
    schools = [each.schools for each in rule_book.consortia if profile.slug in each.members]
    return replace(profile, partner_schools=profile.partner_schools.union(*schools)) if schools else profile
