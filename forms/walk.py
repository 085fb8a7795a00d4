"""How far a draft has come: its pages are read again, in order, each in the light of those before."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from werkzeug.datastructures import MultiDict

from forms.answers import Answers
from forms.drafts import Typed
from forms.questions import PAGES, Page


@dataclass(frozen=True, slots=True, repr=False)
class Walk:
    """``pages`` are valid, in order; ``answers``, what they told; ``next_page``, the first that is not."""

    pages: Mapping[str, Page]
    answers: Answers
    next_page: str | None

    def before(self, slug: str) -> Answers | None:
        """The answers that this page is built from, or None when a page before it is unfinished."""
        if slug in self.pages:
            return self.pages[slug].before
        return self.answers if slug == self.next_page else None


def walk(typed: Mapping[str, Typed], *, today: date) -> Walk:
    answers, pages = Answers(), dict[str, Page]()
    for slug, kind in PAGES.items():
        if slug not in typed:
            return Walk(pages, answers, slug)
        page = kind(answers, today=today, formdata=MultiDict(typed[slug]), meta={"csrf": False})
        if not page.validate() or page.elsewhere():
            return Walk(pages, answers, slug)
        pages[slug] = page
        answers = page.answers()
    return Walk(pages, answers, None)
