"""Page 2: how old, where, doing what; the département in charge, or the class."""

from __future__ import annotations

from typing import Any

from flask_babel import gettext as _
from wtforms import RadioField, SelectChoice, SelectField, StringField

from forms import typed
from forms.fields import one_line
from forms.prescriber import rules
from forms.prescriber.pages.ruled import RuledPage, listed, months
from forms.prescriber.told import Told
from hub import geography, queries
from hub.web import current_hub
from hub.wording import N_, SITUATIONS

COMMUNES_AS_CARDS = 8


class YoungPerson(RuledPage):
    template = "forms/prescriber_young_person.html"
    title = N_("Le jeune")
    rule = rules.young_person
    needed = ("birth_month", "birth_year", "postal_code", "commune", "situation", "department")

    birth_month = SelectField(N_("Mois de naissance"), choices=[], validate_choice=False)
    birth_year = StringField(
        N_("Année de naissance"), filters=[one_line], render_kw={"inputmode": "numeric", "maxlength": "4"}
    )
    postal_code = StringField(
        N_("Son code postal"),
        filters=[typed.postal_code],
        description=N_("Celui de l’endroit où le jeune vit la plupart du temps."),
        render_kw={"autocomplete": "off", "inputmode": "numeric", "maxlength": "10"},
    )
    commune = RadioField(N_("Sa commune"), choices=[], validate_choice=False)
    situation = RadioField(N_("Sa situation en ce moment"), choices=[], validate_choice=False)
    department = SelectField(
        N_("Département à qui le jeune est confié"),
        choices=[],
        validate_choice=False,
        description=N_(
            "Il peut être autre que celui où le jeune vit : c’est lui qui signe la convention avec l’association."
        ),
    )
    group = StringField(
        N_("Sa classe ou son groupe"),
        filters=[one_line],
        description=N_("L’association qui accepte le verra, elle seule."),
        render_kw={"maxlength": "40", "autocomplete": "off"},
    )

    def __init__(self, answers: Told, **kwargs: Any) -> None:
        super().__init__(answers, **kwargs)
        self.birth_month.choices = months()
        self.situation.choices = [SelectChoice(code.value, _(label)) for code, label in SITUATIONS.items()]
        self._ask_which_commune()
        if answers.child_welfare:
            named = sorted(geography.DEPARTMENTS.values(), key=lambda each: each.code)
            self.department.choices = listed({each.code: f"{each.code} {each.name}" for each in named})
        else:
            del self.department
        if not answers.at_school:
            del self.group

    def _ask_which_commune(self) -> None:
        places = geography.places(self.postal_code.data)
        if len(places) > 1:
            self.commune.choices = [SelectChoice(place.commune, place.name) for place in places]
        else:
            del self.commune

    @property
    def commune_as_list(self) -> bool:
        return len(self.commune.choices) > COMMUNES_AS_CARDS

    @property
    def partners_of_school(self) -> list[str]:
        """The associations that name this school among their partners: they know it, and are asked first."""
        if self.before.uai is None:
            return []
        with current_hub.read() as work:
            return [
                association.name for association in queries.partners_of_school(work.session, self.before.uai)
            ]
