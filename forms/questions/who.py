"""Page 5: who it is, and how to reach them."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from flask_babel import gettext as _
from wtforms import EmailField, Field, RadioField, SelectChoice, StringField, TelField
from wtforms.validators import StopValidation

from forms.answers import Answers
from forms.fields import Needed, Said, TrapField, deliverable_address, name_of_a_person, one_line, telephone
from forms.questions.page import CHOOSE, Page
from hub.vocabulary import ContactBy, Guardian
from hub.wording import CONTACT_BY, N_

SAME_ADDRESS = Said(
    N_("Cette adresse est aussi la tienne : indique celle de ton parent ou tuteur."),
    N_("Cette adresse est aussi celle de votre enfant : indiquez la vôtre, ou laissez la sienne vide."),
)
NO_NUMBER = Said(
    N_("Pour être appelé ou recevoir un SMS, indique un numéro de téléphone au-dessus."),
    N_("Pour être appelé ou recevoir un SMS, indiquez un numéro de téléphone au-dessus."),
)


class Who(Page[Answers]):
    """Identity comes last; under 15, the guardian's comes first and the child's address is not asked."""

    template = "forms/page_contact.html"
    title = Said(N_("Comment te joindre ?"), N_("Comment vous joindre ?"))

    first_name = StringField(
        Said(N_("Ton prénom"), N_("Prénom de votre enfant")),
        [
            Needed(Said(N_("Indique ton prénom."), N_("Indiquez le prénom de votre enfant."))),
            name_of_a_person,
        ],
        filters=[one_line],
        render_kw={"autocomplete": "given-name"},
    )
    last_name = StringField(
        Said(N_("Ton nom"), N_("Nom de votre enfant")),
        [
            Needed(Said(N_("Indique ton nom de famille."), N_("Indiquez le nom de votre enfant."))),
            name_of_a_person,
        ],
        filters=[one_line],
        render_kw={"autocomplete": "family-name"},
    )
    email = EmailField(
        Said(N_("Ton adresse e-mail"), N_("Adresse e-mail de votre enfant")),
        [deliverable_address],
        filters=[one_line],
        description=Said(
            N_("C’est là que nous t’écrirons, et seulement pour ta demande."),
            N_("Si votre enfant en a une ; sinon, c’est à vous que nous écrirons."),
        ),
        render_kw={"autocomplete": "email", "inputmode": "email"},
    )
    guardian_first_name = StringField(
        Said(N_("Prénom de ton parent ou tuteur"), N_("Votre prénom")),
        [
            Needed(Said(N_("Indique le prénom de ton parent ou tuteur."), N_("Indiquez votre prénom."))),
            name_of_a_person,
        ],
        filters=[one_line],
    )
    guardian_last_name = StringField(
        Said(N_("Nom de ton parent ou tuteur"), N_("Votre nom")),
        [
            Needed(Said(N_("Indique le nom de ton parent ou tuteur."), N_("Indiquez votre nom."))),
            name_of_a_person,
        ],
        filters=[one_line],
    )
    guardian_email = EmailField(
        Said(N_("Adresse e-mail de ton parent ou tuteur"), N_("Votre adresse e-mail")),
        [
            Needed(
                Said(
                    N_("Indique l’adresse e-mail de ton parent ou tuteur."),
                    N_("Indiquez votre adresse e-mail."),
                )
            ),
            deliverable_address,
        ],
        filters=[one_line],
        render_kw={"inputmode": "email"},
    )
    phone = TelField(
        Said(N_("Ton numéro de téléphone"), N_("Un numéro de téléphone")),
        [telephone],
        filters=[one_line],
        render_kw={"autocomplete": "tel", "inputmode": "tel"},
    )
    contact_by = RadioField(
        Said(
            N_("Comment préfères-tu que l’association te contacte ?"),
            N_("Comment préférez-vous que l’association vous contacte ?"),
        ),
        [Needed(CHOOSE)],
        choices=[],
        default=ContactBy.EMAIL.value,
    )
    website = TrapField(N_("Ne rien écrire ici"))

    def __init__(self, answers: Answers, **kwargs: Any) -> None:
        super().__init__(answers, **kwargs)
        self.contact_by.choices = [SelectChoice(code.value, _(CONTACT_BY[code])) for code in ContactBy]
        if answers.guardian_first:
            del self.email
            if not answers.formal:
                self.phone.label.text = _("Numéro de téléphone de ton parent ou tuteur")
        else:
            self.email.flags.required = not answers.formal
        if not answers.minor:
            del self.guardian_first_name, self.guardian_last_name, self.guardian_email
        self._offer_completion()

    def validate_email(self, field: Field) -> None:
        if not field.data and not self.formal:
            raise StopValidation(_("Indique une adresse e-mail complète, par exemple lou@exemple.fr."))

    def validate_guardian_email(self, field: Field) -> None:
        young = self.email.data if "email" in self else ""
        if young and young.casefold() == field.data.casefold():
            raise StopValidation(self.say(SAME_ADDRESS))

    def validate_contact_by(self, field: Field) -> None:
        if field.data in (ContactBy.PHONE, ContactBy.TEXT) and not self.phone.data:
            raise StopValidation(self.say(NO_NUMBER))

    def answers(self) -> Answers:
        return replace(
            self.before,
            first_name=self.first_name.data,
            last_name=self.last_name.data,
            email=(self.email.data if "email" in self else "") or None,
            phone=self.phone.data or None,
            contact_by=ContactBy(self.contact_by.data),
            guardian=self._guardian(),
        )

    def _guardian(self) -> Guardian | None:
        if not self.before.minor:
            return None
        return Guardian(
            first_name=self.guardian_first_name.data,
            last_name=self.guardian_last_name.data,
            email=self.guardian_email.data,
        )

    def _offer_completion(self) -> None:
        """The browser may complete what is the visitor's own, never what is somebody else's."""
        tokens = {"first_name": "given-name", "last_name": "family-name", "email": "email"}
        for name, token in tokens.items():
            for own, field_name in ((not self.formal, name), (self.formal, f"guardian_{name}")):
                if field_name in self:
                    kept = self[field_name].render_kw or {}
                    self[field_name].render_kw = {**kept, "autocomplete": token if own else "off"}
