"""Changing who it is and how to reach them: the last page of the form, filled in with what the hub knows."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from forms.answers import Answers
from forms.fields import Said
from forms.mentor.answers import MentorAnswers
from forms.mentor.contact import Contact
from forms.questions.who import Who
from hub.vocabulary import Guardian
from hub.wording import N_

TITLE = N_("Changer les coordonnées")


class Details(Who):
    """A guardian whom nobody named is not asked for; one who is named may be written otherwise, not left out."""

    template = "forms/own_details.html"
    title = Said(TITLE, TITLE)

    def __init__(self, answers: Answers, **kwargs: Any) -> None:
        guardian = answers.guardian
        known = {
            "first_name": answers.first_name,
            "last_name": answers.last_name,
            "email": answers.email or "",
            "phone": answers.phone or "",
            "contact_by": answers.contact_by.value,
            "guardian_first_name": guardian.first_name if guardian else "",
            "guardian_last_name": guardian.last_name if guardian else "",
            "guardian_email": guardian.email if guardian else "",
        }
        super().__init__(answers, data=known, **kwargs)
        del self.website
        if guardian is None and "guardian_email" in self:
            del self.guardian_first_name, self.guardian_last_name, self.guardian_email

    def _guardian(self) -> Guardian | None:
        return super()._guardian() if "guardian_email" in self else self.before.guardian

    def answers(self) -> Answers:
        """A child's own address is not asked, and stays as it is."""
        said = super().answers()
        return said if "email" in self else replace(said, email=self.before.email)


class MentorDetails(Contact):
    template = "forms/own_details.html"
    title = TITLE

    def __init__(self, answers: MentorAnswers, **kwargs: Any) -> None:
        known = {
            "first_name": answers.first_name,
            "last_name": answers.last_name,
            "email": answers.email,
            "phone": answers.phone or "",
            "contact_by": answers.contact_by.value,
            "employer": answers.employer or "",
        }
        super().__init__(answers, data=known, **kwargs)
        del self.website
