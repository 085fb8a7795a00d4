"""Rights by letter: a whole copy, a correction, an erasure, a pause; each on somebody’s word, in the journal."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from sqlalchemy import Table, select

from hub import copying, queries
from hub.cli.person import person
from hub.lifecycle import ReferralState
from hub.models import Base, JournalEntry, Referral
from tests.associations.partner import accept, registered
from tests.parts.people import EMAIL
from tests.parts.town import DESK, Town


@pytest.fixture
def database_url(sqlite_url: str) -> str:
    """These questions are asked of one database: the others' are in the journeys."""
    return sqlite_url


@pytest.fixture
def reference(town: Town, monkeypatch: pytest.MonkeyPatch) -> str:
    for name, value in town.environ.items():
        monkeypatch.setenv(name, value)
    town.open_desk()
    (member,) = town.join("jobirl")
    reference = registered(town)
    accept(town, reference, member)
    return reference


def run(*told: str, by: str = DESK, typed: str = "y\n") -> Result:
    return CliRunner().invoke(person, [*told, "--by", by, "--reason", "letter"], input=typed)


def state_of(town: Town, reference: str) -> ReferralState:
    with town.hub.read() as work:
        return queries.referral_by_reference(work.session, reference).state


def test_the_copy_is_whole_and_its_owner_alone_reads_it(town: Town, reference: str, tmp_path: Path) -> None:
    made = run("export", reference, "--to", str(tmp_path / "copy.json"))
    assert made.exit_code == 0, made.output
    assert (tmp_path / "copy.json").stat().st_mode & 0o777 == 0o600
    told = json.loads((tmp_path / "copy.json").read_text())
    assert told["told"]["identity"]["email"] == EMAIL
    assert {"offers", "journey_events", "outbox_messages", "accompaniments"} <= set(told["rows"])
    assert EMAIL not in made.output


def test_a_copy_is_never_written_over_a_file_nor_through_a_link(reference: str, tmp_path: Path) -> None:
    (tmp_path / "there").write_text("kept")
    (tmp_path / "link").symlink_to(tmp_path / "elsewhere")
    for name in ("there", "link"):
        assert run("export", reference, "--to", str(tmp_path / name)).exit_code == 1
    assert (tmp_path / "there").read_text() == "kept" and not (tmp_path / "elsewhere").exists()


def test_every_table_that_refers_to_a_person_is_in_their_copy() -> None:
    reached: set[Table] = {Base.metadata.tables[Referral.__tablename__]}
    for table in Base.metadata.sorted_tables:
        if any(key.column.table in reached for key in table.foreign_keys):
            reached.add(table)
    followed = {table for table in reached if table.name not in copying.OTHERS}
    assert len(followed) > 15
    assert {table.name for table in reached - followed} == set()


def test_what_is_corrected_by_letter_is_corrected_for_the_association_too(
    town: Town, reference: str, tmp_path: Path
) -> None:
    (tmp_path / "changes.json").write_text(json.dumps({"identity": {"phone": "+33600000000"}}))
    made = run("correct", reference, "--from", str(tmp_path / "changes.json"))
    assert made.exit_code == 0, made.output
    with town.hub.read() as work:
        (offer,) = queries.referral_by_reference(work.session, reference).offers
        assert offer.release and offer.release.changed_at


@pytest.mark.parametrize("written", ['{"identity": {"birth_year": 2001}}', "[]", "{", '{"need": {"age": 3}}'])
def test_what_nobody_may_change_is_refused_in_a_sentence(
    reference: str, tmp_path: Path, written: str
) -> None:
    (tmp_path / "changes.json").write_text(written)
    refused = run("correct", reference, "--from", str(tmp_path / "changes.json"))
    assert refused.exit_code == 1 and "Traceback" not in refused.output


def test_an_erasure_reaches_the_association_and_the_journal(town: Town, reference: str) -> None:
    assert run("erase", reference).exit_code == 0
    assert state_of(town, reference) is ReferralState.FORGOTTEN
    with town.hub.read() as work:
        acts = work.session.scalars(select(JournalEntry.act).where(JournalEntry.about == reference)).all()
    assert "person_erased" in acts
    assert run("export", reference, "--to", "/dev/null").exit_code == 1


def test_a_pause_is_lifted_by_command(town: Town, reference: str) -> None:
    assert run("restrict", reference).exit_code == 0
    assert state_of(town, reference) is ReferralState.RESTRICTED
    assert run("restrict", reference).exit_code == 1
    assert run("lift", reference).exit_code == 0
    assert state_of(town, reference) is ReferralState.ACCEPTED


def test_only_somebody_of_the_desk_answers(town: Town, reference: str) -> None:
    refused = run("erase", reference, by="mentorat@jobirl.example")
    assert refused.exit_code == 1 and "coordination" in refused.output
    assert run("erase", "ZZZZZZZZ").exit_code == 1
    assert state_of(town, reference) is ReferralState.ACCEPTED
