"""What the vault sealed and derived in the past is in databases, letters and browsers: it opens and is recognised."""

from __future__ import annotations

import hashlib
import json
from base64 import b64decode, urlsafe_b64encode
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path

import pytest

from hub.vault import (
    CannotOpen,
    DraftBox,
    Keys,
    Vault,
    backups,
    boxes,
    derived_token,
    digest,
    new_browser_keys,
    open_in_browser,
    open_marker,
    seal_for_browser,
)
from hub.vault.key_files import Generation
from hub.vault.keys import SECRETS

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)
BEFORE = json.loads((Path(__file__).parent / "sealed_before.json").read_text())
SEALED_BEFORE = {name: b64decode(box, altchars="-_") for name, box in BEFORE["boxes"].items()}
"""With the keys 00 01 02 … and 00 00 00 …, by this hub when it was younger."""
FIRST, NOUGHT = bytes(range(32)), bytes(32)


def test_what_an_earlier_version_sealed_opens_for_ever() -> None:
    ring = boxes.ring_of(FIRST)
    for name in ("sealed", "under a lid"):
        assert boxes.open_(SEALED_BEFORE[name], ring, place="p") == b"Lila"
    assert boxes.open_(SEALED_BEFORE["copy of a key"], ring, place="key:journal:1") == NOUGHT
    assert boxes.reopened(SEALED_BEFORE["shut"], NOUGHT, place="p") == b"Lila"
    assert open_marker(SEALED_BEFORE["marker"], NOUGHT, place="p") == "L. D."
    draft = DraftBox(NOUGHT).open(urlsafe_b64encode(SEALED_BEFORE["draft"]).decode(), now=NOON)
    assert draft == {"first_name": "Lila"}
    file = BytesIO(SEALED_BEFORE["backup"])
    assert [*backups.opened(file, backups.key_of(file, FIRST))] == [b"one", b"two", b""]


def test_boxes_are_as_long_as_ever() -> None:
    """Else a box would tell by which version it was sealed, and when."""
    key = boxes.new_secret()
    assert len(key) == 32
    assert len(boxes.seal(b"Lila", boxes.public_half(FIRST), place="p")) == len(SEALED_BEFORE["sealed"])
    lidded = boxes.shut(b"Lila", key, lid=boxes.lid(key, boxes.public_half(FIRST)), place="p")
    assert len(lidded) == len(SEALED_BEFORE["under a lid"])
    assert len(boxes.seal(bytes(1020), boxes.public_half(FIRST), place="p")) == len(SEALED_BEFORE["sealed"])


def vault_with(key: bytes) -> Vault:
    """Each of its keys is another."""
    held = {name: (Generation(0, hashlib.sha256(key + name.encode()).digest()),) for name in SECRETS}
    return Vault(Keys(generations=held))


def words_of(vault: Vault) -> dict[str, str | bytes]:
    return {
        "answer": vault.sign_answer("card 1"),
        "journal": vault.seal_of_journal(b"before", b"row"),
        "vouched": vault.vouch("row"),
        "tally": vault.tally_key("form"),
        "return": vault.return_word(7),
        "sign-in code": vault.sign_in_code(1, b"nonce"),
        "prescriber’s code": vault.prescriber_code(1, b"nonce"),
        "code of a page": vault.page_code(1, b"nonce"),
        "sign-in link": vault.sign_in_link(1, b"nonce"),
        "recovery": vault.recovery_digest(1, "code"),
        "passkeys": vault.passkey_owner(1),
        "prescriber’s link": vault.prescriber_link(1, b"nonce"),
        "letters of a member": vault.letters_link("name", of_member=True),
        "letters of a professional": vault.letters_link("another", of_member=False),
        "page granted": vault.grant_page("words"),
        "page signed": vault.sign_page("words"),
        "address": vault.address_digest("lou@exemple.fr"),
        "line": vault.line_token("lou@exemple.fr", "line"),
        "markers": vault.marker_key("lou@exemple.fr"),
        "source": vault.source_digest("192.0.2.1"),
        "token": digest("token"),
        "second token": derived_token("token", use="use"),
    }


def test_what_an_earlier_version_derived_is_derived_for_ever() -> None:
    """It stands in the database, in letters and in links: what is derived otherwise is recognised no more."""
    words = words_of(vault_with(FIRST))
    assert len({*words.values()}) == len(words), "no word serves for another use"
    told = {name: each if isinstance(each, str) else each.hex() for name, each in words.items()}
    assert told == BEFORE["words"]


def test_another_key_derives_nothing_alike() -> None:
    ours, theirs = words_of(vault_with(FIRST)), words_of(vault_with(NOUGHT))
    public = {"token", "second token"}
    assert {name for name in ours if ours[name] == theirs[name]} == public


def test_a_word_of_the_hub_is_recognised_and_no_other() -> None:
    vault = vault_with(FIRST)
    assert vault.is_vouched("row", vault.vouch("row"))
    assert not vault.is_vouched("another row", vault.vouch("row")) and not vault.is_vouched("row", None)
    assert vault.is_granted_page("words", vault.grant_page("words"))
    assert not vault.is_granted_page("words", vault.sign_page("words"))
    assert vault.is_signed_page("words", vault.sign_page("words"))
    assert not vault.is_signed_page("words", vault.grant_page("words"))
    assert vault.returned_message(vault.return_word(7)) == 7


def test_what_the_worker_counted_opens_for_it_at_its_place() -> None:
    vault = vault_with(FIRST)
    box = vault.seal_count(b"3", place="tally:1")
    assert vault.open_count(box, place="tally:1") == b"3"
    with pytest.raises(CannotOpen):
        vault.open_count(box, place="tally:2")


def test_what_is_sealed_for_a_browser_opens_there_alone() -> None:
    private, public = new_browser_keys()
    box = seal_for_browser(b"Lila", public, place="p")
    assert open_in_browser(box, private, place="p") == b"Lila"
    with pytest.raises(CannotOpen):
        open_in_browser(box, FIRST, place="p")


@pytest.mark.parametrize(("more", "opens"), [(0, True), (1, False)])
def test_the_longest_piece_of_a_backup_opens_and_a_longer_one_was_not_written_here(
    more: int, opens: bool
) -> None:
    piece = bytes(backups.LONGEST - boxes.LOCKED_BYTES + more)
    key, written = backups.sealed([piece], boxes.public_half(FIRST))
    file = BytesIO(b"".join(written))
    backups.skip_lid(file)
    try:
        assert [*backups.opened(file, key)] == [piece, b""] and opens
    except CannotOpen:
        assert not opens
