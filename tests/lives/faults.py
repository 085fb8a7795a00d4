"""What befalls the programs: workers that die at a commit, Redis and the mail server gone, letters back, the clock."""

from __future__ import annotations

from hypothesis import strategies as st
from hypothesis.stateful import precondition, rule
from sqlalchemy import select

from emails import returning
from hub.models import OutboxMessage
from tests.emails.test_returned import WORD, report
from tests.lives.base import Life, picks
from tests.parts.dying import INSTANTS

SENT = select(OutboxMessage.id).where(OutboxMessage.sent_at.is_not(None)).order_by(OutboxMessage.id)
DEEPEST = 12


class Faults(Life):
    @rule()
    def sweep(self) -> None:
        self.world.town.office.sweep()

    @rule()
    def two_workers_sweep(self) -> None:
        self.world.two_sweeps_at_once()

    @rule()
    def hear_the_bell(self) -> None:
        self.world.hear_the_bell()

    @rule(instant=st.sampled_from(INSTANTS), nth=st.integers(1, DEEPEST))
    def a_worker_dies(self, instant: str, nth: int) -> None:
        self.world.die_at(instant, nth)

    @rule(minutes=st.sampled_from([1, 11, 60, 60 * 24, 60 * 24 * 4, 60 * 24 * 15, 60 * 24 * 35]))
    def time_passes(self, minutes: int) -> None:
        self.world.town.clock.forward(minutes=minutes)

    @rule(seconds=st.integers(1, 3700))
    def the_clock_goes_back(self, seconds: int) -> None:
        self.world.town.clock.forward(seconds=-seconds)

    @precondition(lambda self: self.world.redis_is_there)
    @rule(empties=st.booleans())
    def redis_goes(self, empties: bool) -> None:
        if empties and self.machine.redis:
            self.machine.redis.empty()
        else:
            self.world.lose_redis()

    @precondition(lambda self: not self.world.redis_is_there)
    @rule()
    def redis_comes_back(self) -> None:
        self.world.find_redis()

    @precondition(lambda self: self.world.post_is_there)
    @rule()
    def the_mail_server_goes(self) -> None:
        self.world.lose_the_post()

    @precondition(lambda self: not self.world.post_is_there)
    @rule()
    def the_mail_server_comes_back(self) -> None:
        self.world.find_the_post()

    @rule(pick=picks, status=st.sampled_from(["5.1.1", "4.4.7", "5.2.2"]))
    def a_letter_comes_back(self, pick: int, status: str) -> None:
        row = self.one_of(SENT, pick)
        if row is not None:
            hub = self.world.town.hub
            self.world.copies_allowed += 1  # what its server gave up for now is carried again
            word = hub.vault.return_word(row)
            returning.take(hub, report("failed", status).replace(WORD.encode(), word.encode()))
