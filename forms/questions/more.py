"""Page 4: what may call for a specialised association, and a word to the mentor.  All of it optional."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from flask_babel import gettext as _
from wtforms import BooleanField, Field, RadioField, SelectChoice, SelectMultipleField, TextAreaField
from wtforms.validators import StopValidation

from forms import offered
from forms.answers import Answers
from forms.fields import Said, plain_text, tidy
from forms.questions.page import Page
from hub import geography
from hub.vocabulary import Public
from hub.wording import N_

MESSAGE_LENGTH = 300
YES, NO, UNSURE = "yes", "no", "unsure"
EITHER_OR = Said(
    N_("Décoche cette case, ou décoche tes réponses au-dessus."),
    N_("Décochez cette case, ou décochez vos réponses au-dessus."),
)
PUBLIC_QUESTIONS: Mapping[Public, Said] = {
    Public.ASE: Said(
        N_("Je suis ou j’ai été confié à l’aide sociale à l’enfance (ASE)"),
        N_("Il ou elle est confié à l’aide sociale à l’enfance (ASE)"),
    ),
    Public.HANDICAP: Said(
        N_("Je suis en situation de handicap"), N_("Il ou elle est en situation de handicap")
    ),
    Public.REFUGIE: Said(
        N_("Je suis réfugié ou arrivé récemment en France"),
        N_("Il ou elle est réfugié ou arrivé récemment en France"),
    ),
    Public.BOURSIER: Said(N_("J’ai une bourse"), N_("Il ou elle a une bourse")),
    Public.OUTRE_MER: Said(
        N_("Je viens d’outre-mer pour mes études"),
        N_("Il ou elle vient d’outre-mer pour ses études"),
    ),
    Public.FILLES: Said(
        N_("Je suis une fille et j’aimerais un programme entre filles"),
        N_("C’est une fille et elle aimerait un programme entre filles"),
    ),
    Public.ENGAGE: Said(
        N_("J’ai fait un service civique ou du bénévolat"),
        N_("Il ou elle a fait un service civique ou du bénévolat"),
    ),
}


class More(Page[Answers]):
    template = "forms/page_en_plus.html"
    title = N_("Ce qui peut aider à mieux choisir")

    publics = SelectMultipleField(
        Said(N_("Es-tu dans un de ces cas ?"), N_("Votre enfant est-il dans un de ces cas ?")),
        choices=[],
        description=N_(
            "Des associations sont spécialisées : cela nous aide à trouver la bonne. "
            "Aucune ne le voit avant d’avoir accepté."
        ),
    )
    health_consent = BooleanField(
        N_(
            "J’accepte que la mention « handicap » serve à chercher une association spécialisée "
            "et à recevoir une réponse plus tôt."
        ),
        description=N_(
            "C’est une donnée de santé. Sans cet accord, elle n’est pas gardée ; la demande part."
        ),
    )
    qpv = RadioField(
        Said(
            N_("Habites-tu dans un quartier prioritaire (QPV) ?"),
            N_("Votre enfant habite-t-il dans un quartier prioritaire (QPV) ?"),
        ),
        choices=[],
        validate_choice=False,
    )
    rural = BooleanField(
        Said(N_("J’habite à la campagne ou dans un village"), N_("Nous habitons à la campagne"))
    )
    prefer_not = BooleanField(N_("Je préfère ne pas répondre"))
    message = TextAreaField(
        Said(N_("Quelque chose à ajouter pour ton futur mentor ?"), N_("Quelque chose à ajouter ?")),
        [plain_text(longest=MESSAGE_LENGTH)],
        filters=[tidy],
        description=Said(
            N_("300 caractères au plus. N’écris ni nom, ni adresse, ni rien sur ta santé."),
            N_("300 caractères au plus. N’écrivez ni nom, ni adresse, ni rien sur sa santé."),
        ),
        render_kw={"maxlength": "600", "rows": "4"},
    )

    def __init__(self, answers: Answers, **kwargs: Any) -> None:
        computed = answers.place is not None and geography.is_rural(answers.place)
        super().__init__(answers, data={"rural": computed}, **kwargs)
        self.publics.choices = [
            SelectChoice(code.value, self.say(PUBLIC_QUESTIONS[code]))
            for code in offered.publics(answers.age)
        ]
        self.qpv.choices = [
            SelectChoice(YES, _("Oui")),
            SelectChoice(NO, _("Non")),
            SelectChoice(UNSURE, _("Je ne sais pas")),
        ]

    def validate_prefer_not(self, field: Field) -> None:
        if field.data and self.publics.data:
            raise StopValidation(self.say(EITHER_OR))

    def answers(self) -> Answers:
        return replace(
            self.before,
            publics=self._publics(),
            health_consent=self._consents(),
            handicap_left_out=Public.HANDICAP in self.publics.data and not self.health_consent.data,
            message=self.message.data,
        )

    def _consents(self) -> bool:
        return Public.HANDICAP in self.publics.data and bool(self.health_consent.data)

    def _publics(self) -> frozenset[Public]:
        if self.prefer_not.data:
            return frozenset()
        told = set(map(Public, self.publics.data))
        if not self._consents():
            told.discard(Public.HANDICAP)
        if self.qpv.data == YES:
            told.add(Public.QPV)
        if self.rural.data:
            told.add(Public.RURAL)
        return frozenset(told)
