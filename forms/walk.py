"""How far a draft has come: each page is read once, in the light of those before, and again on another day."""

from __future__ import annotations

from collections.abc import Mapping
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

    told: Mapping[str, Plain]
    befores: Mapping[str, A]
    answers: A
    next_page: str | None

    def before(self, slug: str) -> A | None:
        """The answers that this page is built from, or None when a page before it is unfinished."""
        return self.befores.get(slug)


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
    answers, befores = form.answers(), dict[str, A]()
    for slug in form.pages:
        befores[slug] = answers
        if slug not in told:
            return Walk(told, befores, answers, slug)
        answers = grown(answers, told[slug])
    return Walk(told, befores, answers, None)
