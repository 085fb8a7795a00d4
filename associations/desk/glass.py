"""Breaking the glass at the desk: one asks, another grants, and the one who asked reads for fifteen minutes."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import RadioField, TextAreaField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired

from associations.guards import signed_in
from associations.portal.released import birth_month, readable_phone
from associations.words_typed import Note, tidied
from hub import glass, queries
from hub.glass import REASONS
from hub.models import GlassReason, GlassRequest, Member, Referral
from hub.queries import NotFound, glass_requests
from hub.vocabulary import Identity
from hub.web import current_hub, row_number
from hub.wording import CONTACT_BY
from hub.work import Work

NOTE_LIMIT = 300

bp = Blueprint("glass", __name__, url_prefix="/bris-de-glace", template_folder="templates")


class AskForm(FlaskForm):  # type: ignore[misc]
    reason = RadioField(
        _l("Pourquoi faut-il lire ce nom\u202f?"), [InputRequired(_l("Choisissez une raison."))], choices=[]
    )
    note = TextAreaField(
        _l("Ce que la seconde personne doit savoir"),
        [InputRequired(_l("Dites en quelques mots ce qui se passe.")), Note(NOTE_LIMIT)],
        filters=[tidied],
        description=_l("300 caractères au plus. Aucun nom, aucune adresse."),
        render_kw={"maxlength": NOTE_LIMIT, "rows": 3},
    )

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.reason.choices = [SelectChoice(code.value, _(said)) for code, said in REASONS.items()]


@bp.get("/")
def listed() -> ResponseReturnValue:
    before = request.args.get("avant", type=row_number)
    with current_hub.read() as work:
        rows = glass_requests.latest(work.session, before=before)
        shown = rows[: glass_requests.A_PAGE]
        older = shown[-1].id if len(rows) > len(shown) else None
        told = [(row, _state(work, row)) for row in shown]
        return render_template("desk/glasses.html", rows=told, older=older, reasons=REASONS)


@bp.route("/dossier/<reference>", methods=["GET", "POST"])
def ask(reference: str) -> ResponseReturnValue:
    form = AskForm()
    try:
        with current_hub.begin() as work:
            referral = queries.referral_by_reference(work.session, reference)
            if not queries.is_kept(work.session, referral):
                raise NotFound("there is no name left to read")
            if not form.validate_on_submit():
                return _page_to_ask(referral, form)
            why = GlassReason(form.reason.data)
            asked = glass.ask(work, referral, signed_in(work), reason=why, note=form.note.data)
    except glass.AskedAlready:
        flash(_("Quelqu’un l’a déjà demandé pour ce dossier\u202f: sa demande est ci-dessous."))
        return redirect(url_for("desk.glass.listed"), 303)
    flash(_("C’est demandé. Une seconde personne de la coordination doit l’accorder, sous 24 heures."))
    return redirect(url_for("desk.glass.one", request_id=asked.id), 303)


@bp.get("/<int:request_id>")
def one(request_id: int) -> ResponseReturnValue:
    with current_hub.read() as work:
        return _page(work, _known(work, request_id))


@bp.post("/<int:request_id>/accorder")
def grant(request_id: int) -> ResponseReturnValue:
    try:
        with current_hub.begin() as work:
            glass.grant(work, _known(work, request_id), signed_in(work))
    except (glass.NotByTwo, glass.Over):
        flash(_("Cette demande ne peut pas être accordée ainsi."))
    else:
        flash(_("C’est accordé, pour quinze minutes. La personne déléguée aux données en est avertie."))
    return redirect(url_for("desk.glass.one", request_id=request_id), 303)


@bp.post("/<int:request_id>/refuser")
def refuse(request_id: int) -> ResponseReturnValue:
    try:
        with current_hub.begin() as work:
            glass.refuse(work, _known(work, request_id), signed_in(work))
    except glass.Over:
        flash(_("Cette demande était déjà close."))
    else:
        flash(_("La demande est close."))
    return redirect(url_for("desk.glass.one", request_id=request_id), 303)


@bp.post("/<int:request_id>/lire")
def read(request_id: int) -> ResponseReturnValue:
    """The name and its trace, or neither."""
    try:
        with current_hub.begin() as work:
            row = _known(work, request_id)
            return _page(work, row, glass.read(work, row, signed_in(work)))
    except glass.NotYours:
        raise NotFound("only the one who asked reads the name") from None
    except (glass.Over, glass.NotYetReleased):
        return redirect(url_for("desk.glass.one", request_id=request_id), 303)


def _known(work: Work, request_id: int) -> GlassRequest:
    row = glass_requests.one(work.session, request_id)
    if row is None:
        raise NotFound("nobody asked for this")
    return row


def _page_to_ask(referral: Referral, form: AskForm) -> ResponseReturnValue:
    page = render_template("desk/glass_ask.html", referral=referral, form=form)
    return page, 422 if form.errors else 200


def _page(work: Work, row: GlassRequest, person: Identity | None = None) -> str:
    me = signed_in(work)
    return render_template(
        "desk/glass.html",
        row=row,
        state=_state(work, row),
        reason=REASONS[row.reason],
        person=person,
        phone=readable_phone(person.phone) if person else "",
        born=birth_month(person) if person else "",
        lapses_at=row.asked_at + glass.ASKED_FOR,
        contact_by=_(CONTACT_BY[person.contact_by]) if person else "",
        **_moves(work, row, me),
    )


def _moves(work: Work, row: GlassRequest, me: Member) -> dict[str, bool]:
    """What this person may do now."""
    state, mine = _state(work, row), row.asked_by_id == me.id
    return {
        "mine": mine,
        "may_grant": state == "asked" and not mine,
        "may_read": state == "ready" and mine,
        "may_close": state in ("asked", "granted", "ready"),
    }


def _state(work: Work, row: GlassRequest) -> str:
    """``asked``, ``granted`` and being verified, ``ready``, ``over``, ``refused``, or ``lapsed``: granted by nobody."""
    if row.refused_by_id is not None:
        return "refused"
    if row.ends_at is not None:
        if row.closed_at is not None or row.ends_at <= work.now:
            return "over"
        return "ready" if row.identity is not None else "granted"
    return "lapsed" if row.closed_at or work.now - row.asked_at >= glass.ASKED_FOR else "asked"
