"""Each term that docs/personal-data.md promises is kept: the day before all is there, the day after nothing is."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import func, select

from hub import accompanying, companies, intake, leftovers, membership, offers, queries, signin
from hub.lifecycle import ReferralState
from hub.models import (
    Company,
    JournalEntry,
    Member,
    MemberSession,
    Offer,
    OpenPage,
    OutboxMessage,
    Prescriber,
    Referral,
    Release,
    SealedBoxes,
    StoredDecision,
    Timer,
)
from hub.vault.drafts import KEPT_SECONDS
from hub.vocabulary import Outcome, Satisfaction, Situation
from hub.work import Work
from tests.associations.partner import accept
from tests.parts import prescribers
from tests.parts.companies import CANARIES as AT_A_COMPANY
from tests.parts.companies import company
from tests.parts.leaks import find_leaks
from tests.parts.people import CANARIES, child, identity, mentor, referred, registration
from tests.parts.town import Town

DOCUMENT = Path(__file__).parents[2] / "docs" / "personal-data.md"
OF_ONE_PERSON = (SealedBoxes, Release, StoredDecision, OpenPage, Timer)
"""Tables of which a forgotten person has no row."""


@pytest.fixture
def database_url(sqlite_url: str) -> str:
    """These questions are asked of one database: the others' are in the journeys."""
    return sqlite_url


def register(town: Town, form: Any = None) -> str:
    with town.front.begin() as work:
        reference = intake.register(work, form or registration()).reference
    town.settle()
    return reference


def called(work: Work, reference: str) -> Referral:
    return queries.referral_by_reference(work.session, reference)


def never_confirmed(town: Town) -> None:
    with town.front.begin() as work:
        intake.register(work, registration(), proven=False)
    town.settle()


def no_answer_of_the_guardian(town: Town) -> None:
    register(town, child())


def no_written_agreement(town: Town) -> None:
    with town.front.begin() as work:
        prescribers.register(work)
    told: dict[str, Any] = {"age": 13, "situation": Situation.COLLEGE, "level": None}
    reference = register(town, referred(who=identity(email=None), **told))
    with town.hub.begin() as work:
        referral = called(work, reference)
        referral.state = ReferralState.AWAITING_GUARDIAN
        referral.forget_at = work.now + timedelta(days=work.rule_book.delays.written_agreement_days)


def withdrawn(town: Town) -> None:
    reference = register(town)
    with town.front.begin() as work:
        offers.withdraw(work, called(work, reference))


def accepted(town: Town, form: Any = None, slug: str = "jobirl") -> tuple[str, Member]:
    (member,) = town.join(slug)
    reference = register(town, form)
    accept(town, reference, member)
    return reference, member


def in_a_pair(town: Town) -> None:
    reference, member = accepted(town)
    with town.portal.begin() as work:
        here = work.session.merge(member)
        accompanying.pair(work, called(work, reference).offers[0], here, since=work.now.date())


def ended(town: Town) -> None:
    reference, member = accepted(town)
    with town.portal.begin() as work:
        accompanying.finish(
            work,
            called(work, reference).offers[0],
            work.session.merge(member),
            outcome=Outcome.NOT_WANTED,
            satisfaction=Satisfaction.NOT_ASKED,
        )


def a_mentor(town: Town) -> None:
    reference = register(town, mentor())
    with town.hub.begin() as work:
        referral = called(work, reference)
        referral.state = ReferralState.ACCEPTED
        referral.forget_at = work.now + timedelta(days=work.rule_book.delays.mentor_kept_days)


SCENES: Mapping[str, tuple[Callable[[Town], object], int]] = {
    "address never confirmed": (never_confirmed, 7),
    "under 15, no answer of the guardian": (no_answer_of_the_guardian, 14),
    "under 15 in child welfare, no written agreement": (no_written_agreement, 30),
    "withdrawn, or closed without a solution": (withdrawn, 30),
    "accepted": (accepted, 183),
    "in a pair at that date": (in_a_pair, 183),
    "an accompaniment that ended, somebody who stayed unreachable": (ended, 30),
    "accepted, a mentor's": (a_mentor, 365),
}
ELSEWHERE = {
    "unfinished form",
    "a professional who registers nobody any more",
    "a company whose case is closed or idle",
    "sessions, codes, letters that left",
    "those who work with the hub, once they left",
    "requests to open a name",
    "what was erased, and what an association was told to do",
    "a breach, once closed",
}


def test_every_line_of_the_document_is_played_here() -> None:
    section = DOCUMENT.read_text().split("## How long", 1)[1].split("\n## ", 1)[0]
    lines = re.findall(r"^\| (.+?) \| (.+?) \|", section, re.MULTILINE)[1:]
    cases = {case: term for case, term in lines if "---" not in case}
    assert set(cases) == set(SCENES) | ELSEWHERE
    for case, (_, days) in SCENES.items():
        assert re.search(rf"\b{days} days\b|^the same", cases[case]), case


