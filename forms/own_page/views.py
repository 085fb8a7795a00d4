"""The pages behind the code: what the hub knows, changing it, keeping a copy, erasing all of it."""

from __future__ import annotations

import json
from collections.abc import Mapping
from contextlib import suppress
from types import MappingProxyType
from typing import Any

from flask import Response, flash, redirect, render_template, request, session, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from forms.days import on_the_clock
from forms.own_page.changes import changes
from forms.own_page.copies import copy_of
from forms.own_page.details import Details, MentorDetails
from forms.own_page.door import KEY, WRONG_CODE, CodeForm, at_hand, bp, is_formal, opened
from forms.own_page.request import Correction, MentorCorrection
from forms.own_page.told import answers_of, sections_of
from forms.own_page.words import WORDS
from forms.preparing import for_situation, to_prepare
from forms.questions.page import Page
from hub import own_page
from hub.calendar import civil
from hub.lifecycle import ENDED, IllegalMove, ReferralState
from hub.models import OpenPage
from hub.own_page import Changes, Key, Told
from hub.queries import own_pages
from hub.timers import NO_ANSWER_YET
from hub.vocabulary import Engagement, Kind
from hub.web import current_hub
from hub.wording import N_
from hub.work import Work

__all__ = ["bp"]

FORMS: Mapping[tuple[str, Kind], type[Page[Any]]] = MappingProxyType(
    {
        ("coordonnees", Kind.YOUNG_PERSON): Details,
        ("coordonnees", Kind.MENTOR): MentorDetails,
        ("demande", Kind.YOUNG_PERSON): Correction,
        ("demande", Kind.MENTOR): MentorCorrection,
    }
)
CHANGED_BY = MappingProxyType(
    {
        "contact": "coordonnees",
        **dict.fromkeys(("ou", "besoin", "en-plus", "proposition"), "demande"),
    }
)
"""Where each part of what was told is changed."""
ON_ITS_WAY = N_("C’est envoyé.")
NOTHING_CHANGED = N_("Rien n’a changé.")
ENOUGH_TODAY = N_(
    "Dix changements en un jour, c’est beaucoup\u202f: celui-ci n’est pas fait. Réessayer demain."
)


@bp.get("/mes-donnees")
def page() -> ResponseReturnValue:
    """Until the worker has answered, it says so and asks again."""
    with current_hub.read() as work:
        return _show_page(work, *at_hand(work))


@bp.route("/mes-donnees/<any(coordonnees, demande):what>", methods=["GET", "POST"])
def change(what: str) -> ResponseReturnValue:
    with current_hub.begin() as work:
        page, key = opened(work)
        told = own_page.read(page, key)
        if told is None or page.referral.state in ENDED:
            return redirect(url_for(".page"), 303)
        before = answers_of(told, page.referral.correspondent)
        form = FORMS[what, page.referral.kind](before, today=civil(work.now))
        if not form.is_submitted() or request.form.get("then") == what or not form.validate():
            return _show(form.template, page, form=form, title=form.say(form.title), this_page=what)
        changed = changes(before, form.answers())
        flash(_(_sent(work, page, key, changed)))
    return redirect(url_for(".page"), 303)


@bp.post("/mes-donnees/adresse")
def prove() -> ResponseReturnValue:
    """The code that went to a new address, for the worker to compare."""
    with current_hub.begin() as work:
        page, key = opened(work)
        form = CodeForm(formal=is_formal(page.referral))
        if not form.validate():
            return _show_page(work, page, key, form=form)
        own_page.prove(work, page, key, code=form.code.data)
    return redirect(url_for(".page"), 303)


@bp.get("/mes-donnees/copie.json")
def copy() -> ResponseReturnValue:
    """Everything, in a form that another programme reads (GDPR, art. 20)."""
    with current_hub.read() as work:
        page, key = opened(work)
        told = own_page.read(page, key)
        if told is None:
            return redirect(url_for(".page"), 303)
        content = copy_of(work, page.referral, told)
    written = json.dumps(content, ensure_ascii=False, indent=2) + "\n"
    name = f"{page.referral.reference}.json"
    return Response(
        written,
        mimetype="application/json",
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )


@bp.get("/mes-donnees/effacer")
def ask_to_erase() -> ResponseReturnValue:
    with current_hub.read() as work:
        page, _key = opened(work)
        return _show("forms/own_erase.html", page)


@bp.post("/mes-donnees/effacer")
def erase() -> ResponseReturnValue:
    with current_hub.begin() as work:
        page, _key = opened(work)
        own_page.erase(work, page)
    session.pop(KEY, None)
    return redirect(url_for("tracking.story"), 303)


@bp.get("/mes-donnees/pause")
def ask_to_stand_still() -> ResponseReturnValue:
    with current_hub.read() as work:
        page, _key = opened(work)
        return _show("forms/own_pause.html", page, paused=page.referral.state is ReferralState.RESTRICTED)


@bp.post("/mes-donnees/<any(pause, reprise):what>")
def stand_still(what: str) -> ResponseReturnValue:
    """Nothing moves and nobody reads, for as long as they want (GDPR, art. 18).  Pressed twice, it is done once."""
    with current_hub.begin() as work:
        page, _key = opened(work)
        with suppress(IllegalMove):
            (own_page.stand_still if what == "pause" else own_page.go_on)(work, page)
    return redirect(url_for("tracking.story"), 303)


def _to_prepare(page: OpenPage, told: Told) -> tuple[str, ...]:
    """As on the tracking page, and by situation, which only this page may know."""
    lines = to_prepare(page.referral.correspondent, page.referral.state)
    if not lines or isinstance(told.need, Engagement):
        return lines
    return (*lines, for_situation(told.need.situation, formal=is_formal(page.referral)))


def _sent(work: Work, page: OpenPage, key: Key, changed: Changes) -> str:
    """What became of it, in a sentence."""
    if not (changed.identity or changed.need):
        return NOTHING_CHANGED
    try:
        own_page.change(work, page, key, changed)
    except own_page.TooMany:
        return ENOUGH_TODAY
    return ON_ITS_WAY


def _show_page(work: Work, page: OpenPage, key: Key, *, form: CodeForm | None = None) -> ResponseReturnValue:
    told = own_page.read(page, key)
    reader = page.referral.correspondent
    form = form or CodeForm(formal=is_formal(page.referral))
    proving = own_pages.to_prove(work.session, page.id)
    if proving and proving.wrong_at:
        form.code.errors = form.code.errors or [form.say(WRONG_CODE)]
    return _show(
        "forms/own_page.html",
        page,
        sections=sections_of(told, reader) if told else [],
        prepare=_to_prepare(page, told) if told else (),
        form=form,
        proving=proving is not None,
        coming=told is None or bool(own_pages.to_do(work.session, page.id)),
        until=on_the_clock(own_page.ends_at(page)) if page.answered_at else "",
        changed_by=CHANGED_BY,
        may_change=page.referral.state not in ENDED,
        paused=page.referral.state is ReferralState.RESTRICTED,
    )


def _show(template: str, page: OpenPage, **shown: Any) -> ResponseReturnValue:
    form = shown.get("form")
    wrong = form and form.is_submitted() and form.errors
    written = render_template(
        template,
        kind=page.referral.kind,
        words=WORDS[page.referral.correspondent],
        formal=is_formal(page.referral),
        looking=page.referral.state in NO_ANSWER_YET,
        reference=page.referral.reference,
        **shown,
    )
    return written, 422 if wrong else 200
