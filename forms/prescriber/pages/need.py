"""Page 3: what the mentor is wanted for, and what may call for a specialised association."""

from __future__ import annotations

from typing import Any

from flask_babel import gettext as _
from wtforms import BooleanField, RadioField, SelectChoice, SelectField, SelectMultipleField, TextAreaField

from forms import offered
from forms.fields import tidy
from forms.prescriber import wanted
from forms.prescriber.pages.ruled import RuledPage, listed
from forms.prescriber.told import Told
from forms.questions.more import NO, PUBLIC_QUESTIONS, UNSURE, YES
from forms.questions.wanted import THEME_HINTS
from hub import geography
from hub.vocabulary import Public, Situation
from hub.wording import MODES, N_, THEMES

PRIORITY_SCHOOL = N_("Son école ou son collège est en REP ou REP+")


class Need(RuledPage):
    template = "forms/prescriber_need.html"
    title = N_("Son besoin")
    rule = wanted.need
    needed = ("level", "themes", "mode")

    level = SelectField(choices=[], validate_choice=False)
    themes = SelectMultipleField(
        N_("Un mentor pour l’aider à quoi ?"),
        choices=[],
        validate_choice=False,
        description=N_("Une ou deux réponses."),
    )
    mode = RadioField(N_("Comment les échanges peuvent-ils se passer ?"), choices=[], validate_choice=False)
    publics = SelectMultipleField(
        N_("Le jeune est-il dans un de ces cas ?"),
        choices=[],
        validate_choice=False,
        description=N_(
            "Des associations sont spécialisées : cela nous aide à trouver la bonne. "
            "Aucune ne le voit avant d’avoir accepté."
        ),
    )
    health_consent = BooleanField(
        N_("Le jeune, ou son parent s’il est mineur, accepte que la mention « handicap » serve à chercher."),
        description=N_(
            "C’est une donnée de santé. Sans cet accord, elle n’est pas gardée ; la demande part."
        ),
    )
    rural = BooleanField(N_("Le jeune habite à la campagne ou dans un village"))
    qpv = RadioField(
        N_("Le jeune habite-t-il un quartier prioritaire (QPV) ?"), choices=[], validate_choice=False
    )
    message = TextAreaField(
        N_("Quelque chose à ajouter ?"),
        filters=[tidy],
        description=N_("300 caractères au plus. N’écrivez ni nom, ni adresse, ni rien sur sa santé."),
        render_kw={"maxlength": "600", "rows": "4"},
    )

    def __init__(self, answers: Told, **kwargs: Any) -> None:
        computed = answers.place is not None and geography.is_rural(answers.place)
        super().__init__(answers, data={"rural": computed}, **kwargs)
        situation = answers.situation or Situation.PRIMAIRE
        self.level.label.text = _("Sa classe") if offered.in_school(situation) else _("Son plus haut diplôme")
        levels = {code.value: str(_(label)) for code, label in offered.levels(situation).items()}
        self.level.choices = listed({**levels, wanted.OTHER_LEVEL: str(_("Autre, ou je ne sais pas"))})
        self.themes.choices = [
            SelectChoice(code.value, _(THEMES[code]), {"hint": _(THEME_HINTS[code].vous)})
            for code in offered.themes(answers.age)
        ]
        self.mode.choices = [SelectChoice(code.value, _(label)) for code, label in MODES.items()]
        self.publics.choices = [SelectChoice(code.value, _asked(code)) for code in wanted.boxes(answers)]
        self.qpv.choices = [
            SelectChoice(YES, _("Oui")),
            SelectChoice(NO, _("Non")),
            SelectChoice(UNSURE, _("Je ne sais pas")),
        ]


def _asked(public: Public) -> str:
    return str(_(PRIORITY_SCHOOL if public is Public.REP else PUBLIC_QUESTIONS[public].vous))
