"""A right file is taken, once, and kept; a wrong one changes nothing and is said."""

from __future__ import annotations

import pytest
from sqlalchemy import update

from hub import queries, rule_books, rules
from hub.models import Member, Origin, RuleBookVersion
from hub.rule_books import SameRules
from hub.work import Hub
from tests.associations.test_races import at_once
from tests.hub.rule_books.house import (
    SLOWER,
    TEXT,
    WRONG,
    House,
    a_coordinator,
    line_of,
    noticing,
    problems,
    taken,
    without_zupdeco,
)


def test_the_first_file_seen_is_taken_and_kept_whole(house: House, worker: Hub) -> None:
    house.notice()
    with worker.read() as work:
        row = queries.rule_book_in_use(work.session)
        assert row is not None and work.rule_book.version == row.version == rules.version_of(TEXT)
        assert (row.text, row.origin, row.taken_by) == (TEXT, Origin.FILE, None)


def test_a_file_that_did_not_change_is_written_down_once(house: House, worker: Hub) -> None:
    for _ in range(3):
        house.notice()
    assert taken(worker) == [rules.version_of(TEXT)]


def test_a_wrong_file_changes_nothing_and_says_where_it_is_wrong(house: House, worker: Hub) -> None:
    house.notice()
    house.write(WRONG)
    house.notice()
    assert worker.rule_book.version == rules.version_of(TEXT)
    assert problems(worker) == [line_of("answer_days:")]
    assert taken(worker) == [rules.version_of(TEXT)]


def test_a_mended_file_is_followed_and_no_longer_said_to_be_wrong(house: House, worker: Hub) -> None:
    for content in (TEXT, WRONG, SLOWER):
        house.write(content)
        house.notice()
    assert problems(worker) == []
    assert worker.rule_book.version == rules.version_of(SLOWER)


def test_a_file_put_back_as_it_was_is_right_again_and_taken_only_once(house: House, worker: Hub) -> None:
    for content in (TEXT, WRONG, TEXT):
        house.write(content)
        house.notice()
    assert problems(worker) == []
    assert taken(worker) == [rules.version_of(TEXT)]


def test_a_file_that_names_an_association_to_come_is_taken_when_it_has_come(
    house: House, worker: Hub
) -> None:
    with without_zupdeco(worker):
        house.notice()
        assert (taken(worker), problems(worker)) == ([], [line_of('"11-14":')])
    house.notice()
    assert (taken(worker), problems(worker)) == ([rules.version_of(TEXT)], [])


def test_a_file_that_nobody_touched_since_does_not_undo_what_the_desk_took(house: House, worker: Hub) -> None:
    coordinator = a_coordinator(worker)
    house.notice()
    without = TEXT.replace("[mentorat-by-leo, zupdeco]", "[mentorat-by-leo]")
    with without_zupdeco(worker):
        house.write(SLOWER)
        house.notice()
        assert problems(worker) != []
        with worker.begin() as work:
            rule_books.take(work, rule_books.propose(work, without, by=coordinator), by=coordinator)
    house.notice()
    assert (worker.rule_book.version, problems(worker)) == (rules.version_of(without), [])


def test_workers_who_notice_a_mended_file_at_once_count_its_places_once(either_house: House) -> None:
    hubs = [either_house.made[0], *(either_house.another_hub() for _ in range(3))]
    either_house.notice()
    with without_zupdeco(hubs[0]):
        either_house.write(TEXT.replace("undeclared_places: 20", "undeclared_places: 30"))
        either_house.notice()
    at_once(*(noticing(hub, either_house.file) for hub in hubs))
    with hubs[0].read() as work:
        assert {each.places_left for each in queries.associations(work.session)} == {11}


def test_a_file_that_is_no_text_is_kept_as_far_as_it_can_be_read(either_house: House) -> None:
    house, worker = either_house, either_house.made[0]
    house.notice()
    house.write(b"\0\xff" + TEXT.encode())
    house.notice()
    assert problems(worker) == [1]
    assert worker.rule_book.version == rules.version_of(TEXT)


def test_a_file_that_is_gone_changes_nothing_and_is_said(house: House, worker: Hub) -> None:
    house.notice()
    house.file.unlink()
    house.notice()
    assert problems(worker) == [1]
    assert worker.rule_book.version == rules.version_of(TEXT)


def test_who_declared_no_places_has_as_many_as_each_rule_book_assumes(house: House, worker: Hub) -> None:
    with worker.begin() as work:
        silent, spoken, *_ = queries.associations(work.session)
        silent.places_left, spoken.places_left = 17, 10
        spoken.profile = {**spoken.profile, "places_a_year": 12}
    for assumed, left in ((20, 17), (50, 47), (5, 2), (20, 17)):
        house.write(TEXT.replace("undeclared_places: 20", f"undeclared_places: {assumed}"))
        house.notice()
        with worker.read() as work:
            assert [each.places_left for each in queries.associations(work.session)][:2] == [left, 10]


@pytest.mark.parametrize(
    "as_sent",
    [
        TEXT.replace("\n", "\r\n"),
        "\ufeff" + TEXT,
        TEXT.replace("\n", " \t\n"),
        TEXT.rstrip("\n"),
        f"\ufeff{TEXT}  \n\n".replace("\n", " \r\n"),
    ],
    ids=["ends of lines", "byte-order mark", "blanks", "no last end of line", "all of it"],
)
def test_what_nobody_sees_in_a_text_is_no_change(
    house: House, worker: Hub, coordinator: Member, as_sent: str
) -> None:
    for content in (TEXT, as_sent):
        house.write(content)
        house.notice()
    assert taken(worker) == [rules.version_of(TEXT)] == [rules.version_of(as_sent)]
    assert rules.parse(as_sent) == rules.load() and rules.readable(as_sent) == TEXT
    with pytest.raises(SameRules), worker.begin() as work:
        rule_books.propose(work, as_sent, by=coordinator)


def test_a_version_keeps_the_name_by_which_decisions_call_it(
    house: House, worker: Hub, coordinator: Member
) -> None:
    as_kept = TEXT.replace("card_k: 10", "card_k: 10  ") + "\n"
    house.write(as_kept)
    house.notice()
    with worker.begin() as work:
        work.session.execute(update(RuleBookVersion).values(text=as_kept, version="of-old"))
    for touched in (as_kept, TEXT):
        house.write(touched)
        house.notice()
        assert taken(worker) == ["of-old"] and house.another_hub().rule_book.version == "of-old"
    with worker.begin() as work:
        rule_books.take(work, rule_books.propose(work, SLOWER, by=coordinator), by=coordinator)
    house.notice()
    assert taken(worker) == [rules.version_of(SLOWER), "of-old"], "a file that nobody touched says nothing"


def test_former_versions_stay_readable(house: House, worker: Hub) -> None:
    for content in (TEXT, SLOWER):
        house.write(content)
        house.notice()
    assert taken(worker) == [rules.version_of(SLOWER), rules.version_of(TEXT)]
    with worker.read() as work:
        former = queries.rule_book_called(work.session, rules.version_of(TEXT))
        assert former is not None and former.text == TEXT


def test_workers_who_notice_at_once_write_one_row(either_house: House) -> None:
    hubs = [either_house.made[0], *(either_house.another_hub() for _ in range(3))]
    at_once(*(noticing(hub, either_house.file) for hub in hubs))
    assert taken(hubs[0]) == [rules.version_of(TEXT)]
