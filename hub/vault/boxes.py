"""The boxes: what is sealed to a public key opens with its private half, at the place it was sealed for.

HPKE (RFC 9180).  A box begins with the first eight bytes of its key's fingerprint, so that a ring of keys finds the
right one; its content is padded, so that its size tells nothing.
"""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Mapping
from functools import cache

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hpke import AEAD, KDF, KEM, Suite

PADDED_TO = 1024
KEY_ID_BYTES = 8
NONCE_BYTES = 12

_suite = Suite(KEM.X25519, KDF.HKDF_SHA256, AEAD.AES_256_GCM)


class CannotOpen(Exception):
    """Wrong key, wrong place, or bytes that were changed.  Never says which, nor shows a byte."""


def key_id(public_key: bytes) -> bytes:
    return hashlib.sha256(public_key).digest()[:KEY_ID_BYTES]


def seal(content: bytes, public_key: bytes, *, place: str) -> bytes:
    name, recipient = _recipient(public_key)
    return name + _suite.encrypt(_padded(content), recipient, place.encode())


@cache
def _recipient(public_key: bytes) -> tuple[bytes, X25519PublicKey]:
    """Nothing secret, and few: the hub's own public keys, and one for each association."""
    return key_id(public_key), X25519PublicKey.from_public_bytes(public_key)


def open_(box: bytes, ring: Mapping[bytes, X25519PrivateKey], *, place: str) -> bytes:
    private_key = ring.get(box[:KEY_ID_BYTES])
    if private_key is None:
        raise CannotOpen("no key of this process opens this box")
    try:
        return _unpadded(_suite.decrypt(box[KEY_ID_BYTES:], private_key, place.encode()))
    except (InvalidTag, ValueError):
        raise CannotOpen("this box does not open here") from None


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
