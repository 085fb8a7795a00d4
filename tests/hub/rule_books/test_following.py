"""Every process follows the right rule book within seconds, whatever becomes of the file or the database."""

from __future__ import annotations

import pytest
from sqlalchemy import text, update

from hub import rule_books, rules
from hub.models import RuleBookVersion
from hub.strict_yaml import BadFile
from hub.work import Hub
from tests.hub.rule_books.house import SLOWER, TEXT, WRONG, House
from tests.parts.statements import statements


def test_a_change_is_followed_by_every_process_within_five_seconds(either_house: House) -> None:
    house, worker = either_house, either_house.made[0]
    door = house.another_hub()
    house.notice()
    assert door.rule_book.delays.answer_days == 3
    house.write(SLOWER)
    rule_books.keep_up(worker, house.file)
    house.clock.forward(seconds=4.9)
    assert door.rule_book.delays.answer_days == 3, "it does not ask at each request"
    house.clock.forward(seconds=0.1)
    with door.read() as work:
        assert work.rule_book.delays.answer_days == 4
        assert work.rule_book.version == rules.version_of(SLOWER)


def test_a_hundred_requests_ask_the_database_once(house: House) -> None:
    house.notice()
    door = house.another_hub()
    with statements(door) as sent:
        for _ in range(100):
            with door.read():
                house.clock.forward(seconds=0.04)
    assert len([statement for statement in sent if "rule_books" in statement]) == 1


def test_a_process_that_starts_beside_a_wrong_file_follows_the_last_right_one(house: House) -> None:
    house.notice()
    house.write(WRONG)
    house.notice()
    assert house.another_hub().rule_book.version == rules.version_of(TEXT)


def test_without_a_version_the_file_speaks_and_a_wrong_one_is_said(house: House, worker: Hub) -> None:
    assert worker.rule_book.version == rules.version_of(TEXT)
    house.write(WRONG)
    house.clock.forward(seconds=6)
    assert worker.rule_book.version == rules.version_of(TEXT), "who follows a right one goes on with it"
    with pytest.raises(BadFile):
        assert house.another_hub().rule_book


def test_a_version_that_this_code_can_no_longer_read_leaves_the_word_to_the_file(house: House) -> None:
    house.notice()
    with house.made[0].begin() as work:
        work.session.execute(update(RuleBookVersion).values(text="weights: of old\n"))
    house.write(SLOWER)
    assert house.another_hub().rule_book.version == rules.version_of(SLOWER)


def test_a_version_taken_before_its_parts_were_held_to_agree_is_followed_all_the_same(house: House) -> None:
    torn = TEXT.replace("answer_days: 3 ", "answer_days: 12 ", 1)
    with pytest.raises(BadFile):
        rules.parse(torn)
    house.notice()
    with house.made[0].begin() as work:
        work.session.execute(update(RuleBookVersion).values(text=torn, version=rules.version_of(torn)))
    house.write(torn)
    assert house.another_hub().rule_book.version == rules.version_of(torn)


def test_a_database_that_is_away_does_not_change_the_rule_book(house: House, worker: Hub) -> None:
    house.write(SLOWER)
    house.notice()
    assert worker.rule_book.version == rules.version_of(SLOWER)
    house.write(TEXT)
    with worker.begin() as work:
        work.session.execute(text("ALTER TABLE rule_books RENAME TO away"))
    house.clock.forward(seconds=6)
    assert worker.rule_book.version == rules.version_of(SLOWER)
