"""A right rule book is followed at once by every process, without starting again; a wrong one changes nothing."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Connection, delete, event, text, update
from sqlalchemy.exc import IntegrityError

from hub import directory, queries, rule_books, rules
from hub.models import Association, Member, Origin, Role, RuleBookVersion
from hub.strict_yaml import BadFile
from hub.vault import Keys, Vault
from hub.work import Hub, engine_for, sessions_of
from tests.associations.test_races import at_once
from tests.parts.town import StillClock

TEXT = rules.DEFAULT.read_text(encoding="utf-8")
SLOWER = TEXT.replace("answer_days: 3 ", "answer_days: 4 ", 1)
WRONG = TEXT.replace("answer_days: 3 ", "answer_days: trois ", 1)
NAMED = sorted({slug for last in rules.load().fallback.values() for slug in last})


@dataclass(frozen=True)
class House:
    """A file, a database, and a clock; each process has a hub of its own on them."""

    database_url: str
    file: Path
    clock: StillClock
    made: list[Hub]

    def another_hub(self) -> Hub:
        sessions = sessions_of(engine_for(self.database_url))
        in_use = rule_books.InUse(sessions, self.file)
        self.made.append(
            Hub(sessions, Vault(Keys(journal=bytes(32))), in_use, self.clock, lambda errands: None)
        )
        return self.made[-1]

    def write(self, content: str | bytes) -> None:
        self.file.write_bytes(content.encode() if isinstance(content, str) else content)

    def notice(self) -> None:
        """What the worker's sweep does, and the time that a process may take to follow."""
        rule_books.keep_up(self.made[0], self.file)
        self.clock.forward(seconds=5)


@cache
def entries() -> list[dict[str, Any]]:
    return [
        directory.to_plain(directory.parse(path.read_text(encoding="utf-8"), file=path.name))
        for path in (directory.DEFAULT / f"{slug}.yaml" for slug in NAMED)
    ]


@contextmanager
def house_on(database_url: str, file: Path) -> Iterator[House]:
    built = House(database_url, file, StillClock(), [])
    built.write(TEXT)
    with built.another_hub().begin() as work:
        work.session.add_all(map(member_of_the_network, entries()))
    yield built
    for hub in built.made:
        hub.sessions.kw["bind"].dispose()


@pytest.fixture
def house(sqlite_url: str, tmp_path: Path) -> Iterator[House]:
    with house_on(sqlite_url, tmp_path / "routing_rules.yaml") as built:
        yield built


@pytest.fixture
def either_house(database_url: str, tmp_path: Path) -> Iterator[House]:
    """On one database, then on the other."""
    with house_on(database_url, tmp_path / "routing_rules.yaml") as built:
        yield built


@pytest.fixture
def worker(house: House) -> Hub:
    return house.made[0]


def member_of_the_network(plain: dict[str, Any]) -> Association:
    return Association(
        slug=plain["slug"],
        name=plain["name"],
        verified=False,
        profile=plain,
        places_left=1,
        public_key=b"",
        wrapped_key=b"",
    )


def a_coordinator(hub: Hub) -> Member:
    with hub.begin() as work:
        row = Member(email="coordination@reseau.example", role=Role.DESK, invited_at=work.now)
        work.session.add(row)
    return row


@pytest.fixture
def coordinator(worker: Hub) -> Member:
    return a_coordinator(worker)


def taken(hub: Hub) -> list[str]:
    with hub.read() as work:
        return [row.version for row in queries.rule_books_taken(work.session)]


def problems(hub: Hub) -> list[int]:
    with hub.read() as work:
        row = queries.broken_rule_file(work.session)
        return [problem["line"] for problem in row.problems or ()] if row else []


def line_of(start: str) -> int:
    return next(number for number, line in enumerate(TEXT.splitlines(), 1) if line.strip().startswith(start))


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
    door, asked = house.another_hub(), []

    @event.listens_for(door.sessions.kw["bind"], "before_cursor_execute")
    def note(connection: Connection, cursor: object, statement: str, *rest: object) -> None:
        asked.append(statement)

    for _ in range(100):
        with door.read():
            house.clock.forward(seconds=0.04)
    assert len([statement for statement in asked if "rule_books" in statement]) == 1


def test_a_wrong_file_changes_nothing_and_says_where_it_is_wrong(house: House, worker: Hub) -> None:
    house.notice()
    house.write(WRONG)
    house.notice()
    assert worker.rule_book.version == rules.version_of(TEXT)
    assert problems(worker) == [line_of("answer_days:")]
    assert taken(worker) == [rules.version_of(TEXT)]


def test_a_process_that_starts_beside_a_wrong_file_follows_the_last_right_one(house: House) -> None:
    house.notice()
    house.write(WRONG)
    house.notice()
    assert house.another_hub().rule_book.version == rules.version_of(TEXT)


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
    with worker.begin() as work:
        gone = queries.association_called(work.session, "zupdeco")
        assert gone is not None
        plain = gone.profile
        work.session.execute(delete(Association).where(Association.slug == "zupdeco"))
    house.notice()
    assert (taken(worker), problems(worker)) == ([], [line_of('"11-14":')])
    with worker.begin() as work:
        work.session.add(member_of_the_network(plain))
    house.notice()
    assert (taken(worker), problems(worker)) == ([rules.version_of(TEXT)], [])


@contextmanager
def without_zupdeco(worker: Hub) -> Iterator[None]:
    with worker.begin() as work:
        gone = queries.association_called(work.session, "zupdeco")
        assert gone is not None
        plain = gone.profile
        work.session.execute(delete(Association).where(Association.slug == "zupdeco"))
    yield
    with worker.begin() as work:
        work.session.add(member_of_the_network(plain))


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


def test_the_ends_of_lines_are_no_change(house: House, worker: Hub) -> None:
    for content in (TEXT, TEXT.replace("\n", "\r\n")):
        house.write(content)
        house.notice()
    assert taken(worker) == [rules.version_of(TEXT)]


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


def noticing(hub: Hub, file: Path) -> Callable[[], int]:
    def notice() -> int:
        rule_books.keep_up(hub, file)
        return 0

    return notice


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
        work.session.execute(update(RuleBookVersion).values(text=torn))
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
