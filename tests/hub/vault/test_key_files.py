"""A file holds one key and its moment, is never written over, and is erased for good."""

from __future__ import annotations

import os
from datetime import timedelta
from pathlib import Path

import pytest

from hub.vault import NoRecoveryKey, Process, RecoveryRing, boxes, keys
from hub.vault.distrust import wrong
from hub.vault.key_files import KEY_BYTES, Generation, erase, generations, in_force, numbered, write
from hub.vault.recovering import bring_back, copy_for
from hub.vault.rotation import alone, hand_out
from tests.hub.vault.conftest import FIRST, NOON


def test_keys_never_print_themselves(folder: Path) -> None:
    held = keys.read(folder, Process.WORKER)
    assert held.answers is not None
    assert repr(held) == f"{held}" == "Keys(…)"
    assert repr(held.all_of("answers")) == "(Generation(0, …),)"


def test_a_key_that_was_given_alone_is_of_the_first_generation() -> None:
    assert keys.Keys(answers=FIRST).all_of("answers") == (Generation(0, FIRST),)
    assert keys.Keys().all_of("answers") == ()


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
