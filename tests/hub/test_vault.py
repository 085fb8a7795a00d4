from __future__ import annotations

import stat
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hub.vault import (
    CannotOpen,
    CookieBox,
    DraftBox,
    KeyNotHeld,
    Keys,
    Process,
    SealedTwice,
    Vault,
    boxes,
    derived_token,
    keys,
    open_marker,
    seal_marker,
)
from hub.vault.distrust import wrong
from hub.vault.key_files import Generation

PRIVATE, PUBLIC = boxes.new_pair()
OTHER_PRIVATE, OTHER_PUBLIC = boxes.new_pair()
NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    keys.make(tmp_path / "keys")
    return tmp_path / "keys"


def vault_of(folder: Path, process: Process) -> Vault:
    return Vault(keys.read(folder, process))


@given(st.binary(max_size=3000))
def test_what_was_sealed_opens(content: bytes) -> None:
    box = boxes.seal(content, PUBLIC, place="here")
    assert boxes.open_(box, boxes.ring_of(OTHER_PRIVATE, PRIVATE), place="here") == content


@pytest.mark.parametrize("length", [1019, 1020, 1021])
def test_what_fills_a_box_to_the_brim_opens(length: int) -> None:
    """Four bytes of 1,024 say how long it is."""
    box = boxes.seal(bytes(length), PUBLIC, place="here")
    assert boxes.open_(box, boxes.ring_of(PRIVATE), place="here") == bytes(length)


@pytest.mark.parametrize("said", [1021, 1024, 2**32 - 1])
def test_a_box_that_says_it_holds_more_than_it_does_opens_nothing(
    monkeypatch: pytest.MonkeyPatch, said: int
) -> None:
    monkeypatch.setattr(boxes, "_padded", lambda content: said.to_bytes(4, "big") + bytes(1020))
    with pytest.raises(CannotOpen):
        boxes.open_(boxes.seal(b"", PUBLIC, place="here"), boxes.ring_of(PRIVATE), place="here")


def test_a_box_moved_elsewhere_does_not_open() -> None:
    box = boxes.seal(b"Lila", PUBLIC, place="intake:identity:AAAA")
    with pytest.raises(CannotOpen):
        boxes.open_(box, boxes.ring_of(PRIVATE), place="intake:identity:BBBB")


def test_another_key_does_not_open() -> None:
    with pytest.raises(CannotOpen):
        boxes.open_(boxes.seal(b"Lila", PUBLIC, place="p"), boxes.ring_of(OTHER_PRIVATE), place="p")


@given(st.data())
def test_a_damaged_box_says_nothing_but_no(data: st.DataObject) -> None:
    box = bytearray(boxes.seal(b"Lila", PUBLIC, place="p"))
    place = data.draw(st.integers(0, len(box) - 1))
    box[place] ^= data.draw(st.integers(1, 255))
    with pytest.raises(CannotOpen) as refusal:
        boxes.open_(bytes(box), boxes.ring_of(PRIVATE), place="p")
    assert "Lila" not in str(refusal.value)


@pytest.mark.parametrize("box", [b"", b"short", bytes(8), bytes(60)])
def test_what_is_no_box_does_not_open(box: bytes) -> None:
    with pytest.raises(CannotOpen):
        boxes.open_(box, boxes.ring_of(PRIVATE), place="p")


def test_the_size_of_a_box_tells_nothing_of_a_name() -> None:
    short, long = (boxes.seal(name, PUBLIC, place="p") for name in (b"Li", b"Maximilienne-Alexandrine"))
    assert len(short) == len(long)


def test_the_process_that_takes_registrations_cannot_read_them(folder: Path) -> None:
    public, worker = vault_of(folder, Process.PUBLIC), vault_of(folder, Process.WORKER)
    sealed = public.seal_at_intake(b"Lila", place="p")
    with pytest.raises(KeyNotHeld):
        public.open_at_intake(sealed.box, place="p")
    assert worker.open_at_intake(sealed.box, place="p") == b"Lila"


def test_the_portal_opens_neither_registrations_nor_another_association(folder: Path) -> None:
    public, partners = vault_of(folder, Process.PUBLIC), vault_of(folder, Process.PARTNERS)
    with pytest.raises(KeyNotHeld):
        partners.open_at_intake(public.seal_at_intake(b"Lila", place="p").box, place="p")
    key, _ = partners.new_association_keys("afev")
    _, another = partners.new_association_keys("proxite")
    box = partners.seal_for_association(b"Lila", key, place="p")
    with pytest.raises(CannotOpen):
        partners.open_for_association(box, another, slug="proxite", place="p")
    with pytest.raises(CannotOpen):
        partners.open_for_association(box, another, slug="afev", place="p")


