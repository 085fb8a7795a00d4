"""The vault: the only place where personal data is sealed and opened.

One class, the verbs of the field.  Each process builds it with the keys it holds; a verb whose key is not held raises
:class:`KeyNotHeld`: the process that takes registrations cannot read what it wrote.
"""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime

from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey

from hub.mailboxes import mailbox_of
from hub.vault import boxes, returns, signing
from hub.vault.boxes import CannotOpen
from hub.vault.drafts import CookieBox, DraftBox
from hub.vault.key_files import Generation, in_force
from hub.vault.keys import Keys, Process
from hub.vault.recovering import NoRecoveryKey, RecoveryRing
from hub.vault.watching import WatchedFolder

__all__ = [
    "CannotOpen",
    "CookieBox",
    "DraftBox",
    "KeyNotHeld",
    "Keys",
    "NoRecoveryKey",
    "Process",
    "RecoveryRing",
    "SealedTwice",
    "Vault",
    "WatchedFolder",
]

CODE_DIGITS = 6
MARKER_BYTES = 48


def utc_now() -> datetime:
    return datetime.now(UTC)


class KeyNotHeld(Exception):
    """This process was never given the key that this needs."""


@dataclass(frozen=True, slots=True)
class SealedTwice:
    """One content, sealed to the key that will open it and to the recovery key.

    What was sealed together is there once: ``for_recovery`` is then another lid for the box.
    """

    box: bytes
    for_recovery: bytes


