"""Page 2: where, and doing what."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from flask_babel import gettext as _
from wtforms import RadioField, SelectChoice

from forms import offered
from forms.answers import Answers
from forms.fields import Needed, Said
from forms.questions.page import CHOOSE
from forms.questions.place import PlacePage, postal_code_field
from hub.vocabulary import Situation
from hub.wording import N_, SITUATIONS


class Where(PlacePage[Answers]):
    template = "forms/page_ou.html"
    title = Said(N_("Où habites-tu, et que fais-tu ?"), N_("Où habite votre enfant, et que fait-il ?"))

    postal_code = postal_code_field(
        Said(N_("Ton code postal"), N_("Le code postal de votre enfant")),
        Said(
            N_("Celui de l’endroit où tu vis la plupart du temps."),
            N_("Celui de l’endroit où il ou elle vit la plupart du temps."),
        ),
    )
    commune = RadioField(Said(N_("Ta commune"), N_("Sa commune")), choices=[], validate_choice=False)
    situation = RadioField(
        Said(N_("Ta situation en ce moment"), N_("Sa situation en ce moment")), [Needed(CHOOSE)], choices=[]
    )

    def __init__(self, answers: Answers, **kwargs: Any) -> None:
        super().__init__(answers, **kwargs)
        self.situation.choices = [
            SelectChoice(code.value, _(SITUATIONS[code])) for code in offered.situations(answers.age)
        ]

    def answers(self) -> Answers:
        return replace(self.before, place=self.place(), situation=Situation(self.situation.data))
