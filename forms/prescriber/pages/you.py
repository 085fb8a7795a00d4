"""Page 1: who registers.  A lycée is found in the list; any other organisation is named."""

from __future__ import annotations

from typing import Any

from flask import request
from flask_babel import gettext as _
from wtforms import EmailField, RadioField, SelectChoice, SelectField, StringField, TelField

from forms.fields import one_line
from forms.prescriber import rules, school
from forms.prescriber.pages.ruled import RuledPage, listed
from forms.prescriber.told import Told
from hub.vocabulary import PrescriberKind
from hub.wording import N_, PRESCRIBER_KINDS

CHOSEN_BEFORE = "organisation"
"""``?organisation=ase`` in a link: whoever comes from the page for child welfare need not say it again."""


class You(RuledPage):
    template = "forms/prescriber_you.html"
    title = N_("Vous, qui accompagnez ce jeune")
    rule = rules.you
    needed = ("kind", "your_organisation", "your_name", "your_function", "your_email", "school", "uai")

    kind = SelectField(N_("Votre structure est"), choices=[], validate_choice=False)
    school = StringField(
        N_("Cherchez votre établissement"),
        filters=[one_line],
        description=N_(
            "Par son nom, sa ville, son code postal ou son UAI. Puis « Continuer » : nous cherchons."
        ),
        render_kw={"autocomplete": "off", "maxlength": "120"},
    )
    uai = RadioField(N_("Lequel est le vôtre ?"), choices=[], validate_choice=False)
    your_organisation = StringField(
        N_("Nom de votre structure"),
        filters=[one_line],
        description=N_("Et son service ou sa ville, si cela aide à la reconnaître."),
        render_kw={"autocomplete": "organization", "maxlength": "120"},
    )
    your_name = StringField(
        N_("Vos prénom et nom"), filters=[one_line], render_kw={"autocomplete": "name", "maxlength": "60"}
    )
    your_function = StringField(
        N_("Votre fonction"),
        filters=[one_line],
        render_kw={"autocomplete": "organization-title", "maxlength": "80"},
    )
    your_email = EmailField(
        N_("Votre adresse e-mail professionnelle"),
        filters=[one_line],
        description=N_(
            "Nous vous écrivons le lundi quand quelque chose a changé, et aussitôt pour un oui. "
            "Avec une adresse personnelle, notre équipe vérifie d’abord qui vous êtes."
        ),
        render_kw={"autocomplete": "email", "inputmode": "email"},
    )
    your_phone = TelField(
        N_("Votre téléphone"), filters=[one_line], render_kw={"autocomplete": "tel", "inputmode": "tel"}
    )

    def __init__(self, answers: Told, **kwargs: Any) -> None:
        super().__init__(answers, **kwargs)
        self.kind.choices = listed({kind.value: str(_(label)) for kind, label in PRESCRIBER_KINDS.items()})
        if request.method == "GET" and request.args.get(CHOSEN_BEFORE, "") in list(PrescriberKind):
            self.kind.data = request.args[CHOSEN_BEFORE]
        self._offer_schools()

    def _offer_schools(self) -> None:
        """To choose from, once something was searched that leaves a choice."""
        search = self.school.data or ""
        found = school.shown_for(search)
        if self.kind.data != PrescriberKind.SCHOOL or not search or school.only_one(search):
            del self.uai
            return
        self.uai.choices = [
            *(
                SelectChoice(each.uai, each.name, {"hint": f"{each.postal_code} {each.city}, UAI {each.uai}"})
                for each in found
            ),
            SelectChoice(
                school.NOT_LISTED, _("Il n’est pas dans la liste"), {"hint": _("Nommez-le plus bas.")}
            ),
        ]