def test_the_recovery_key_opens_what_the_intake_key_lost(folder: Path) -> None:
    sealed = vault_of(folder, Process.PUBLIC).seal_at_intake(b"Lila", place="p")
    private = bytes.fromhex((folder / "recovery" / "recovery_private.key").read_text())
    assert boxes.open_(sealed.for_recovery, boxes.ring_of(private), place="p") == b"Lila"


def sealed_together(folder: Path) -> list[SealedTwice]:
    contents = {"intake:identity:AAAA": b"Lila", "intake:need:AAAA": b"16"}
    return vault_of(folder, Process.PUBLIC).seal_together(contents)


def test_what_was_sealed_together_opens_for_the_worker_each_at_its_place(folder: Path) -> None:
    identity, need = sealed_together(folder)
    worker = vault_of(folder, Process.WORKER)
    assert worker.open_at_intake(identity.box, place="intake:identity:AAAA") == b"Lila"
    assert worker.open_at_intake(need.box, place="intake:need:AAAA") == b"16"
    with pytest.raises(KeyNotHeld):
        vault_of(folder, Process.PUBLIC).open_at_intake(need.box, place="intake:need:AAAA")


@pytest.mark.parametrize("place", ["intake:identity:BBBB", "intake:need:AAAA"])
def test_what_was_sealed_together_opens_in_no_other_row_nor_column(folder: Path, place: str) -> None:
    identity, _ = sealed_together(folder)
    with pytest.raises(CannotOpen):
        vault_of(folder, Process.WORKER).open_at_intake(identity.box, place=place)


def test_a_lid_of_somebody_elses_box_does_not_fit(folder: Path) -> None:
    (hers, _), (his, _) = sealed_together(folder), sealed_together(folder)
    mixed = his.box[: boxes.LID_BYTES] + hers.box[boxes.LID_BYTES :]
    with pytest.raises(CannotOpen):
        vault_of(folder, Process.WORKER).open_at_intake(mixed, place="intake:identity:AAAA")


def test_the_recovery_keys_lid_opens_what_the_intake_key_lost(folder: Path) -> None:
    identity, _ = sealed_together(folder)
    private = bytes.fromhex((folder / "recovery" / "recovery_private.key").read_text())
    recovered = identity.for_recovery + identity.box[boxes.LID_BYTES :]
    opened = boxes.open_(recovered, boxes.ring_of(private), place="intake:identity:AAAA")
    assert opened == b"Lila"


@given(st.data())
def test_a_damaged_box_under_a_lid_says_nothing_but_no(data: st.DataObject) -> None:
    key = boxes.new_secret()
    box = bytearray(boxes.shut(b"Lila", key, lid=boxes.lid(key, PUBLIC), place="p"))
    where = data.draw(st.integers(0, len(box) - 1))
    box[where] ^= data.draw(st.integers(1, 255))
    with pytest.raises(CannotOpen) as refusal:
        boxes.open_(bytes(box), boxes.ring_of(PRIVATE), place="p")
    assert "Lila" not in str(refusal.value)


def test_an_older_box_opens_even_if_its_fingerprint_begins_like_a_lid() -> None:
    private, public = boxes.new_pair()
    while boxes.key_id(public)[:1] != boxes.LIDDED:
        private, public = boxes.new_pair()
    box = boxes.seal(b"Lila", public, place="p")
    assert boxes.open_(box, boxes.ring_of(private), place="p") == b"Lila"


def test_all_that_is_sealed_together_is_as_long_as_each_other(folder: Path) -> None:
    assert len({len(sealed.box) for sealed in sealed_together(folder)}) == 1


def test_what_a_browser_keeps_for_one_use_opens_for_no_other() -> None:
    page, other = (CookieBox(bytes(32), use=use, kept=60) for use in ("page", "other"))
    sealed = page.seal(b"token", now=NOON)
    assert page.open(sealed, now=NOON + timedelta(seconds=60)) == b"token"
    assert page.open(sealed, now=NOON + timedelta(seconds=61)) is None
    assert other.open(sealed, now=NOON) is None


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


def test_every_wrong_key_file_is_named_at_once(folder: Path) -> None:
    (folder / "worker" / "answers.key").unlink()
    (folder / "worker" / "sign_in.key").write_text("not hexadecimal")
    (folder / "worker" / "intake_private.key").chmod(0o644)
    reasons = "\n".join(wrong(folder, Process.WORKER))
    for name in ("answers.key", "sign_in.key", "intake_private.key"):
        assert name in reasons
    assert not list(wrong(folder, Process.PUBLIC))


