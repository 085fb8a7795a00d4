"""The files of keys: which is in force, who gets which, what is wrong with them, and how they end."""

from __future__ import annotations

import fcntl
import logging
import os
import shutil
import stat
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from hub.vault import (
    KeyNotHeld,
    NoRecoveryKey,
    Process,
    RecoveryRing,
    Vault,
    WatchedFolder,
    boxes,
    keys,
    watching,
)
from hub.vault.distrust import wrong
from hub.vault.key_files import KEY_BYTES, Generation, erase, generations, in_force, numbered, write
from hub.vault.prints import held_by, name_of, opens, print_of
from hub.vault.proving import FolderRing
from hub.vault.recovering import bring_back, copy_for
from hub.vault.rotation import Carried, alone, erase_before, hand_out, here, numbers, offline_file, to_carry

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)
FIRST = bytes(range(32))


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    keys.make(tmp_path / "keys")
    return tmp_path / "keys"


def test_the_last_key_whose_moment_has_come_is_in_force() -> None:
    held = (Generation(0, b"a"), Generation(1, b"b", NOON), Generation(2, b"c", NOON + timedelta(hours=1)))
    assert in_force(held, NOON).number == 1
    assert in_force(held, NOON - timedelta(seconds=1)).number == 0
    assert in_force(held[1:], NOON - timedelta(days=1)).number == 1, "the first, if none has"


def test_a_key_comes_back_as_it_was_written_with_its_moment(tmp_path: Path) -> None:
    for each in (Generation(0, FIRST), Generation(1, bytes(32), NOON), Generation(10, FIRST, NOON)):
        assert write(tmp_path, "answers", each).stat().st_nlink == 1
    assert [each.number for each in generations(tmp_path, "answers")] == [0, 1, 10]
    assert [each.used_from for each in generations(tmp_path, "answers")][1:] == [NOON, NOON]
    assert sorted(path.name for path in tmp_path.iterdir()) == [
        "answers.1.key",
        "answers.10.key",
        "answers.key",
    ]
    with pytest.raises(FileExistsError):
        write(tmp_path, "answers", Generation(1, FIRST, NOON))
    assert len([*tmp_path.iterdir()]) == 3, "no draft stays"
    assert numbered(tmp_path, "answer") == {}


def test_a_key_whose_writing_was_stopped_at_its_last_step_is_not_written_over_by_the_next(
    tmp_path: Path,
) -> None:
    """It had its name, and its draft was the same file still."""
    first = write(tmp_path, "answers", Generation(1, FIRST, NOON))
    (tmp_path / ".answers.draft").hardlink_to(first)
    write(tmp_path, "answers", Generation(2, bytes(32), NOON))
    assert [each.key for each in generations(tmp_path, "answers")] == [FIRST, bytes(32)]
    assert not (tmp_path / ".answers.draft").exists()


def test_an_erased_key_is_not_on_the_disk_any_more(tmp_path: Path) -> None:
    path = write(tmp_path, "answers", Generation(0, FIRST))
    size = path.stat().st_size
    (tmp_path / "same").hardlink_to(path)
    erase(path)
    assert not path.exists() and (tmp_path / "same").read_bytes() == bytes(size)


