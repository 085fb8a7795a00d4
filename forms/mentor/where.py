"""Page 2: where."""

from __future__ import annotations

from dataclasses import replace

from wtforms import RadioField

from forms.mentor.answers import MentorAnswers
from forms.questions.place import PlacePage, postal_code_field
from hub.wording import N_


class Where(PlacePage[MentorAnswers]):
    title = N_("Où êtes-vous ?")
    template = "forms/mentor_where.html"

    postal_code = postal_code_field(
        N_("Votre code postal"), N_("Celui de l’endroit où vous pourriez rencontrer un jeune.")
    )
    commune = RadioField(N_("Votre commune"), choices=[], validate_choice=False)

    def answers(self) -> MentorAnswers:
        return replace(self.before, place=self.place())
