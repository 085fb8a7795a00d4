"""Where somebody lives, on any form: a postal code, and the commune when several share it."""

from __future__ import annotations

from typing import Any

from wtforms import Field, RadioField, SelectChoice, StringField
from wtforms.validators import StopValidation

from forms import typed
from forms.fields import Needed, Said
from forms.plain import A
from forms.questions.page import Page
from hub import geography
from hub.vocabulary import Place
from hub.wording import N_

COMMUNES_AS_CARDS = 8
NO_CODE = Said(
    N_("Indique un code postal de cinq chiffres, par exemple 59000."),
    N_("Indiquez un code postal de cinq chiffres, par exemple 59000."),
)
UNKNOWN_CODE = Said(
    N_("Nous ne trouvons pas ce code postal. Indique celui de ta commune, par exemple 59000."),
    N_("Nous ne trouvons pas ce code postal. Indiquez celui de la commune, par exemple 59000."),
)
WHICH_COMMUNE = Said(
    N_("Plusieurs communes partagent ce code postal : choisis la tienne."),
    N_("Plusieurs communes partagent ce code postal : choisissez la bonne."),
)


def postal_code_field(label: Said | str, hint: Said | str) -> StringField:
    return StringField(
        label,
        [Needed(NO_CODE)],
        filters=[typed.postal_code],
        description=hint,
        render_kw={"autocomplete": "postal-code", "inputmode": "numeric", "maxlength": "10"},
    )


class PlacePage(Page[A]):
    """A page that asks where; a form says of whom by its own ``postal_code`` and ``commune``."""

    postal_code: StringField
    commune: RadioField

    def __init__(self, answers: A, **kwargs: Any) -> None:
        super().__init__(answers, **kwargs)
        self.places = geography.places(self.postal_code.data)
        if len(self.places) > 1:
            self.commune.flags.required = True
            self.commune.choices = [SelectChoice(place.commune, place.name) for place in self.places]
        else:
            del self.commune

    @property
    def commune_as_list(self) -> bool:
        return len(self.places) > COMMUNES_AS_CARDS

    def place(self) -> Place:
        commune = self.commune.data if "commune" in self else None
        return geography.place(self.postal_code.data, commune)

    def validate_postal_code(self, field: Field) -> None:
        if not self.places:
            raise StopValidation(self.say(UNKNOWN_CODE))

    def validate_commune(self, field: Field) -> None:
        if field.data not in {place.commune for place in self.places}:
            raise StopValidation(self.say(WHICH_COMMUNE))
