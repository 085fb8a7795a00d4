"""Looks for what must not be there, whatever it was hidden in: the instrument of the leak tests.

A haystack is taken apart first (quoted-printable, base64, zlib and so on, each in any other); every layer is then read
in every usual encoding, without regard to accents and capitals.
"""

from __future__ import annotations

import binascii
import hashlib
import html
import re
import unicodedata
import zlib
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from email.header import decode_header
from functools import cache
from pathlib import Path
from urllib.parse import unquote_to_bytes

Canary = str | bytes
Haystack = bytes | str | Path | Mapping[str, bytes | str]
Unwrap = Callable[[bytes], Iterator[bytes]]

LEVELS = 3
LEVELS_WHEN_LARGE = 2
LARGE = 100_000
PLAIN = "plain"
INFLATED_AT_MOST = 1 << 22
ANY_HEAD, RAW = 47, -15  # for zlib: of zlib or gzip, or deflated blocks alone
SIP = 64  # bytes fed at once to a decompressor, so that a torn stream still gives what comes before the tear

ENTITY = re.compile(rb"&(?:#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z]{2,8});?")
ESCAPE = re.compile(
    rb"\\(?:u([0-9a-fA-F]{4})|U([0-9a-fA-F]{8})|x([0-9a-fA-F]{2})|([0-3][0-7]{2})|([nrt\\/\"']))"
)
LETTERS = {b"n": b"\n", b"r": b"\r", b"t": b"\t"}
HEXADECIMAL = re.compile(rb"[0-9a-fA-F]{12,}")
BASE64 = re.compile(rb"[A-Za-z0-9+/_-]{10,}(?:\r?\n[ \t]?[A-Za-z0-9+/_-]+)*")
LINE_ENDS = re.compile(rb"\r?\n[ \t]?")
STANDARD = bytes.maketrans(b"-_", b"+/")
MIME_WORDS = re.compile(rb"(?:=\?[\w-]+\?[bBqQ]\?[^?\s]*\?=\s*)+")
STREAM = re.compile(rb"\x1f\x8b\x08|[\x08\x18\x28\x38\x48\x58\x68\x78](?=[\x00-\xff])")
ZIPPED = re.compile(rb"PK\x03\x04.{4}\x08\x00.{16}(..)(..)", re.DOTALL)
MARKS = re.compile("[\u0300-\u036f]")
BETWEEN_DIGITS = re.compile(
    rb"(?<=\d)(?:[\s.()/\xa0-]|\xc2\xa0|\xe2\x80[\x91\xaf]|&nbsp;|&#8239;){1,3}(?=\d)"
)

READ: dict[tuple[bytes, frozenset[Canary]], Mapping[Canary, str]] = {}
"""What was found, by the digest of a content and what was sought in it."""
CLEAN: defaultdict[frozenset[Canary], set[tuple[bytes, ...]]] = defaultdict(set)
"""Lines of texts with the line before and the line after, in which nothing of what is sought was found."""


@dataclass(frozen=True, slots=True)
class Leak:
    """``coding`` is what it was hidden in, from outside to inside."""

    where: str
    canary: Canary
    coding: str


def find_leaks(haystack: Haystack, canaries: Iterable[Canary], *, where: str = "") -> list[Leak]:
    """Each canary at most once for each place, in its plainest coding.

    A folder is a haystack of all its files.  Digits are found with spaces or dots between them; bytes, as they are.
    """
    sought = frozenset(canaries)
    return [
        Leak(name, canary, coding)
        for name, content in _contents(haystack, where)
        for canary, coding in _read(content, sought).items()
    ]


def _read(content: bytes, sought: frozenset[Canary]) -> Mapping[Canary, str]:
    """Each canary with its plainest coding.  What was read once is not read again: most pages are often the same."""
    known = hashlib.sha256(content).digest(), sought
    if known not in READ:
        READ[known] = (_read_text if _is_text(content) else _read_all)(content, sought)
    return READ[known]


def _is_text(content: bytes) -> bool:
    try:
        return "\0" not in content.decode()
    except UnicodeDecodeError:
        return False


def _read_text(content: bytes, sought: frozenset[Canary]) -> Mapping[Canary, str]:
    """Of a page or a log, only the lines that no clean text had between the same two others."""
    lines = content.splitlines(keepends=True)
    between = list(zip([b"", *lines], lines, [*lines[1:], b""], strict=False))
    clean = CLEAN[sought]
    found = _read_all(b"".join(each[1] for each in between if each not in clean), sought)
    if not found:
        clean.update(between)
    return found


def _read_all(content: bytes, sought: frozenset[Canary]) -> Mapping[Canary, str]:
    found: dict[Canary, str] = {}
    for coding, layer in _layers(content):
        for canary in _held(layer, sought):
            found.setdefault(canary, coding)
    return found


def _contents(haystack: Haystack, where: str) -> Iterator[tuple[str, bytes]]:
    if isinstance(haystack, Mapping):
        for name, part in haystack.items():
            yield from _contents(part, f"{where}{name}")
    elif isinstance(haystack, Path):
        inside = sorted(haystack.rglob("*")) if haystack.is_dir() else [haystack]
        for path in inside:
            if path.is_file():
                yield f"{where}{path.name}", path.read_bytes()
    else:
        yield where, haystack.encode() if isinstance(haystack, str) else haystack


def _layers(content: bytes) -> Iterator[tuple[str, bytes]]:
    levels = LEVELS if len(content) < LARGE else LEVELS_WHEN_LARGE
    seen = {content, b""}
    layers = [(PLAIN, content)]
    yield from layers
    for _ in range(levels):
        layers = list(_inside(layers, seen))
        yield from layers


