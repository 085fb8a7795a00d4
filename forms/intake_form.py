"""What makes one intake form: its address, its pages, what is registered at the end, and the receipt."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Generic

from forms.forecast import Told as Expected
from forms.plain import A
from forms.questions.page import Page
from hub.work import Work

Row = tuple[str, str]


@dataclass(frozen=True, slots=True, repr=False)
class Section:
    """One page's answers, to check before sending; ``page`` is where to change them, ``note`` what to know."""

    page: str
    title: str
    rows: list[Row]
    note: str = ""


class AskAgain(Exception):
    """What this page asked can no longer be had: it is asked again, and nothing was registered."""

    def __init__(self, page: str) -> None:
        super().__init__(page)
        self.page = page


@dataclass(frozen=True, slots=True)
class Sent:
    """How a form was sent.  ``source``: a partner's tag; ``proven``: the sender made the effort asked of machines.

    ``language`` is the page's: letters are written in it.
    """

    form_token: str
    source: str | None
    proven: bool
    language: str


@dataclass(frozen=True, slots=True)
class IntakeForm(Generic[A]):
    """``name`` names the blueprint (``name.page``, ``name.check``, ``name.receipt``) and the draft's cookie.

    ``pages`` go in order, by their place in the address; the first is at ``url_prefix`` itself.
    ``register`` is called once with (work, answers, how it was sent); a form token that is known already must
    register nothing.  ``receipt_of`` finds what a form token registered, or None; ``receipt_shows`` makes of it,
    and of whether to say *vous*, what the template of the receipt needs.  ``kept`` are the pages whose answers stay
    on this device for the next registration: who registers, never whom.  ``forecast``: how long those like these
    answers wait, to be told before sending.
    """

    name: str
    url_prefix: str
    answers: type[A]
    pages: Mapping[str, type[Page[A]]]
    sections: Callable[[A], list[Section]]
    register: Callable[[Work, A, Sent], None]
    receipt_of: Callable[[Work, str], Any | None]
    receipt_shows: Callable[[Any, bool], Mapping[str, Any]]
    check_template: str = "forms/check.html"
    receipt_template: str = "forms/receipt.html"
    kept: frozenset[str] = frozenset()
    forecast: Callable[[A], Expected | None] | None = None

    @property
    def first(self) -> str:
        return next(iter(self.pages))

    @property
    def steps(self) -> int:
        """The pages, and the one that checks and sends."""
        return len(self.pages) + 1

    def pages_before(self, slug: str) -> list[str]:
        slugs = [*self.pages]
        return slugs[: slugs.index(slug)]

    def page_before(self, slug: str) -> str | None:
        return next(reversed(self.pages_before(slug)), None)
