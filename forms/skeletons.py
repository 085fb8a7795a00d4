"""The empty first page of a form: from one newcomer to the next, only the CSRF token is another."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import cast

from flask import Flask, current_app, request
from flask_wtf.csrf import generate_csrf

from forms.ready import FRESH
from hub.calendar import civil
from hub.web import current_hub


@dataclass(frozen=True, slots=True)
class Skeleton:
    """The page, cut where the token stands."""

    parts: list[str]
    made_at: datetime

    def is_fresh(self, now: datetime) -> bool:
        """Years of birth, dates and figures may stand on the page."""
        return now - self.made_at < FRESH and civil(now) == civil(self.made_at)


def init_app(app: Flask) -> None:
    app.extensions["skeletons"] = {}


def newcomers_page(form: str, render: Callable[[], str]) -> str:
    """The first page of this form as ``render`` makes it for a visitor without a draft, at most ``FRESH`` ago."""
    kept = cast(dict[tuple[str, str], Skeleton], current_app.extensions["skeletons"])
    key = (request.script_root, form)
    now = current_hub.clock()
    if key not in kept or not kept[key].is_fresh(now):
        kept[key] = Skeleton(render().split(generate_csrf()), now)
    return str(generate_csrf()).join(kept[key].parts)