def _inside(layers: list[tuple[str, bytes]], seen: set[bytes]) -> Iterator[tuple[str, bytes]]:
    for coding, outer in layers:
        for name, inner in _unwrapped(outer):
            if inner not in seen:
                seen.add(inner)
                yield (name if coding == PLAIN else f"{coding} > {name}"), inner


def _unwrapped(outer: bytes) -> Iterator[tuple[str, bytes]]:
    for name, unwrap in CODINGS.items():
        for inner in unwrap(outer):
            yield name, inner


def _held(layer: bytes, sought: frozenset[Canary]) -> Iterator[Canary]:
    narrow = layer.replace(b"\0", b"").lower()
    dialled = BETWEEN_DIGITS.sub(b"", narrow)
    for canary in sought:
        if isinstance(canary, bytes):
            held = canary in layer
        elif canary.isdecimal():
            held = canary.encode() in dialled
        else:
            held = _anchor(canary) in narrow and any(_folded(canary) in text for text in _readings(layer))
        if held:
            yield canary


def _readings(layer: bytes) -> Iterator[str]:
    yield _folded(layer.decode("utf-8", "replace"))
    yield _folded(layer.replace(b"\0", b"").decode("latin-1"))
    for start in (0, 1):
        for encoding in ("utf-16-le", "utf-16-be"):
            yield _folded(layer[start:].decode(encoding, "replace"))


def _folded(text: str) -> str:
    return MARKS.sub("", unicodedata.normalize("NFKD", text.casefold()))


@cache
def _anchor(canary: str) -> bytes:
    """Its longest run of ASCII letters, which stays itself in every encoding: a quick first look."""
    runs: list[str] = re.findall(r"[\x00-\x7f]+", canary)
    return max(runs, key=len).lower().encode()


def _quoted_printable(outer: bytes) -> Iterator[bytes]:
    if b"=" in outer:
        yield binascii.a2b_qp(outer)


def _mime_words(outer: bytes) -> Iterator[bytes]:
    for words in MIME_WORDS.findall(outer):
        parts: list[bytes | str] = [part for part, _ in decode_header(words.decode("ascii", "replace"))]
        yield b"".join(part.encode() if isinstance(part, str) else part for part in parts)


def _percent(outer: bytes) -> Iterator[bytes]:
    if b"%" in outer:
        yield unquote_to_bytes(outer)


def _entities(outer: bytes) -> Iterator[bytes]:
    if b"&" in outer:
        yield ENTITY.sub(lambda found: html.unescape(found[0].decode()).encode("utf-8", "replace"), outer)


def _escapes(outer: bytes) -> Iterator[bytes]:
    if b"\\" in outer:
        yield ESCAPE.sub(_unescaped, outer)


def _unescaped(found: re.Match[bytes]) -> bytes:
    short, long, byte, octal, letter = found.groups()
    if letter:
        return LETTERS.get(letter, letter)
    if byte or octal:
        return bytes([int(byte, 16) if byte else int(octal, 8)])
    number = int(short or long, 16)
    return chr(number).encode("utf-8", "replace") if number < 0x110000 else found[0]


def _hexadecimal(outer: bytes) -> Iterator[bytes]:
    runs = HEXADECIMAL.findall(outer)
    for start in (0, 1):
        yield b"\n".join(binascii.unhexlify(run[start : start + (len(run) - start) // 2 * 2]) for run in runs)


def _base64(outer: bytes) -> Iterator[bytes]:
    """From each of four starts, since what stands before a box may look as if it were in it."""
    runs = [LINE_ENDS.sub(b"", run).translate(STANDARD) for run in BASE64.findall(outer)]
    for start in range(4):
        yield b"\n".join(_from_base64(run[start:]) for run in runs)


def _from_base64(run: bytes) -> bytes:
    return binascii.a2b_base64(run + b"A" * (-len(run) % 4))


def _deflated(outer: bytes) -> Iterator[bytes]:
    for header in STREAM.finditer(outer):
        start = header.start()
        if outer[start] != 0x1F and (outer[start] * 256 + outer[start + 1]) % 31:
            continue
        if inflated := _inflated(outer, start):
            yield inflated


def _zipped(outer: bytes) -> Iterator[bytes]:
    """The members of an archive, hence the sheets of a workbook."""
    for header in ZIPPED.finditer(outer):
        name, more = (int.from_bytes(size, "little") for size in header.groups())
        if inflated := _inflated(outer, header.end() + name + more, wbits=RAW):
            yield inflated


def _inflated(outer: bytes, start: int, *, wbits: int = ANY_HEAD) -> bytes:
    stream, parts, size = zlib.decompressobj(wbits=wbits), list[bytes](), 0
    for place in range(start, len(outer), SIP):
        try:
            parts.append(stream.decompress(outer[place : place + SIP]))
        except zlib.error:
            break
        size += len(parts[-1])
        if stream.eof or size > INFLATED_AT_MOST:
            break
    return b"".join(parts)


def _wide(outer: bytes) -> Iterator[bytes]:
    if b"\0" in outer:
        yield outer.replace(b"\0", b"")


CODINGS: Mapping[str, Unwrap] = {
    "quoted-printable": _quoted_printable,
    "MIME words": _mime_words,
    "percent": _percent,
    "HTML entities": _entities,
    "escapes": _escapes,
    "hexadecimal": _hexadecimal,
    "base64": _base64,
    "deflate": _deflated,
    "archive": _zipped,
    "wide characters": _wide,
}
