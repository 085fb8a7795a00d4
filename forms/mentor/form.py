"""The mentor's form."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

from flask_babel import gettext as _

from forms import forecast, receipts
from forms.forecast import Told, Whose
from forms.intake_form import IntakeForm, Sent
from forms.mentor import summary
from forms.mentor.answers import MentorAnswers, engagement_of, to_registration
from forms.mentor.contact import Contact
from forms.mentor.offer import Offer
from forms.mentor.where import Where
from forms.mentor.you import You
from hub import intake
from hub.intake import Receipt
from hub.lifecycle import ReferralState
from hub.wording import N_
from hub.work import Work

TO_CONFIRM = N_(
    "Ouvrez l’e-mail que nous vous envoyons et confirmez votre adresse : la recherche part aussitôt."
)
TO_READ = N_("Un e-mail arrive dans quelques minutes : ouvrez-le, et confirmez que l’adresse est la vôtre.")
NEXT = (
    N_("Nous proposons votre candidature à une association, sans votre nom ni vos coordonnées."),
    N_("Dès qu’une association dit oui, elle vous contacte. Si la date change, nous vous écrivons."),
    N_("Elle fait connaissance avec vous, vous forme, puis vous présente un jeune."),
)


def register(work: Work, answers: MentorAnswers, sent: Sent) -> None:
    registration = to_registration(
        answers, form_token=sent.form_token, source=sent.source, language=sent.language
    )
    intake.register(work, registration, proven=sent.proven)


def receipt_shows(receipt: Receipt, formal: bool) -> Mapping[str, Any]:
    waits = receipt.state is ReferralState.AWAITING_CONFIRMATION
    lines = (TO_CONFIRM if waits else TO_READ, *NEXT)
    told = receipts.shows(receipt, formal, whose=Whose.MENTORS)
    return {**told, "lines": [str(_(line)) for line in lines]}


def expected(answers: MentorAnswers) -> Told | None:
    return forecast.told(forecast.expected(engagement_of(answers)), Whose.MENTORS)


FORM = IntakeForm(
    name="mentor",
    url_prefix="/devenir-mentor",
    answers=MentorAnswers,
    pages=MappingProxyType({"vous": You, "ou": Where, "proposition": Offer, "contact": Contact}),
    sections=summary.sections,
    register=register,
    receipt_of=forecast.receipt_of,
    receipt_shows=receipt_shows,
    check_template="forms/mentor_check.html",
    receipt_template="forms/mentor_receipt.html",
    forecast=expected,
)
