"""Keys that were lost come back from the safe, or from the copies sealed to it."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from sqlalchemy import delete, select

import worker
from hub import key_changes, keyring
from hub.config import UnsafeSettings
from hub.key_changes import Remains
from hub.lifecycle import ReferralState
from hub.models import KeyPrint, Referral
from hub.resealing import Batch
from hub.vault import NoRecoveryKey, Process, RecoveryRing, boxes, distrust, keys
from hub.vault.key_files import generations, numbered
from hub.vault.recovering import COPIED
from hub.vault.rotation import hand_out
from tests.hub.keys.keeper import (
    folder_of,
    name_of,
    note,
    noted,
    others,
    prints,
    register,
    reseal,
    rotate,
    running,
)
from tests.parts.people import FIRST_NAME
from tests.parts.town import Town


def drill(town: Town) -> RecoveryRing:
    """All of the worker's keys are gone; the safe is opened."""
    shutil.rmtree(folder_of(town) / "worker")
    with pytest.raises(UnsafeSettings):
        worker.office(town.environ, clock=town.clock)
    return key_changes.recover(town.administration, folder_of(town), folder_of(town) / "recovery")


def test_when_all_of_the_workers_keys_are_gone_the_safe_brings_everything_back(town: Town) -> None:
    before = register(town, town.front)
    tallies = keys.read(folder_of(town), Process.WORKER).tallies
    ring = drill(town)
    during = register(town, running(town, Process.PUBLIC))
    assert reseal(town, ring) == Batch(done=1)
    office = worker.office(town.environ, clock=town.clock, ring=lambda errands: None)
    assert {name_of(office.hub, each) for each in (before, during)} == {FIRST_NAME}
    office.sweep()
    with office.hub.read() as work:
        moved = {row.state for row in work.session.scalars(select(Referral))}
    assert moved == {ReferralState.WITH_DESK}, "routed: nobody has joined yet"
    assert keys.read(folder_of(town), Process.WORKER).tallies == tallies


def test_another_safe_brings_nothing_back(town: Town, tmp_path: Path) -> None:
    offline = others(tmp_path) / "recovery"
    with pytest.raises(keyring.OtherKeys):
        key_changes.recover(town.administration, folder_of(town), offline)
    with pytest.raises(NoRecoveryKey):
        key_changes.recover(town.administration, folder_of(town), tmp_path)


def test_copies_of_keys_that_are_not_here_keep_the_former_recovery_key(town: Town) -> None:
    shutil.rmtree(folder_of(town) / "partners")
    rotate(town, "recovery")
    with town.hub.read() as work:
        assert key_changes.remains(work, "recovery") == [Remains("key_prints", 1)], (
            "the portal's private half"
        )


def test_a_copy_for_the_recovery_key_is_made_once(town: Town) -> None:
    before = [row.for_recovery for row in prints(town, "portal")]
    note(town)
    assert before == [row.for_recovery for row in prints(town, "portal")] != [None]


def test_a_door_that_lost_its_keys_gets_them_back_as_they_were(town: Town) -> None:
    folder = folder_of(town)
    before = keys.read(folder, Process.PARTNERS)
    rotate(town, "answers", "session")
    rotate(town, "session")
    answers = keys.read(folder, Process.PARTNERS).all_of("answers")
    shutil.rmtree(folder / "partners")
    key_changes.recover(town.administration, folder, folder / "recovery", Process.PARTNERS)
    after = keys.read(folder, Process.PARTNERS)
    assert (after.portal_private, after.sign_in, after.journal) == (
        *(before.portal_private, before.sign_in, before.journal),
    )
    assert after.all_of("answers") == answers and after.session != before.session
    assert [each.number for each in after.all_of("session")] == [3], "it was the third"
    assert len(prints(town, "intake")) == 1, "the worker’s keys are not touched"
    for process in Process:
        keyring.refuse_other_keys(town.administration, process, keys.read(folder, process))


def test_a_lost_intake_key_is_followed_by_the_next_and_counts_as_retired(town: Town) -> None:
    folder = folder_of(town)
    rotate(town, "intake")
    for path in numbered(folder / "worker", "intake_private").values():
        path.unlink()
    ring = key_changes.recover(town.administration, folder, folder / "recovery")
    assert set(numbered(folder / "worker", "intake_private")) == {2}
    assert set(numbered(folder / "public", "intake_public")) == {2}
    assert [row.retired_at for row in prints(town, "intake")] == [town.clock.now, town.clock.now, None]
    assert noted(town)[-1] == ("intake.2", "recovered")
    assert len(ring.prints) == 1 and not [*distrust.wrong(folder, Process.WORKER)]
    key_changes.recover(town.administration, folder, folder / "recovery")
    assert [row.retired_at for row in prints(town, "intake")] == [town.clock.now, town.clock.now, None]


def test_a_machine_that_lost_everything_goes_on_from_the_last_that_the_database_knows(town: Town) -> None:
    folder = folder_of(town)
    rotate(town, "intake")
    for process in (Process.PUBLIC, Process.WORKER):
        shutil.rmtree(folder / process)
    key_changes.recover(town.administration, folder, folder / "recovery")
    assert set(numbered(folder / "worker", "intake_private")) == {2}
    assert [row.retired_at is None for row in prints(town, "intake")] == [False, False, True]


def test_a_door_whose_key_of_cookies_nobody_noted_begins_anew(town: Town) -> None:
    folder = folder_of(town)
    with town.administration.begin() as work:
        work.session.execute(delete(KeyPrint).where(KeyPrint.name == "session.partners"))
    shutil.rmtree(folder / "partners")
    key_changes.recover(town.administration, folder, folder / "recovery", Process.PARTNERS)
    assert set(numbered(folder / "partners", "session")) == {0}


def test_every_secret_that_no_box_brings_back_has_a_copy_for_the_recovery_key_in_force(town: Town) -> None:
    folder = folder_of(town)
    rotate(town, "recovery", "answers")
    with town.hub.read() as work:
        copied = keyring.copies(work.session.scalars(select(KeyPrint)), RecoveryRing(folder / "recovery"))
    held = keys.read_all(folder)
    assert copied == {name: held.all_of(name) for name in COPIED}
    newest = boxes.key_id(generations(folder / "worker", "recovery_public")[-1].key)
    (portal,) = prints(town, "portal")
    assert portal.for_recovery is not None and portal.for_recovery.startswith(newest)
    assert prints(town, "intake")[0].for_recovery is None


def test_a_recovery_that_was_interrupted_goes_on_from_where_it_was(town: Town) -> None:
    """The next intake key is made, and nobody knows of it yet."""
    folder = folder_of(town)
    (folder / "worker" / "intake_private.key").unlink()
    _, *others = hand_out(folder, "intake", number=1, used_from=town.clock.now)
    for path in others:
        path.unlink()
    key_changes.recover(town.administration, folder, folder / "recovery")
    for process in Process:
        assert [*distrust.wrong(folder, process)] == []
        keyring.refuse_other_keys(town.administration, process, keys.read(folder, process))
    assert [row.retired_at for row in prints(town, "intake")] == [town.clock.now, None]
