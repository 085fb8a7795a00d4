"""The pages of the criteria: what stands, what a change would do, what it was before."""

from __future__ import annotations

from datetime import datetime, time
from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from associations.guards import signed_in
from associations.portal.criteria import drawing, fields, versions, words
from associations.portal.criteria.chapter_form import ChapterForm
from associations.portal.criteria.chapters import TITLES, Chapter
from associations.portal.criteria.forms import FORMS
from associations.portal.criteria.looking_back import a_year_before, looked_back
from hub import calendar, criteria, outlines, queries
from hub.criteria import NothingChanges, SaidMeanwhile
from hub.models import Association
from hub.queries import NotFound
from hub.web import current_hub
from hub.work import Work

VERSIONS_ON_A_PAGE = 12
LAST_VERSIONS = 3
LATEST, MOST_DIGITS = 10**9, 10

bp = Blueprint("criteria", __name__, url_prefix="/criteres", template_folder="../templates")


@bp.get("/")
def shown() -> ResponseReturnValue:
    with current_hub.read() as work:
        association = _ours(work)
        entry = association.profile
        return render_template(
            "portal/criteria.html",
            association=association,
            chapters=[(chapter, _(TITLES[chapter]), words.lines(entry, chapter)) for chapter in Chapter],
            missing=[(chapter, _(TITLES[chapter])) for chapter in words.missing(entry)],
            reached=drawing.reached(entry["criteria"]),
            overseas=drawing.overseas(entry["criteria"]),
            outlines=outlines,
            years=looked_back(work, entry, entry),
            received=queries.criteria.offers_received(work.session, association.id, _since(work)),
            declined=criteria.declined_for_our_criteria(work, association),
            asked_from=criteria.ASKED_TO_MEND_FROM,
            versions=versions.told(work, association, signed_in(work), before=LATEST, most=LAST_VERSIONS),
        )


@bp.get("/<word>")
def chapter(word: str) -> ResponseReturnValue:
    with current_hub.read() as work:
        association = _ours(work)
        number = queries.criteria.last_entry_number(work.session, association.id)
        form = _form_of(word).open(association.profile, number)
        return _page_to_write(work, word, form)


@bp.post("/<word>/essayer")
def tried(word: str) -> ResponseReturnValue:
    """What this chapter, as it was typed, would have met of the past year; nothing is kept."""
    with current_hub.read() as work:
        standing = _ours(work).profile
        form = _form_of(word).open(standing, 0)
        if not form.validate():
            return _page_to_write(work, word, form), 422
        said = form.said(standing)
        found = words.differences(standing, said)
        years = looked_back(work, standing, said) if found else None
        return _page_to_write(work, word, form, differences=found, years=years, was_tried=True)


@bp.post("/<word>")
def change(word: str) -> ResponseReturnValue:
    form_of = _form_of(word)
    try:
        with current_hub.begin() as work:
            association = _ours(work)
            form = form_of.open(association.profile, 0)
            if not form.validate():
                return _page_to_write(work, word, form), 422
            seen = _seen(work, association, form)
            criteria.change(work, association, form.said(seen), signed_in(work), seen=seen)
    except NothingChanges as error:
        flash(_(str(error)))
    except SaidMeanwhile as error:
        return _page_with_both(word, form, str(error)), 409
    else:
        flash(_("Vos critères sont en vigueur\u202f: les prochaines fiches les suivent."))
    return redirect(url_for("criteria.shown"), 303)


@bp.post("/confirmer")
def confirm() -> ResponseReturnValue:
    with current_hub.begin() as work:
        criteria.confirm(work, _ours(work), signed_in(work))
    flash(_("Merci\u202f: votre fiche est confirmée, et l’annuaire public le dit."))
    return redirect(url_for("criteria.shown"), 303)


@bp.get("/historique")
def history() -> ResponseReturnValue:
    """The last first; ``avant`` is the number of the version before which to go on."""
    typed = request.args.get("avant", "")
    before = int(typed) if typed.isascii() and typed.isdecimal() and len(typed) < MOST_DIGITS else LATEST
    with current_hub.read() as work:
        association = _ours(work)
        told = versions.told(work, association, signed_in(work), before=before, most=VERSIONS_ON_A_PAGE)
        return render_template("portal/criteria_history.html", association=association, versions=told)


@bp.get("/historique/<int:number>")
def former(number: int) -> ResponseReturnValue:
    """A version in full, and what would change if the association returned to it."""
    with current_hub.read() as work:
        association = _ours(work)
        version = queries.criteria.entry_version(work.session, association.id, number)
        again = criteria.as_it_would_be(association, version)
        found = words.differences(association.profile, again)
        return render_template(
            "portal/criteria_version.html",
            association=association,
            version=version,
            version_title=versions.title(version),
            said_on=versions.said_on(version),
            said_by=versions.said_by(version, signed_in(work)),
            chapters=[(each, _(TITLES[each]), words.lines(version.entry, each)) for each in Chapter],
            differences=found,
            years=looked_back(work, association.profile, again) if found else None,
        )


@bp.post("/historique/<int:number>/reprendre")
def return_to(number: int) -> ResponseReturnValue:
    try:
        with current_hub.begin() as work:
            association = _ours(work)
            version = queries.criteria.entry_version(work.session, association.id, number)
            criteria.return_to(work, association, version, signed_in(work))
        flash(_("La version %(number)d est de nouveau en vigueur.", number=number))
    except NothingChanges as error:
        flash(_(str(error)))
    return redirect(url_for("criteria.shown"), 303)


def _ours(work: Work) -> Association:
    association = signed_in(work).association
    if association is None:
        raise NotFound("the desk has no criteria")
    return association


def _since(work: Work) -> datetime:
    """The beginning of the year that is looked back on."""
    return datetime.combine(a_year_before(calendar.civil(work.now)), time(), calendar.PARIS)


def _form_of(word: str) -> type[ChapterForm]:
    if word not in list(Chapter):
        raise NotFound("there is no such chapter")
    return FORMS[Chapter(word)]


def _seen(work: Work, association: Association, form: ChapterForm) -> dict[str, Any]:
    """The entry as it stood when the member opened the form; one who says nothing of it saw what stands."""
    number = form.version.data
    if not number:
        return association.profile
    return queries.criteria.entry_version(work.session, association.id, number).entry


def _page_with_both(word: str, form: ChapterForm, sentence: str) -> str:
    """What was typed, and what a colleague said of the same meanwhile: saved again, the member's word goes."""
    with current_hub.read() as work:
        association = _ours(work)
        seen = _seen(work, association, form)
        form.version.data = queries.criteria.last_entry_number(work.session, association.id)
        theirs = words.differences(seen, association.profile)
        return _page_to_write(work, word, form, meanwhile=theirs, sentence=_(sentence))


def _page_to_write(work: Work, word: str, form: ChapterForm, **told: Any) -> str:
    one = Chapter(word)
    return render_template(
        "portal/criteria_chapter.html",
        association=_ours(work),
        chapter=one,
        title=_(TITLES[one]),
        form=form,
        regions=fields.regions(),
        drawn=drawing.drawn(),
        outlines=outlines,
        **told,
    )
