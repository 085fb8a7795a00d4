"""A company comes in once, is called, introduced and forgotten; whom to call there is read with a trace."""

from __future__ import annotations

import secrets
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import pytest
from sqlalchemy import select

from hub import companies, company_contacts, queries, retention, webinars
from hub.checkup import examine
from hub.companies import AlreadyIntroduced
from hub.models import Company, Member, OutboxMessage
from hub.partnership import CompanyState, CompanyStep, ImpossibleMove
from hub.queries import NotFound
from hub.vault import KeyNotHeld
from hub.vocabulary import Audience
from hub.work import Work
from tests.parts.companies import CANARIES, CONTACT, company
from tests.parts.leaks import find_leaks
from tests.parts.post import Letterbox
from tests.parts.town import Town, association, town_at
from tests.parts.witness import tables

SOON = date(2026, 3, 9)


@pytest.fixture
def town(sqlite_url: str, tmp_path: Path, letterbox: Letterbox) -> Iterator[Town]:
    with town_at(sqlite_url, tmp_path, letterbox) as opened:
        yield opened


@pytest.fixture
def desk(town: Town) -> Member:
    return town.open_desk()


@pytest.fixture
def reference(town: Town) -> str:
    with town.front.begin() as work:
        return companies.register(work, company()).reference


def found(work: Work, reference: str) -> Company:
    return queries.company_by_reference(work.session, reference)


def moved(town: Town, reference: str, to: CompanyState, desk: Member, note: str = "") -> None:
    with town.portal.begin() as work:
        by = work.session.get_one(Member, desk.id)
        companies.move(work, found(work, reference), to, next_on=SOON, note=note, by=by)


def introduced(town: Town, reference: str, slug: str, desk: Member) -> None:
    with town.portal.begin() as work:
        companies.introduce(
            work,
            found(work, reference),
            association(work.session, slug),
            next_on=SOON,
            note="",
            by=work.session.get_one(Member, desk.id),
        )


def state(town: Town, reference: str) -> CompanyState:
    with town.portal.read() as work:
        return found(work, reference).state


def posted(town: Town, letter: str) -> list[tuple[Audience, str | None]]:
    letters = select(OutboxMessage).where(OutboxMessage.letter == letter).order_by(OutboxMessage.id)
    with town.portal.read() as work:
        rows = work.session.scalars(letters)
        return [(row.audience, row.member.email if row.member else None) for row in rows]


def test_the_same_form_sent_twice_is_one_company_and_one_seat(town: Town) -> None:
    webinars.keep_up(town.hub)
    form_token = secrets.token_hex(16)
    with town.front.read() as work:
        first, second = webinars.offered(work)[:2]
    receipts = []
    for session in (first, second):
        with town.front.begin() as work:
            again = company(form_token=form_token, webinar=session.id)
            receipts.append(companies.register(work, again))
    assert receipts[0].reference == receipts[1].reference
    assert receipts[0].session == receipts[1].session == first.starts_at
    with town.front.read() as work:
        assert companies.receipt_of(work, form_token) is not None
        assert [each.seats_left for each in webinars.offered(work)] == [29, 30, 30, 30]


def test_nobody_reads_whom_to_call_in_the_tables(town: Town, reference: str) -> None:
    assert find_leaks(tables(town.front), CANARIES) == []


def test_the_public_door_reads_no_contact(town: Town, reference: str) -> None:
    with town.front.read() as work:
        for open_it in (company_contacts.open_to_write, company_contacts.open_to_call):
            with pytest.raises(KeyNotHeld):
                open_it(work, found(work, reference))


def test_the_worker_writes_and_the_portal_calls_and_neither_opens_the_other_s_box(
    town: Town, reference: str
) -> None:
    with town.hub.read() as work:
        assert company_contacts.open_to_write(work, found(work, reference)).contact == CONTACT
        with pytest.raises(KeyNotHeld):
            company_contacts.open_to_call(work, found(work, reference))
    with town.portal.read() as work:
        assert company_contacts.open_to_call(work, found(work, reference)) == CONTACT
        with pytest.raises(KeyNotHeld):
            company_contacts.open_to_write(work, found(work, reference))


