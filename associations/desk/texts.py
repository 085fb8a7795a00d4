"""The texts of the public pages at the desk: read, written, seen as they would be, taken into use, come back to."""

from __future__ import annotations

from flask import Blueprint, current_app, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import TextAreaField
from wtforms.validators import InputRequired, Length

from associations.desk.changed_lines import changed_lines
from associations.desk.text_words import NAMES, base_text, sentences_to_translate
from associations.guards import signed_in
from hub import manuscripts, site_texts
from hub.models import SiteText
from hub.queries import NotFound
from hub.queries import site_texts as texts
from hub.queries.site_texts import Place
from hub.readable import Content, readable
from hub.site_texts import LANGUAGES, LONGEST, SameText
from hub.strict_yaml import BadFile, Problem
from hub.web import current_hub, row_number
from hub.work import Work

SHOWN = 50

bp = Blueprint("texts", __name__, url_prefix="/textes", template_folder="templates")


class TextForm(FlaskForm):  # type: ignore[misc]
    text = TextAreaField(
        _l("Le texte de la page"),
        [
            InputRequired(_l("Écrivez le texte de la page.")),
            Length(max=LONGEST, message=_l("Ce texte est trop long\u202f: 40\u202f000 signes au plus.")),
        ],
        render_kw={"rows": 24, "spellcheck": "true", "maxlength": LONGEST},
    )


@bp.get("/")
def listed() -> ResponseReturnValue:
    with current_hub.read() as work:
        used = texts.in_use_by_whom(work.session)
    pages = [(page, site_texts.delivered(page)) for page in site_texts.pages()]
    return render_template("desk/texts.html", pages=pages, used=used, languages=NAMES)


@bp.get("/<page>/<language>/")
def shown(page: str, language: str) -> ResponseReturnValue:
    place = _place(page, language)
    with current_hub.read() as work:
        text = base_text(work, place)
        return render_template(
            "desk/text.html",
            place=place,
            languages=NAMES,
            content=_seen(text),
            text=text,
            uses=texts.uses(work.session, place, limit=SHOWN),
            proposals=texts.proposals(work.session, place, limit=SHOWN),
            other=texts.in_use(work.session).get((page, site_texts.FRENCH)),
            address=site_texts.address_of(page),
            to_translate=sentences_to_translate(work, place),
        )


@bp.route("/<page>/<language>/ecrire", methods=["GET", "POST"])
def write(page: str, language: str) -> ResponseReturnValue:
    """From what is read now, or from the version that is named."""
    place = _place(page, language)
    with current_hub.read() as work:
        now = base_text(work, place)
        begun = _begun(work, place) or now
    form = TextForm(data={"text": begun})
    if not form.is_submitted():
        return _page_to_write(form, place)
    if not form.validate():
        return _page_to_write(form, place), 422
    try:
        with current_hub.begin() as work:
            row = site_texts.propose(work, place, form.text.data, before=now, by=signed_in(work))
    except BadFile as error:
        return _page_to_write(form, place, tuple(error.problems)), 422
    except SameText:
        form.text.errors = [_("Ce texte est déjà celui de la page.")]
        return _page_to_write(form, place), 422
    return redirect(url_for("desk.texts.version", text_id=row.id), 303)


@bp.get("/versions/<int:text_id>")
def version(text_id: int) -> ResponseReturnValue:
    with current_hub.read() as work:
        row = _called(work, text_id)
        place = (row.page, row.language)
        now = base_text(work, place)
        return render_template(
            "desk/text_version.html",
            row=row,
            place=place,
            languages=NAMES,
            content=_seen(row.text),
            is_in_use=site_texts.in_use(work, place) == row.text,
            passages=changed_lines(now, row.text),
        )


@bp.post("/versions/<int:text_id>/prendre")
def take(text_id: int) -> ResponseReturnValue:
    try:
        with current_hub.begin() as work:
            row = _called(work, text_id)
            site_texts.take(work, row, by=signed_in(work))
    except BadFile as error:
        place = (row.page, row.language)
        form = TextForm(formdata=None, data={"text": row.text})
        return _page_to_write(form, place, tuple(error.problems)), 422
    flash(_("Ce texte est en service : le site le montre dans les secondes qui viennent."))
    return redirect(url_for("desk.texts.shown", page=row.page, language=row.language), 303)


@bp.post("/<page>/<language>/fichier")
def take_file(page: str, language: str) -> ResponseReturnValue:
    place = _place(page, language)
    with current_hub.begin() as work:
        site_texts.take_file(work, place, by=signed_in(work))
    flash(_("Le texte livré avec la plateforme est de nouveau en service."))
    return redirect(url_for("desk.texts.shown", page=page, language=language), 303)


def _place(page: str, language: str) -> Place:
    if page not in site_texts.pages() or language not in LANGUAGES:
        raise NotFound("there is no such page in that language")
    return page, language


def _called(work: Work, text_id: int) -> SiteText:
    row = work.session.get(SiteText, text_id)
    if row is None:
        raise NotFound("nobody wrote that text")
    return row


def _begun(work: Work, place: Place) -> str | None:
    row = work.session.get(SiteText, request.args.get("version", 0, type=row_number))
    return row.text if row and (row.page, row.language) == place else None


def _seen(text: str) -> Content:
    """As its readers see it, but for the settings, whose names stay; links lead to the public door."""
    written = manuscripts.read_text(text, file="")
    return readable(written, title=str, block=str, root=str(current_app.jinja_env.globals["public_url"]))


def _page_to_write(form: TextForm, place: Place, problems: tuple[Problem, ...] = ()) -> str:
    lines = form.text.data.splitlines()
    said = [
        (each.line, lines[each.line - 1] if each.line <= len(lines) else "", each.expected)
        for each in problems
    ]
    return render_template("desk/text_write.html", form=form, place=place, languages=NAMES, problems=said)
