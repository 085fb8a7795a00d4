"""Page 4: who the young person is, who answers for them, and whom the association contacts first."""

from __future__ import annotations

from typing import Any

from flask_babel import gettext as _
from wtforms import EmailField, RadioField, SelectChoice, StringField, TelField

from forms.fields import TrapField, one_line
from forms.prescriber import contact
from forms.prescriber.pages.ruled import RuledPage
from forms.prescriber.told import Told
from hub.vocabulary import ContactFirst
from hub.wording import N_

NAMES = {"autocomplete": "off", "maxlength": "60"}
ADDRESSES = {"autocomplete": "off", "inputmode": "email"}
WHO_FIRST = {
    ContactFirst.YOUNG_PERSON: (N_("Le jeune"), N_("Par son adresse e-mail ou son téléphone.")),
    ContactFirst.GUARDIAN: (N_("Son parent ou tuteur"), N_("Par l’adresse indiquée plus haut.")),
    ContactFirst.PRESCRIBER: (N_("Moi"), N_("Vous organisez le premier contact.")),
}
GUARDIAN_FIELDS = ("guardian_first_name", "guardian_last_name", "guardian_email")


class Contact(RuledPage):
    template = "forms/prescriber_contact.html"
    title = N_("Qui est-ce, et qui contacter ?")
    rule = contact.contact
    needed = ("first_name", "last_name", "contact_first")

    first_name = StringField(N_("Son prénom"), filters=[one_line], render_kw=NAMES)
    last_name = StringField(N_("Son nom"), filters=[one_line], render_kw=NAMES)
    email = EmailField(
        N_("Son adresse e-mail"),
        filters=[one_line],
        description=N_("La sienne, pas la vôtre : nous lui écrivons à chaque étape. Sinon, laissez vide."),
        render_kw=ADDRESSES,
    )
    phone = TelField(
        N_("Son numéro de téléphone"),
        filters=[one_line],
        render_kw={"autocomplete": "off", "inputmode": "tel"},
    )
    guardian_first_name = StringField(
        N_("Prénom de son parent ou tuteur"), filters=[one_line], render_kw=NAMES
    )
    guardian_last_name = StringField(N_("Nom de son parent ou tuteur"), filters=[one_line], render_kw=NAMES)
    guardian_email = EmailField(
        N_("Adresse e-mail de son parent ou tuteur"), filters=[one_line], render_kw=ADDRESSES
    )
    contact_first = RadioField(
        N_("Qui l’association contacte-t-elle d’abord ?"), choices=[], validate_choice=False
    )
    marker = StringField(
        N_("Votre repère pour ce jeune"),
        filters=[one_line],
        description=N_(
            "12 caractères au plus, par exemple « L. C. 3B » : votre page ne montrera que lui ; nos e-mails, le "
            "numéro de dossier. Jamais le nom."
        ),
        render_kw={"autocomplete": "off", "maxlength": "12"},
    )
    website = TrapField(N_("Ne rien écrire ici"))

    def __init__(self, answers: Told, **kwargs: Any) -> None:
        super().__init__(answers, **kwargs)
        self.contact_first.choices = [
            SelectChoice(who.value, _(label), {"hint": _(hint)})
            for who, (label, hint) in WHO_FIRST.items()
            if who in contact.may_be_first(answers)
        ]
        if answers.consent_needed:
            del self.email
        if not answers.minor:
            for name in GUARDIAN_FIELDS:
                del self[name]
        elif contact.guardian_needed(answers):
            for name in GUARDIAN_FIELDS:
                self[name].flags.required = True
