"""Page 1: how old, doing what, in which trade."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from types import MappingProxyType
from typing import Any

from flask_babel import gettext as _
from wtforms import Field, RadioField, SelectChoice, SelectField
from wtforms.validators import StopValidation

from forms import content
from forms.fields import Needed
from forms.mentor.answers import MentorAnswers
from forms.questions.page import Page
from hub.readable import Content
from hub.vocabulary import MentorAge, MentorStatus, Sector
from hub.wording import MENTOR_AGES, MENTOR_STATUSES, N_, SECTORS

UNDER_15 = "under-15"
AT_WHAT_AGE: Mapping[MentorStatus, frozenset[MentorAge]] = MappingProxyType(
    {
        MentorStatus.LYCEEN: frozenset({MentorAge.FROM_15_TO_17, MentorAge.FROM_18_TO_25}),
        MentorStatus.RETRAITE: frozenset({MentorAge.FROM_26_TO_49, MentorAge.FROM_50}),
    }
)
"""The others at any age.  Whoever works at a lycée is no pupil of it."""
NO_STATUS = N_("Choisissez la situation la plus proche de la vôtre.")
NOT_TOGETHER = N_("Vérifiez votre âge ou votre situation : les deux ne vont pas ensemble.")


class You(Page[MentorAnswers]):
    title = N_("Devenir mentor : qui êtes-vous ?")
    template = "forms/mentor_you.html"

    age = RadioField(N_("Votre âge"), [Needed(N_("Choisissez votre tranche d’âge."))], choices=[])
    status = RadioField(N_("Votre situation"), choices=[], validate_choice=False)
    sector = SelectField(
        N_("Votre domaine"),
        choices=[],
        description=N_("Le métier que vous connaissez peut donner des idées à un jeune."),
    )

    def __init__(self, answers: MentorAnswers, **kwargs: Any) -> None:
        super().__init__(answers, **kwargs)
        self.status.flags.required = True
        bands = [SelectChoice(code.value, _(MENTOR_AGES[code])) for code in MentorAge]
        self.age.choices = [SelectChoice(UNDER_15, _("Moins de 15 ans")), *bands]
        self.status.choices = [SelectChoice(code.value, _(MENTOR_STATUSES[code])) for code in MentorStatus]
        trades = [SelectChoice(code.value, _(SECTORS[code])) for code in Sector]
        self.sector.choices = [SelectChoice("", _("Je préfère ne pas le dire")), *trades]

    @property
    def about(self) -> Content:
        """What stands below the first question."""
        return content.page("devenir-mentor")

    def validate_status(self, field: Field) -> None:
        if self.age.data == UNDER_15:
            return
        if field.data not in list(MentorStatus):
            raise StopValidation(_(NO_STATUS))
        ages = AT_WHAT_AGE.get(MentorStatus(field.data))
        if ages and self.age.data not in ages:
            raise StopValidation(_(NOT_TOGETHER))

    def elsewhere(self) -> str | None:
        return "forms.too_young_to_mentor" if self.age.data == UNDER_15 else None

    def answers(self) -> MentorAnswers:
        return replace(
            self.before,
            age=MentorAge(self.age.data),
            status=MentorStatus(self.status.data),
            sector=Sector(self.sector.data) if self.sector.data else None,
        )
