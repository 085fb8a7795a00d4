"""The boxes: what is sealed to a public key opens with its private half, at the place it was sealed for.

HPKE (RFC 9180).  A box begins with the first eight bytes of its key's fingerprint, so that a ring of keys finds the
right one; its content is padded, so that its size tells nothing.

Several contents for the same readers go under one fresh key each reader gets in a *lid*: a box is then a lid, which
HPKE closes, and behind it the content, locked with the key (AES-256-GCM).  Any reader's lid fits on each of the boxes.
"""

from __future__ import annotations

import hashlib
import hmac
import secrets
from collections.abc import Mapping
from functools import lru_cache

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hpke import AEAD, KDF, KEM, Suite

PADDED_TO = 1024
KEY_ID_BYTES = 8
NONCE_BYTES = 12
SECRET_BYTES = 32
LIDDED = b"\x02"
"""How a lid begins.  A box without one begins with a fingerprint, even if this is its first byte: the rest differs."""
LID_BYTES = len(LIDDED) + KEY_ID_BYTES + 32 + SECRET_BYTES + 16
"""Behind the fingerprint: the ephemeral public key, the sealed secret, and the tag."""
LID = b"lid"
LOCKED_BYTES = NONCE_BYTES + 16
"""What a locked content is longer than the content: nothing locked has this length."""

_suite = Suite(KEM.X25519, KDF.HKDF_SHA256, AEAD.AES_256_GCM)


class CannotOpen(Exception):
    """Wrong key, wrong place, or bytes that were changed.  Never says which, nor shows a byte."""


def key_id(public_key: bytes) -> bytes:
    return hashlib.sha256(public_key).digest()[:KEY_ID_BYTES]


def seal(content: bytes, public_key: bytes, *, place: str) -> bytes:
    name, recipient = _recipient(public_key)
    return name + _suite.encrypt(_padded(content), recipient, place.encode())


@lru_cache(maxsize=512)
def _recipient(public_key: bytes) -> tuple[bytes, X25519PublicKey]:
    """Nothing secret, and few that come again: the hub's own public keys, and one for each association."""
    return key_id(public_key), X25519PublicKey.from_public_bytes(public_key)


def open_(box: bytes, ring: Mapping[bytes, X25519PrivateKey], *, place: str) -> bytes:
    named, private_key = _key_for(box, ring)
    try:
        if named == len(LIDDED):
            key = _suite.decrypt(box[named + KEY_ID_BYTES : LID_BYTES], private_key, LID)
            return _unpadded(unlock(box[LID_BYTES:], key, place=place))
        return _unpadded(_suite.decrypt(box[KEY_ID_BYTES:], private_key, place.encode()))
    except (InvalidTag, ValueError):
        raise CannotOpen("this box does not open here") from None


def _key_for(box: bytes, ring: Mapping[bytes, X25519PrivateKey]) -> tuple[int, X25519PrivateKey]:
    """The key that this box names, and where its name stands: behind the sign of a lid, or first."""
    for start in (len(LIDDED), 0):
        private_key = ring.get(box[start : start + KEY_ID_BYTES])
        if private_key and box.startswith(LIDDED[:start]):
            return start, private_key
    raise CannotOpen("no key of this process opens this box")


def derived(key: bytes, *, use: str) -> bytes:
    """Another key from a key, one for each use."""
    return hmac.digest(key, use.encode(), "sha256")


def new_secret() -> bytes:
    return secrets.token_bytes(SECRET_BYTES)


def lid(key: bytes, public_key: bytes) -> bytes:
    """What gives this key to the reader who holds the private half."""
    name, recipient = _recipient(public_key)
    return LIDDED + name + _suite.encrypt(key, recipient, LID)


def under_lid(lid: bytes, ring: Mapping[bytes, X25519PrivateKey]) -> bytes:
    """The key that a lid gives.  Raises :class:`CannotOpen`."""
    named, private_key = _key_for(lid, ring)
    try:
        return _suite.decrypt(lid[named + KEY_ID_BYTES :], private_key, LID)
    except (InvalidTag, ValueError):
        raise CannotOpen("this lid does not open here") from None


def shut(content: bytes, key: bytes, *, lid: bytes, place: str) -> bytes:
    """A box under that lid, for this one place."""
    return lid + lock(_padded(content), key, place=place)


def reopened(box: bytes, key: bytes, *, place: str) -> bytes:
    """What was shut under no lid, by whoever has the key at hand."""
    return _unpadded(unlock(box, key, place=place))


def lock(content: bytes, key: bytes, *, place: str) -> bytes:
    """Seal with a secret of 32 bytes, which opens it again (AES-256-GCM)."""
    nonce = secrets.token_bytes(NONCE_BYTES)
    return nonce + AESGCM(key).encrypt(nonce, content, place.encode())


def unlock(box: bytes, key: bytes, *, place: str) -> bytes:
    try:
        return AESGCM(key).decrypt(box[:NONCE_BYTES], box[NONCE_BYTES:], place.encode())
    except (InvalidTag, ValueError):
        raise CannotOpen("this box does not open here") from None


def ring_of(*private_keys: bytes) -> dict[bytes, X25519PrivateKey]:
    """Raw private keys (32 bytes each), found by the fingerprint of their public half."""
    keys = [X25519PrivateKey.from_private_bytes(raw) for raw in private_keys]
    return {key_id(key.public_key().public_bytes_raw()): key for key in keys}


def public_half(private_key: bytes) -> bytes:
    return X25519PrivateKey.from_private_bytes(private_key).public_key().public_bytes_raw()


def new_pair() -> tuple[bytes, bytes]:
    """A fresh key pair: (private, public), 32 raw bytes each."""
    key = X25519PrivateKey.generate()
    return key.private_bytes_raw(), key.public_key().public_bytes_raw()


def _padded(content: bytes) -> bytes:
    size = len(content).to_bytes(4, "big")
    return size + content + bytes(-(len(content) + 4) % PADDED_TO)


def _unpadded(padded: bytes) -> bytes:
    size = int.from_bytes(padded[:4], "big")
    if size > len(padded) - 4:
        raise ValueError("the padding does not add up")
    return padded[4 : 4 + size]
