"""The next key goes out to whoever needs it, in the order in which it will be needed."""

from __future__ import annotations

import fcntl
import os
import shutil
from pathlib import Path

import pytest

from hub.vault import Process, boxes, keys
from hub.vault.distrust import wrong
from hub.vault.key_files import generations
from hub.vault.rotation import Carried, alone, erase_before, hand_out, here, numbers, offline_file, to_carry
from tests.hub.vault.conftest import NOON


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


def test_a_change_of_keys_that_was_interrupted_is_handed_out_to_the_end(folder: Path) -> None:
    for path in hand_out(folder, "intake", number=1, used_from=NOON)[1:]:
        path.unlink()
    assert len(keys.complete(folder)) == 2
    held = keys.read(folder, Process.PUBLIC).all_of("intake_public")
    assert [(each.number, each.used_from) for each in held][1] == (1, NOON)
    assert not [*wrong(folder, Process.WORKER)] and keys.complete(folder) == []
