"""Several young people at once: who registers, the file, what was read of it, and what was registered.

Nothing of a file rests on the server: between two pages, what was read travels sealed in the page itself.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from typing import cast

from flask import Blueprint, Response, current_app, redirect, render_template, request, session, url_for
from flask.typing import ResponseReturnValue
from flask_babel import get_locale
from flask_babel import gettext as _
from werkzeug.datastructures import MultiDict
from werkzeug.exceptions import RequestEntityTooLarge

from forms import drafts
from forms.batch import bounded, spoken, to_fill_in
from forms.batch.columns import COLUMNS, attested, of_file, top_of, words
from forms.batch.likeness import alike, is_theirs
from forms.batch.lines import read
from forms.batch.preview import Preview
from forms.batch.registering import register
from forms.batch.upload import SealedForm, UploadForm
from forms.days import on_one_line
from forms.plain import grown, told_by
from forms.prescriber.pages import PAGES
from forms.prescriber.pages.ruled import RuledPage
from forms.prescriber.told import Told
from forms.prescriber_door import reader, way_in
from forms.slips import Slip, slips
from forms.wizard import typed_on
from hub.calendar import civil
from hub.vault import DraftBox
from hub.vocabulary import PrescriberKind
from hub.web import checks_its_own_token, current_hub

DRAFT, YOU = "several", "vous"
STEPS = 3
FILE_LIMIT = 1100 * 1024
"""A file of 1 MiB, and the form around it."""
MOST_DISCARDED = 16 * 1024 * 1024
"""Of a file too large, what is read to no end, so that its sender is told."""
SEALED_LIMIT = 3 * 1024 * 1024
"""500 lines of the longest answers, sealed."""
TOO_BIG = "trop-lourd"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"

bp = Blueprint("several", __name__, url_prefix="/inscrire-un-jeune/plusieurs", template_folder="../templates")


@bp.url_value_preprocessor
def allow_a_file(endpoint: str | None, values: object) -> None:
    """Here alone a page may be larger than elsewhere at this door; said before anything reads it."""
    if endpoint == "several.read_file":
        request.max_content_length = FILE_LIMIT
    elif endpoint in ("several.errors", "several.send"):
        request.max_content_length = request.max_form_memory_size = SEALED_LIMIT


@bp.get("")
def page() -> ResponseReturnValue:
    draft = drafts.load(DRAFT)
    return _show_you(_you_page(draft), draft)


@bp.post("")
@checks_its_own_token
def you() -> ResponseReturnValue:
    filled = PAGES[YOU](Told(), today=_today(), formdata=request.form)
    draft = drafts.load(DRAFT)
    if not filled.validate():
        return _show_you(filled, draft), 422
    draft.typed = {YOU: typed_on(filled)}
    return _keep(draft, filled)


@bp.get("/fichier")
def file() -> ResponseReturnValue:
    draft = drafts.load(DRAFT)
    told = _told(draft)
    if told is None:
        return redirect(url_for(".page", efface=request.args.get("efface")), 303)
    form = UploadForm.of(told, formdata=None)
    if TOO_BIG in request.args:
        form.refused(bounded.REFUSALS["too_big"])
    return _show_file(told, form, draft)


@bp.post("/fichier")
@checks_its_own_token
def read_file() -> ResponseReturnValue:
    try:
        draft = drafts.shown(DRAFT)
    except RequestEntityTooLarge:
        _read_the_rest()
        return redirect(f"{url_for('.file')}?{TOO_BIG}", 303)
    told = _told(draft)
    if told is None:
        return redirect(url_for(".page", efface=1), 303)
    form = UploadForm.of(told)
    preview = _read(told, form) if form.validate() else None
    if preview is None:
        return _show_file(told, form, draft), 422
    return _show_preview(preview, SealedForm(formdata=None))


@bp.post("/reprise")
def again() -> ResponseReturnValue:
    """Go on for the professional whom the page shows, whomever another tab has named since."""
    draft = drafts.shown(DRAFT)
    if draft.gone:
        return redirect(url_for(".page", efface=1), 303)
    back = request.form.get("then") == YOU
    response = redirect(url_for(".page", retour=1) if back else url_for(".file"), 303)
    drafts.keep(DRAFT, draft, response)
    return response


@bp.post("/adresse")
def correct() -> ResponseReturnValue:
    """Take the suggestion for a mistyped address; what was read of a file was read for the other one."""
    draft = drafts.shown(DRAFT)
    if draft.gone:
        return redirect(url_for(".page", efface=1), 303)
    for slip in [*_slips(draft)]:
        if slip.name == request.form.get("correct"):
            draft.typed[slip.page][slip.field] = [slip.meant]
    filled = _you_page(draft)
    if not filled.validate():
        return _show_you(filled, draft), 422
    return _keep(draft, filled)


@bp.get(f"/modele/<any({', '.join(PrescriberKind)}):organisation>.<any(xlsx, csv):kind>")
def template(organisation: str, kind: str) -> ResponseReturnValue:
    """Its columns are those of a kind of organisation, which its address says: it is the same for everybody there."""
    told = Told(kind=PrescriberKind(organisation))
    content = to_fill_in.xlsx(told) if kind == "xlsx" else to_fill_in.csv_template(told)
    return _download(content, kind, _("jeunes-a-inscrire"))


@bp.post("/erreurs.csv")
@checks_its_own_token
def errors() -> ResponseReturnValue:
    form = SealedForm()
    preview = Preview.unsealed(_box(), form.lines.data, now=current_hub.clock())
    if preview is None:
        return redirect(url_for(".file", efface=1), 303)
    if not form.validate():
        return _show_preview(preview, form), 422
    return _download(to_fill_in.as_csv(preview.error_rows()), "csv", _("a-corriger"))


@bp.post("/resultat")
@checks_its_own_token
def send() -> ResponseReturnValue:
    """Register the lines that are ready; sent again, or with the same file, it registers nothing again."""
    form = SealedForm()
    preview = Preview.unsealed(_box(), form.lines.data, now=current_hub.clock())
    if preview is None:
        return redirect(url_for(".file", efface=1), 303)
    if not form.validate():
        return _show_preview(preview, form), 422
    result = register(
        current_hub,
        preview,
        alike_too=form.alike_too.data,
        source=session.get("source"),
        language=str(get_locale()),
    )
    who = reader()
    return render_template(
        "forms/several_result.html",
        result=result,
        my_page=way_in(theirs=who is not None and is_theirs(preview, who)),
        email=preview.told.professional.email if preview.told.professional else "",
        desk_days=current_hub.rule_book.delays.desk_days,
        erased_on=result.to_confirm and on_one_line(result.to_confirm),
        form=form,
        steps=STEPS,
        sealed=form.lines.data,
        sealed_draft=drafts.shown(DRAFT).sealed,
    )


def _read_the_rest() -> None:
    """Let go of a body too large: a browser that is still sending, and finds the door shut, shows no answer of ours."""
    left, body = MOST_DISCARDED, request.environ["wsgi.input"]
    while left > 0 and (some := body.read(min(left, FILE_LIMIT))):
        left -= len(some)


def _read(told: Told, form: UploadForm) -> Preview | None:
    """None when the file is refused; the form then says why."""
    try:
        table = bounded.table_of(form.content(), words(told))
        found, below = top_of(table.rows, told)
    except bounded.CannotRead as refused:
        form.refused(refused.sentence)
        return None
    if found.wrong or not below:
        form.of_wrong_headings(found)
        return None
    lines = read([row for row in below if not row.hidden], found, told, attested(told), today=_today())
    hidden = [row.number for row in below if row.hidden]
    preview = Preview(told, lines, found.unknown, hidden, to_fill_in.not_ours(table.unread))
    who = reader()
    with current_hub.read() as work:
        return replace(preview, alike=alike(work, preview, who))


def _keep(draft: drafts.Draft, you: RuledPage) -> ResponseReturnValue:
    draft.told = {YOU: told_by(Told(), you.answers())}
    draft.validated_on = _today()
    response = redirect(url_for(".file"), 303)
    drafts.keep(DRAFT, draft, response)
    return response


def _show_you(page: RuledPage, draft: drafts.Draft) -> str:
    return render_template(
        page.template,
        form=page,
        title=_("Vous, qui accompagnez ces jeunes"),
        step=1,
        steps=STEPS,
        back=url_for("forms.for_professionals"),
        sealed_draft=draft.sealed,
        found=draft.sealed and request.method == "GET" and "retour" not in request.args,
        go_on=url_for(".file"),
        gone="efface" in request.args,
    )


def _show_file(told: Told, form: UploadForm, draft: drafts.Draft) -> str:
    return render_template(
        "forms/several_file.html",
        form=form,
        title=_("Votre fichier"),
        step=2,
        steps=STEPS,
        gone="efface" in request.args,
        sealed_draft=draft.sealed,
        slips=[*_slips(draft)],
        columns=of_file(told),
        spoken=spoken,
        told=told,
    )


def _show_preview(preview: Preview, form: SealedForm) -> str:
    with current_hub.read() as work:
        known = preview.known(work)
    draft = drafts.shown(DRAFT)
    return render_template(
        "forms/several_preview.html",
        form=form,
        preview=preview,
        known=known,
        columns=COLUMNS,
        sealed=preview.sealed(_box(), now=current_hub.clock()),
        sealed_draft=draft.sealed,
        slips=[*_slips(draft)],
        step=3,
        steps=STEPS,
    )


def _slips(draft: drafts.Draft) -> Iterator[Slip]:
    return slips({YOU: PAGES[YOU]}, draft.typed)


def _you_page(draft: drafts.Draft) -> RuledPage:
    typed = draft.typed.get(YOU)
    return PAGES[YOU](Told(), today=_today(), formdata=None if typed is None else MultiDict(typed))


def _told(draft: drafts.Draft) -> Told | None:
    """Who registers, as the first page told it; None when it is still to be filled in."""
    return grown(Told(), draft.told[YOU]) if YOU in draft.told else None


def _download(content: bytes, kind: str, name: str) -> Response:
    disposition = f'attachment; filename="{name}.{kind}"'
    mimetype = XLSX if kind == "xlsx" else "text/csv"
    return Response(content, mimetype=mimetype, headers={"Content-Disposition": disposition})


def _box() -> DraftBox:
    return cast(DraftBox, current_app.extensions["drafts"])


def _today() -> date:
    return civil(current_hub.clock())
