"""How far a draft has come: each page is read once, in the light of those before, and again on another day."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Generic

from werkzeug.datastructures import MultiDict

from forms.drafts import Draft, Typed
from forms.intake_form import IntakeForm
from forms.plain import A, Plain, grown, told_by


@dataclass(frozen=True, slots=True, repr=False)
class Walk(Generic[A]):
    """``answers`` are those of the valid pages; ``next_page``, the first that is not; ``told``, page by page."""

    form: IntakeForm[A]
    told: Mapping[str, Plain]
    answers: A
    next_page: str | None

    def before(self, slug: str) -> A | None:
        """The answers that this page is built from, or None when a page before it is unfinished."""
        earlier = self.form.pages_before(slug)
        return None if self.next_page in earlier else _answers(self.form, self.told, earlier)


def walk(form: IntakeForm[A], draft: Draft, *, today: date) -> Walk[A]:
    """What was valid today is not read again.  A birthday may have passed since another day."""
    if draft.validated_on == today:
        try:
            return _along(form, draft.told)
        except (KeyError, TypeError, ValueError):  # told before the form changed
            pass
    return read(form, draft.typed, {}, today=today)


def read(
    form: IntakeForm[A], typed: Mapping[str, Typed], told: Mapping[str, Plain], *, today: date
) -> Walk[A]:
    """Read the pages that follow those of ``told``, up to the first that is not valid."""
    walked = _along(form, told)
    while (slug := walked.next_page) and slug in typed:
        page = form.pages[slug](
            walked.answers, today=today, formdata=MultiDict(typed[slug]), meta={"csrf": False}
        )
        if not page.validate() or page.elsewhere():
            break
        walked = _along(form, {**walked.told, slug: told_by(walked.answers, page.answers())})
    return walked


def _along(form: IntakeForm[A], told: Mapping[str, Plain]) -> Walk[A]:
    next_page = next((slug for slug in form.pages if slug not in told), None)
    valid = form.pages if next_page is None else form.pages_before(next_page)
    return Walk(form, told, _answers(form, told, valid), next_page)


def _answers(form: IntakeForm[A], told: Mapping[str, Plain], pages: Iterable[str]) -> A:
    """What these pages told; a page may tell again, and otherwise, what one before it told."""
    return grown(form.answers(), {name: value for page in pages for name, value in told[page].items()})