class Vault:
    """``keys``: what this process holds, or what to ask for it each time; ``clock``: which generation is in force."""

    def __init__(self, keys: Keys | Callable[[], Keys], *, clock: Callable[[], datetime] = utc_now) -> None:
        self._keys = keys
        self._clock = clock
        self._rings: dict[tuple[bytes, ...], dict[bytes, X25519PrivateKey]] = {}

    def seal_at_intake(self, content: bytes, *, place: str) -> SealedTwice:
        """Seal for the worker.  ``place`` says what it is and whose: the box opens nowhere else."""
        return SealedTwice(
            boxes.seal(content, self._held("intake_public"), place=place),
            boxes.seal(content, self._held("recovery_public"), place=place),
        )

    def seal_together(self, contents: Mapping[str, bytes]) -> list[SealedTwice]:
        """Seal several contents for the worker, each for its place, at the price of one."""
        key = boxes.new_secret()
        lid, for_recovery = (
            boxes.lid(key, self._held(name)) for name in ("intake_public", "recovery_public")
        )
        return [
            SealedTwice(boxes.shut(content, key, lid=lid, place=place), for_recovery)
            for place, content in contents.items()
        ]

    def open_at_intake(self, box: bytes, *, place: str) -> bytes:
        return boxes.open_(box, self._ring("intake_private"), place=place)

    def seal_for_association(self, content: bytes, public_key: bytes, *, place: str) -> bytes:
        return boxes.seal(content, public_key, place=place)

    def open_for_association(self, box: bytes, wrapped_key: bytes, *, slug: str, place: str) -> bytes:
        private_key = self.open_for_portal(wrapped_key, place=association_key_place(slug))
        return boxes.open_(box, boxes.ring_of(private_key), place=place)

    def new_association_keys(self, slug: str) -> tuple[bytes, bytes]:
        """A key pair for one association: (public, private half wrapped for the portal)."""
        private, public = boxes.new_pair()
        return public, self.seal_for_portal(private, place=association_key_place(slug))

    def seal_for_portal(self, content: bytes, *, place: str) -> bytes:
        return boxes.seal(content, self._held("portal_public"), place=place)

    def open_for_portal(self, box: bytes, *, place: str) -> bytes:
        return boxes.open_(box, self._ring("portal_private"), place=place)

    @staticmethod
    def decision_place(reference: str) -> str:
        """Where a decision about this referral opens."""
        return f"decision:{reference}"

    def sign_answer(self, answer: str) -> bytes:
        """The portal's word that a member really gave this answer."""
        return signing.sign(answer, in_force(self._all("answers"), self._clock()))

    def is_signed(self, answer: str, seal: bytes) -> bool:
        """Raises :class:`KeyNotHeld` for the seal of a key that was not handed out here yet."""
        held = self._all("answers")
        if signing.generation_of(seal) == held[-1].number + 1:
            raise KeyNotHeld("this answer was sealed with the key that comes after those of this process")
        return signing.is_signed(answer, seal, held)

    def seal_of_journal(self, before: bytes, content: bytes) -> bytes:
        """What holds a row of the journal in its place, behind the row that has the seal ``before``."""
        said = len(before).to_bytes(2, "big") + before + content
        return hmac.digest(self._held("journal"), said, "sha256")

    def vouch(self, words: str) -> bytes:
        """The hub's word that it wrote this row itself: whoever only writes in the database cannot give it."""
        return hmac.digest(boxes.derived(self._held("journal"), use="rows"), words.encode(), "sha256")

    def is_vouched(self, words: str, seal: bytes | None) -> bool:
        return seal is not None and hmac.compare_digest(self.vouch(words), seal)

    def tally_key(self, form: str) -> str:
        """The name under which the worker counts a form of card: whoever reads the tally learns no form."""
        return hmac.digest(self._held("tallies"), form.encode(), "sha256").hex()[:32]

    def seal_count(self, content: bytes, *, place: str) -> bytes:
        """What the worker counted, for itself alone."""
        return boxes.shut(content, self._counts(), lid=b"", place=place)

    def open_count(self, box: bytes, *, place: str) -> bytes:
        return boxes.reopened(box, self._counts(), place=place)

    def _counts(self) -> bytes:
        return boxes.derived(self._held("tallies"), use="counts")

    def return_word(self, message_id: int) -> str:
        """What a letter that comes back is recognised by."""
        return returns.word_for(message_id, self._held("tallies"))

    def returned_message(self, word: str) -> int | None:
        """The row of the letter that carried this word; None when no letter did."""
        return returns.number_in(word, self._held("tallies"))

    def sign_in_code(self, challenge_id: int, nonce: bytes) -> str:
        """Six digits that only the portal and the worker can derive from a challenge.  Stored nowhere."""
        return _code(self._held("sign_in"), challenge_id, nonce)

    def sign_in_link(self, challenge_id: int, nonce: bytes) -> str:
        """What the letter's link carries instead of the code: 128 bits, which nobody guesses in any number of tries."""
        content = b"link:%d:%b" % (challenge_id, nonce)
        return hmac.digest(self._held("sign_in"), content, "sha256").hex()[:32]

    def recovery_digest(self, member_id: int, code: str) -> bytes:
        """A code kept on paper, recognised again; a copy of the database alone cannot try them out."""
        return hmac.digest(self._held("sign_in"), f"recovery:{member_id}:{code}".encode(), "sha256")

    def passkey_owner(self, member_id: int) -> bytes:
        """Under which number a member's passkeys know them: it tells whoever finds one nothing."""
        return hmac.digest(self._held("sign_in"), f"passkeys:{member_id}".encode(), "sha256")

    def prescriber_code(self, challenge_id: int, nonce: bytes) -> str:
        """Six digits that only the public door and the worker can derive from a challenge.  Stored nowhere."""
        return _code(self._held("prescriber_codes"), challenge_id, nonce)

    def prescriber_link(self, challenge_id: int, nonce: bytes) -> str:
        """What the letter's link carries instead of the code: 128 bits, which nobody guesses in any number of tries."""
        content = b"link:%d:%b" % (challenge_id, nonce)
        return hmac.digest(self._held("prescriber_codes"), content, "sha256").hex()[:32]

    def letters_link(self, name: str, *, of_member: bool) -> str:
        """What stops the letters of this reader: 128 bits, from a key of the door where it is pressed."""
        key = self._held("sign_in" if of_member else "prescriber_codes")
        return hmac.digest(key, f"letters:{name}".encode(), "sha256").hex()[:32]

    def page_code(self, challenge_id: int, nonce: bytes) -> str:
        """Six digits for the page of somebody who follows a registration: only the worker can tell them."""
        return _code(self._held("page_codes"), challenge_id, nonce)

    def grant_page(self, words: str) -> bytes:
        """The worker's word that the code was typed."""
        return hmac.digest(self._held("page_codes"), f"granted:{words}".encode(), "sha256")

    def is_granted_page(self, words: str, grant: bytes) -> bool:
        return hmac.compare_digest(self.grant_page(words), grant)

    def sign_page(self, words: str) -> bytes:
        """The public door's word that somebody asked for this: rows that only a database's writer made have none."""
        key = boxes.derived(self._held("prescriber_codes"), use="own pages")
        return hmac.digest(key, words.encode(), "sha256")

    def is_signed_page(self, words: str, seal: bytes) -> bool:
        return hmac.compare_digest(self.sign_page(words), seal)

    def address_digest(self, address: str) -> bytes:
        """A mailbox, recognised again without being kept: the same for each way of writing its address."""
        return self._of_address("address", mailbox_of(address))

    def line_token(self, address: str, line: str) -> str:
        """The form token of one line of a prescriber's file: the same line again is the same registration."""
        return self._of_address("line", f"{address}\n{line}").hex()[:32]

    def marker_key(self, address: str) -> bytes:
        """What opens a prescriber's own markers; nobody keeps it but their browser, while they read their page."""
        return self._of_address("markers", mailbox_of(address))

    def source_digest(self, source: str) -> bytes:
        """Where a visitor comes from, recognised for a while without being kept."""
        return self._of_address("source", source)

    def _of_address(self, use: str, address: str) -> bytes:
        return hmac.digest(self._held("addresses"), f"{use}:{address.strip().casefold()}".encode(), "sha256")

    def print_in_force(self, pair: str) -> bytes:
        """What boxes begin with that are sealed now to this pair."""
        return boxes.key_id(self._held(f"{pair}_public"))

    def number_in_force(self, name: str) -> int:
        """The generation of this key that seals now."""
        return in_force(self._all(name), self._clock()).number

    def _held(self, name: str) -> bytes:
        """The generation in force."""
        return in_force(self._all(name), self._clock()).key

    def _all(self, name: str) -> tuple[Generation, ...]:
        keys = self._keys if isinstance(self._keys, Keys) else self._keys()
        held = keys.all_of(name)
        if not held:
            raise KeyNotHeld(f"this process does not hold the key {name}")
        return held

    def _ring(self, name: str) -> Mapping[bytes, X25519PrivateKey]:
        """Every generation opens what it sealed."""
        held = tuple(each.key for each in self._all(name))
        if held not in self._rings:
            self._rings = {held: boxes.ring_of(*held)}
        return self._rings[held]


