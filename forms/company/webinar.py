"""The page where a company chooses a session, and says which are full."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from flask_babel import gettext as _
from flask_babel import ngettext
from wtforms import Field, RadioField, SelectChoice
from wtforms.validators import StopValidation

from forms.company.answers import CompanyAnswers
from forms.company.moments import session_in_words
from forms.fields import Needed
from forms.questions.page import CHOOSE, Page
from hub import webinars
from hub.models import Webinar
from hub.web import current_hub
from hub.wording import N_

NONE_OF_THEM = "none"
FEW = 5
JUST_FULL = N_("Cette séance n’est plus disponible. Choisissez-en une autre : vos réponses sont toujours là.")


def offered() -> list[Webinar]:
    with current_hub.read() as work:
        return webinars.offered(work)


def choice_of(session: Webinar) -> SelectChoice:
    """A session to choose; a full one is shown, and cannot be."""
    kept = {"hint": _seats_left(session), "disabled": session.seats_left == 0}
    said = session_in_words(session.starts_at)
    return SelectChoice(str(session.id), said[:1].upper() + said[1:], kept)


class Session(Page[CompanyAnswers]):
    """A date chosen on another page may have filled up since: the page says so as soon as it opens."""

    template = "forms/company_webinar.html"
    title = N_("Une heure pour découvrir")

    webinar = RadioField(
        N_("À quel webinaire venez-vous ?"), [Needed(CHOOSE)], choices=[], validate_choice=False
    )

    def __init__(self, answers: CompanyAnswers, **kwargs: Any) -> None:
        super().__init__(answers, **kwargs)
        self.sessions = {str(session.id): session for session in offered()}
        no_session = SelectChoice(
            NONE_OF_THEM, _("Aucune de ces dates"), {"hint": _("Nous prenons contact avec vous directement.")}
        )
        self.webinar.choices = [*map(choice_of, self.sessions.values()), no_session]

    @property
    def just_full(self) -> bool:
        return bool(self.webinar.data) and not self._can_be_chosen()

    def validate_webinar(self, field: Field) -> None:
        if not self._can_be_chosen():
            raise StopValidation(_(JUST_FULL))

    def answers(self) -> CompanyAnswers:
        if self.webinar.data == NONE_OF_THEM:
            return replace(self.before, webinar=None, session="")
        session = self.sessions[self.webinar.data]
        return replace(self.before, webinar=session.id, session=session.starts_at.isoformat())

    def _can_be_chosen(self) -> bool:
        session = self.sessions.get(self.webinar.data)
        return self.webinar.data == NONE_OF_THEM or (session is not None and session.seats_left > 0)


def _seats_left(session: Webinar) -> str:
    if session.seats_left == 0:
        return str(_("Complet"))
    if session.seats_left <= FEW:
        return str(ngettext("Plus qu’une place", "Plus que %(num)d places", session.seats_left))
    return str(_("Une heure, en ligne"))
