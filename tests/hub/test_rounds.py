"""A round asks once what is due, does only that, and misses nothing."""

from __future__ import annotations

from pathlib import Path

import pytest
from sqlalchemy import select

from hub import intake, queries
from hub.lifecycle import ReferralState
from hub.models import Referral
from hub.queries.due import QUESTIONS, Due
from hub.rounds import CHORES
from tests.parts import people
from tests.parts.post import Letterbox
from tests.parts.statements import statements
from tests.parts.town import Town, town_at

BY_THE_WORKER = {Due.RULE_BOOK, Due.LETTERS, Due.COMPARISON, Due.FIGURES}
FEW = 12
"""Statements of a sweep with nothing to do: there were sixty-one."""


def test_whatever_may_be_due_is_asked_and_done() -> None:
    assert set(QUESTIONS) == set(Due)
    assert set().union(*(parts for parts, _ in CHORES)) == set(Due) - BY_THE_WORKER


def test_a_sweep_with_nothing_to_do_asks_little_and_writes_nothing(town: Town) -> None:
    town.settle()
    with statements(town.hub) as found:
        town.office.sweep()
    assert len(found) <= FEW
    assert not [each for each in found if each.startswith(("INSERT", "UPDATE", "DELETE", "BEGIN IMMEDIATE"))]


def test_what_a_registration_makes_due_is_done_in_one_round(town: Town) -> None:
    town.join("proxite")
    town.settle()
    with town.front.begin() as work:
        intake.register(work, people.registration())
    assert {Due.ROUTE, Due.UNWATCHED, Due.LETTERS} <= town.office.rounds.what_is_due()
    town.office.sweep()
    assert not town.office.rounds.what_is_due() & {Due.ROUTE, Due.UNWATCHED, Due.LETTERS}


def test_two_rounds_share_what_is_due_and_neither_waits_for_the_other(
    postgresql_url: str, tmp_path: Path, letterbox: Letterbox
) -> None:
    with town_at(postgresql_url, tmp_path, letterbox) as town:
        town.join("proxite")
        town.settle()
        with town.front.begin() as work:
            first, _ = (intake.register(work, people.registration()).reference for _ in range(2))
        with town.hub.begin() as work:
            queries.hold(work.session, queries.referral_by_reference(work.session, first))
            town.office.rounds.run_errands()
            assert looking(town) == {first}
        town.office.rounds.run_errands()
        assert looking(town) == set()


def looking(town: Town) -> set[str]:
    with town.hub.read() as work:
        state = Referral.state == ReferralState.LOOKING
        return set(work.session.scalars(select(Referral.reference).where(state)))


@pytest.mark.parametrize("hours", [0, 1])
def test_what_is_kept_for_days_is_looked_at_once_an_hour(town: Town, hours: int) -> None:
    town.settle()
    town.clock.forward(hours=hours)
    with statements(town.hub) as found:
        town.office.sweep()
    assert any(each.startswith("DELETE") for each in found) is bool(hours)
