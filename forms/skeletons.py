"""The empty first page of a form: from one newcomer to the next, only the CSRF token is another.

It travels packed as the other pages do, and yet the token is never compressed with anything: the length of an answer
tells nothing of it, whatever else a page may come to say.
"""

from __future__ import annotations

import zlib
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import cast

from flask import Flask, Response, current_app, request
from flask_wtf.csrf import generate_csrf

from forms.ready import FRESH, Edition
from hub.calendar import civil
from hub.web import current_hub

GZIP_HEAD = b"\x1f\x8b\x08" + bytes(5) + b"\x02\xff"
LAST_BLOCK = b"\x01\x00\x00\xff\xff"
RAW = -15
"""For zlib: deflated blocks alone, without a head of their own."""


@dataclass(frozen=True, slots=True)
class Skeleton:
    """The page, cut where the token stands; each part also as deflated blocks that end on a whole byte."""

    parts: list[bytes]
    packed: list[bytes]
    made_at: datetime
    edition: Edition

    def is_fresh(self, now: datetime, edition: Edition) -> bool:
        """Years of birth, dates, figures and the desk's texts may stand on the page."""
        same_words = self.edition == edition
        return same_words and now - self.made_at < FRESH and civil(now) == civil(self.made_at)

    def plain_with(self, token: bytes) -> bytes:
        return token.join(self.parts)

    def packed_with(self, token: bytes) -> bytes:
        """The same page in gzip (RFC 1952), the token in stored blocks (RFC 1951, 3.2.4)."""
        plain = self.plain_with(token)
        ends = zlib.crc32(plain).to_bytes(4, "little") + len(plain).to_bytes(4, "little")
        return GZIP_HEAD + _stored(token).join(self.packed) + LAST_BLOCK + ends


def init_app(app: Flask) -> None:
    app.extensions["skeletons"] = {}


def newcomers_page(form: str, render: Callable[[], str]) -> Response:
    """The first page of this form as ``render`` makes it for a visitor without a draft, at most ``FRESH`` ago."""
    kept = cast(dict[tuple[str, str], Skeleton], current_app.extensions["skeletons"])
    key = (request.script_root, form)
    now = current_hub.clock()
    edition = current_app.extensions["edition"].at(now)
    if key not in kept or not kept[key].is_fresh(now, edition):
        kept[key] = _skeleton(render().encode(), now, edition)
    return _answer(kept[key], generate_csrf().encode())


def _skeleton(page: bytes, now: datetime, edition: Edition) -> Skeleton:
    parts = page.split(generate_csrf().encode())
    return Skeleton(parts, [_deflated(part) for part in parts], now, edition)


def _answer(skeleton: Skeleton, token: bytes) -> Response:
    packs = "gzip" in request.headers.get("Accept-Encoding", "")
    response = Response(skeleton.packed_with(token) if packs else skeleton.plain_with(token))
    response.vary.add("Accept-Encoding")
    if packs:
        response.headers["Content-Encoding"] = "gzip"
    return response


def _deflated(part: bytes) -> bytes:
    packer = zlib.compressobj(9, zlib.DEFLATED, RAW)
    return packer.compress(part) + packer.flush(zlib.Z_FULL_FLUSH)


def _stored(token: bytes) -> bytes:
    size = len(token).to_bytes(2, "little")
    return b"\x00" + size + bytes(byte ^ 0xFF for byte in size) + token
