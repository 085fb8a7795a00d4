"""The young person's form."""

from __future__ import annotations

from forms import receipts, summary
from forms.answers import Answers, to_registration
from forms.intake_form import IntakeForm, Sent
from forms.questions import PAGES
from hub import intake
from hub.work import Work


def register(work: Work, answers: Answers, sent: Sent) -> None:
    registration = to_registration(
        answers, form_token=sent.form_token, source=sent.source, language=sent.language
    )
    intake.register(work, registration, proven=sent.proven)


FORM = IntakeForm(
    name="form",
    url_prefix="/trouver-un-mentor",
    answers=Answers,
    pages=PAGES,
    sections=summary.sections,
    register=register,
    receipt_of=intake.receipt_of,
    receipt_shows=receipts.shows,
)