def test_reading_whom_to_call_leaves_a_trace(town: Town, reference: str, desk: Member) -> None:
    with town.portal.begin() as work:
        row = found(work, reference)
        kept_until = row.forget_at
        assert companies.read_contact(work, row, work.session.get_one(Member, desk.id)) == CONTACT
    with town.portal.read() as work:
        last = queries.company_events(work.session, found(work, reference))[-1]
        assert (last.step, last.by_id) == (CompanyStep.CONTACT_READ, desk.id)
        assert found(work, reference).forget_at == kept_until, "to read is not to act"


def test_a_company_goes_from_the_first_call_to_a_partnership(
    town: Town, reference: str, desk: Member
) -> None:
    town.join("nqt")
    moved(town, reference, CompanyState.NEEDS_DEFINED, desk, note="Dix mentors, le midi.")
    introduced(town, reference, "nqt", desk)
    assert state(town, reference) is CompanyState.INTRODUCED
    moved(town, reference, CompanyState.UNDER_WAY, desk)
    introduced(town, reference, "proxite", desk)
    assert state(town, reference) is CompanyState.UNDER_WAY
    moved(town, reference, CompanyState.CLOSED, desk)
    with town.portal.read() as work:
        row = found(work, reference)
        assert row.next_on is None
        events = queries.company_events(work.session, row)
        assert {event.by_id for event in events[1:]} == {desk.id}
        assert [event.next_on for event in events] == [date(2026, 3, 5), *[SOON] * 4, None]
        assert events[1].note == "Dix mentors, le midi."
        assert [each.association.slug for each in row.introductions] == ["nqt", "proxite"]


def test_an_introduction_is_told_to_both_and_to_nobody_else(town: Town, reference: str, desk: Member) -> None:
    members = town.join("nqt", "proxite")
    moved(town, reference, CompanyState.NEEDS_DEFINED, desk)
    introduced(town, reference, "nqt", desk)
    assert posted(town, "introduced") == [
        (Audience.COMPANY, None),
        (Audience.ASSOCIATION, members[0].email),
    ]


def test_nobody_is_introduced_twice_nor_too_early(town: Town, reference: str, desk: Member) -> None:
    with pytest.raises(ImpossibleMove):
        introduced(town, reference, "nqt", desk)
    moved(town, reference, CompanyState.NEEDS_DEFINED, desk)
    introduced(town, reference, "nqt", desk)
    with pytest.raises(AlreadyIntroduced):
        introduced(town, reference, "nqt", desk)


def test_whose_need_is_defined_again_may_go_on_with_whom_it_knows_already(
    town: Town, reference: str, desk: Member
) -> None:
    moved(town, reference, CompanyState.NEEDS_DEFINED, desk)
    with pytest.raises(ImpossibleMove):
        moved(town, reference, CompanyState.UNDER_WAY, desk)
    introduced(town, reference, "nqt", desk)
    moved(town, reference, CompanyState.NEEDS_DEFINED, desk)
    moved(town, reference, CompanyState.UNDER_WAY, desk)
    assert state(town, reference) is CompanyState.UNDER_WAY


@pytest.mark.parametrize("to", [CompanyState.INTRODUCED, CompanyState.TO_CALL, CompanyState.FORGOTTEN])
def test_the_desk_decides_no_state_that_is_a_deed(
    town: Town, reference: str, desk: Member, to: CompanyState
) -> None:
    with pytest.raises(ImpossibleMove):
        moved(town, reference, to, desk)


def test_a_call_put_off_keeps_the_state_and_changes_the_date(
    town: Town, reference: str, desk: Member
) -> None:
    with town.portal.begin() as work:
        by = work.session.get_one(Member, desk.id)
        companies.put_off(work, found(work, reference), next_on=SOON, note="Répondeur.", by=by)
    with town.portal.read() as work:
        row = found(work, reference)
        assert (row.state, row.next_on) == (CompanyState.TO_CALL, SOON)


