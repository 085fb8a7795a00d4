"""What every page of the form shares: the answers before it, and the answers after it."""

from __future__ import annotations

from datetime import date
from typing import Any, ClassVar, Generic

from forms.fields import PageForm, Said
from forms.plain import A
from hub.wording import N_

CHOOSE = Said(N_("Choisis une réponse."), N_("Choisissez une réponse."))


class Page(PageForm, Generic[A]):
    """Built from the answers of the pages before; hands back those answers and its own."""

    title: ClassVar[Said | str]
    template: ClassVar[str]

    def __init__(self, answers: A, *, today: date, **kwargs: Any) -> None:
        self.before, self.today = answers, today
        super().__init__(formal=answers.formal, **kwargs)

    def answers(self) -> A:
        """The answers before this page, and this page's, once it is valid."""
        raise NotImplementedError

    def elsewhere(self) -> str | None:
        """The endpoint that helps better than this form, when there is one."""
        return None
