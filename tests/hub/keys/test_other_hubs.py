"""The keys of another hub, of yesterday or of another generation do not start here."""

from __future__ import annotations

import shutil
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from click.testing import CliRunner

from hub import keyring
from hub.cli import main
from hub.vault import Process, WatchedFolder, keys
from hub.vault.rotation import MADE_BY
from hub.work import engine_for, sessions_of
from tests.hub.keys.keeper import ALL, folder_of, others, prints, rotate
from tests.parts.town import Town


@pytest.mark.parametrize("process", Process)
def test_the_keys_of_another_hub_do_not_start_here(town: Town, tmp_path: Path, process: Process) -> None:
    held = keys.read(others(tmp_path), process)
    with pytest.raises(keyring.OtherKeys) as refused:
        keyring.refuse_other_keys(town.administration, process, held)
    assert "d’un autre hub" in str(refused.value)
    keyring.refuse_other_keys(town.administration, process, keys.read(folder_of(town), process))


@pytest.mark.parametrize("command", [("serve", "public"), ("serve", "partners"), ("worker",)])
def test_no_program_is_begun_with_the_keys_of_another_hub(
    town: Town, tmp_path: Path, command: tuple[str, ...]
) -> None:
    elsewhere = {"HUB_KEYS_DIR": str(others(tmp_path))}
    said = CliRunner().invoke(main, command, env=town.environ | elsewhere)
    assert said.exit_code == 1 and "ce n’est pas la clé de cette base" in said.output


def test_public_halves_that_were_swapped_do_not_start(town: Town) -> None:
    one, other = (folder_of(town) / "public" / f"{name}_public.key" for name in ("intake", "portal"))
    said = one.read_text(), other.read_text()
    one.write_text(said[1])
    other.write_text(said[0])
    with pytest.raises(keyring.OtherKeys):
        keyring.refuse_other_keys(
            town.administration, Process.PUBLIC, keys.read(folder_of(town), Process.PUBLIC)
        )


def test_a_folder_that_missed_a_change_does_not_start(town: Town, tmp_path: Path) -> None:
    shutil.copytree(folder_of(town), tmp_path / "yesterday")
    rotate(town, *ALL)
    town.clock.forward(minutes=1)
    held = keys.read(tmp_path / "yesterday", Process.WORKER)
    with pytest.raises(keyring.OtherKeys, match="génération 1"):
        keyring.refuse_other_keys(town.administration, Process.WORKER, held)


def test_a_running_process_keeps_its_keys_where_the_folder_is_spoilt(town: Town) -> None:
    held = WatchedFolder(folder_of(town), Process.PUBLIC, every=0.0)
    before = held().intake_public
    for name in ("intake_public", "addresses"):
        (folder_of(town) / "public" / f"{name}.key").unlink()
    assert held().intake_public == before


def test_keys_of_another_hub_are_not_noted(town: Town, tmp_path: Path) -> None:
    folder = others(tmp_path)
    with town.administration.begin() as work, pytest.raises(keyring.OtherKeys, match="d’un autre hub"):
        keyring.note(work, folder)
    assert {row.generation for name in MADE_BY for row in prints(town, name)} == {0}


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
