"""The accounts of the guide on one machine: each reads its own, and finds what its nightly commands need."""

from __future__ import annotations

import json
import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from hub import disk
from hub.cli import main
from hub.erasures import FILE
from hub.vault import Process
from hub.vault.keys import RECOVERY
from tests.parts.databases import migrate

ACCOUNTS = {Process.PUBLIC: 10001, Process.PARTNERS: 10002, Process.WORKER: 10003}
CAREFUL, CARELESS = 0o077, 0
"""What is taken from the rights of a new file: by a root who trusts nobody, and by a folder that all may write to."""
pytestmark = pytest.mark.skipif(os.geteuid() != 0, reason="only root may act as another account")


@contextmanager
def acting_as(process: Process) -> Iterator[None]:
    os.setegid(ACCOUNTS[process])
    os.seteuid(ACCOUNTS[process])
    try:
        yield
    finally:
        os.seteuid(0)
        os.setegid(0)


@contextmanager
def taking(rights: int) -> Iterator[None]:
    before = os.umask(rights)
    try:
        yield
    finally:
        os.umask(before)


@pytest.fixture
def machine() -> Iterator[Path]:
    """A folder that every account may enter, with the keys where the guide puts them; the database is open to all."""
    with tempfile.TemporaryDirectory(prefix="hub-accounts-") as name, taking(CARELESS):
        folder = Path(name)
        folder.chmod(0o777)
        migrate(f"sqlite:///{folder}/hub.db")
        with taking(CAREFUL):
            assert told(folder, "init").exit_code == 0
        for process, account in ACCOUNTS.items():
            for path in (folder / "keys" / process, *(folder / "keys" / process).iterdir()):
                os.chown(path, account, account)
        (folder / "backups").mkdir(0o755)
        os.chown(folder / "backups", ACCOUNTS[Process.WORKER], ACCOUNTS[Process.WORKER])
        yield folder


def told(machine: Path, *words: str) -> Result:
    environ = {
        "DATABASE_URL": f"sqlite:///{machine}/hub.db",
        "HUB_KEYS_DIR": f"{machine}/keys",
        "HUB_BACKUPS_DIR": f"{machine}/backups",
        "REDIS_URL": "",
    }
    return CliRunner().invoke(main, words, env=environ)


def found(machine: Path) -> dict[str, Any]:
    """What the doctor looked at, by subject: the reasons why it is not fine."""
    lines = told(machine, "doctor", "--json").output.splitlines()
    return {finding["subject"]: finding["references"] for finding in map(json.loads, lines)}


def wrong(machine: Path) -> dict[str, Any]:
    return {subject: reasons for subject, reasons in found(machine).items() if reasons}


def test_each_account_goes_through_to_its_own_keys_and_sees_no_other(machine: Path) -> None:
    keys = machine / "keys"
    for process in ACCOUNTS:
        with acting_as(process):
            seen = [name for name in (*Process, RECOVERY) if disk.is_readable(keys / name)]
            assert seen == [process] and not disk.is_readable(keys)


def test_what_root_backs_up_stays_the_worker_s(machine: Path) -> None:
    """As an update does: the register of what was erased is then the worker's to go on with."""
    assert told(machine, "backup").exit_code == 0
    assert {path.stat().st_uid for path in (machine / "backups").iterdir()} == {ACCOUNTS[Process.WORKER]}
    with acting_as(Process.WORKER):
        (machine / "backups" / FILE).write_text("")
        assert told(machine, "backup").exit_code == 0


def test_the_check_of_the_night_is_content_with_what_its_account_may_read(machine: Path) -> None:
    assert told(machine, "backup").exit_code == 0
    with acting_as(Process.PARTNERS):
        assert wrong(machine) == {}
        assert "settings_partners" in found(machine) and "settings_worker" not in found(machine)
    assert {f"keys_{process}" for process in Process} <= found(machine).keys()
    assert wrong(machine) == {}


def test_backups_that_are_not_there_and_those_that_are_hidden_are_told_apart(machine: Path) -> None:
    with acting_as(Process.PARTNERS):
        assert wrong(machine) == {"backup": ["aucune"]}
    (machine / "backups").chmod(0o700)
    with acting_as(Process.PARTNERS):
        assert [*wrong(machine)] == ["backup"] and "ne se lit pas" in str(wrong(machine))


def test_the_measures_are_for_whoever_collects_them(machine: Path) -> None:
    file = machine / "hub.prom"
    with taking(CAREFUL), acting_as(Process.PARTNERS):
        assert told(machine, "metrics", "--to", str(file)).exit_code == 0
    with acting_as(Process.PUBLIC):
        assert "\nhub_backup_age_seconds inf\n" in file.read_text()
