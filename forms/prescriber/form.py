"""The professional's form: one young person whom they accompany."""

from __future__ import annotations

from forms import forecast
from forms.forecast import Told as Expected
from forms.forecast import Whose
from forms.intake_form import IntakeForm, Sent
from forms.prescriber import receipts, summary
from forms.prescriber.pages import PAGES
from forms.prescriber.told import Told, need_of, to_registration
from hub import intake
from hub.work import Work


def register(work: Work, told: Told, sent: Sent) -> None:
    registration = to_registration(
        told, form_token=sent.form_token, source=sent.source, language=sent.language
    )
    intake.register(work, registration, proven=sent.proven)


def expected(told: Told) -> Expected | None:
    return forecast.told(forecast.expected(need_of(told)), Whose.THEIRS)


FORM = IntakeForm(
    name="prescriber",
    url_prefix="/inscrire-un-jeune/un-jeune",
    answers=Told,
    pages=PAGES,
    sections=summary.sections,
    register=register,
    receipt_of=receipts.kept,
    receipt_shows=receipts.shows,
    check_template="forms/prescriber_check.html",
    receipt_template="forms/prescriber_receipt.html",
    kept=frozenset({"vous"}),
    forecast=expected,
)
