"""A set of keys is made once and whole, in a folder that may be there already, wherever a machine stops."""

from __future__ import annotations

import os
from collections.abc import Callable
from itertools import count
from pathlib import Path
from typing import Any

import pytest

from hub import disk
from hub.cli.preparing import prepare_keys
from hub.vault import Process, keys
from hub.vault.boxes import public_half
from hub.vault.distrust import wrong

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
