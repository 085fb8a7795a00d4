"""Correcting what is asked for, or adding a word: where, for what, how."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from forms.answers import Answers
from forms.fields import Said
from forms.mentor.answers import MentorAnswers
from forms.mentor.offer import Offer
from forms.mentor.where import Where as MentorWhere
from forms.questions.more import More
from forms.questions.wanted import Wanted
from forms.questions.where import Where
from hub.vocabulary import MentorAudience, Mode, Place, Theme
from hub.wording import N_


class Correction(Where, Wanted):
    """Class and situation stay as they were told: they say how old somebody is, and who may accompany them."""

    template = "forms/own_request.html"
    title = Said(N_("Corriger ou compléter ta demande"), N_("Corriger ou compléter la demande"))

    message = More.message

    def __init__(self, answers: Answers, **kwargs: Any) -> None:
        known = {**_asked(answers), "message": answers.message}
        super().__init__(answers, data=known, **kwargs)
        del self.situation, self.level

    def answers(self) -> Answers:
        return replace(
            self.before,
            place=self.place(),
            themes=frozenset(map(Theme, self.themes.data)),
            mode=Mode(self.mode.data),
            message=self.message.data,
        )


class MentorCorrection(MentorWhere, Offer):
    template = "forms/own_request.html"
    title = N_("Corriger votre candidature")

    def __init__(self, answers: MentorAnswers, **kwargs: Any) -> None:
        known = {
            **_asked(answers),
            "audiences": [code.value for code in MentorAudience if code in answers.audiences],
            "availability": answers.availability,
        }
        super().__init__(answers, data=known, **kwargs)
        del self.commitment

    def answers(self) -> MentorAnswers:
        return replace(Offer.answers(self), place=self.place())


def _asked(answers: Answers | MentorAnswers) -> dict[str, Any]:
    place: Place | None = answers.place
    return {
        "postal_code": place.postal_code if place else "",
        "commune": place.commune if place else "",
        "themes": [theme.value for theme in Theme if theme in answers.themes],
        "mode": answers.mode.value if answers.mode else None,
    }
