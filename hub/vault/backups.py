"""A backup is sealed as it is written, a piece at a time, to a key whose private half lies in a safe.

The machine that writes it can never read it again.  Each piece is locked for its place in the row, and the last one
says that it is the last: a file that was cut, changed or mixed does not open.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import BinaryIO

from hub.vault import boxes
from hub.vault.boxes import LID_BYTES, CannotOpen

MAGIC = b"HUB BACKUP 1\n"
LENGTH_BYTES = 4
LONGEST = 16 * 1024 * 1024
"""Of one piece.  What says that it is longer was not written here."""


class TornBackup(Exception):
    """The file ends before its last piece: it was cut, or is still being written."""


class NoBackup(Exception):
    """The file is something else."""


def sealed(pieces: Iterable[bytes], public_key: bytes) -> tuple[bytes, Iterator[bytes]]:
    """The key of this one backup, for whoever writes it to read it back at once; and what goes into the file."""
    key = boxes.new_secret()
    return key, _sealed(pieces, key, boxes.lid(key, public_key))


def key_of(file: BinaryIO, private_key: bytes) -> bytes:
    """The key under the lid of this file, which is then at its first piece.

    Raises :class:`NoBackup`, :class:`TornBackup` or :class:`hub.vault.CannotOpen`.
    """
    return boxes.under_lid(_lid_in(file), boxes.ring_of(private_key))


def opened(file: BinaryIO, key: bytes) -> Iterator[bytes]:
    """Each piece, from the first.  Raises :class:`TornBackup` or :class:`hub.vault.CannotOpen`."""
    number, is_last = 0, False
    while not is_last:
        piece = _next(file)
        is_last = len(piece) == boxes.LOCKED_BYTES
        yield boxes.unlock(piece, key, place=_place(number, last=is_last))
        number += 1
    if file.read(1):
        raise CannotOpen("something follows the last piece")


def skip_lid(file: BinaryIO) -> None:
    """To the first piece, for whoever has the key already."""
    _lid_in(file)


def _sealed(pieces: Iterable[bytes], key: bytes, lid: bytes) -> Iterator[bytes]:
    yield MAGIC + lid
    number = 0
    for number, piece in enumerate(filter(None, pieces), 1):
        yield _framed(boxes.lock(piece, key, place=_place(number - 1, last=False)))
    yield _framed(boxes.lock(b"", key, place=_place(number, last=True)))


def _lid_in(file: BinaryIO) -> bytes:
    if file.read(len(MAGIC)) != MAGIC:
        raise NoBackup("this file is no backup")
    return _whole(file, LID_BYTES)


def _next(file: BinaryIO) -> bytes:
    length = int.from_bytes(_whole(file, LENGTH_BYTES), "big")
    if not boxes.LOCKED_BYTES <= length <= LONGEST:
        raise CannotOpen("this is not how long a piece is")
    return _whole(file, length)


def _whole(file: BinaryIO, length: int) -> bytes:
    read = file.read(length)
    if len(read) < length:
        raise TornBackup("the file ends before its last piece")
    return read


def _framed(piece: bytes) -> bytes:
    return len(piece).to_bytes(LENGTH_BYTES, "big") + piece


def _place(number: int, *, last: bool) -> str:
    return f"backup:{number}:{'last' if last else 'more'}"
