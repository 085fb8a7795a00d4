"""Why a folder of keys is not trusted, and how keys are told from each other without being read."""

from __future__ import annotations

import stat
from pathlib import Path

import pytest

from hub.vault import Process, boxes, keys
from hub.vault.distrust import wrong
from hub.vault.prints import held_by, name_of, opens, print_of
from hub.vault.proving import FolderRing
from tests.hub.vault.conftest import FIRST


def test_every_wrong_key_file_is_named_at_once(folder: Path) -> None:
    (folder / "worker" / "answers.key").unlink()
    (folder / "worker" / "sign_in.key").write_text("not hexadecimal")
    (folder / "worker" / "intake_private.key").chmod(0o644)
    reasons = "\n".join(wrong(folder, Process.WORKER))
    for name in ("answers.key", "sign_in.key", "intake_private.key"):
        assert name in reasons
    assert not list(wrong(folder, Process.PUBLIC))


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
