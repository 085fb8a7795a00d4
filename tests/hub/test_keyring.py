"""Which keys a database knows, how old they are, and when a former one may go."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import delete, select

from hub import intake, journal, key_changes, keyring, resealing
from hub.key_changes import NotYet, Remains
from hub.models import JournalEntry, KeyPrint, SealedBoxes
from hub.queries import alarms
from hub.queries.boxes import KINDS
from hub.resealing import Batch
from hub.vault import Process, RecoveryRing, boxes, distrust, keys
from hub.vault.key_files import generations, numbered
from hub.vault.recovering import COPIED
from hub.vault.rotation import MADE_BY, hand_out
from hub.work import Hub, engine_for, sessions_of
from tests.parts.people import registration
from tests.parts.post import Letterbox
from tests.parts.town import Town, town_at


@pytest.fixture
def town(sqlite_url: str, tmp_path: Path, letterbox: Letterbox) -> Iterator[Town]:
    with town_at(sqlite_url, tmp_path, letterbox) as opened:
        with opened.administration.begin() as work:
            keyring.note(work, folder_of(opened))
        yield opened


def folder_of(town: Town) -> Path:
    return Path(town.environ["HUB_KEYS_DIR"])


def rotate(town: Town, *names: str, after: timedelta = timedelta()) -> list[Path]:
    return key_changes.rotate(town.administration, folder_of(town), names, after=after)


def prints(town: Town, name: str) -> list[KeyPrint]:
    with town.hub.read() as work:
        found = select(KeyPrint).where(KeyPrint.name == name).order_by(KeyPrint.generation)
        return [*work.session.scalars(found)]


def noted(town: Town) -> list[tuple[str, object]]:
    """What the journal says of the keys since they were noted first."""
    with town.hub.read() as work:
        rows = work.session.scalars(select(JournalEntry).order_by(JournalEntry.number))
        return [(row.about, row.codes["did"]) for row in rows if row.act == journal.Act.KEYS_CHANGED]


def test_the_keys_of_this_machine_are_noted_once_with_what_became_of_them(town: Town) -> None:
    with town.administration.begin() as work:
        assert keyring.note(work, folder_of(town)) == []
    assert [row.generation for row in prints(town, "session.public")] == [0]
    shutil.rmtree(folder_of(town) / "public")
    rotate(town, "answers", "intake")
    assert sorted(noted(town)) == [("answers.1", "rotated"), ("intake.1", "rotated")]
    assert rotate(town) == [] and len(noted(town)) == 2


def test_keys_of_another_hub_are_not_noted(town: Town, tmp_path: Path) -> None:
    keys.make(tmp_path / "others")
    with town.administration.begin() as work, pytest.raises(keyring.OtherKeys, match="d’un autre hub"):
        keyring.note(work, tmp_path / "others")
    assert {row.generation for name in MADE_BY for row in prints(town, name)} == {0}


def test_the_next_key_is_in_force_a_quarter_of_an_hour_later_unless_told_otherwise(town: Town) -> None:
    key_changes.rotate(town.administration, folder_of(town), ["intake"])
    (_, second) = prints(town, "intake")
    assert second.used_from == town.clock.now + timedelta(minutes=15) and second.made_at == town.clock.now
    town.clock.forward(minutes=15)
    rotate(town, "intake")
    assert [row.generation for row in prints(town, "intake")] == [0, 1, 2]


def test_a_change_that_was_interrupted_is_finished_and_no_other_is_begun(town: Town) -> None:
    first, *others = hand_out(folder_of(town), "intake", number=1, used_from=town.clock.now)
    for path in others:
        path.unlink()
    assert sorted(rotate(town, "intake", "answers")) == sorted(others)
    assert noted(town) == [("intake.1", "rotated")] and first.exists()
    rotate(town, "answers")
    assert len(prints(town, "answers")) == 2


@pytest.mark.parametrize(("name", "days"), [("answers", 1), ("backup", 30)])
def test_a_former_key_goes_when_nobody_can_need_it_any_more_and_not_before(
    town: Town, name: str, days: int
) -> None:
    rotate(town, name)
    town.clock.forward(days=days, seconds=-1)
    assert "pas avant le" in key_changes.in_the_way(town.administration, name)[0]
    with pytest.raises(NotYet):
        key_changes.retire(town.administration, folder_of(town), name)
    town.clock.forward(seconds=1)
    assert key_changes.in_the_way(town.administration, name) == []
    gone = key_changes.retire(town.administration, folder_of(town), name)
    assert {path.name.partition(".")[0] for path in gone} <= {name, f"{name}_public", f"{name}_private"}
    former, last = prints(town, name)
    assert former.retired_at == town.clock.now and former.for_recovery is None and last.retired_at is None
    assert noted(town) == [(f"{name}.1", "rotated"), (f"{name}.1", "retired")]
    assert key_changes.retire(town.administration, folder_of(town), name) == []
    assert len(noted(town)) == 2


def test_a_retired_key_that_comes_back_from_another_machine_is_erased_there_too(town: Town) -> None:
    former = (folder_of(town) / "worker" / "answers.key").read_text()
    rotate(town, "answers")
    town.clock.forward(days=1)
    key_changes.retire(town.administration, folder_of(town), "answers")
    retired_at = prints(town, "answers")[0].retired_at
    (folder_of(town) / "worker" / "answers.key").write_text(former)
    (folder_of(town) / "worker" / "answers.key").chmod(0o600)
    town.clock.forward(days=1)
    assert len(key_changes.retire(town.administration, folder_of(town), "answers")) == 1
    assert prints(town, "answers")[0].retired_at == retired_at


def test_what_keeps_a_key_is_told_table_by_table(town: Town) -> None:
    with town.front.begin() as work:
        intake.register(work, registration())
    rotate(town, "intake", "recovery", "portal")
    with town.hub.read() as work:
        assert key_changes.remains(work, "intake") == [Remains("sealed_boxes", 1)]
        assert key_changes.remains(work, "recovery") == [Remains("sealed_boxes", 1)]
        (associations,) = key_changes.remains(work, "portal")
        assert associations.name == "associations" and associations.rows > 10
        assert key_changes.remains(work, "answers") == [] == key_changes.remains(work, "backup")


def test_copies_of_keys_that_are_not_here_keep_the_former_recovery_key(town: Town) -> None:
    shutil.rmtree(folder_of(town) / "partners")
    rotate(town, "recovery")
    with town.hub.read() as work:
        assert key_changes.remains(work, "recovery") == [Remains("key_prints", 1)], (
            "the portal's private half"
        )


def test_a_generation_that_the_database_knows_is_made_once(town: Town) -> None:
    """Although nobody here has its file any more."""
    rotate(town, "answers")
    for path in folder_of(town).rglob("answers.1.key"):
        path.unlink()
    assert {path.name for path in rotate(town, "answers")} == {"answers.2.key"}


def test_a_copy_for_the_recovery_key_is_made_once(town: Town) -> None:
    before = [row.for_recovery for row in prints(town, "portal")]
    with town.administration.begin() as work:
        keyring.note(work, folder_of(town))
    assert before == [row.for_recovery for row in prints(town, "portal")] != [None]


def opened(town: Town) -> Hub:
    return key_changes.opened_with(town.administration, folder_of(town))["intake"]


def test_boxes_are_sealed_again_in_batches_and_each_once(town: Town) -> None:
    with town.front.begin() as work:
        for _ in range(5):
            intake.register(work, registration())
    assert [*resealing.reseal(opened(town), KINDS[0])] == []
    rotate(town, "intake")
    with opened(town).read() as work:
        assert resealing.to_do(work, KINDS[0]) == 5
    assert [*resealing.reseal(opened(town), KINDS[0], batch=2)] == [Batch(2), Batch(2), Batch(1)]
    with opened(town).read() as work:
        assert resealing.to_do(work, KINDS[0]) == 0
    assert Batch(1, 2, 3).with_(Batch(10, 20, 30)) == Batch(11, 22, 33)


def test_what_no_key_opens_is_counted_and_left_alone(town: Town) -> None:
    with town.front.begin() as work:
        intake.register(work, registration())
    rotate(town, "intake")
    with town.hub.begin() as work:
        row = work.session.scalars(select(SealedBoxes)).one()
        row.need = spoilt = row.need[:-1] + bytes([row.need[-1] ^ 1])
    assert [*resealing.reseal(opened(town), KINDS[0])] == [Batch(unreadable=1)]
    with town.hub.read() as work:
        assert work.session.scalars(select(SealedBoxes.need)).one() == spoilt


def test_only_the_keys_that_are_here_open_something(town: Town) -> None:
    assert set(key_changes.opened_with(town.administration, folder_of(town))) == {"intake", "portal"}
    shutil.rmtree(folder_of(town) / "partners")
    assert set(key_changes.opened_with(town.administration, folder_of(town))) == {"intake"}


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


def test_a_key_is_late_after_ninety_days_and_the_alarm_rings_then(town: Town) -> None:
    start = town.clock.now
    with town.hub.read() as work:
        assert {age.renew_by for age in keyring.ages(work.session)} == {start + timedelta(days=90)}
    town.clock.forward(days=90)
    keyring.watch(town.hub)
    with town.hub.read() as work:
        assert keyring.late(work.session, work.now) == [] == list(alarms.untold(work.session, work.now))
        tomorrow = keyring.late(work.session, work.now + timedelta(days=1))
        assert {age.name for age in tomorrow} == {"intake", "recovery", "backup", "portal", "answers"}
    rotate(town, *(name for name in MADE_BY if name != "portal"))
    town.clock.forward(seconds=1)
    keyring.watch(town.hub)
    with town.hub.read() as work:
        assert [age.name for age in keyring.late(work.session, work.now)] == ["portal"]
        assert [alarm.subject for alarm in alarms.untold(work.session, work.now)] == ["portal.0"]


def test_who_compared_its_keys_keeps_no_connection(town: Town) -> None:
    pool = town.hub.sessions.kw["bind"].pool
    with town.hub.read():
        pass
    keyring.refuse_other_keys(town.hub, Process.WORKER, keys.read(folder_of(town), Process.WORKER))
    assert town.hub.sessions.kw["bind"].pool is not pool and pool.checkedin() == 0


def test_a_process_starts_while_the_database_is_away(
    town: Town, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    nowhere = replace(town.hub, sessions=sessions_of(engine_for(f"sqlite:///{tmp_path}/none/hub.db")))
    keyring.refuse_other_keys(nowhere, Process.WORKER, keys.read(folder_of(town), Process.WORKER))
    assert "could not be compared" in caplog.text and "none" not in caplog.text


def test_who_only_seals_needs_the_key_in_force_and_who_opens_all_of_them(town: Town, tmp_path: Path) -> None:
    rotate(town, "intake", after=timedelta(minutes=1))
    early = keys.read(folder_of(town), Process.PUBLIC)
    shutil.copytree(folder_of(town), tmp_path / "other")
    for process in ("public", "worker"):
        for path in (tmp_path / "other" / process).glob("intake_*.key"):
            if ".1." not in path.name:
                path.unlink()
    with town.hub.read() as work:
        assert [*keyring.wrong(work, Process.PUBLIC, early)] == []
    late = {process: keys.read(tmp_path / "other", process) for process in (Process.PUBLIC, Process.WORKER)}
    with town.hub.read() as work:
        assert len([*keyring.wrong(work, Process.PUBLIC, late[Process.PUBLIC])]) == 1, "not its time yet"
    town.clock.forward(minutes=1)
    with town.hub.read() as work:
        assert [*keyring.wrong(work, Process.PUBLIC, late[Process.PUBLIC])] == []
        (told,) = keyring.wrong(work, Process.WORKER, late[Process.WORKER])
    assert told.startswith("intake_private\u202f: la génération 0")


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