def test_keys_never_print_themselves(folder: Path) -> None:
    held = keys.read(folder, Process.WORKER)
    assert held.answers is not None
    assert repr(held) == f"{held}" == "Keys(…)"
    assert repr(held.all_of("answers")) == "(Generation(0, …),)"


def test_a_key_that_was_given_alone_is_of_the_first_generation() -> None:
    assert keys.Keys(answers=PRIVATE).all_of("answers") == (Generation(0, PRIVATE),)
    assert keys.Keys().all_of("answers") == ()


def test_an_answer_carries_the_seal_of_these_very_words(folder: Path) -> None:
    portal, worker = vault_of(folder, Process.PARTNERS), vault_of(folder, Process.WORKER)
    seal = portal.sign_answer("card 1, member 7")
    assert worker.is_signed("card 1, member 7", seal)
    assert not worker.is_signed("card 2, member 7", seal)
    assert not worker.is_signed("card 1, member 7", bytes(32))


def test_a_sign_in_code_is_derived_alike_on_both_sides_and_differs_each_time(folder: Path) -> None:
    portal, worker = vault_of(folder, Process.PARTNERS), vault_of(folder, Process.WORKER)
    code = portal.sign_in_code(1, b"nonce")
    assert code == worker.sign_in_code(1, b"nonce")
    assert len(code) == 6 and code.isdecimal()
    assert len({portal.sign_in_code(1, bytes([n])) for n in range(50)}) > 45


def test_who_holds_a_form_token_finds_its_tracking_token_and_nobody_goes_back() -> None:
    token = derived_token("form", use="tracking")
    assert token == derived_token("form", use="tracking")
    assert token != derived_token("form", use="agreement")
    assert token != derived_token("farm", use="tracking")


def test_a_draft_comes_back_for_two_days_and_no_longer() -> None:
    box = DraftBox(bytes(32))
    sealed = box.seal({"first_name": "Lila"}, now=NOON)
    assert "Lila" not in sealed
    assert box.open(sealed, now=NOON + timedelta(hours=48)) == {"first_name": "Lila"}
    assert box.open(sealed, now=NOON + timedelta(hours=48, seconds=1)) is None


@pytest.mark.parametrize("sealed", ["", "nonsense", "gAAAAA", "é"])
def test_what_is_no_draft_is_no_draft(sealed: str) -> None:
    assert DraftBox(bytes(32)).open(sealed, now=NOON) is None


def test_the_draft_of_another_door_is_no_draft() -> None:
    assert DraftBox(bytes(32)).open(DraftBox(b"1" * 32).seal({}, now=NOON), now=NOON) is None


def test_a_vault_without_keys_does_nothing() -> None:
    with pytest.raises(KeyNotHeld):
        Vault(Keys()).sign_answer("yes")


def test_a_marker_opens_for_its_prescriber_and_for_nobody_else(folder: Path) -> None:
    vault = vault_of(folder, Process.PUBLIC)
    hers, his = vault.marker_key("awa@lycee.example"), vault.marker_key("rene@lycee.example")
    box = seal_marker("L. D. 2de B", hers, place="marker:AAAA")
    assert open_marker(box, vault.marker_key(" Awa@Lycee.example"), place="marker:AAAA") == "L. D. 2de B"
    for key, place in ((his, "marker:AAAA"), (hers, "marker:BBBB")):
        with pytest.raises(CannotOpen):
            open_marker(box, key, place=place)


def test_all_markers_are_as_long_as_each_other(folder: Path) -> None:
    key = vault_of(folder, Process.PUBLIC).marker_key("awa@lycee.example")
    assert len({len(seal_marker(marker, key, place="p")) for marker in ("", "L.D.", "Ÿÿÿÿÿÿÿÿÿÿÿÿ")}) == 1


def test_an_address_is_recognised_by_those_who_hold_the_key_only(folder: Path) -> None:
    public, worker = vault_of(folder, Process.PUBLIC), vault_of(folder, Process.WORKER)
    assert public.address_digest("Lou@Exemple.fr") == worker.address_digest("lou@exemple.fr ")
    assert public.address_digest("lou@exemple.fr") != public.address_digest("lo@exemple.fr")
    with pytest.raises(KeyNotHeld):
        vault_of(folder, Process.PARTNERS).address_digest("lou@exemple.fr")


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
