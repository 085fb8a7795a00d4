"""A form that is not finished yet: a sealed cookie for each form, gone after 48 hours.

Each page carries the same sealed draft in a hidden field, so that a lost cookie loses nothing that was typed.
"""

from __future__ import annotations

import hmac
import json
import secrets
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any, cast

from flask import current_app, request
from werkzeug.wrappers import Response

from forms.plain import Plain
from hub.vault import DraftBox
from hub.vault.drafts import KEPT_SECONDS
from hub.web import current_hub

FIELD = "draft"
LEFT_FOR = timedelta(minutes=10)
TOKEN_LENGTH = 32
COOKIE_HOLDS = 3_800
"""Browsers keep 4,096 bytes of a cookie, its name and manners included: a very long draft goes in two."""
Typed = dict[str, list[str]]
"""What was typed on one page, by field, as the browser sent it."""


@dataclass(slots=True, repr=False)
class Draft:
    """``form_token`` makes one registration of however many submissions of the same answers.

    ``secret`` is what it is made with, and stays sealed; ``told`` are the answers of the pages that were valid on the
    day ``validated_on``; ``typed``, what going back shows again; ``sealed``, this draft as the browser holds it, empty
    when it holds none; ``in_cookie``, whether it came in the visitor's own cookie, which no other site can send;
    ``gone``, whether the page that is sent carried one that no longer opens.
    """

    secret: str = field(default_factory=lambda: secrets.token_hex(16))
    form_token: str = field(default_factory=lambda: secrets.token_hex(16))
    typed: dict[str, Typed] = field(default_factory=dict)
    told: Mapping[str, Plain] = field(default_factory=dict)
    validated_on: date | None = None
    kept_at: datetime | None = None
    sealed: str = ""
    in_cookie: bool = False
    gone: bool = False

    def __repr__(self) -> str:
        return "Draft(…)"

    @property
    def resumed(self) -> bool:
        """It was left for a while."""
        return self.kept_at is not None and current_hub.clock() - self.kept_at > LEFT_FOR

    def tell(self, told: Mapping[str, Plain], *, on: date) -> None:
        """Other answers are another registration; the same ones again are the same, from whichever page they come."""
        answers = json.dumps(told, sort_keys=True).encode()
        self.told, self.validated_on = told, on
        self.form_token = hmac.digest(self.secret.encode(), answers, "sha256").hex()[:TOKEN_LENGTH]

    def goes_on_from(self, earlier: Draft, pages: Iterable[str]) -> bool:
        """It began as that one did, and says the same on these pages."""
        same_pages = all(self.told.get(page) == earlier.told.get(page) for page in pages)
        return same_pages and hmac.compare_digest(self.secret, earlier.secret)

    def is_sent_by_its_owner(self, form_token: str) -> bool:
        """The token stands on the visitor's own page, and sealed in their own cookie: another site knows none."""
        return self.in_cookie and hmac.compare_digest(self.form_token.encode(), form_token.encode())


def load(form: str, pages: Iterable[str] = ()) -> Draft:
    """The visitor's draft of this form, or an empty one.

    ``pages`` are those that the page being sent was made from.  Where its own draft says otherwise of them than the
    cookie, which another tab may have written since, it is the page that counts: its reader saw nothing else.
    """
    in_cookie, on_page = _in_cookie(form), request.form.get(FIELD, "")
    kept = _opened(form, in_cookie, in_cookie=True)
    shown = _opened(form, on_page) if on_page != in_cookie else None
    if shown and not (kept and kept.goes_on_from(shown, pages)):
        return shown
    return kept or Draft(gone=bool(on_page))


def shown(form: str) -> Draft:
    """The draft that the page being sent was made from, whatever another tab has kept in the cookie since."""
    return _opened(form, request.form.get(FIELD, "")) or Draft(gone=True)


def keep(form: str, draft: Draft, response: Response) -> None:
    """What is longer than any answers that a form accepts leaves the browser as it was."""
    sealed, names = _box().seal(_packed(form, draft), now=current_hub.clock()), _cookies(form)
    if len(sealed) > COOKIE_HOLDS * len(names):
        return
    for number, name in enumerate(names):
        if part := sealed[number * COOKIE_HOLDS : (number + 1) * COOKIE_HOLDS]:
            response.set_cookie(name, part, max_age=KEPT_SECONDS, **_manners())
        elif name in request.cookies:
            response.delete_cookie(name, **_manners())


def drop(form: str, response: Response) -> None:
    first, *others = _cookies(form)
    for name in (first, *(other for other in others if other in request.cookies)):
        response.delete_cookie(name, **_manners())


def begin_again(form: str, sent: Draft, kept: Collection[str], response: Response) -> None:
    """Nothing stays of a draft that was sent, but these pages, for another registration.

    Other answers in the cookie are those of another tab, and are not sent yet.
    """
    if not sent.in_cookie and _opened(form, _in_cookie(form)):
        return
    if not kept:
        drop(form, response)
        return
    typed = {page: sent.typed[page] for page in kept}
    told = {page: sent.told[page] for page in kept}
    keep(form, Draft(typed=typed, told=told, validated_on=sent.validated_on), response)


def _packed(form: str, draft: Draft) -> dict[str, Any]:
    return {
        "form": form,
        "secret": draft.secret,
        "form_token": draft.form_token,
        "typed": draft.typed,
        "told": draft.told,
        "validated_on": draft.validated_on and draft.validated_on.isoformat(),
        "kept_at": current_hub.clock().isoformat(timespec="seconds"),
    }


def _opened(form: str, sealed: str, *, in_cookie: bool = False) -> Draft | None:
    opened = _box().open(sealed, now=current_hub.clock()) if sealed else None
    return _unpacked(opened, sealed, in_cookie) if opened and opened.get("form") == form else None


def _unpacked(opened: Mapping[str, Any], sealed: str, in_cookie: bool) -> Draft:
    return Draft(
        secret=opened.get("secret", opened["form_token"]),
        form_token=opened["form_token"],
        typed=opened["typed"],
        told=opened["told"],
        validated_on=date.fromisoformat(opened["validated_on"]),
        kept_at=datetime.fromisoformat(opened["kept_at"]),
        sealed=sealed,
        in_cookie=in_cookie,
    )


def _in_cookie(form: str) -> str:
    return "".join(request.cookies.get(name, "") for name in _cookies(form))


def _cookies(form: str) -> tuple[str, str]:
    name = f"__Host-draft-{form}" if current_app.config["SESSION_COOKIE_SECURE"] else f"draft-{form}"
    return name, f"{name}-2"


def _manners() -> dict[str, Any]:
    return {"httponly": True, "samesite": "Lax", "secure": current_app.config["SESSION_COOKIE_SECURE"]}


def _box() -> DraftBox:
    return cast(DraftBox, current_app.extensions["drafts"])
