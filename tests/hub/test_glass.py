"""A name before any acceptance: two people and a reason, fifteen minutes, for the one who asked and nobody else."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

import pytest

from hub import glass, membership, queries, retention
from hub.glass import ForgedGrant, NotByTwo, NotYetReleased, NotYours, Over
from hub.journal import Act
from hub.lifecycle import ReferralState
from hub.models import GlassReason, GlassRequest, JournalEntry, Member
from hub.vault import CannotOpen
from hub.work import Work
from tests.associations.partner import registered
from tests.parts import people
from tests.parts.leaks import find_leaks
from tests.parts.post import Letterbox
from tests.parts.town import Town, text_of, town_at

DPO = "dpo@reseau.example"
NOTE = "Un message inquiétant est arrivé au standard."


@dataclass(frozen=True)
class Two:
    """Two people of the desk, and somebody whom no association has accepted."""

    town: Town
    ida: Member
    otto: Member
    reference: str

    @contextmanager
    def work(self) -> Iterator[Work]:
        with self.town.portal.begin() as work:
            yield work

    def ask(self) -> int:
        with self.work() as work:
            referral = queries.referral_by_reference(work.session, self.reference)
            return glass.ask(work, referral, self.ida, reason=GlassReason.DANGER, note=NOTE).id

    def grant(self, request_id: int, by: Member | None = None) -> None:
        with self.work() as work:
            glass.grant(work, work.session.get_one(GlassRequest, request_id), by or self.otto)

    def asked_and_granted(self) -> int:
        request_id = self.ask()
        self.grant(request_id)
        return request_id

    def read(self, request_id: int, by: Member | None = None) -> str:
        with self.work() as work:
            row = work.session.get_one(GlassRequest, request_id)
            return glass.read(work, row, by or self.ida).last_name

    def row(self, request_id: int) -> GlassRequest:
        with self.town.hub.read() as work:
            return work.session.get_one(GlassRequest, request_id)

    def journal(self) -> list[tuple[str, int | None]]:
        with self.town.hub.read() as work:
            rows = work.session.query(JournalEntry).filter_by(about=self.reference)
            return [(row.act, row.by_id) for row in rows.order_by(JournalEntry.number)]


def two_at(town: Town) -> Two:
    ida = town.open_desk()
    with town.administration.begin() as work:
        otto = membership.invite(work, email="otto@reseau.example", association=None)
    return Two(town, ida, otto, registered(town))


@pytest.fixture(scope="module")
def first_two(sqlite_with_tables: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Two]:
    folder, letterbox = tmp_path_factory.mktemp("glass"), Letterbox()
    shutil.copy(sqlite_with_tables, folder / "hub.db")
    letterbox.open()
    with town_at(f"sqlite:///{folder / 'hub.db'}", folder, letterbox) as town:
        yield two_at(town)
    letterbox.shut()


@pytest.fixture
def two(first_two: Two) -> Two:
    """The same two, and somebody else each time."""
    return replace(first_two, reference=registered(first_two.town))


def test_two_people_and_a_reason_open_a_name_and_it_is_told(town: Town) -> None:
    two = two_at(town)
    request_id = two.asked_and_granted()
    with pytest.raises(NotYetReleased):
        two.read(request_id)
    two.town.settle()
    assert two.read(request_id) == people.LAST_NAME
    assert two.journal()[-3:] == [
        (Act.GLASS_ASKED, two.ida.id),
        (Act.GLASS_GRANTED, two.otto.id),
        (Act.GLASS_OPENED, two.ida.id),
    ]
    (told,) = two.town.letters_to(DPO)
    assert two.reference in text_of(told)
    assert f"membre n°\u00a0{two.otto.id}" in text_of(told)
    asked = [text_of(letter) for letter in two.town.letters_to(two.otto.email)]
    assert any("seconde personne" in letter for letter in asked)
    assert find_leaks(told.as_bytes() + "".join(asked).encode(), people.CANARIES) == []


def test_nobody_else_reads_it_and_nobody_before_the_grant(two: Two) -> None:
    request_id = two.ask()
    two.town.settle()
    for member in (two.ida, two.otto):
        with pytest.raises((Over, NotYours)):
            two.read(request_id, by=member)
    two.grant(request_id)
    two.town.settle()
    with pytest.raises(NotYours):
        two.read(request_id, by=two.otto)
    assert (Act.GLASS_OPENED, two.otto.id) not in two.journal()


def test_whoever_asks_does_not_grant(two: Two) -> None:
    request_id = two.ask()
    with pytest.raises(NotByTwo):
        two.grant(request_id, by=two.ida)
    assert two.row(request_id).granted_at is None


def test_after_fifteen_minutes_it_is_over_and_the_copy_is_gone(two: Two) -> None:
    request_id = two.asked_and_granted()
    two.town.settle()
    two.town.clock.forward(minutes=15)
    with pytest.raises(Over):
        two.read(request_id)
    two.town.settle()
    row = two.row(request_id)
    assert row.identity is None
    assert row.closed_at == two.town.clock.now
    assert two.ask() != request_id


def test_what_nobody_grants_in_a_day_is_closed(two: Two) -> None:
    request_id = two.ask()
    with pytest.raises(glass.AskedAlready):
        two.ask()
    two.town.clock.forward(hours=24)
    with pytest.raises(Over):
        two.grant(request_id)
    two.town.settle()
    assert two.row(request_id).closed_at is not None


def test_a_refusal_closes_it_even_when_it_was_open(two: Two) -> None:
    request_id = two.asked_and_granted()
    two.town.settle()
    with two.work() as work:
        glass.refuse(work, work.session.get_one(GlassRequest, request_id), two.otto)
    with pytest.raises(Over):
        two.read(request_id)
    assert two.row(request_id).identity is None


def test_a_grant_written_by_hand_releases_nothing(two: Two) -> None:
    """Somebody who writes in the database holds no key: the worker finds neither of the two seals."""
    request_id = two.ask()
    with two.town.hub.begin() as work:
        row = work.session.get_one(GlassRequest, request_id)
        row.granted_by_id, row.granted_at, row.grant_seal = two.otto.id, work.now, row.ask_seal
        row.ends_at = work.now + glass.OPEN_FOR
    with pytest.raises(ForgedGrant), two.town.hub.begin() as work:
        glass.release(work, request_id)
    two.town.settle()
    assert two.row(request_id).identity is None


def test_a_grant_by_somebody_who_left_the_desk_meanwhile_releases_nothing(two: Two) -> None:
    request_id = two.asked_and_granted()
    with pytest.raises(ForgedGrant), two.town.hub.begin() as work:
        work.session.get_one(Member, two.otto.id).removed_at = work.now
        glass.release(work, request_id)


def test_the_copy_opens_at_its_own_request_only(two: Two) -> None:
    first = two.asked_and_granted()
    two.town.settle()
    box = two.row(first).identity
    two.town.clock.forward(minutes=15)
    two.town.settle()
    second = two.asked_and_granted()
    two.town.settle()
    with two.town.hub.begin() as work:
        work.session.get_one(GlassRequest, second).identity = box
    with pytest.raises(CannotOpen):
        two.read(second)


def test_forgetting_somebody_takes_the_copy_and_the_note(two: Two) -> None:
    request_id = two.asked_and_granted()
    two.town.settle()
    with two.town.hub.begin() as work:
        referral = queries.referral_by_reference(work.session, two.reference)
        referral.move(ReferralState.WITHDRAWN, next_at=None)
        retention.forget(work, referral)
    row = two.row(request_id)
    assert (row.identity, row.note) == (None, None)
    with pytest.raises(Over):
        two.read(request_id)
