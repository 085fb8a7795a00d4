"""What is done is noted once, in order, in codes; a row that anybody touches breaks the chain."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from hub import codes, journal, offers, queries, rules, second_factors, signin
from hub.checkup import examine
from hub.journal import Act, NotACode
from hub.models import JournalAnchor, JournalEntry, MemberSession, Offer, Proof, SignInChallenge
from hub.queries import journal_entries
from hub.queries.journal_entries import Sieve
from hub.retention import forget_due
from hub.vault import Keys, Vault
from hub.work import Hub, OnlyReading, engine_for, sessions_of
from tests.associations.partner import card_of, registered
from tests.parts.town import StillClock, Town

LEAKS = ["Lila Amrani", "lila@courriel.example", "rue de l’Abbé", "06 12 34 56 78", "a\nb"]
"""What somebody might type, and the journal never takes."""

WITHOUT_TRIGGERS = {
    "sqlite": (
        "DROP TRIGGER journal_entries_stay",
        "DROP TRIGGER journal_entries_are_kept",
    ),
    "postgresql": ("ALTER TABLE journal_entries DISABLE TRIGGER USER",),
}


@dataclass(frozen=True)
class Desk:
    """A hub that can only note, on an empty database."""

    hub: Hub
    clock: StillClock

    def write(self, *abouts: str, act: Act = Act.EXPORTED) -> None:
        for about in abouts:
            with self.hub.begin() as work:
                journal.note(work, act, about, count=3)

    def rows(self) -> list[JournalEntry]:
        with self.hub.read() as work:
            return list(work.session.query(JournalEntry).order_by(JournalEntry.number))

    def broken(self) -> list[int]:
        with self.hub.read() as work:
            return list(journal.broken_at(work))


def do(hub: Hub, *orders: str) -> None:
    with hub.sessions.kw["bind"].begin() as connection:
        for order in orders:
            connection.execute(text(order))


def without_triggers(hub: Hub, *orders: str) -> None:
    """As somebody might who owns the database, and no key."""
    do(hub, *WITHOUT_TRIGGERS[hub.sessions.kw["bind"].dialect.name], *orders)


def found(hub: Hub, subject: str) -> Sequence[str]:
    with hub.read() as work:
        return next(each.references for each in examine(work) if each.subject == subject)


def desk_at(database_url: str) -> Iterator[Desk]:
    book, clock = rules.load(), StillClock()
    sessions = sessions_of(engine_for(database_url))
    yield Desk(
        Hub(sessions, Vault(Keys(journal=bytes(32))), lambda now: book, clock, lambda errands: None), clock
    )
    sessions.kw["bind"].dispose()


@pytest.fixture
def on_both(database_url: str) -> Iterator[Desk]:
    yield from desk_at(database_url)


@pytest.fixture
def desk(sqlite_url: str) -> Iterator[Desk]:
    yield from desk_at(sqlite_url)


@pytest.fixture
def three(on_both: Desk) -> Desk:
    on_both.write("ABC2345", "ABC2346", "ABC2347")
    return on_both


def test_rows_follow_each_other_and_the_chain_holds(three: Desk) -> None:
    assert [(row.number, row.act, row.about, row.codes) for row in three.rows()] == [
        (number, "exported", f"ABC234{number + 4}", {"count": 3}) for number in (1, 2, 3)
    ]
    assert three.broken() == []
    assert found(three.hub, "journal") == ()


@pytest.mark.parametrize("typed", LEAKS)
def test_what_somebody_typed_has_no_place_in_it(desk: Desk, typed: str) -> None:
    for about, reason in ((typed, ""), ("ABC2345", typed)):
        with pytest.raises(NotACode) as refused, desk.hub.begin() as work:
            journal.note(work, Act.EXPORTED, about, reason=reason)
        assert typed not in str(refused.value)
    assert desk.rows() == []


def test_work_that_is_undone_notes_nothing(desk: Desk) -> None:
    with pytest.raises(ZeroDivisionError), desk.hub.begin() as work:
        journal.note(work, Act.EXPORTED, "ABC2345")
        raise ZeroDivisionError
    assert desk.rows() == []


def test_a_work_that_only_reads_cannot_note(desk: Desk) -> None:
    with pytest.raises(OnlyReading), desk.hub.read() as work:
        journal.note(work, Act.EXPORTED, "ABC2345")


@pytest.mark.parametrize(
    "order",
    [
        "UPDATE journal_entries SET act = 'answered' WHERE number = 2",
        "DELETE FROM journal_entries WHERE number = 2",
        "INSERT INTO journal_entries SELECT 9, noted_at, act, about, by_id, codes, seal FROM journal_entries LIMIT 1",
    ],
)
def test_the_database_itself_refuses_to_change_it(three: Desk, order: str) -> None:
    with pytest.raises(DBAPIError, match="append-only"):
        do(three.hub, order)
    assert three.broken() == []


@pytest.mark.parametrize(
    ("order", "seen_at"),
    [
        ("UPDATE journal_entries SET by_id = NULL, act = 'answered' WHERE number = 2", [2]),
        ("DELETE FROM journal_entries WHERE number = 1", [2]),
    ],
)
def test_whoever_goes_round_the_triggers_breaks_the_chain(
    three: Desk, order: str, seen_at: list[int]
) -> None:
    without_triggers(three.hub, order)
    assert three.broken() == seen_at
    assert found(three.hub, "journal") == tuple(f"n°\u202f{number}" for number in seen_at)


def test_rows_past_their_time_are_erased_and_the_chain_holds_from_there(three: Desk) -> None:
    three.clock.forward(days=200)
    three.write("ABC2348")
    three.clock.forward(days=166)
    forget_due(three.hub)
    assert [row.number for row in three.rows()] == [4]
    three.write("ABC2349")
    assert three.broken() == []
    three.clock.forward(days=400)
    forget_due(three.hub)
    assert three.rows() == []
    three.write("ABC2352")
    assert [row.number for row in three.rows()] == [6]
    assert three.broken() == []


def test_an_anchor_that_the_hub_did_not_lay_is_seen(three: Desk) -> None:
    with three.hub.begin() as work:
        last = work.session.get_one(JournalEntry, 2)
        told = {"last_noted_at": last.noted_at, "erased_at": work.now, "seal": last.seal, "word": bytes(32)}
        work.session.add(JournalAnchor(number=2, **told))
        work.session.flush()
        journal_entries.erase(work.session, 2)
    assert three.broken() == [2]


def test_many_hands_at_once_leave_no_gap(on_both: Desk) -> None:
    with ThreadPoolExecutor(6) as hands:
        list(hands.map(lambda n: on_both.write(f"ABC23{n:02}"), range(24)))
    assert [row.number for row in on_both.rows()] == list(range(1, 25))
    assert on_both.broken() == []


def test_a_page_is_found_by_act_number_and_moment_and_leads_on(on_both: Desk) -> None:
    last = journal_entries.A_PAGE + 5
    for n in range(1, last + 1):
        on_both.write(f"C{n}", act=Act.EXPORTED if n % 2 else Act.ANSWERED)
        on_both.clock.forward(minutes=1)
    with on_both.hub.read() as work:

        def numbers(sieve: Sieve = Sieve(), **edge: int) -> list[int]:  # noqa: B008 (frozen)
            return [row.number for row in journal_entries.page(work.session, sieve, **edge)]

        assert numbers() == list(range(last, 4, -1))
        assert numbers(before=6) == [5, 4, 3, 2, 1]
        assert numbers(after=5) == list(range(last, 5, -1))
        assert numbers(Sieve(about="C7")) == [7]
        fourth = work.session.get_one(JournalEntry, 4).noted_at
        assert numbers(Sieve(act="exported", until=fourth)) == [3, 1]
        assert numbers(Sieve(by_id=1)) == []


def test_an_answer_that_the_journal_does_not_know_is_said(town: Town) -> None:
    town.join("article-1", "proxite")
    card = card_of(town, registered(town))
    with town.portal.begin() as work:
        offer = work.session.query(Offer).filter_by(card_number=card).one()
        offers.accept(work, offer, queries.members_of(work.session, offer.association_id)[0])
    assert found(town.hub, "journal_of_answers") == ()
    without_triggers(town.hub, "DELETE FROM journal_entries WHERE act = 'answered'")
    assert found(town.hub, "journal_of_answers") == (card,)


def test_a_sign_in_one_that_fails_and_a_second_factor_leave_their_rows(town: Town) -> None:
    (member,) = town.join("article-1")
    for right in (False, True):
        nonce = codes.new_nonce()
        with town.portal.begin() as work:
            signin.ask_code(work, email=member.email, nonce=nonce)
        with town.portal.begin() as work:
            asked = work.session.query(SignInChallenge).filter_by(nonce=nonce).one()
            code = work.vault.sign_in_code(asked.id, nonce) if right else "000000"
            assert bool(signin.sign_in(work, nonce=nonce, code=code)) is right
    with town.portal.begin() as work:
        second_factors.added(work, work.session.query(MemberSession).one(), Proof.PASSKEY)
    with town.hub.read() as work:
        noted = [row.act for row in work.session.query(JournalEntry).filter_by(by_id=member.id)]
    assert noted == [Act.SIGN_IN_FAILED, Act.SIGNED_IN, Act.SECOND_FACTOR_CHANGED]
