"""Who may come in at the partners' door: the desk invites, and removes."""

from __future__ import annotations

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import EmailField, SelectField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired, Length

from associations.addresses import one_address
from associations.guards import signed_in
from hub import membership, queries, signin
from hub.membership import AlreadyMember
from hub.models import Association, Member
from hub.queries import NotFound
from hub.web import current_hub
from hub.work import Work

THE_DESK = "coordination"

bp = Blueprint("members", __name__, url_prefix="/membres", template_folder="templates")


class InviteForm(FlaskForm):  # type: ignore[misc]
    place = SelectField(_l("Pour"), [InputRequired(_l("Choisissez pour qui cette personne répondra."))])
    email = EmailField(
        _l("Adresse e-mail"),
        [InputRequired(_l("Indiquez l’adresse de la personne à inviter.")), Length(max=254), one_address],
        description=_l("Son adresse professionnelle : c’est là qu’arriveront ses codes de connexion."),
        render_kw={"autocomplete": "off"},
    )

    def among(self, associations: list[Association]) -> InviteForm:
        self.place.choices = [
            SelectChoice("", _("Choisir…")),
            SelectChoice(THE_DESK, _("La coordination")),
            *(SelectChoice(row.slug, row.name) for row in associations),
        ]
        return self


@bp.get("/")
def listed() -> ResponseReturnValue:
    with current_hub.read() as work:
        return _page(work, InviteForm(formdata=None))


@bp.post("/")
def invite() -> ResponseReturnValue:
    form = InviteForm()
    try:
        with current_hub.begin() as work:
            if not form.among(queries.associations(work.session)).validate():
                return _page(work, form), 422
            association = queries.association_called(work.session, form.place.data)
            membership.invite(work, email=form.email.data, association=association, by=signed_in(work))
    except AlreadyMember:
        flash(_("Cette adresse est déjà celle d’un membre."))
    else:
        flash(_("L’invitation est partie."))
    return redirect(url_for("desk.members.listed"), 303)


@bp.post("/<int:member_id>/retirer")
def remove(member_id: int) -> ResponseReturnValue:
    with current_hub.begin() as work:
        member = work.session.get(Member, member_id)
        if member is None or member.id == signed_in(work).id:
            raise NotFound("nobody may remove that member here")
        signin.remove(work, member, by=signed_in(work))
    flash(_("Cette personne n’entre plus, et ses sessions sont fermées."))
    return redirect(url_for("desk.members.listed"), 303)


def _page(work: Work, form: InviteForm) -> str:
    associations = queries.associations(work.session)
    return render_template(
        "desk/members.html",
        desk_members=queries.desk_members(work.session),
        associations=queries.joined_associations(work.session),
        form=form.among(associations),
        me=signed_in(work),
    )
