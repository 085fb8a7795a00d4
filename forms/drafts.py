"""A form that is not finished yet: one sealed cookie, gone when the browser closes or after 48 hours.

Each page carries the same sealed draft in a hidden field, so that a lost cookie loses nothing that was typed.
"""

from __future__ import annotations

import secrets
from dataclasses import dataclass, field
from typing import cast

from flask import current_app, request
from werkzeug.wrappers import Response

from hub.vault import DraftBox
from hub.web import current_hub

FIELD = "draft"
Typed = dict[str, list[str]]
"""What was typed on one page, by field, as the browser sent it."""


@dataclass(slots=True, repr=False)
class Draft:
    """``form_token`` makes one registration of however many submissions."""

    form_token: str = field(default_factory=lambda: secrets.token_hex(16))
    pages: dict[str, Typed] = field(default_factory=dict)

    def __repr__(self) -> str:
        return "Draft(…)"


def load() -> Draft:
    """The visitor's draft, or an empty one."""
    for sealed in (request.cookies.get(_cookie(), ""), request.form.get(FIELD, "")):
        opened = _box().open(sealed, now=current_hub.clock())
        if opened:
            return Draft(form_token=opened["form_token"], pages=opened["pages"])
    return Draft()


def sealed(draft: Draft) -> str:
    return _box().seal({"form_token": draft.form_token, "pages": draft.pages}, now=current_hub.clock())


def keep(draft: Draft, response: Response) -> None:
    response.set_cookie(
        _cookie(),
        sealed(draft),
        httponly=True,
        samesite="Lax",
        secure=current_app.config["SESSION_COOKIE_SECURE"],
    )


def drop(response: Response) -> None:
    secure = current_app.config["SESSION_COOKIE_SECURE"]
    response.delete_cookie(_cookie(), httponly=True, samesite="Lax", secure=secure)


def _cookie() -> str:
    return "__Host-draft" if current_app.config["SESSION_COOKIE_SECURE"] else "draft"


def _box() -> DraftBox:
    return cast(DraftBox, current_app.extensions["drafts"])