def new_browser_keys() -> tuple[bytes, bytes]:
    """A key pair for one browser: (private, public).  The private half goes into that browser's cookie alone."""
    return boxes.new_pair()


def seal_for_browser(content: bytes, public_key: bytes, *, place: str) -> bytes:
    return boxes.seal(content, public_key, place=place)


def open_in_browser(box: bytes, private_key: bytes, *, place: str) -> bytes:
    return boxes.open_(box, boxes.ring_of(private_key), place=place)


def seal_marker(marker: str, key: bytes, *, place: str) -> bytes:
    """``key``: :meth:`Vault.marker_key`.  Every marker has the same length once sealed."""
    return boxes.lock(marker.encode().ljust(MARKER_BYTES), key, place=place)


def open_marker(box: bytes, key: bytes, *, place: str) -> str:
    return boxes.unlock(box, key, place=place).decode().rstrip()


def digest(token: str) -> bytes:
    """What is stored of a token: enough to recognise it, not to use it."""
    return hashlib.sha256(token.encode()).digest()


def derived_token(token: str, *, use: str) -> str:
    """A second token from a first, 128 bits: who holds the first can always tell the second."""
    return hmac.digest(token.encode(), use.encode(), "sha256").hex()[:32]


def _code(key: bytes, challenge_id: int, nonce: bytes) -> str:
    digest = hmac.digest(key, b"%d:%b" % (challenge_id, nonce), "sha256")
    return f"{int.from_bytes(digest[:8], 'big') % 10**CODE_DIGITS:0{CODE_DIGITS}d}"


def association_key_place(slug: str) -> str:
    return f"association:{slug}"
