"""Page 4: who it is, and how to reach them."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from flask_babel import gettext as _
from wtforms import EmailField, Field, RadioField, SelectChoice, StringField, TelField
from wtforms.validators import StopValidation

from forms.fields import (
    Needed,
    TrapField,
    deliverable_address,
    name_of_a_person,
    one_line,
    plain_text,
    telephone,
)
from forms.mentor.answers import MentorAnswers
from forms.questions.page import CHOOSE, Page
from hub.vocabulary import ContactBy
from hub.wording import CONTACT_BY, N_

EMPLOYER_LENGTH = 80
NO_NUMBER = N_("Pour être appelé ou recevoir un SMS, indiquez un numéro de téléphone au-dessus.")


class Contact(Page[MentorAnswers]):
    title = N_("Comment vous joindre ?")
    template = "forms/mentor_contact.html"

    first_name = StringField(
        N_("Votre prénom"),
        [Needed(N_("Indiquez votre prénom.")), name_of_a_person],
        filters=[one_line],
        render_kw={"autocomplete": "given-name"},
    )
    last_name = StringField(
        N_("Votre nom"),
        [Needed(N_("Indiquez votre nom de famille.")), name_of_a_person],
        filters=[one_line],
        render_kw={"autocomplete": "family-name"},
    )
    email = EmailField(
        N_("Votre adresse e-mail"),
        [
            Needed(N_("Indiquez une adresse e-mail complète, par exemple lou@exemple.fr.")),
            deliverable_address,
        ],
        filters=[one_line],
        description=N_("C’est là que nous vous écrirons, et seulement pour votre candidature."),
        render_kw={"autocomplete": "email", "inputmode": "email"},
    )
    phone = TelField(
        N_("Votre numéro de téléphone"),
        [telephone],
        filters=[one_line],
        render_kw={"autocomplete": "tel", "inputmode": "tel"},
    )
    contact_by = RadioField(
        N_("Comment préférez-vous que l’association vous contacte ?"),
        [Needed(CHOOSE)],
        choices=[],
        default=ContactBy.EMAIL.value,
    )
    employer = StringField(
        N_("Votre employeur"),
        [plain_text(longest=EMPLOYER_LENGTH)],
        filters=[one_line],
        description=N_("Certaines associations travaillent avec des entreprises. Sinon, laissez vide."),
        render_kw={"autocomplete": "organization", "maxlength": str(EMPLOYER_LENGTH)},
    )
    website = TrapField(N_("Ne rien écrire ici"))

    def __init__(self, answers: MentorAnswers, **kwargs: Any) -> None:
        super().__init__(answers, **kwargs)
        self.contact_by.choices = [SelectChoice(code.value, _(CONTACT_BY[code])) for code in ContactBy]

    def validate_contact_by(self, field: Field) -> None:
        if field.data in (ContactBy.PHONE, ContactBy.TEXT) and not self.phone.data:
            raise StopValidation(_(NO_NUMBER))

    def answers(self) -> MentorAnswers:
        return replace(
            self.before,
            first_name=self.first_name.data,
            last_name=self.last_name.data,
            email=self.email.data,
            phone=self.phone.data or None,
            contact_by=ContactBy(self.contact_by.data),
            employer=self.employer.data or None,
        )
