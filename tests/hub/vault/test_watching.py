"""A running process takes up the keys that are handed out, and goes on where its folder is spoilt."""

from __future__ import annotations

import logging
import os
import shutil
import time
from pathlib import Path

import pytest

from hub.vault import KeyNotHeld, Process, Vault, WatchedFolder, keys, watching
from hub.vault.rotation import hand_out
from tests.hub.vault.conftest import NOON


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
