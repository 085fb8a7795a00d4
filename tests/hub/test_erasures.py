"""What was erased is written beside the backups, and a restored database is made to forget it again."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import func, select

from hub import erasures, intake, queries, rights
from hub.erasures import FILE, BrokenRegister, Erased
from hub.lifecycle import ReferralState
from hub.models import ErasedKind, Instruction, InstructionKind, Prescriber, Referral, SealedBoxes
from hub.work import Work
from tests.associations.partner import accept, registered
from tests.parts.people import referred, registration
from tests.parts.town import MONDAY_NOON, Town


def register(town: Town) -> str:
    with town.front.begin() as work:
        return intake.register(work, registration()).reference


def called(work: Work, reference: str) -> Referral:
    return queries.referral_by_reference(work.session, reference)


def erase(town: Town, reference: str) -> None:
    with town.front.begin() as work:
        rights.erase(work, called(work, reference))


def count(town: Town, table: type) -> int:
    with town.hub.read() as work:
        return work.session.scalar(select(func.count()).select_from(table)) or 0


def test_what_is_erased_is_written_beside_the_backups_by_its_reference_alone(
    town: Town, tmp_path: Path
) -> None:
    reference = register(town)
    erase(town, reference)
    assert erasures.mirror(town.hub, tmp_path) == 1
    assert (tmp_path / FILE).read_text() == f"{MONDAY_NOON.isoformat()} referral {reference}\n"
    assert (tmp_path / FILE).stat().st_mode & 0o777 == 0o600


def test_what_is_written_there_once_is_not_written_again(town: Town, tmp_path: Path) -> None:
    erase(town, register(town))
    assert [erasures.mirror(town.hub, tmp_path) for _ in range(2)] == [1, 0]
    erase(town, register(town))
    assert erasures.mirror(town.hub, tmp_path) == 1
    assert len(erasures.read(tmp_path / FILE)) == 2


def test_a_line_that_a_kill_cut_short_is_written_whole_the_next_time(town: Town, tmp_path: Path) -> None:
    erase(town, register(town))
    erasures.mirror(town.hub, tmp_path)
    whole = (tmp_path / FILE).read_text()
    (tmp_path / FILE).write_text(whole + whole[:-9])
    assert len(erasures.read(tmp_path / FILE)) == 1
    erase(town, register(town))
    erasures.mirror(town.hub, tmp_path)
    assert len(erasures.read(tmp_path / FILE)) == 2


def test_a_line_that_nobody_here_wrote_stops_the_restoring(tmp_path: Path) -> None:
    (tmp_path / FILE).write_text("2026-03-02T11:00:00+00:00 referral AAAA\nnonsense\n")
    with pytest.raises(BrokenRegister, match="line 2"):
        erasures.read(tmp_path / FILE)


def test_there_may_be_no_register_yet(tmp_path: Path) -> None:
    assert erasures.read(tmp_path / FILE) == []


@given(st.sampled_from(ErasedKind), st.from_regex(r"[0-9A-Za-z]{1,64}", fullmatch=True), st.datetimes())
def test_a_line_is_read_as_it_was_written(kind: ErasedKind, subject: str, at: object) -> None:
    line = Erased(at, kind, subject)  # type: ignore[arg-type]
    assert list(erasures._parsed([str(line)])) == [line]


def test_a_restored_database_forgets_again_whom_it_had_forgotten(town: Town) -> None:
    """The register of a later day is replayed on a database that still knows them: what a backup is."""
    town.join("jobirl")
    erased, kept = register(town), register(town)
    line = Erased(MONDAY_NOON, ErasedKind.REFERRAL, erased)
    assert erasures.replay(town.administration, [line, line]) == 1
    with town.hub.read() as work:
        assert called(work, erased).state is ReferralState.FORGOTTEN
        assert called(work, erased).boxes is None
        assert called(work, kept).boxes is not None


def test_an_association_is_told_again_to_erase_after_a_restoring(town: Town) -> None:
    reference = accepted(town)
    erasures.replay(town.administration, [Erased(town.clock(), ErasedKind.REFERRAL, reference)])
    with town.hub.read() as work:
        told = work.session.scalars(select(Instruction)).all()
    assert [each.kind for each in told] == [InstructionKind.ERASE]


def test_a_pair_whose_name_was_forgotten_in_its_time_stays_together(town: Town) -> None:
    reference = accepted(town)
    with town.hub.begin() as work:
        referral = called(work, reference)
        referral.state, forget_at = ReferralState.PAIRED, referral.forget_at
    assert forget_at
    erasures.replay(town.administration, [Erased(forget_at, ErasedKind.REFERRAL, reference)])
    with town.hub.read() as work:
        assert called(work, reference).state is ReferralState.PAIRED
        assert called(work, reference).boxes is None


def test_a_professional_is_recognised_without_being_named(town: Town) -> None:
    with town.front.begin() as work:
        intake.register(work, referred())
    town.clock.forward(days=366)
    town.settle()
    assert count(town, Prescriber) == 0
    with town.hub.read() as work:
        (line,) = (each for each in erasures.in_database(work) if each.kind is ErasedKind.PRESCRIBER)
    with town.front.begin() as work:
        intake.register(work, referred())
    with town.hub.begin() as work:
        (row,) = work.session.scalars(select(Prescriber))
        row.registered_at = MONDAY_NOON  # as the backup knew them
    assert erasures.replay(town.administration, [line]) == 1
    assert count(town, Prescriber) == 0


def test_whoever_came_back_since_is_another_registration(town: Town) -> None:
    with town.front.begin() as work:
        intake.register(work, referred())
    town.clock.forward(days=366)
    town.settle()
    with town.hub.read() as work:
        lines = erasures.in_database(work)
    town.clock.forward(days=1)
    with town.front.begin() as work:
        intake.register(work, referred())
    erasures.replay(town.administration, lines)
    assert count(town, Prescriber) == 1


def test_nothing_of_the_erased_is_left_where_they_were(town: Town) -> None:
    erase(town, register(town))
    assert count(town, SealedBoxes) == 0


def accepted(town: Town) -> str:
    (member,) = town.join("jobirl")
    reference = registered(town)
    accept(town, reference, member)
    return reference
