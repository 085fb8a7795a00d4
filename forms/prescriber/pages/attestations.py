"""Page 5: what the professional vouches for.  Nothing is ticked beforehand."""

from __future__ import annotations

from typing import Any

from flask_babel import gettext as _
from wtforms import BooleanField, RadioField, SelectChoice

from forms.prescriber import rules
from forms.prescriber.pages.ruled import RuledPage
from forms.prescriber.told import Told
from hub.vocabulary import WrittenAgreement
from hub.wording import N_, WRITTEN_AGREEMENTS

NOT_YET = N_("L’association attend cet accord avant la première rencontre.")
NOT_YET_FOR_A_CHILD = N_(
    "Avant 15 ans, nous gardons la demande et ne la transmettons qu’une fois l’accord obtenu."
)


class Attestations(RuledPage):
    template = "forms/prescriber_attestations.html"
    title = N_("Ce que vous attestez")
    rule = rules.attestations
    needed = ("young_agrees", "guardian_agrees", "evaluated", "written")

    young_agrees = BooleanField(N_("Le jeune est informé de cette demande, et il est d’accord."))
    guardian_agrees = BooleanField(N_("Son parent ou tuteur est informé de cette demande, et d’accord."))
    evaluated = BooleanField(N_("La situation a été évaluée : un mentor répond à son intérêt."))
    written = RadioField(
        N_("L’accord écrit des titulaires de l’autorité parentale est"), choices=[], validate_choice=False
    )

    def __init__(self, answers: Told, **kwargs: Any) -> None:
        super().__init__(answers, **kwargs)
        under_way = NOT_YET_FOR_A_CHILD if answers.consent_needed else NOT_YET
        self.written.choices = [
            SelectChoice(code.value, _(WRITTEN_AGREEMENTS[code]), {"hint": _(hint) if hint else ""})
            for code, hint in ((WrittenAgreement.OBTAINED, ""), (WrittenAgreement.UNDER_WAY, under_way))
        ]
        if not rules.asks_guardian_informed(answers):
            del self.guardian_agrees
        if not answers.child_welfare:
            del self.evaluated
        if not rules.asks_written(answers):
            del self.written
