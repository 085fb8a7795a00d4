"""The young person's form, a page at a time: each POST leads to the next page, so that going back is safe."""

from __future__ import annotations

import logging
import re
from datetime import date

from flask import Blueprint, current_app, redirect, render_template, request, session, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from sqlalchemy.exc import SQLAlchemyError
from werkzeug.datastructures import MultiDict
from werkzeug.wrappers import Response as BaseResponse

from forms import answers, drafts, summary
from forms.days import on_one_line
from forms.fields import PageForm
from forms.questions import PAGES, Page
from forms.receipts import next_lines
from forms.walk import Walk, walk
from hub import intake
from hub.calendar import civil
from hub.web import checks_its_own_token, current_hub

log = logging.getLogger(__name__)

bp = Blueprint("form", __name__, url_prefix="/trouver-un-mentor", template_folder="templates")

SOURCE = re.compile(r"[a-z0-9][a-z0-9_-]{0,39}")
PAGE_SLUGS = "any('ou', 'besoin', 'en-plus', 'contact')"
STEPS = len(PAGES) + 1
NOT_ANSWERS = frozenset({"csrf_token", "website", drafts.FIELD})


@bp.before_app_request
def remember_source() -> None:
    """A partner's tag in the link, kept silently for statistics."""
    source = request.args.get("source", "")
    if SOURCE.fullmatch(source):
        session["source"] = source


@bp.get("", defaults={"slug": "pour-qui"})
@bp.get(f"/<{PAGE_SLUGS}:slug>")
def page(slug: str) -> ResponseReturnValue:
    draft = drafts.load()
    walked = walk(draft.pages, today=_today())
    before = walked.before(slug)
    if before is None:
        return _go_on(walked)
    typed = draft.pages.get(slug)
    shown = PAGES[slug](before, today=_today(), formdata=MultiDict(typed) if typed is not None else None)
    return _show(slug, shown, draft)


@bp.post("", defaults={"slug": "pour-qui"})
@bp.post(f"/<{PAGE_SLUGS}:slug>")
@checks_its_own_token
def answer(slug: str) -> ResponseReturnValue:
    draft = drafts.load()
    before = walk(draft.pages, today=_today()).before(slug)
    if before is None:
        return _go_on(walk(draft.pages, today=_today()))
    filled = PAGES[slug](before, today=_today(), formdata=request.form)
    if not filled.validate():
        return _show(slug, filled, draft), 422
    if elsewhere := filled.elsewhere():
        return redirect(url_for(elsewhere), 303)
    draft.pages[slug] = {
        name: request.form.getlist(name)
        for name in filled.data
        if name in request.form and name not in NOT_ANSWERS
    }
    response = _go_on(walk(draft.pages, today=_today()), after=slug)
    drafts.keep(draft, response)
    return response


@bp.get("/verifier")
def check() -> ResponseReturnValue:
    draft = drafts.load()
    walked = walk(draft.pages, today=_today())
    return _go_on(walked) if walked.next_page else _show_check(draft, walked, _send_form(walked))


@bp.post("/verifier")
@checks_its_own_token
def send() -> ResponseReturnValue:
    """Register once, however often this is sent: the form's token says that it is the same."""
    draft = drafts.load()
    walked = walk(draft.pages, today=_today())
    try:
        if _registered_before(request.form.get("form_token", "")):
            return redirect(url_for(".receipt"), 303)
        if walked.next_page:
            return _go_on(walked)
        form = _send_form(walked)
        if not form.validate():
            return _show_check(draft, walked, form), 422
        _register(draft, walked)
    except SQLAlchemyError as error:
        log.error("a registration was not saved: %s", type(error).__name__)
        return _show_check(draft, walked, _send_form(walked), not_saved=True), 503
    response = redirect(url_for(".receipt"), 303)
    drafts.drop(response)
    return response


@bp.get("/recu")
def receipt() -> ResponseReturnValue:
    with current_hub.read() as work:
        found = intake.receipt_of(work, session.get("registered", ""))
    if found is None:
        return redirect(url_for(".page"), 303)
    link = current_app.config["DOOR_URL"] + url_for("tracking.follow", token=found.tracking_token)
    formal = bool(session.get("formal"))
    return render_template(
        "forms/receipt.html",
        receipt=found,
        link=link,
        formal=formal,
        promised=on_one_line(found.promised_by) if found.promised_by else "",
        lines=next_lines(found, formal=formal),
    )


def _registered_before(form_token: str) -> bool:
    with current_hub.read() as work:
        known = intake.receipt_of(work, form_token) is not None
    if known:
        session["registered"] = form_token
    return known


def _register(draft: drafts.Draft, walked: Walk) -> None:
    registration = answers.to_registration(
        walked.answers, form_token=draft.form_token, source=session.get("source")
    )
    with current_hub.begin() as work:
        intake.register(work, registration)
    session["registered"], session["formal"] = draft.form_token, walked.answers.formal


def _show(slug: str, form: Page, draft: drafts.Draft) -> str:
    return render_template(
        f"forms/page_{slug.replace('-', '_')}.html",
        form=form,
        title=form.say(form.title),
        step=list(PAGES).index(slug) + 1,
        steps=STEPS,
        back=_page_before(slug),
        sealed_draft=drafts.sealed(draft) if draft.pages else "",
    )


def _show_check(draft: drafts.Draft, walked: Walk, form: PageForm, *, not_saved: bool = False) -> str:
    return render_template(
        "forms/check.html",
        form=form,
        title=_("Vérifie, puis envoie") if not form.formal else _("Vérifiez, puis envoyez"),
        sections=summary.sections(walked.answers),
        answers=walked.answers,
        left_out=walked.pages["en-plus"],
        form_token=draft.form_token,
        not_saved=not_saved,
        step=STEPS,
        steps=STEPS,
        back=url_for(".page", slug="contact"),
        sealed_draft=drafts.sealed(draft),
    )


def _send_form(walked: Walk) -> PageForm:
    return PageForm(formal=walked.answers.formal, formdata=request.form)


def _go_on(walked: Walk, *, after: str | None = None) -> BaseResponse:
    """To the page after the one just filled in, or to the first unfinished one, whichever comes first."""
    slugs = [*PAGES, None]
    wanted = slugs[slugs.index(after) + 1] if after else walked.next_page
    slug = min(wanted, walked.next_page, key=slugs.index)
    return redirect(url_for(".page", slug=slug) if slug else url_for(".check"), 303)


def _page_before(slug: str) -> str | None:
    index = list(PAGES).index(slug)
    return url_for(".page", slug=list(PAGES)[index - 1]) if index else None


def _today() -> date:
    return civil(current_hub.clock())
