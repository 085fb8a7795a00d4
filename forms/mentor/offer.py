"""Page 3: whom to accompany, with what, how, how often; and the promise to stay."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from types import MappingProxyType
from typing import Any

from flask_babel import gettext as _
from wtforms import BooleanField, Field, RadioField, SelectChoice, SelectMultipleField
from wtforms.validators import StopValidation

from forms.fields import Needed
from forms.mentor.answers import MentorAnswers
from forms.questions.page import CHOOSE, Page
from hub.vocabulary import Availability, MentorAudience, Mode, Theme
from hub.wording import AVAILABILITIES, MENTOR_AUDIENCES, MODES, N_, THEMES

AT_LEAST_ONE = N_("Choisissez au moins une réponse.")
NO_COMMITMENT = N_(
    "Cochez cette case si vous pouvez tenir six mois. Sinon, revenez quand vous pourrez : nous serons là."
)
THEME_HINTS: Mapping[Theme, str] = MappingProxyType(
    {
        Theme.SCOLARITE: N_("S’organiser, reprendre confiance, progresser"),
        Theme.ORIENTATION: N_("Découvrir des métiers, trouver sa voie"),
        Theme.INSERTION: N_("CV, entretien, réseau"),
        Theme.CULTURE: N_("Sortir, découvrir, créer"),
        Theme.CONFIANCE: N_("Oser, parler, se sentir capable"),
        Theme.CREATION: N_("Monter un projet ou une entreprise"),
        Theme.CONCOURS: N_("Préparer les épreuves"),
    }
)
MODE_HINTS: Mapping[Mode, str] = MappingProxyType(
    {
        Mode.IN_PERSON: N_("Près de chez vous. Toutes les associations ne sont pas partout."),
        Mode.REMOTE: N_("Par téléphone ou en visio, où que soit le jeune."),
        Mode.EITHER: N_("C’est ainsi que vous serez le plus utile."),
    }
)


class Offer(Page[MentorAnswers]):
    title = N_("Que souhaitez-vous offrir ?")
    template = "forms/mentor_offer.html"

    audiences = SelectMultipleField(
        N_("Qui aimeriez-vous accompagner ?"),
        [Needed(AT_LEAST_ONE)],
        choices=[],
        description=N_("Une ou plusieurs réponses."),
    )
    themes = SelectMultipleField(
        N_("Pour l’aider à quoi ?"),
        [Needed(AT_LEAST_ONE)],
        choices=[],
        description=N_("Une ou plusieurs réponses."),
    )
    mode = RadioField(N_("Comment ?"), [Needed(CHOOSE)], choices=[])
    availability = RadioField(
        N_("À quel rythme ?"),
        [Needed(CHOOSE)],
        choices=[],
        description=N_("Chaque association a son propre rythme : vous en parlerez avec elle."),
    )
    commitment = BooleanField(
        N_("Je m’engage pour au moins six mois"),
        description=N_(
            "Pour un jeune, un adulte qui disparaît en chemin est une déception de plus. La confiance demande du temps."
        ),
    )

    def __init__(self, answers: MentorAnswers, **kwargs: Any) -> None:
        super().__init__(answers, **kwargs)
        self.commitment.flags.required = True
        self.audiences.choices = [
            SelectChoice(code.value, _(MENTOR_AUDIENCES[code])) for code in MentorAudience
        ]
        self.themes.choices = [
            SelectChoice(code.value, _(THEMES[code]), {"hint": _(THEME_HINTS[code])}) for code in Theme
        ]
        self.mode.choices = [
            SelectChoice(code.value, _(MODES[code]), {"hint": _(MODE_HINTS[code])}) for code in Mode
        ]
        self.availability.choices = [
            SelectChoice(code.value, _(AVAILABILITIES[code])) for code in Availability
        ]

    def validate_commitment(self, field: Field) -> None:
        if not field.data:
            raise StopValidation(_(NO_COMMITMENT))

    def answers(self) -> MentorAnswers:
        return replace(
            self.before,
            audiences=frozenset(map(MentorAudience, self.audiences.data)),
            themes=frozenset(map(Theme, self.themes.data)),
            mode=Mode(self.mode.data),
            availability=Availability(self.availability.data),
        )