def test_a_seat_given_back_leaves_the_day_that_the_desk_agreed_on(town: Town, desk: Member) -> None:
    reference = with_a_seat(town)
    with town.portal.begin() as work:
        by = work.session.get_one(Member, desk.id)
        companies.put_off(work, found(work, reference), next_on=SOON, note="", by=by)
    with town.front.begin() as work:
        webinars.give_back(work, found(work, reference))
    with town.portal.read() as work:
        assert found(work, reference).next_on == SOON


def test_a_company_that_the_desk_closes_leaves_its_seat_and_is_neither_reminded_nor_thanked(
    town: Town, desk: Member
) -> None:
    reference = with_a_seat(town)
    moved(town, reference, CompanyState.CLOSED, desk)
    with town.portal.read() as work:
        assert webinars.offered(work)[0].seats_left == 30
    for _ in range(14):
        town.clock.forward(days=1)
        town.settle()
    subjects = [str(letter["Subject"]) for letter in town.letters_to(CONTACT.email)]
    assert not [each for each in subjects if "demain" in each or "Merci" in each], subjects


def with_a_seat(town: Town) -> str:
    webinars.keep_up(town.hub)
    with town.front.begin() as work:
        return companies.register(work, company(webinar=webinars.offered(work)[0].id)).reference


def test_who_withdraws_is_called_by_nobody_and_frees_its_seat(town: Town, desk: Member) -> None:
    webinars.keep_up(town.hub)
    with town.front.begin() as work:
        session = webinars.offered(work)[0]
        reference = companies.register(work, company(webinar=session.id)).reference
    for _ in range(2):
        with town.front.begin() as work:
            companies.withdraw(work, found(work, reference))
    with town.portal.begin() as work:
        row = found(work, reference)
        assert row.state is CompanyState.CLOSED
        assert webinars.offered(work)[0].seats_left == 30
        assert [event.step for event in queries.company_events(work.session, row)].count(
            CompanyStep.WITHDRAWN
        ) == 1
        with pytest.raises(companies.Forgotten):
            companies.read_contact(work, row, work.session.get_one(Member, desk.id))
        with pytest.raises(ImpossibleMove):
            webinars.choose(work, row, session.id)


def test_what_is_idle_for_a_year_is_forgotten(town: Town, reference: str, desk: Member) -> None:
    moved(town, reference, CompanyState.NEEDS_DEFINED, desk, note="Cherche dix mentors, un jeudi.")
    town.clock.forward(days=364)
    retention.forget_due(town.hub)
    assert state(town, reference) is CompanyState.NEEDS_DEFINED
    town.clock.forward(days=1)
    assert retention.forget_due(town.hub) == 1
    assert retention.forget_due(town.hub) == 0
    kept = tables(town.front)
    assert find_leaks(kept, ("Trois-Ponts", "732829320", "dix mentors")) == []
    with town.front.read() as work:
        row = work.session.scalars(select(Company)).one()
        assert (row.contact, row.contact_for_recovery, row.contact_for_desk) == (None, None, None)
        with pytest.raises(NotFound):
            found(work, reference)


def test_who_withdrew_is_forgotten_after_thirty_days(town: Town, reference: str) -> None:
    with town.front.begin() as work:
        companies.withdraw(work, found(work, reference))
        assert found(work, reference).forget_at == work.now + timedelta(days=30)


def test_the_doctor_says_who_waits_too_long_and_which_session_is_missing(town: Town, reference: str) -> None:
    town.open_desk()
    webinars.keep_up(town.hub)
    assert not wrong(town)
    town.clock.forward(days=4)
    assert wrong(town) == {"companies": (reference,), "webinars": ("2026-04-02",)}


def wrong(town: Town) -> dict[str, tuple[str, ...]]:
    with town.administration.read() as work:
        looked_at = {"companies", "webinars"}
        return {
            finding.subject: finding.references
            for finding in examine(work)
            if finding.subject in looked_at and not finding.is_fine
        }
