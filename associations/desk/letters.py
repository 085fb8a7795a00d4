"""Every letter the hub writes, at the desk: as text and as a page, by day and by night, on a desk and on a phone.

What is shown is written from invented facts, and handed in by the root: this room does not know how letters are made.
"""

from __future__ import annotations

import re
from base64 import b64encode
from collections.abc import Mapping, Sequence
from email.message import EmailMessage
from hashlib import sha256
from itertools import groupby
from types import MappingProxyType
from typing import Protocol, cast

from flask import Blueprint, Flask, Response, current_app, render_template, request
from flask.typing import ResponseReturnValue

from associations.wording import STEPS
from hub.queries import NotFound
from hub.vocabulary import Audience, Step
from hub.wording import N_, READERS

LANGUAGES: Mapping[str, str] = MappingProxyType({"fr": N_("français"), "en": N_("anglais")})
FRAME_POLICY = "sandbox; default-src 'none'; style-src {sheets}; img-src data:; frame-ancestors 'self'"
"""A letter in its frame runs nothing, sends nothing, opens nothing and fetches nothing."""
SHEET = re.compile(r"<style>(.*?)</style>", re.DOTALL)
PAGE_POLICY = (
    "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self'; connect-src 'self'; "
    "frame-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)

bp = Blueprint("letters", __name__, url_prefix="/lettres", template_folder="templates")


class Exhibit(Protocol):
    """One letter as one reader gets it.  ``difference``: what is not as usual, in French, or nothing."""

    @property
    def key(self) -> str: ...
    @property
    def letter(self) -> str: ...
    @property
    def audience(self) -> Audience: ...
    @property
    def language(self) -> str: ...
    @property
    def variant(self) -> str: ...
    @property
    def difference(self) -> str: ...
    @property
    def subject(self) -> str: ...
    @property
    def source(self) -> str: ...


class Written(Protocol):
    @property
    def text(self) -> str: ...
    @property
    def html(self) -> str: ...


class Gallery(Protocol):
    """What the root hands in."""

    def exhibits(self) -> Sequence[Exhibit]: ...
    def written(self, key: str) -> Written: ...
    def page(self, key: str, *, by_night: bool) -> str: ...
    def posted(self, key: str) -> EmailMessage: ...
    def points(self) -> Sequence[str]: ...
    def faults(self, key: str) -> Sequence[str]: ...


def hang(door: Flask, gallery: Gallery) -> None:
    """What this door shows."""
    door.extensions["gallery"] = gallery


@bp.get("/")
def listed() -> ResponseReturnValue:
    asked = request.args.get("pour", "")
    usual = [each for each in _gallery().exhibits() if each.language == "fr" and not each.variant]
    shown = [each for each in usual if asked in ("", each.audience)]
    return render_template(
        "desk/letters.html",
        groups=[(audience, list(of)) for audience, of in groupby(shown, lambda each: each.audience)],
        counts={audience: sum(each.audience is audience for each in usual) for audience in Audience},
        others=_others(),
        asked=asked,
        audiences=READERS,
        languages=LANGUAGES,
        when=_when,
    )


@bp.get("/<key>/")
def shown(key: str) -> Response:
    exhibit = _exhibit(key)
    kin = _others()[exhibit.letter, exhibit.audience]
    page = render_template(
        "desk/letter.html",
        shown=exhibit,
        written=_gallery().written(key),
        points=_gallery().points(),
        faults=_gallery().faults(key),
        variants=[each for each in kin if each.language == exhibit.language],
        tongues=[each for each in kin if each.variant == exhibit.variant],
        neighbours=_neighbours(exhibit),
        on_phone=request.args.get("ecran") == "telephone",
        by_night="nuit" in request.args,
        audiences=READERS,
        languages=LANGUAGES,
        when=_when,
    )
    return Response(page, headers={"Content-Security-Policy": PAGE_POLICY})


@bp.get("/<key>/page.html")
def page(key: str) -> Response:
    """The letter itself, for its frame alone."""
    _exhibit(key)
    page = _gallery().page(key, by_night="nuit" in request.args)
    policy = FRAME_POLICY.format(sheets=" ".join(map(_named, SHEET.findall(page))))
    return Response(page, headers={"Content-Security-Policy": policy, "X-Frame-Options": "SAMEORIGIN"})


@bp.get("/<key>/message.eml")
def message(key: str) -> Response:
    """The whole message as it leaves, to be opened in a mail program."""
    _exhibit(key)
    response = Response(_gallery().posted(key).as_bytes(), mimetype="message/rfc822")
    response.headers["Content-Disposition"] = f'attachment; filename="{key}.eml"'
    return response


def _named(sheet: str) -> str:
    """How a policy allows this sheet and no other."""
    return f"'sha256-{b64encode(sha256(sheet.encode()).digest()).decode()}'"


def _gallery() -> Gallery:
    return cast(Gallery, current_app.extensions["gallery"])


def _exhibit(key: str) -> Exhibit:
    found = next((each for each in _gallery().exhibits() if each.key == key), None)
    if found is None:
        raise NotFound("there is no such letter")
    return found


def _others() -> dict[tuple[str, Audience], list[Exhibit]]:
    """The same letter to the same audience, in every language and variant."""
    kin: dict[tuple[str, Audience], list[Exhibit]] = {}
    for each in _gallery().exhibits():
        kin.setdefault((each.letter, each.audience), []).append(each)
    return kin


def _neighbours(exhibit: Exhibit) -> tuple[Exhibit | None, Exhibit | None]:
    """The letters before and after this one to the same audience, for whoever rereads them all."""
    row = [
        each
        for each in _gallery().exhibits()
        if (each.audience, each.language, each.variant) == (exhibit.audience, exhibit.language, "")
    ]
    here = next(place for place, each in enumerate(row) if each.letter == exhibit.letter)
    return row[here - 1] if here else None, row[here + 1] if here + 1 < len(row) else None


def _when(exhibit: Exhibit) -> str:
    """The step of the journey that sends it; nothing for a letter off the journey."""
    return STEPS[Step(exhibit.letter)] if exhibit.letter in STEPS else ""
