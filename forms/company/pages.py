"""The pages of the company's form, in order: the employer, its plan, a webinar, and whom to call."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from flask_babel import gettext as _
from wtforms import (
    BooleanField,
    EmailField,
    Field,
    RadioField,
    SelectChoice,
    StringField,
    TelField,
    TextAreaField,
)
from wtforms.validators import StopValidation

from forms.company.answers import CompanyAnswers
from forms.company.places import are_everywhere, departments_in
from forms.fields import (
    Needed,
    TrapField,
    deliverable_address,
    name_of_a_person,
    plain_text,
    telephone,
)
from forms.questions.page import CHOOSE, Page
from forms.typed import one_line, tidy
from hub.partnership import (
    CompanyContact,
    CompanySize,
    CompanyStage,
    PartnershipModel,
    is_siren,
)
from hub.wording import COMPANY_SIZES, N_

NAME_LENGTH = 120
FUNCTION_LENGTH = 80
PLACES_LENGTH = 2000
MOST_MENTORS = 100_000
NOT_A_SIREN = N_("Ce numéro SIREN ne tombe pas juste : vérifiez ses neuf chiffres, ou laissez ce champ vide.")
WHERE = N_("Indiquez au moins un département, par exemple 59 ou Nord, ou cochez « dans toute la France ».")
UNKNOWN_PLACE = N_(
    "Nous ne trouvons pas « %(word)s » : indiquez un numéro ou un nom, de département ou de région."
)
MOST_SAID_BACK, LONGEST_SAID_BACK = 3, 40
HOW_MANY = N_("Indiquez un nombre, par exemple 10, ou laissez ce champ vide.")
STAGES = (
    (
        CompanyStage.DISCOVERING,
        N_("Nous découvrons"),
        N_("Vous voulez comprendre ce qu’est le mentorat et ce qu’une entreprise peut y faire."),
    ),
    (
        CompanyStage.WANTS_PARTNERSHIP,
        N_("Nous voulons un partenariat"),
        N_("Vous savez ce que vous cherchez, il vous manque une association."),
    ),
    (
        CompanyStage.HAS_MENTORS,
        N_("Nous avons déjà des mentors"),
        N_("Des personnes de chez vous accompagnent des jeunes, et vous voulez aller plus loin."),
    ),
)
MODELS = (
    (
        PartnershipModel.RELAY,
        N_("Relais"),
        N_("Vous faites connaître le mentorat, chacun s’engage à titre personnel. Sans argent."),
    ),
    (
        PartnershipModel.FUNDED,
        N_("Partenariat financé"),
        N_("Vous soutenez une ou plusieurs associations, qui accompagnent vos équipes."),
    ),
    (PartnershipModel.UNKNOWN, N_("Nous ne savons pas encore"), N_("Nous en parlerons ensemble.")),
)


class Employer(Page[CompanyAnswers]):
    template = "forms/company_employer.html"
    title = N_("Votre entreprise")

    name = StringField(
        N_("Nom de l’entreprise"),
        [Needed(N_("Indiquez le nom de l’entreprise.")), plain_text(longest=NAME_LENGTH)],
        filters=[one_line],
        render_kw={"autocomplete": "organization"},
    )
    siren = StringField(
        N_("Numéro SIREN"),
        filters=[lambda text: "".join(tidy(text).split())],
        description=N_("Neuf chiffres. Il nous évite de confondre deux entreprises du même nom."),
        render_kw={"inputmode": "numeric", "maxlength": "14", "autocomplete": "off"},
    )
    size = RadioField(N_("Combien de personnes y travaillent ?"), [Needed(CHOOSE)], choices=[])
    departments = TextAreaField(
        N_("Dans quels départements ?"),
        [plain_text(longest=PLACES_LENGTH)],
        filters=[tidy],
        description=N_("Numéros ou noms, régions aussi, séparés par des virgules : 59, Pas-de-Calais, PACA."),
        render_kw={"rows": "2", "maxlength": str(PLACES_LENGTH), "autocomplete": "off"},
    )
    everywhere = BooleanField(N_("Dans toute la France"))

    def __init__(self, answers: CompanyAnswers, **kwargs: Any) -> None:
        super().__init__(answers, **kwargs)
        self.size.choices = [SelectChoice(code.value, _(COMPANY_SIZES[code])) for code in CompanySize]
        self.departments.flags.required = True

    def validate_siren(self, field: Field) -> None:
        if field.data and not is_siren(field.data):
            raise StopValidation(_(NOT_A_SIREN))

    def validate_departments(self, field: Field) -> None:
        if self.everywhere.data:
            return
        codes, unknown = departments_in(field.data)
        if unknown:
            said = ", ".join(word[:LONGEST_SAID_BACK] for word in unknown[:MOST_SAID_BACK])
            raise StopValidation(_(UNKNOWN_PLACE) % {"word": said})
        if not codes:
            raise StopValidation(_(WHERE))

    def answers(self) -> CompanyAnswers:
        codes, _unknown = departments_in(self.departments.data)
        everywhere = self.everywhere.data or are_everywhere(codes)
        return replace(
            self.before,
            name=self.name.data,
            siren=self.siren.data or None,
            size=CompanySize(self.size.data),
            departments=() if everywhere else tuple(codes),
        )


class Plan(Page[CompanyAnswers]):
    template = "forms/company_plan.html"
    title = N_("Votre projet")

    stage = RadioField(N_("Où en êtes-vous ?"), [Needed(CHOOSE)], choices=[])
    model = RadioField(N_("Quel modèle vous intéresse ?"), [Needed(CHOOSE)], choices=[])
    mentors = StringField(
        N_("Combien de personnes aimeraient devenir mentors ?"),
        filters=[lambda text: "".join(tidy(text).split())],
        description=N_("Un ordre de grandeur suffit."),
        render_kw={"inputmode": "numeric", "maxlength": "9", "autocomplete": "off"},
    )

    def __init__(self, answers: CompanyAnswers, **kwargs: Any) -> None:
        super().__init__(answers, **kwargs)
        for field, choices in ((self.stage, STAGES), (self.model, MODELS)):
            field.choices = [
                SelectChoice(code.value, _(label), {"hint": _(hint)}) for code, label, hint in choices
            ]

    def validate_mentors(self, field: Field) -> None:
        typed = field.data
        if typed and not (typed.isascii() and typed.isdecimal() and int(typed) <= MOST_MENTORS):
            raise StopValidation(_(HOW_MANY))

    def answers(self) -> CompanyAnswers:
        return replace(
            self.before,
            stage=CompanyStage(self.stage.data),
            model=PartnershipModel(self.model.data),
            mentors=int(self.mentors.data) if self.mentors.data else None,
        )


class Contact(Page[CompanyAnswers]):
    """Identity comes last."""

    template = "forms/company_contact.html"
    title = N_("Qui pouvons-nous appeler ?")

    name = StringField(
        N_("Prénom et nom"),
        [Needed(N_("Indiquez le prénom et le nom de la personne à appeler.")), name_of_a_person],
        filters=[one_line],
        render_kw={"autocomplete": "name"},
    )
    function = StringField(
        N_("Fonction"),
        [plain_text(longest=FUNCTION_LENGTH)],
        filters=[one_line],
        render_kw={"autocomplete": "organization-title"},
    )
    email = EmailField(
        N_("Adresse e-mail professionnelle"),
        [Needed(N_("Indiquez une adresse e-mail professionnelle.")), deliverable_address],
        filters=[one_line],
        description=N_("L’invitation au webinaire et le lien de votre page y arrivent."),
        render_kw={"autocomplete": "email", "inputmode": "email"},
    )
    phone = TelField(
        N_("Téléphone"),
        [telephone],
        filters=[one_line],
        description=N_("Sans numéro, nous vous écrirons."),
        render_kw={"autocomplete": "tel", "inputmode": "tel"},
    )
    website = TrapField(N_("Ne rien écrire ici"))

    def answers(self) -> CompanyAnswers:
        contact = CompanyContact(
            name=self.name.data,
            function=self.function.data,
            email=self.email.data,
            phone=self.phone.data or None,
        )
        return replace(self.before, contact=contact)
