"""A whole life as Hypothesis draws it, with all that must hold after each step, and at its end when all has settled."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta

from hypothesis.stateful import invariant, rule

from hub.checkup import PATIENCE
from tests.lives import invariants
from tests.lives.base import Life
from tests.lives.families import Families
from tests.lives.faults import Faults
from tests.lives.houses import Houses

CLAIMS_RUN_OUT = timedelta(minutes=20)
SETTLING = 2


class WholeLife(Families, Houses, Faults):
    @invariant()
    def what_must_hold_holds(self) -> None:
        Life.steps += 1
        with self.world.town.hub.read() as work:
            _expect(
                [
                    *invariants.owners(work),
                    *invariants.answers(work),
                    *invariants.places(work),
                    *invariants.steps(work),
                    *invariants.doctor(work, always=True),
                ]
            )
        _expect(invariants.nothing_is_readable(self.world, self.people))
        _expect(invariants.letters(self.world))
        _expect(invariants.letters_to_others(self.world, self.people))

    @rule()
    def all_comes_to_rest(self) -> None:
        """Whatever befell it, a hub whose parts are back does what is due, and the doctor has nothing to say."""
        self.world.find_redis()
        self.world.find_the_post()
        for _ in range(SETTLING):
            self.world.town.clock.now += CLAIMS_RUN_OUT
            self.world.town.settle()
        self.world.town.clock.now += PATIENCE
        with self.world.town.hub.read() as work:
            self._expect_rest(invariants.doctor(work, always=False))

    def teardown(self) -> None:
        try:
            self.all_comes_to_rest()
        finally:
            super().teardown()

    def _expect_rest(self, found: Iterable[str]) -> None:
        _expect([sentence for sentence in found if "letters" not in sentence])


def _expect(found: Iterable[str]) -> None:
    wrong = list(found)
    assert not wrong, "; ".join(wrong)
