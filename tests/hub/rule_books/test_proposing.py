"""The desk proposes a text, then takes it, and none that is wrong or overtaken."""

from __future__ import annotations

import pytest
from sqlalchemy import update
from sqlalchemy.exc import IntegrityError

from hub import queries, rule_books, rules
from hub.models import Member, Origin, RuleBookVersion
from hub.strict_yaml import BadFile
from hub.work import Hub
from tests.hub.rule_books.house import SLOWER, TEXT, WRONG, House, a_coordinator, line_of, taken


def test_the_desk_proposes_then_takes(either_house: House) -> None:
    house, worker = either_house, either_house.made[0]
    coordinator = a_coordinator(worker)
    house.notice()
    with worker.begin() as work:
        row = rule_books.propose(work, SLOWER.replace("\n", "\r\n"), by=coordinator)
        assert (row.text, row.origin, row.by_id) == (SLOWER, Origin.DESK, coordinator.id)
        again = rule_books.propose(work, SLOWER, by=coordinator)
        assert again.id == row.id, "sent twice, proposed once"
    house.clock.forward(seconds=6)
    assert worker.rule_book.version == rules.version_of(TEXT), "proposed is not taken"
    take(worker, coordinator)
    house.notice()
    assert worker.rule_book.version == rules.version_of(SLOWER), (
        "the file, which did not change, says nothing"
    )


def take(hub: Hub, member: Member) -> None:
    with hub.begin() as work:
        row = queries.proposed_rule_book(work.session)
        assert row is not None
        rule_books.take(work, row, by=member)


def test_the_desk_cannot_propose_what_is_wrong_nor_what_is_in_use(
    house: House, worker: Hub, coordinator: Member
) -> None:
    house.notice()
    with worker.begin() as work:
        with pytest.raises(BadFile) as caught:
            rule_books.propose(work, WRONG, by=coordinator)
        assert [problem.line for problem in caught.value.problems] == [line_of("answer_days:")]
        with pytest.raises(rule_books.SameRules):
            rule_books.propose(work, TEXT, by=coordinator)
        assert queries.proposed_rule_book(work.session) is None


def test_a_proposal_overtaken_by_another_text_is_not_taken(
    house: House, worker: Hub, coordinator: Member
) -> None:
    house.notice()
    with worker.begin() as work:
        row = rule_books.propose(work, SLOWER, by=coordinator)
    house.clock.forward(minutes=1)
    house.write(TEXT + "# relu\n")
    house.notice()
    with worker.begin() as work, pytest.raises(rule_books.TakenMeanwhile):
        rule_books.take(work, work.session.get_one(RuleBookVersion, row.id), by=coordinator)
    with worker.begin() as work:
        assert queries.proposed_rule_book(work.session) is None


def test_going_back_is_proposing_a_former_text(house: House, worker: Hub, coordinator: Member) -> None:
    for content in (TEXT, SLOWER):
        house.write(content)
        house.notice()
    with worker.begin() as work:
        former = queries.rule_book_called(work.session, rules.version_of(TEXT))
        assert former is not None
        proposal = rule_books.propose(work, former.text, by=coordinator)
        again = queries.rule_book_called(work.session, former.version)
        assert again is not None and again.id == former.id != proposal.id, (
            "one that was in use, before it is again"
        )
    house.clock.forward(seconds=1)
    take(worker, coordinator)
    versions = [rules.version_of(content) for content in (TEXT, SLOWER, TEXT)]
    assert taken(worker) == versions


def test_the_database_itself_refuses_a_wrong_text_in_use(house: House, worker: Hub) -> None:
    house.write(WRONG)
    house.notice()
    with pytest.raises(IntegrityError), worker.begin() as work:
        work.session.execute(update(RuleBookVersion).values(taken_at=work.now))