def test_whoever_is_stopped_while_erasing_a_key_leaves_no_wrong_one_and_the_next_ends_it(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    hand_out(folder, "portal", number=1, used_from=NOON)
    key = folder / "partners" / "portal_public.key"
    (folder / "same").hardlink_to(key)

    def stop(descriptor: int) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as stopped, pytest.raises(KeyboardInterrupt):
        stopped.setattr(os, "fsync", stop)
        erase(key)
    assert not key.exists() and not [*wrong(folder, Process.PARTNERS)]
    with alone(folder):
        assert (folder / "same").read_bytes() == bytes(KEY_BYTES * 2)
    assert {path.suffix for path in (folder / "partners").iterdir()} == {".key"}


def test_a_secret_goes_out_to_all_that_need_it_and_each_door_has_its_own_for_cookies(folder: Path) -> None:
    written = hand_out(folder, "sign_in", number=1, used_from=NOON)
    assert {path.parent.name for path in written} == {"partners", "worker"}
    assert len({path.read_text() for path in written}) == 1
    doors = hand_out(folder, "session", number=1, used_from=NOON)
    assert {path.parent.name for path in doors} == {"public", "partners"}
    assert len({path.read_text() for path in doors}) == 2


@pytest.mark.parametrize(
    ("name", "private", "public"),
    [
        ("intake", ["worker"], ["worker", "public"]),
        ("recovery", ["recovery"], ["worker", "public"]),
        ("portal", ["partners"], ["worker", "partners", "public"]),
        ("backup", ["recovery"], ["worker"]),
    ],
)
def test_who_opens_gets_a_pair_before_who_seals(
    folder: Path, name: str, private: list[str], public: list[str]
) -> None:
    written = hand_out(folder, name, number=1, used_from=NOON)
    assert [path.parent.name for path in written if "_private" in path.name] == private
    assert [path.parent.name for path in written if "_public" in path.name] == public
    assert written[0].name == f"{name}_private.1.key"
    held = {
        path.name.partition(".")[0]: generations(path.parent, path.name.partition(".")[0])[1]
        for path in written
    }
    assert boxes.public_half(held[f"{name}_private"].key) == held[f"{name}_public"].key
    assert {each.used_from for each in held.values()} == {NOON}
    assert not [*wrong(folder, Process.WORKER)]


def test_what_another_machine_needs_is_told_and_no_private_half_is_among_it(folder: Path) -> None:
    shutil.rmtree(folder / "public")
    hand_out(folder, "intake", number=1, used_from=NOON)
    assert to_carry(folder, "intake") == [Carried(folder / "worker" / "intake_public.1.key", Process.PUBLIC)]
    assert to_carry(folder, "answers") == [] == to_carry(folder, "session")
    assert to_carry(folder, "addresses") == [Carried(folder / "worker" / "addresses.key", Process.PUBLIC)]
    assert [carried.to for carried in to_carry(folder, "portal")] == [Process.PUBLIC], "once, from either"
    shutil.rmtree(folder / "partners")
    assert to_carry(folder, "answers") == [Carried(folder / "worker" / "answers.key", Process.PARTNERS)]
    assert to_carry(folder, "portal")[-1].source == folder / "worker" / "portal_public.key"


def test_two_people_do_not_change_keys_at_once(folder: Path) -> None:
    other = os.open(folder, os.O_RDONLY)
    with alone(folder), pytest.raises(BlockingIOError):
        fcntl.flock(other, fcntl.LOCK_EX | fcntl.LOCK_NB)
    fcntl.flock(other, fcntl.LOCK_EX | fcntl.LOCK_NB)
    os.close(other)


def test_a_secret_that_nobody_holds_any_more_begins_anew(folder: Path) -> None:
    for path in folder.rglob("tallies.key"):
        path.unlink()
    assert [path.name for path in keys.complete(folder)] == ["tallies.key"]


def test_a_key_is_made_where_it_is_held(folder: Path) -> None:
    shutil.rmtree(folder / "partners")
    assert here(folder, "intake") and here(folder, "recovery") and here(folder, "session")
    assert not here(folder, "portal") and not here(folder, "sign_in")


def test_the_safe_holds_two_private_halves() -> None:
    assert offline_file("recovery") == "recovery_private" and offline_file("backup") == "backup_private"
    assert offline_file("intake") is None is offline_file("answers")


def test_former_generations_are_erased_from_every_folder_public_halves_first(folder: Path) -> None:
    hand_out(folder, "recovery", number=1, used_from=NOON)
    assert numbers(folder, "recovery") == {0, 1}
    gone = erase_before(folder, "recovery", 1)
    assert [path.relative_to(folder).as_posix() for path in gone] == [
        *("public/recovery_public.key", "worker/recovery_public.key", "recovery/recovery_private.key"),
    ]
    assert numbers(folder, "recovery") == {1} and not any(path.exists() for path in gone)


def test_a_pair_that_an_earlier_version_had_not_is_made_whole(folder: Path) -> None:
    for path in [*folder.rglob("backup_*"), *folder.rglob("portal_*")]:
        path.unlink()
    written = keys.complete(folder)
    assert {path.relative_to(folder).as_posix() for path in written} == {
        *("recovery/backup_private.key", "worker/backup_public.key", "partners/portal_private.key"),
        *(f"{process}/portal_public.key" for process in Process),
    }
    for process in Process:
        assert not [*wrong(folder, process)]
    (private,) = generations(folder / "recovery", "backup_private")
    assert boxes.public_half(private.key) == keys.read(folder, Process.WORKER).backup_public


def test_a_change_of_keys_that_was_interrupted_is_handed_out_to_the_end(folder: Path) -> None:
    for path in hand_out(folder, "intake", number=1, used_from=NOON)[1:]:
        path.unlink()
    assert len(keys.complete(folder)) == 2
    held = keys.read(folder, Process.PUBLIC).all_of("intake_public")
    assert [(each.number, each.used_from) for each in held][1] == (1, NOON)
    assert not [*wrong(folder, Process.WORKER)] and keys.complete(folder) == []


def test_all_keys_at_once_are_those_of_their_processes(folder: Path) -> None:
    held = keys.read_all(folder)
    assert held.intake_private == keys.read(folder, Process.WORKER).intake_private
    assert held.portal_private == keys.read(folder, Process.PARTNERS).portal_private
    with pytest.raises(FileNotFoundError, match="lacks"):
        keys.read(folder / "nowhere", Process.WORKER)


def reasons(folder: Path, process: Process) -> str:
    return "\n".join(wrong(folder, process))


def test_every_reason_not_to_trust_a_folder_is_told(folder: Path) -> None:
    worker, public = folder / "worker", folder / "public"
    assert reasons(folder, Process.WORKER) == reasons(folder, Process.PUBLIC) == ""
    (public / "answers.key").write_text(FIRST.hex())
    (public / "notes.key").write_text("")
    assert reasons(folder, Process.PUBLIC).count("n’est pas de ce processus") == 2
    (worker / "answers.key").write_text((worker / "journal.key").read_text())
    told = reasons(folder, Process.WORKER)
    assert told.count("\n") == 0 and "c’est la même clé que answers" in told and "journal.key" in told
    (worker / "intake_public.key").write_text(FIRST.hex())
    assert "intake_public.key\u202f: ce n’est pas la moitié publique" in reasons(folder, Process.WORKER)
    (worker / "tallies.key").write_text("00")
    assert "tallies.key\u202f: attendu 32 octets" in reasons(folder, Process.WORKER)


@pytest.mark.parametrize("mode", [stat.S_IRGRP, stat.S_IWGRP, stat.S_IROTH, stat.S_IXOTH])
def test_a_key_or_a_folder_that_others_may_touch_is_not_trusted(folder: Path, mode: int) -> None:
    (folder / "public" / "session.key").chmod(0o600 | mode)
    assert reasons(folder, Process.PUBLIC).count("d’autres que son propriétaire") == 1
    (folder / "worker").chmod(0o700 | mode)
    assert "worker\u202f: d’autres que son propriétaire" in reasons(folder, Process.WORKER)


def test_a_print_of_a_key_is_the_same_for_ever_for_both_halves_and_gives_no_key_away() -> None:
    public = boxes.public_half(FIRST)
    assert print_of("intake_private", FIRST) == print_of("intake_public", public) == boxes.key_id(public)
    assert print_of("answers", FIRST).hex() == "b18cc5789b296c4e"
    assert len({print_of(name, FIRST) for name in ("answers", "journal", "intake_private")}) == 3
    assert (
        name_of("intake_public") == name_of("intake_private") == "intake" and name_of("answers") == "answers"
    )
    assert opens("intake_private") and opens("answers") and not opens("intake_public")


def test_each_doors_key_of_cookies_is_known_under_the_doors_name(folder: Path) -> None:
    held = [*held_by(Process.PUBLIC, keys.read(folder, Process.PUBLIC))]
    assert {each.name for each in held if each.file == "session"} == {"session.public"}
    assert {each.name for each in held if each.file != "session"} == {
        *("intake", "recovery", "portal", "addresses", "prescriber_codes")
    }


def test_whatever_lies_in_a_folder_is_tried_as_a_key(folder: Path) -> None:
    box = boxes.seal(b"Lila", keys.read(folder, Process.PUBLIC).intake_public or b"", place="p")
    assert FolderRing(folder / "worker").opens(box, place="p")
    assert not FolderRing(folder / "worker").opens(box, place="q")
    assert not FolderRing(folder / "public").opens(box, place="p")
    (folder / "public" / "notes.key").write_text((folder / "worker" / "intake_private.key").read_text())
    (folder / "public" / "short.key").write_text("00")
    assert FolderRing(folder / "public").opens(box, place="p")


def test_a_process_that_lost_some_keys_gets_these_back_and_keeps_the_others(folder: Path) -> None:
    before = keys.read(folder, Process.PARTNERS)
    public = keys.read(folder, Process.WORKER).recovery_public or b""
    kept = {name: generations(folder / "partners", name) for name in ("answers", "journal")}
    ring = RecoveryRing(folder / "recovery")
    copies = {
        name: tuple(
            Generation(each.number, ring.open_copy(copy_for(public, name, each), name, each.number))
            for each in held
        )
        for name, held in kept.items()
    }
    for name in ("answers", "journal", "session"):
        (folder / "partners" / f"{name}.key").unlink()
    written = bring_back(folder, folder / "recovery", Process.PARTNERS, copies, cookies=1)
    assert [path.name for path in written] == ["answers.key", "journal.key", "session.1.key"]
    after = keys.read(folder, Process.PARTNERS)
    assert (after.answers, after.journal) == (before.answers, before.journal)
    assert after.session != before.session
    assert ring.prints == {boxes.key_id(public)}
    with pytest.raises(NoRecoveryKey):
        RecoveryRing(folder / "worker")


def watched(folder: Path, *, every: float = 0.0) -> WatchedFolder:
    old = time.time() - 60
    os.utime(folder / "public", (old, old))
    return WatchedFolder(folder, Process.PUBLIC, every=every)


def test_a_running_process_takes_up_a_key_that_was_handed_out(folder: Path) -> None:
    held, late = watched(folder), watched(folder, every=3600)
    hand_out(folder, "intake", number=1, used_from=NOON)
    assert len(held().all_of("intake_public")) == 2
    assert len(late().all_of("intake_public")) == 1, "it looks now and then"
    hand_out(folder, "intake", number=2, used_from=NOON)
    assert len(held().all_of("intake_public")) == 3, "although the folder changed twice within an instant"
    stamp = (folder / "public").stat().st_mtime_ns
    hand_out(folder, "intake", number=3, used_from=NOON)
    os.utime(folder / "public", ns=(stamp, stamp))
    assert len(held().all_of("intake_public")) == 4, "and under the same stamp"


def test_a_folder_is_looked_at_now_and_then(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    seconds = [0.0]
    monkeypatch.setattr(watching, "monotonic", lambda: seconds[-1])
    held, found = watched(folder, every=10), []
    for number, later in enumerate((10.0, 19.0, 20.0), 1):
        seconds.append(later)
        hand_out(folder, "intake", number=number, used_from=NOON)
        found.append(len(held().all_of("intake_public")))
    assert found == [2, 2, 4]


def test_a_running_process_says_once_that_its_folder_is_spoilt_and_goes_on(
    folder: Path, caplog: pytest.LogCaptureFixture
) -> None:
    held = watched(folder)
    before = held()
    (folder / "public" / "intake_public.key").write_text("spoilt")
    held()
    assert not caplog.records, "nothing was put in or taken out: nothing is looked at"
    (folder / "public" / "more.key").write_text("")
    old = time.time() - 2
    os.utime(folder / "public", (old, old))
    assert held() is before and held() is before
    assert [record.levelno for record in caplog.records] == [logging.ERROR]
    shutil.rmtree(folder / "public")
    assert held() is before and len(caplog.records) == 2
    assert watching.LOOK_EVERY_SECONDS <= 5, "what the guide says of how soon a key is in use"


def test_a_seal_of_the_next_key_is_waited_for_and_one_of_no_key_is_refused(folder: Path) -> None:
    """A worker that has not the portal's newest key yet says so, rather than that the answer was forged."""
    worker = Vault(keys.read(folder, Process.WORKER), clock=lambda: NOON)
    seals = []
    for number in (1, 2):
        hand_out(folder, "answers", number=number, used_from=NOON)
        seals.append(Vault(keys.read(folder, Process.PARTNERS), clock=lambda: NOON).sign_answer("yes"))
    with pytest.raises(KeyNotHeld):
        worker.is_signed("yes", seals[0])
    assert not worker.is_signed("yes", seals[1]) and not worker.is_signed("yes", bytes(32))
    later = Vault(keys.read(folder, Process.WORKER), clock=lambda: NOON)
    assert all(later.is_signed("yes", seal) for seal in seals) and later.number_in_force("answers") == 2
