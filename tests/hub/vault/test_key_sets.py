"""A set of keys is made once and whole, in a folder that may be there already, wherever a machine stops."""

from __future__ import annotations

import os
import stat
from collections.abc import Callable
from itertools import count
from pathlib import Path
from typing import Any

import pytest

from hub import disk
from hub.cli.preparing import prepare_keys
from hub.vault import Process, boxes, keys
from hub.vault.boxes import public_half
from hub.vault.distrust import wrong
from hub.vault.key_files import generations


def test_each_process_holds_its_own_keys_and_no_other(folder: Path) -> None:
    held = {process.value: sorted(path.stem for path in (folder / process).iterdir()) for process in Process}
    assert held == {
        "public": [
            "addresses",
            "intake_public",
            "portal_public",
            "prescriber_codes",
            "recovery_public",
            "session",
        ],
        "partners": ["answers", "journal", "portal_private", "portal_public", "session", "sign_in"],
        "worker": [
            "addresses",
            "answers",
            "backup_public",
            "intake_private",
            "intake_public",
            "journal",
            "page_codes",
            "portal_public",
            "prescriber_codes",
            "recovery_public",
            "sign_in",
            "tallies",
        ],
    }


def test_the_doors_do_not_share_their_session_key(folder: Path) -> None:
    assert keys.read(folder, Process.PUBLIC).session != keys.read(folder, Process.PARTNERS).session


def test_key_files_are_read_by_their_owner_alone(folder: Path) -> None:
    assert {stat.S_IMODE(path.stat().st_mode) for path in folder.rglob("*.key")} == {0o600}
    assert {stat.S_IMODE(path.stat().st_mode) for path in folder.iterdir()} == {0o700}


def test_keys_are_never_overwritten(folder: Path) -> None:
    with pytest.raises(FileExistsError):
        keys.make(folder)


def test_a_set_of_keys_made_by_an_earlier_version_is_completed(folder: Path) -> None:
    before = keys.read(folder, Process.PARTNERS)
    for name in ("portal_public", "addresses", "prescriber_codes"):
        (folder / "public" / f"{name}.key").unlink()
    for name in ("addresses", "prescriber_codes"):
        (folder / "worker" / f"{name}.key").unlink()
    assert len(keys.complete(folder)) == 5
    public, worker = keys.read(folder, Process.PUBLIC), keys.read(folder, Process.WORKER)
    assert public.portal_public == before.portal_public
    assert public.addresses == worker.addresses
    assert public.prescriber_codes == worker.prescriber_codes
    assert not list(wrong(folder, Process.PUBLIC))
    assert keys.complete(folder) == []


def test_a_lost_key_of_a_pair_is_not_made_up(folder: Path) -> None:
    (folder / "worker" / "intake_private.key").unlink()
    assert keys.complete(folder) == []
    assert list(wrong(folder, Process.WORKER))


def test_a_secret_that_nobody_holds_any_more_begins_anew(folder: Path) -> None:
    for path in folder.rglob("tallies.key"):
        path.unlink()
    assert [path.name for path in keys.complete(folder)] == ["tallies.key"]


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


def test_all_keys_at_once_are_those_of_their_processes(folder: Path) -> None:
    held = keys.read_all(folder)
    assert held.intake_private == keys.read(folder, Process.WORKER).intake_private
    assert held.portal_private == keys.read(folder, Process.PARTNERS).portal_private
    with pytest.raises(FileNotFoundError, match="lacks"):
        keys.read(folder / "nowhere", Process.WORKER)


PARTS = ["partners", "public", "recovery", "worker"]
STEPS = 31
"""Twenty-six keys, four folders that are put in their place, and the folder of them all."""


class Stopped(Exception):
    """As the power does."""


def parts(folder: Path) -> list[str]:
    return sorted(each.name for each in folder.iterdir())


def stop_at(monkeypatch: pytest.MonkeyPatch, step: int) -> None:
    steps = count(1)

    def stopping(do: Callable[..., Any]) -> Callable[..., Any]:
        def until(*told: Any) -> Any:
            if next(steps) == step:
                raise Stopped
            return do(*told)

        return until

    monkeypatch.setattr(disk, "keep_folder", stopping(disk.keep_folder))
    monkeypatch.setattr(Path, "rename", stopping(Path.rename))


def test_an_empty_folder_gets_its_keys_as_one_that_is_not_there(tmp_path: Path) -> None:
    """As whoever prepares a machine leaves it, and as a container finds its volume."""
    for folder in (tmp_path / "there", tmp_path / "not-there"):
        (tmp_path / "there").mkdir(exist_ok=True)
        assert not keys.is_made(folder)
        prepare_keys(folder)
        assert keys.is_made(folder) and parts(folder) == PARTS
        assert not [reason for process in Process for reason in wrong(folder, process)]


def test_a_folder_of_keys_is_gone_through_and_not_looked_into(tmp_path: Path) -> None:
    """Whatever root takes from the rights of new files, each account must get to its own."""
    before = os.umask(0o077)
    try:
        keys.make(tmp_path / "etc" / "keys")
    finally:
        os.umask(before)
    assert (tmp_path / "etc" / "keys").stat().st_mode & 0o777 == 0o711


def test_no_key_is_made_over_another(tmp_path: Path) -> None:
    keys.make(tmp_path)
    held = keys.read(tmp_path, Process.WORKER)
    prepare_keys(tmp_path)
    with pytest.raises(FileExistsError):
        keys.make(tmp_path)
    assert keys.read(tmp_path, Process.WORKER) == held


@pytest.mark.parametrize("step", range(1, STEPS + 1))
def test_where_it_was_interrupted_it_is_made_whole(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, step: int
) -> None:
    """No half of a pair is ever left without the other."""
    with monkeypatch.context() as dying, pytest.raises(Stopped):
        stop_at(dying, step)
        prepare_keys(tmp_path)
    assert not keys.is_made(tmp_path)
    assert (tmp_path / keys.ASIDE).stat().st_mode & 0o777 == 0o700, "nobody else looks in meanwhile"
    prepare_keys(tmp_path)
    assert parts(tmp_path) == PARTS
    public, worker = (keys.read(tmp_path, process) for process in (Process.PUBLIC, Process.WORKER))
    assert worker.intake_private and public_half(worker.intake_private) == public.intake_public
    assert not [reason for process in Process for reason in wrong(tmp_path, process)]


def test_nothing_is_left_to_interrupt_after_the_last_step(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    stop_at(monkeypatch, STEPS + 1)
    prepare_keys(tmp_path)
    assert keys.is_made(tmp_path)
