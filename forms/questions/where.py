"""Page 2: where, and doing what."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from flask_babel import gettext as _
from wtforms import Field, RadioField, SelectChoice, StringField
from wtforms.validators import StopValidation

from forms import offered
from forms.answers import Answers
from forms.fields import Needed, Said, tidy
from forms.questions.page import CHOOSE, Page
from hub import geography
from hub.vocabulary import Situation
from hub.wording import N_, SITUATIONS

COMMUNES_AS_CARDS = 8
UNKNOWN_CODE = Said(
    N_("Nous ne trouvons pas ce code postal. Indique celui de ta commune, par exemple 59000."),
    N_("Nous ne trouvons pas ce code postal. Indiquez celui de la commune, par exemple 59000."),
)
WHICH_COMMUNE = Said(
    N_("Plusieurs communes partagent ce code postal : choisis la tienne."),
    N_("Plusieurs communes partagent ce code postal : choisissez la sienne."),
)


class Where(Page[Answers]):
    template = "forms/page_ou.html"
    title = Said(N_("Où habites-tu, et que fais-tu ?"), N_("Où habite votre enfant, et que fait-il ?"))

    postal_code = StringField(
        Said(N_("Ton code postal"), N_("Le code postal de votre enfant")),
        [
            Needed(
                Said(
                    N_("Indique un code postal de cinq chiffres, par exemple 59000."),
                    N_("Indiquez un code postal de cinq chiffres, par exemple 59000."),
                )
            )
        ],
        filters=[lambda text: tidy(text).replace(" ", "")],
        description=Said(
            N_("Celui de l’endroit où tu vis la plupart du temps."),
            N_("Celui de l’endroit où il ou elle vit la plupart du temps."),
        ),
        render_kw={"autocomplete": "postal-code", "inputmode": "numeric", "maxlength": "10"},
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
        self.places = geography.places(self.postal_code.data)
        if len(self.places) > 1:
            self.commune.flags.required = True
            self.commune.choices = [SelectChoice(place.commune, place.name) for place in self.places]
        else:
            del self.commune

    @property
    def commune_as_list(self) -> bool:
        return len(self.places) > COMMUNES_AS_CARDS

    def validate_postal_code(self, field: Field) -> None:
        if not self.places:
            raise StopValidation(self.say(UNKNOWN_CODE))

    def validate_commune(self, field: Field) -> None:
        if field.data not in {place.commune for place in self.places}:
            raise StopValidation(self.say(WHICH_COMMUNE))

    def answers(self) -> Answers:
        commune = self.commune.data if "commune" in self else None
        place = geography.place(self.postal_code.data, commune)
        return replace(self.before, place=place, situation=Situation(self.situation.data))
