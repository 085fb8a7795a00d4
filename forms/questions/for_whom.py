"""Page 1: for whom, and how old."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from flask_babel import gettext as _
from wtforms import Field, RadioField, SelectChoice, SelectField, StringField
from wtforms.validators import StopValidation

from forms import content, offered
from forms.answers import MAJORITY, Answers, age_on
from forms.fields import Needed, one_line
from forms.questions.page import Page
from hub.calendar import MONTHS
from hub.readable import Content
from hub.vocabulary import Channel
from hub.wording import N_

OLDEST_EVER = 120
YEAR_DIGITS = 4
WHO_ASKS = (
    (Channel.SELF, N_("Pour moi"), ""),
    (
        Channel.GUARDIAN,
        N_("Pour mon enfant"),
        N_("Vous êtes son parent ou son tuteur, et votre enfant a moins de 18 ans."),
    ),
    (
        Channel.PRESCRIBER,
        N_("Pour un jeune que j’accompagne"),
        N_("Vous êtes professionnel : école, mission locale, foyer, association…"),
    ),
)
CHILD_IS_OF_AGE = N_(
    "Votre enfant est majeur : c’est à lui ou à elle de s’inscrire, en choisissant « Pour moi »."
)


class ForWhom(Page[Answers]):
    template = "forms/page_pour_qui.html"
    title = N_("Un mentor, pour qui ?")

    channel = RadioField(
        N_("Le mentor serait…"),
        [Needed(N_("Choisir une réponse : pour qui est cette demande ?"))],
        choices=[],
    )
    birth_month = SelectField(N_("Mois de naissance"), choices=[])
    birth_year = StringField(
        N_("Année de naissance"), filters=[one_line], render_kw={"inputmode": "numeric", "maxlength": "4"}
    )

    def __init__(self, answers: Answers, **kwargs: Any) -> None:
        super().__init__(answers, **kwargs)
        self.birth_month.flags.required = self.birth_year.flags.required = True
        months = [SelectChoice(str(number), _(name)) for number, name in enumerate(MONTHS, start=1)]
        self.birth_month.choices = [SelectChoice("", _("Choisir…")), *months]
        self.channel.choices = [
            SelectChoice(channel.value, _(label), {"hint": _(hint) if hint else ""})
            for channel, label, hint in WHO_ASKS
        ]

    @property
    def about(self) -> Content:
        """What stands below the first question."""
        return content.page("trouver-un-mentor")

    def validate_birth_month(self, field: Field) -> None:
        if self.channel.data != Channel.PRESCRIBER and not field.data:
            raise StopValidation(_("Choisir le mois de naissance dans la liste."))

    def validate_birth_year(self, field: Field) -> None:
        if self.channel.data == Channel.PRESCRIBER:
            return
        if not (field.data.isascii() and field.data.isdigit() and len(field.data) == YEAR_DIGITS):
            raise StopValidation(_("Indiquer l’année de naissance en quatre chiffres, par exemple 2009."))
        if not self.today.year - OLDEST_EVER <= int(field.data) <= self.today.year:
            raise StopValidation(_("Vérifier l’année de naissance : elle s’écrit par exemple 2009."))
        if self.channel.data == Channel.GUARDIAN and self._age() in range(MAJORITY, offered.OLDEST + 1):
            raise StopValidation(_(CHILD_IS_OF_AGE))

    def answers(self) -> Answers:
        return replace(
            self.before,
            channel=Channel(self.channel.data),
            birth_year=int(self.birth_year.data),
            birth_month=int(self.birth_month.data),
            age=self._age(),
        )

    def elsewhere(self) -> str | None:
        if self.channel.data == Channel.PRESCRIBER:
            return "prescriber.page"
        return None if self._age() in offered.AGES else "forms.other_ways"

    def _age(self) -> int:
        month = self.birth_month.data if not self.birth_month.errors else self.today.month
        return age_on(self.today, year=int(self.birth_year.data), month=int(month))