@pytest.mark.parametrize("case", SCENES)
def test_the_term_is_kept_to_the_day(town: Town, case: str) -> None:
    play, days = SCENES[case]
    play(town)
    town.clock.forward(days=days - 1, hours=12)
    town.settle()
    assert count(town, SealedBoxes) >= 1
    town.clock.forward(days=1)
    town.settle()
    assert count(town, SealedBoxes) == (1 if case.startswith("under 15 in") else 0)
    left = words_left(town, case)
    assert left == []


def words_left(town: Town, case: str) -> list[str]:
    """Of those who are forgotten: rows that should be gone, words that somebody typed."""
    with town.hub.read() as work:
        gone = select(Referral.id).where(
            ~select(SealedBoxes).where(SealedBoxes.referral_id == Referral.id).exists()
        )
        rows = work.session.scalars(select(Referral).where(Referral.id.in_(gone))).all()
        assert rows
        found = [
            f"{each.reference}: a marker" for each in rows if each.marker or each.alike or each.address_digest
        ]
        if case != "in a pair at that date":
            found += [
                each.reference for each in rows if each.state is not ReferralState.FORGOTTEN or each.card
            ]
        found += [
            event.step for each in rows for event in queries.events_of(work.session, each) if event.sentence
        ]
        notes = select(Offer.card_number).where(Offer.referral_id.in_(gone), Offer.decline_note.is_not(None))
        return found + list(work.session.scalars(notes))


def test_nothing_typed_is_left_in_the_file_itself(town: Town) -> None:
    """The words were sealed; their boxes are overwritten, and the log beside the database folded away."""
    withdrawn(town)
    with town.hub.read() as work:
        box = work.session.scalars(select(SealedBoxes.identity)).one()
    file = Path(town.environ["DATABASE_URL"].removeprefix("sqlite:///"))
    piece = box[len(box) // 2 :][:64]
    assert any(piece in each.read_bytes() for each in file.parent.glob("hub.db*"))
    town.clock.forward(days=31)
    town.settle()
    assert not any(piece in each.read_bytes() for each in file.parent.glob("hub.db*"))
    assert find_leaks(file, CANARIES) == []


def test_an_unfinished_form_is_kept_two_days_in_the_browser() -> None:
    assert timedelta(seconds=KEPT_SECONDS) == timedelta(hours=48)


def test_a_company_and_a_professional_are_forgotten_after_a_year(town: Town) -> None:
    with town.front.begin() as work:
        reference = companies.register(work, company()).reference
        prescribers.register(work)
    with town.hub.begin() as work:
        row = queries.company_by_reference(work.session, reference)
        row.forget_at = work.now + timedelta(days=work.rule_book.delays.company_kept_days)
    town.clock.forward(days=366)
    town.settle()
    with town.hub.read() as work:
        assert work.session.scalars(select(Company.contact)).all() == [None]
        assert work.session.scalars(select(Prescriber)).all() == []
    file = Path(town.environ["DATABASE_URL"].removeprefix("sqlite:///"))
    assert find_leaks(file, AT_A_COMPANY) == []


def test_a_year_after_they_left_a_member_is_a_number_that_leads_to_nobody(town: Town) -> None:
    (member,) = town.join("jobirl")
    with town.portal.begin() as work:
        here = work.session.get_one(Member, member.id)
        signin.open_session(work, here)
        signin.remove(work, here)
    town.clock.forward(days=364)
    town.settle()
    assert address(town, member) == member.email
    town.clock.forward(days=2)
    town.settle()
    assert address(town, member) == f"membre-{member.id}{leftovers.NOBODY}"
    assert count(town, MemberSession) == count(town, OutboxMessage) == 0
    file = Path(town.environ["DATABASE_URL"].removeprefix("sqlite:///"))
    assert find_leaks(file, [member.email]) == []
    with town.administration.begin() as work:
        house = queries.association_of(work.session, "jobirl")
        membership.invite(work, email=member.email, association=house)


def test_the_journal_is_kept_a_year_and_says_where_it_begins(town: Town) -> None:
    town.join("jobirl")
    town.clock.forward(days=367)
    town.settle()
    with town.hub.read() as work:
        oldest = work.session.scalar(select(func.min(JournalEntry.noted_at)))
        assert oldest is None or oldest >= work.now - timedelta(days=366)


def address(town: Town, member: Member) -> str:
    with town.hub.read() as work:
        return work.session.get_one(Member, member.id).email


def count(town: Town, table: type) -> int:
    with town.hub.read() as work:
        return work.session.scalar(select(func.count()).select_from(table)) or 0


def test_a_forgotten_person_has_no_row_but_their_steps(town: Town) -> None:
    withdrawn(town)
    town.clock.forward(days=31)
    town.settle()
    assert [count(town, table) for table in OF_ONE_PERSON] == [0] * len(OF_ONE_PERSON)
