"""What every page of the form shares: the answers before it, and the answers after it."""

from __future__ import annotations

from datetime import date
from typing import Any, ClassVar

from forms.answers import Answers
from forms.fields import PageForm, Said
from hub.wording import N_

CHOOSE = Said(N_("Choisis une réponse."), N_("Choisissez une réponse."))


class Page(PageForm):
    """Built from the answers of the pages before; hands back those answers and its own."""

    title: ClassVar[Said | str]

    def __init__(self, answers: Answers, *, today: date, **kwargs: Any) -> None:
        self.before, self.today = answers, today
        super().__init__(formal=answers.formal, **kwargs)

    def answers(self) -> Answers:
        """The answers before this page, and this page's, once it is valid."""
        raise NotImplementedError

    def elsewhere(self) -> str | None:
        """The endpoint that helps better than this form, when there is one."""
        return None
