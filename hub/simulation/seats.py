"""Who has room, and who is asked: the hub's own roster, kept up to date as places open, are taken and are freed."""

from __future__ import annotations

from collections import deque
from collections.abc import Collection, Sequence
from dataclasses import replace

from hub.routing import Roster, Standing
from hub.routing.standing import kept_places
from hub.simulation.network import Association
from hub.simulation.policies import Policy
from hub.vocabulary import Need


class Seats:
    """The places of every association on the day that is being played."""

    def __init__(self, associations: Sequence[Association], policy: Policy) -> None:
        self._policy = policy
        self._turn = {each.slug: turn for turn, each in enumerate(associations)}
        self._roster = Roster((each.profile for each in associations), policy.rule_book)
        self._answers: dict[str, deque[tuple[int, bool]]] = {each.slug: deque() for each in associations}
        self._in_time = dict.fromkeys(self._answers, 0)
        nobody_in_yet = {
            each.slug: Standing(0, places_a_year=each.places_a_year, declared_days=0) for each in associations
        }
        self._kept = {
            slug: kept_places(standing, policy.rule_book) for slug, standing in nobody_in_yet.items()
        }
        self._roster.stand(nobody_in_yet)

    def best(self, need: Need, asked: Collection[str]) -> str | None:
        """Whom the policy asks now: nobody, when nobody who fits and was not asked has room."""
        verdict = self._roster.decide(need, asked)
        if self._policy.by_points:
            return next(iter(verdict.best(1)), None)
        return min(verdict.named(verdict.eligible), key=self._turn.__getitem__, default=None)

    def left(self, slug: str) -> int:
        return self._roster.standing(slug).places_left

    def has_room(self, slug: str, *, priority: bool) -> bool:
        return self.left(slug) > (0 if priority else self._kept[slug])

    def opened(self, slug: str, places: int) -> None:
        """Places open, and what is not taken of those before stays: the association has just declared them."""
        standing = self._roster.standing(slug)
        self._roster.stand({slug: replace(standing, places_left=standing.places_left + places)})

    def taken(self, slug: str) -> None:
        self._roster.seat_taken(slug)

    def freed(self, slug: str) -> None:
        self._roster.seat_freed(slug)

    def answered(self, slug: str, *, in_time: bool, day: int) -> None:
        """What the rule book looks at: of the answers due in the last days, the percent that came in time."""
        answers = self._answers[slug]
        answers.append((day, in_time))
        self._in_time[slug] += in_time
        while answers[0][0] <= day - self._policy.rule_book.load.answers_days:
            self._in_time[slug] -= answers.popleft()[1]
        percent = 100 * self._in_time[slug] // len(answers)
        standing = self._roster.standing(slug)
        if percent != standing.answered_in_time:
            self._roster.stand({slug: replace(standing, answered_in_time=percent)})
