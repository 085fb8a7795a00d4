"""Page 3: what the mentor is wanted for."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from flask_babel import gettext as _
from wtforms import Field, RadioField, SelectChoice, SelectField, SelectMultipleField
from wtforms.validators import StopValidation

from forms import offered
from forms.answers import Answers
from forms.fields import Needed, Said
from forms.questions.page import CHOOSE, Page
from hub.vocabulary import Level, Mode, Situation, Theme
from hub.wording import MODES, N_, THEMES

MOST_THEMES = 2
OTHER_LEVEL = "other"
_CLASS = Said(N_("Ta classe"), N_("Sa classe"))
_DIPLOMA = Said(N_("Ton plus haut diplôme"), N_("Son plus haut diplôme"))
THEME_HINTS: Mapping[Theme, Said] = {
    Theme.SCOLARITE: Said(N_("Reprendre confiance, t’organiser, progresser"), N_("S’organiser, progresser")),
    Theme.ORIENTATION: Said(
        N_("Trouver ta voie, découvrir des métiers"),
        N_("Trouver sa voie, découvrir des métiers"),
    ),
    Theme.INSERTION: Said(N_("CV, entretien, réseau"), N_("CV, entretien, réseau")),
    Theme.CULTURE: Said(N_("Sortir, découvrir, créer"), N_("Sortir, découvrir, créer")),
    Theme.CONFIANCE: Said(N_("Oser, parler, te sentir capable"), N_("Oser, parler, se sentir capable")),
    Theme.CREATION: Said(N_("Monter ton projet ou ton entreprise"), N_("Monter un projet ou une entreprise")),
    Theme.CONCOURS: Said(N_("Préparer les épreuves avec quelqu’un du métier"), N_("Préparer les épreuves")),
}
MODE_HINTS: Mapping[Mode, Said] = {
    Mode.IN_PERSON: Said(
        N_("Près de chez toi. Toutes les associations ne sont pas partout."),
        N_("Près de chez vous. Toutes les associations ne sont pas partout."),
    ),
    Mode.REMOTE: Said(
        N_("Par téléphone ou en visio, où que tu sois."), N_("Par téléphone ou en visio, où que vous soyez.")
    ),
    Mode.EITHER: Said(
        N_("C’est ainsi que tu as le plus de chances."), N_("C’est ainsi qu’il y a le plus de chances.")
    ),
}


class Wanted(Page[Answers]):
    template = "forms/page_besoin.html"
    title = Said(N_("Quel est ton besoin ?"), N_("De quoi votre enfant a-t-il besoin ?"))

    level = SelectField(choices=[])
    themes = SelectMultipleField(
        Said(N_("Un mentor pour t’aider à quoi ?"), N_("Un mentor pour l’aider à quoi ?")),
        [Needed(Said(N_("Choisis une ou deux réponses."), N_("Choisissez une ou deux réponses.")))],
        choices=[],
        description=N_("Une ou deux réponses."),
    )
    mode = RadioField(
        Said(N_("Comment préfères-tu échanger ?"), N_("Comment préférez-vous que les échanges se passent ?")),
        [Needed(CHOOSE)],
        choices=[],
    )

    def __init__(self, answers: Answers, **kwargs: Any) -> None:
        super().__init__(answers, **kwargs)
        situation = answers.situation or Situation.PRIMAIRE
        in_school = offered.in_school(situation)
        self.level.label.text = self.say(_CLASS if in_school else _DIPLOMA)
        self.level.flags.required = True
        self.level.choices = [
            SelectChoice("", _("Choisir…")),
            *(SelectChoice(code.value, _(label)) for code, label in offered.levels(situation).items()),
            SelectChoice(OTHER_LEVEL, _("Autre, ou je ne sais pas")),
        ]
        self.themes.choices = [
            SelectChoice(code.value, _(THEMES[code]), {"hint": self.say(THEME_HINTS[code])})
            for code in offered.themes(answers.age)
        ]
        self.mode.choices = [
            SelectChoice(code.value, _(MODES[code]), {"hint": self.say(MODE_HINTS[code])}) for code in Mode
        ]

    def validate_level(self, field: Field) -> None:
        if not field.data:
            raise StopValidation(
                self.say(Said(N_("Choisis dans la liste."), N_("Choisissez dans la liste.")))
            )

    def validate_themes(self, field: Field) -> None:
        if len(set(field.data)) > MOST_THEMES:
            raise StopValidation(
                self.say(Said(N_("Garde les deux plus importants."), N_("Gardez les deux plus importants.")))
            )

    def answers(self) -> Answers:
        return replace(
            self.before,
            level=None if self.level.data == OTHER_LEVEL else Level(self.level.data),
            themes=frozenset(map(Theme, self.themes.data)),
            mode=Mode(self.mode.data),
        )
