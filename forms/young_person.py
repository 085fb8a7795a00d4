"""The young person's form."""

from __future__ import annotations

from forms import forecast, receipts, summary
from forms.answers import Answers, need_of, to_registration
from forms.forecast import Told, Whose
from forms.intake_form import IntakeForm, Sent
from forms.questions import PAGES
from hub import intake
from hub.work import Work


def register(work: Work, answers: Answers, sent: Sent) -> None:
    registration = to_registration(
        answers, form_token=sent.form_token, source=sent.source, language=sent.language
    )
    intake.register(work, registration, proven=sent.proven)


def expected(answers: Answers) -> Told | None:
    whose = Whose.THEIRS if answers.formal else Whose.YOURS
    return forecast.told(forecast.expected(need_of(answers)), whose)


FORM = IntakeForm(
    name="form",
    url_prefix="/trouver-un-mentor",
    answers=Answers,
    pages=PAGES,
    sections=summary.sections,
    register=register,
    receipt_of=forecast.receipt_of,
    receipt_shows=receipts.shows,
    forecast=expected,
)
