"""Who comes in for a team, as a page shows it and its buttons change it: the same for an association and the desk."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from flask import flash, redirect, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import EmailField, RadioField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired, Length

from associations.addresses import one_address
from associations.guards import signed_in
from hub import team
from hub.membership import AlreadyMember
from hub.models import Association, Member, Role
from hub.queries import NotFound, teams
from hub.team import LastInCharge
from hub.web import current_hub
from hub.wording import N_
from hub.work import Work

ROLES: Mapping[Role, str] = MappingProxyType(
    {
        Role.MEMBER: N_("Membre"),
        Role.MANAGER: N_("Responsable"),
        Role.DESK: N_("Coordination"),
        Role.AUDITOR: N_("Lecture seule"),
    }
)
WHAT_THEY_MAY: Mapping[Role, str] = MappingProxyType(
    {
        Role.MEMBER: N_("Répond aux fiches et accompagne."),
        Role.MANAGER: N_("La même chose ; et gère l’équipe, les critères et les places."),
        Role.DESK: N_("Voit les fiches, jamais les noms ; décide avec les associations."),
        Role.AUDITOR: N_("Lit les pages de la coordination, ne change rien, n’ouvre aucun nom."),
    }
)
KEEP_ONE = N_("C’est la dernière personne responsable ici : nommez-en une autre d’abord.")
Deed = Callable[[Work, Member], Member]


class InviteForm(FlaskForm):  # type: ignore[misc]
    email = EmailField(
        _l("Adresse e-mail"),
        [InputRequired(_l("Indiquez l’adresse de la personne à inviter.")), Length(max=254), one_address],
        description=_l("Son adresse professionnelle : c’est là qu’arriveront ses codes de connexion."),
        render_kw={"autocomplete": "off"},
    )
    role = RadioField(_l("Son rôle"), [InputRequired(_l("Choisissez ce que cette personne pourra faire."))])

    def among(self, roles: tuple[Role, ...]) -> InviteForm:
        self.role.choices = [
            SelectChoice(role, _(ROLES[role]), render_kw={"hint": _(WHAT_THEY_MAY[role])}) for role in roles
        ]
        return self


@dataclass(frozen=True, slots=True)
class Room:
    """Whose team it is, None for the desk's; ``blueprint`` has its pages: their addresses begin alike."""

    association: Association | None
    blueprint: str
    page: str

    @property
    def roles(self) -> tuple[Role, ...]:
        return team.ROLES[self.association is not None]

    def shown(self, work: Work, form: InviteForm | None = None) -> str:
        """``form``: what was typed and is to be corrected."""
        return render_template(
            "associations/team.html",
            room=self,
            team=teams.team(work.session, self.association.id if self.association else None),
            form=(form or InviteForm(formdata=None)).among(self.roles),
            roles=ROLES,
            me=signed_in(work),
        )

    def invite(self, work: Work) -> ResponseReturnValue:
        form = InviteForm().among(self.roles)
        if not form.validate():
            return self.shown(work, form), 422
        role = Role(form.role.data)
        try:
            team.invite(work, signed_in(work), self.association, email=form.email.data, role=role)
        except AlreadyMember:
            flash(_("Cette adresse est déjà celle d’un membre."))
        else:
            flash(_("L’invitation est partie."))
        return redirect(self.page, 303)


def change_role(member_id: int) -> None:
    try:
        role = Role(request.form.get("role", ""))
    except ValueError:
        raise NotFound("there is no such role") from None
    _do(
        lambda work, me: team.change_role(work, me, member_id, role),
        _("C’est changé, dès la prochaine page que cette personne ouvrira."),
    )


def remove(member_id: int) -> None:
    _do(
        lambda work, me: team.remove(work, me, member_id),
        _("Cette personne n’entre plus, et ses sessions sont fermées."),
    )


def let_in_again(member_id: int) -> None:
    _do(
        lambda work, me: team.let_in_again(work, me, member_id),
        _(
            "À sa prochaine connexion, cette personne ajoutera un nouveau second facteur. Un courriel la prévient."
        ),
    )


def _do(deed: Deed, sentence: str) -> None:
    try:
        with current_hub.begin() as work:
            deed(work, signed_in(work))
    except LastInCharge:
        flash(_(KEEP_ONE))
    else:
        flash(sentence)
