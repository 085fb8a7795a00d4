"""Once it is over: two questions; and for a mentor whose name is about to be erased, to have it kept or erased now.

Opening a page changes nothing; only its buttons do.  Neither shows anything personal, and neither asks for a code.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from wtforms import RadioField, SelectChoice

from forms.days import on_one_line
from forms.fields import Needed, PageForm, Said
from forms.links import Link, open_link, tracked
from hub import afterwards, opinions
from hub.calendar import civil
from hub.lifecycle import ENDED
from hub.models import Referral
from hub.vocabulary import Audience, Ending, Grade, Kind, Topic
from hub.web import current_hub
from hub.wording import GRADES, N_
from hub.work import Work

KEEP, FORGET = "garder", "effacer"
FIRST = Said(
    N_("Choisis une réponse à la première question."), N_("Choisissez une réponse à la première question.")
)
SECOND = Said(
    N_("Choisis une réponse à la deuxième question."), N_("Choisissez une réponse à la deuxième question.")
)
HELPED: Mapping[tuple[Kind, Ending], Said] = MappingProxyType(
    {
        (Kind.YOUNG_PERSON, Ending.PAIRED): Said(
            N_("Cet accompagnement t’a-t-il aidé ?"), N_("Cet accompagnement a-t-il aidé ?")
        ),
        (Kind.YOUNG_PERSON, Ending.NOT_PAIRED): Said(
            N_("Ce que l’association a fait t’a-t-il aidé quand même ?"),
            N_("Ce que l’association a fait a-t-il aidé quand même ?"),
        ),
        (Kind.YOUNG_PERSON, Ending.NO_YES): Said(
            N_("Notre réponse et les autres pistes t’ont-elles aidé quand même ?"),
            N_("Notre réponse et les autres pistes ont-elles aidé quand même ?"),
        ),
        **{
            (Kind.MENTOR, ending): Said(words, words)
            for ending, words in (
                (Ending.PAIRED, N_("Cet engagement a-t-il répondu à ce que vous en attendiez ?")),
                (Ending.NOT_PAIRED, N_("L’association vous a-t-elle bien accueilli, malgré cette fin ?")),
                (Ending.NO_YES, N_("Notre réponse vous a-t-elle paru claire et honnête ?")),
            )
        },
    }
)
INFORMED = Said(
    N_("As-tu su, à chaque étape, ce qui allait se passer ?"),
    N_("Avez-vous su, à chaque étape, ce qui allait se passer ?"),
)

bp = Blueprint("afterwards", __name__, template_folder="templates")


class TwoQuestions(PageForm):
    helped = RadioField(validators=[Needed(FIRST)])
    informed = RadioField(INFORMED, validators=[Needed(SECOND)])

    def __init__(self, kind: Kind, ending: Ending, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.helped.label.text = self.say(HELPED[kind, ending])
        grades = [SelectChoice(grade.value, _(words)) for grade, words in GRADES.items()]
        self.helped.choices = self.informed.choices = grades

    def answers(self) -> Mapping[Topic, Grade]:
        return {
            Topic.HELPED: Grade(self.helped.data),
            Topic.INFORMED: Grade(self.informed.data),
        }


@bp.get("/avis/<string(length=32):token>")
def asked(token: str) -> ResponseReturnValue:
    return open_link(Link.TRACKING, token, then=".opinion")


@bp.get("/suivi/avis")
def opinion() -> ResponseReturnValue:
    with current_hub.read() as work:
        referral = tracked(work)
        return _show(work, referral, _form(work, referral))


@bp.post("/suivi/avis")
def say() -> ResponseReturnValue:
    with current_hub.begin() as work:
        referral = tracked(work)
        form = _form(work, referral)
        if form and not form.validate():
            return _show(work, referral, form), 422
        if form:
            opinions.say(work, referral, form.answers())
    return redirect(url_for(".opinion"), 303)


@bp.get("/garder/<string(length=32):token>")
def asked_to_keep(token: str) -> ResponseReturnValue:
    return open_link(Link.TRACKING, token, then=".keeping")


@bp.get("/suivi/garder")
def keeping() -> ResponseReturnValue:
    with current_hub.read() as work:
        referral = tracked(work)
        until = referral.forget_at
        return render_template(
            "forms/keeping.html",
            reference=referral.reference,
            kind=referral.kind,
            until=on_one_line(civil(until)) if until else "",
            may_keep=afterwards.may_keep(work, referral),
            over=referral.state in ENDED,
        )


@bp.post("/suivi/garder")
def choose() -> ResponseReturnValue:
    said = request.form.get("answer")
    with current_hub.begin() as work:
        referral = tracked(work)
        may_choose = afterwards.may_keep(work, referral)
        if may_choose and said == KEEP:
            afterwards.keep(work, referral)
            flash(_("C’est noté : nous gardons vos coordonnées un an de plus."))
        elif may_choose and said == FORGET:
            afterwards.forget_now(work, referral)
            flash(_("C’est noté : tout est effacé dans l’heure, et l’association doit effacer aussi."))
    return redirect(url_for(".keeping"), 303)


def _form(work: Work, referral: Referral) -> TwoQuestions | None:
    """None when there is nothing to answer, or no more."""
    ending = opinions.ending_of(work, referral)
    if ending is None or not opinions.may_say(work, referral):
        return None
    return TwoQuestions(referral.kind, ending, formal=_is_formal(referral))


def _show(work: Work, referral: Referral, form: TwoQuestions | None) -> str:
    return render_template(
        "forms/opinion.html",
        form=form,
        reference=referral.reference,
        kind=referral.kind,
        formal=_is_formal(referral),
        given=opinions.is_given(work, referral),
        errors=form.errors if form else {},
    )


def _is_formal(referral: Referral) -> bool:
    return referral.correspondent is not Audience.YOUNG_PERSON
