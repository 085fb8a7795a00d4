"""Each process opens, seals and recognises what its keys let it, and nothing else."""

from __future__ import annotations

from pathlib import Path

import pytest

from hub.vault import (
    CannotOpen,
    KeyNotHeld,
    Keys,
    Process,
    SealedTwice,
    Vault,
    boxes,
    derived_token,
    open_marker,
    seal_marker,
)
from tests.hub.vault.conftest import vault_of


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


def test_all_that_is_sealed_together_is_as_long_as_each_other(folder: Path) -> None:
    assert len({len(sealed.box) for sealed in sealed_together(folder)}) == 1


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
