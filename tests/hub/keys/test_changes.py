"""A change of keys: nothing is cut off, nothing lost, and what older backups hold is no longer readable."""

from __future__ import annotations

import shutil
import subprocess
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from sqlalchemy import select, text

import worker
from hub import identities, key_changes, key_proofs
from hub.cli import main
from hub.models import Referral, SealedBoxes
from hub.queries.boxes import KINDS, Kind
from hub.vault import CannotOpen, Process, RecoveryRing, keys
from hub.vault.proving import FolderRing
from tests.hub.keys.keeper import ALL, folder_of, name_of, note, register, reseal, retire, rotate, running
from tests.parts.people import FIRST_NAME
from tests.parts.post import Letterbox
from tests.parts.town import Town, town_at


def test_a_change_of_keys_cuts_nobody_off(town: Town) -> None:
    door, office = running(town, Process.PUBLIC), running(town, Process.WORKER)
    before = register(town, door)
    rotate(town, *ALL)
    during = register(town, door)
    assert reseal(town).unreadable == 0
    after = register(town, door)
    retire(town)
    last = register(town, door)
    assert {name_of(office, each) for each in (before, during, after, last)} == {FIRST_NAME}
    assert [path.name for path in (folder_of(town) / "worker").glob("intake_private*")] == [
        "intake_private.1.key"
    ]


def test_boxes_follow_on_postgresql_too(postgresql_url: str, tmp_path: Path, letterbox: Letterbox) -> None:
    with town_at(postgresql_url, tmp_path, letterbox) as town:
        note(town)
        reference = register(town, town.front)
        rotate(town, *ALL)
        with town.hub.read() as work:
            assert [rest.rows for rest in key_changes.remains(work, "intake")] == [1]
        assert reseal(town).unreadable == 0
        retire(town)
        assert name_of(running(town, Process.WORKER), reference) == FIRST_NAME


def test_everybody_takes_up_the_next_key_at_the_same_moment(town: Town) -> None:
    door = running(town, Process.PUBLIC)
    key_changes.rotate(town.administration, folder_of(town), ["intake"], after=timedelta(minutes=15))
    with door.read() as work:
        first = work.vault.print_in_force("intake")
    town.clock.forward(minutes=15)
    with door.read() as work:
        assert work.vault.print_in_force("intake") != first


def test_an_older_backup_is_no_longer_readable_by_all_the_keys_there_are(town: Town, tmp_path: Path) -> None:
    reference = register(town, town.front)
    with town.hub.read() as work:
        row = work.session.scalars(select(SealedBoxes)).one()
        backup = [(row.identity, row.identity_for_recovery, identities.place("identity", reference))]
    rotate(town, *ALL)
    reseal(town)
    retire(town)
    everything = RecoveryRing(folder_of(town) / "recovery")
    for box, copy, place in backup:
        assert not any(FolderRing(each).opens(box, place=place) for each in folder_of(town).iterdir())
        with pytest.raises(CannotOpen):
            everything.open(box, copy, place=place)


def test_a_secret_that_was_stolen_is_changed_at_a_price_and_each_door_has_its_own(town: Town) -> None:
    former = keys.read(folder_of(town), Process.WORKER).sign_in
    rotate(town, "sign_in", "session")
    retire(town, "sign_in", "session")
    held = [keys.read(folder_of(town), process) for process in Process]
    assert len({each.sign_in for each in held[1:]}) == 1 and held[2].sign_in != former
    assert held[0].session != held[1].session
    assert [path.name for path in (folder_of(town) / "worker").glob("sign_in*")] == ["sign_in.1.key"]


def hub_keys(town: Town, *told: str) -> Result:
    return CliRunner().invoke(main, ["keys", *told], env=town.environ)


def test_the_commands_say_what_they_did_and_what_is_missing(town: Town) -> None:
    town.clock.now = datetime.now(UTC)
    register(town, town.front)
    assert hub_keys(town, "rotate", "--after", "0").exit_code == 0
    assert "1 lignes à refermer" in hub_keys(town, "status").output
    refused = hub_keys(town, "retire", "--only", "intake")
    assert refused.exit_code == 1 and "inscriptions\u202f: 1" in refused.output
    assert "refermées" in hub_keys(town, "reseal").output
    verified = hub_keys(town, "verify", "--all", "--recovery", str(folder_of(town) / "recovery"))
    assert verified.exit_code == 0 and "✗" not in verified.output
    shutil.rmtree(folder_of(town) / "worker")
    assert (
        "de nouveau ses clés"
        in hub_keys(town, "recover", "--recovery", str(folder_of(town) / "recovery")).output
    )
    assert name_of(worker.office(town.environ).hub, only_reference(town)) == FIRST_NAME


def only_reference(town: Town) -> str:
    with town.hub.read() as work:
        return work.session.scalars(select(Referral.reference)).one()


def test_keepers_may_be_killed_at_any_instant_while_others_write(town: Town, tmp_path: Path) -> None:
    for _ in range(6):
        register(town, town.front)
    told = [sys.executable, "-m", "tests.parts.key_keepers", str(tmp_path), "12", "7"]
    done = subprocess.run(told, check=False, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    assert done.stdout == "12 0 1"


def proof(town: Town, kind: Kind) -> key_proofs.Proof:
    total = key_proofs.Proof()
    for each in key_proofs.prove(town.administration, folder_of(town), kind, sample=None):
        total = total.with_(each)
    return total


def test_a_proof_finds_a_key_where_it_should_not_be_and_a_box_that_does_not_open(town: Town) -> None:
    register(town, town.front)
    assert proof(town, KINDS[0]) == key_proofs.Proof(opened=2)
    shutil.copy(folder_of(town) / "worker" / "intake_private.key", folder_of(town) / "public" / "notes.key")
    assert proof(town, KINDS[0]) == key_proofs.Proof(opened=2, betrayed=2)
    with town.hub.begin() as work:
        work.session.execute(text("UPDATE sealed_boxes SET need = identity"))
    assert proof(town, KINDS[0]) == key_proofs.Proof(opened=1, shut=1, betrayed=1)
