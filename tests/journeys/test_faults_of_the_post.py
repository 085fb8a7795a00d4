"""The mail server away for a while, or refusing one person: everybody else gets every letter.

There is no Redis here: the sweep does all the work.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy import func, select

from hub.checkup import examine
from hub.models import Offer, OutboxMessage
from tests.parts import reckoning
from tests.parts.patience import until
from tests.parts.post import Letterbox
from tests.parts.reckoning import address, is_idle, let_claims_run_out, receipts, register
from tests.parts.town import Town, town_at
from tests.parts.workers import at_work

PEOPLE = range(5)
REFUSED = 2


@pytest.fixture
def quiet(database_url: str, tmp_path: Path, letterbox: Letterbox) -> Iterator[Town]:
    """A town that lives today, without any Redis."""
    with town_at(database_url, tmp_path, letterbox) as town:
        town.clock.now = datetime.now(UTC)
        town.join("article-1", "jobirl")
        town.open_desk()
        yield town


@pytest.mark.slow
def test_a_mail_server_away_then_back_and_one_refused_address_cost_nobody_else_a_letter(quiet: Town) -> None:
    before = reckoning.places(quiet)
    quiet.letterbox.shut()
    quiet.letterbox.refuse(address(REFUSED))
    with at_work(quiet.environ, sweep_seconds=0.3) as worker:
        people = {register(quiet, number): number for number in PEOPLE}
        until(lambda: offered(quiet) == len(people) and tried(quiet), "the sweep, in vain")
        quiet.letterbox.open()
        let_claims_run_out(quiet)
        until(lambda: is_idle(quiet), "the letters")
        assert worker.stop() == 0
    assert [len(receipts(quiet.letterbox, number)) for number in PEOPLE] == [1, 1, 0, 1, 1]
    reckoning.assert_each_offer_was_made_once(quiet, before)
    assert wrong(quiet) == {"letters": 1}, "the refused letter is given up, and the check says so"


def offered(town: Town) -> int:
    with town.hub.read() as work:
        rows = select(func.count(Offer.id))
        return work.session.scalar(rows) or 0


def tried(town: Town) -> bool:
    """The postman went in vain, and put the letter back for later."""
    with town.hub.read() as work:
        rows = select(OutboxMessage.id).where(
            OutboxMessage.attempts > 0, OutboxMessage.sent_at.is_(None), OutboxMessage.given_up_at.is_(None)
        )
        return bool(work.session.scalars(rows).all())


def wrong(town: Town) -> dict[str, int]:
    """What the check finds a while later, and how many of each."""
    town.clock.forward(minutes=20)
    with town.hub.read() as work:
        return {found.subject: len(found.references) for found in examine(work) if not found.is_fine}
