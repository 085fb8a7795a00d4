"""The associations of the network at the desk: who answers there, how they stand, and what the desk may change."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import EmailField, RadioField, StringField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired, Length, Optional, Regexp

from associations.addresses import one_address
from associations.desk.charging import charge_form, charge_of
from associations.desk.matter_words import HOUSES, WHY
from associations.desk.to_do import A_PAGE, here, page_asked
from associations.guards import signed_in
from associations.words_typed import Note, tidied
from hub import calendar, desk, directory, journal, membership, places, queries
from hub.folding import folded
from hub.journal import Act
from hub.membership import AlreadyMember
from hub.models import Association, Role, Subject
from hub.queries import NotFound, houses, matters
from hub.queries.houses import House
from hub.web import current_hub
from hub.work import Work

LONGEST_NAME = 120
LONGEST_SLUG = 60

bp = Blueprint("associations", __name__, url_prefix="/associations", template_folder="templates")


class AddForm(FlaskForm):  # type: ignore[misc]
    name = StringField(
        _l("Nom de l’association"),
        [
            InputRequired(_l("Indiquez le nom de l’association.")),
            Length(max=LONGEST_NAME),
            Note(LONGEST_NAME),
        ],
        filters=[tidied],
        render_kw={"autocomplete": "off"},
    )
    website = StringField(
        _l("Son site"),
        [
            Optional(),
            Length(max=200),
            Regexp(r"https?://\S+\Z", message=_l("Une adresse qui commence par https://.")),
        ],
        filters=[tidied],
        render_kw={"autocomplete": "off", "inputmode": "url"},
    )


class InviteForm(FlaskForm):  # type: ignore[misc]
    email = EmailField(
        _l("Adresse e-mail"),
        [InputRequired(_l("Indiquez l’adresse de la personne à inviter.")), Length(max=254), one_address],
        description=_l("Son adresse professionnelle : c’est là qu’arriveront ses codes de connexion."),
        render_kw={"autocomplete": "off"},
    )
    role = RadioField(
        _l("Elle pourra"),
        [InputRequired()],
        default=Role.MANAGER,
        choices=[
            SelectChoice(Role.MANAGER, _l("répondre, et gérer l’équipe, les places, les critères")),
            SelectChoice(Role.MEMBER, _l("répondre aux fiches")),
        ],
    )


@bp.get("/")
def listed() -> ResponseReturnValue:
    with current_hub.read() as work:
        return _list(work, AddForm(formdata=None))


@bp.post("/")
def add() -> ResponseReturnValue:
    form = AddForm()
    with current_hub.begin() as work:
        slug = _slug(form.name.data or "")
        if not form.validate():
            return _list(work, form), 422
        if not slug or queries.association_called(work.session, slug):
            form.name.errors = [_("Une association porte déjà ce nom, ou ce nom n’a aucune lettre.")]
            return _list(work, form), 422
        entry = directory.newcomer(slug, form.name.data, form.website.data or None)
        membership.take_in(work, entry, by=signed_in(work))
        journal.note(work, Act.DESK_MOVED, slug, by=signed_in(work), move="add_association")
    flash(
        _("%(name)s fait partie du réseau. Invitez maintenant une personne qui y répondra.", name=entry.name)
    )
    return redirect(url_for(".one", slug=slug), 303)


@bp.get("/<slug>")
def one(slug: str) -> ResponseReturnValue:
    with current_hub.read() as work:
        return _page(work, _called(work, slug), InviteForm(formdata=None))


@bp.post("/<slug>/inviter")
def invite(slug: str) -> ResponseReturnValue:
    form = InviteForm()
    try:
        with current_hub.begin() as work:
            row = _called(work, slug)
            if not form.validate():
                return _page(work, row, form), 422
            membership.invite(
                work, email=form.email.data, association=row, role=Role(form.role.data), by=signed_in(work)
            )
    except AlreadyMember:
        flash(_("Cette adresse est déjà celle d’un membre."))
    else:
        flash(_("L’invitation est partie."))
    return redirect(url_for(".one", slug=slug), 303)


@bp.post("/<slug>/suspendre")
def suspend(slug: str) -> ResponseReturnValue:
    """Nobody new is proposed to it; what it was proposed goes on."""
    with current_hub.begin() as work:
        row = _called(work, slug)
        desk.suspend(work, row)
        journal.note(work, Act.SUSPENDED, slug, by=signed_in(work), suspended=True)
    flash(_("%(name)s ne reçoit plus de nouvelle fiche. Celles qu’elle a déjà continuent.", name=row.name))
    return redirect(url_for(".one", slug=slug), 303)


@bp.post("/<slug>/reprendre")
def resume(slug: str) -> ResponseReturnValue:
    with current_hub.begin() as work:
        row = _called(work, slug)
        desk.resume(work, row)
        journal.note(work, Act.SUSPENDED, slug, by=signed_in(work), suspended=False)
    flash(_("%(name)s reçoit à nouveau des fiches.", name=row.name))
    return redirect(url_for(".one", slug=slug), 303)


@bp.post("/<slug>/rouvrir")
def reopen(slug: str) -> ResponseReturnValue:
    """It said that it is there: what the hub had stopped for want of news goes on."""
    with current_hub.begin() as work:
        row = _called(work, slug)
        places.resume(work, row, by=signed_in(work))
    flash(_("%(name)s reçoit à nouveau des fiches.", name=row.name))
    return redirect(url_for(".one", slug=slug), 303)


def _list(work: Work, form: AddForm) -> str:
    asked, page, today = request.args, page_asked(), calendar.civil(work.now)
    states = {state.value: state for state in House}
    state, called = states.get(asked.get("etat", "")), asked.get("nom", "").strip()[:LONGEST_NAME]
    count = houses.how_many(work.session, today, state=state, called=called)
    first = (page - 1) * A_PAGE
    found = houses.listed(work.session, today, state=state, called=called, most=A_PAGE, after=first)
    return render_template(
        "desk/associations.html",
        found=found,
        busy=houses.busy(work.session, [row.id for row in found]),
        states=houses.by_state(work.session, today),
        state_words=HOUSES,
        state=state,
        called=called,
        count=count,
        page=page,
        last=-(-count // A_PAGE),
        form=form,
        today=today,
    )


def _page(work: Work, row: Association, form: InviteForm) -> str:
    me = signed_in(work)
    found = matters.of(work.session, here(work, me), Subject.ASSOCIATION, row.id)
    shown: dict[str, Any] = {
        "association": row,
        "busy": houses.busy(work.session, [row.id])[row.id],
        "members": queries.members_of(work.session, row.id),
        "form": form,
        "why": WHY[found.kind] if found else "",
        "charge": charge_of(work, Subject.ASSOCIATION, row.id),
        "charge_form": charge_form(work, Subject.ASSOCIATION, row.id, me=me) if found else None,
        "today": calendar.civil(work.now),
        "now": work.now,
    }
    return render_template("desk/association.html", **shown)


def _called(work: Work, slug: str) -> Association:
    found = queries.association_called(work.session, slug)
    if found is None:
        raise NotFound("there is no such association")
    return found


def _slug(name: str) -> str:
    """What stands for its name in addresses and in the journal."""
    return folded(name).replace(" ", "-")[:LONGEST_SLUG].strip("-")
