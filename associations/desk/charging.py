"""Who looks after a matter, and until when: what the desk may say of it on each page."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, timedelta

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import Field, SelectField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import Optional, ValidationError

from associations.fields import DayField
from hub import calendar, queries
from hub.models import Charge, Member, Subject
from hub.work import Work

FARTHEST = timedelta(days=92)


class ChargeForm(FlaskForm):  # type: ignore[misc]
    """``owner``: a member of the desk by number, empty for nobody."""

    owner = SelectField(_l("Qui s’en occupe"))
    next_on = DayField(
        _l("Y revenir le"),
        [Optional()],
        description=_l("Laissez vide pour garder la date du dossier."),
    )

    def among(self, members: Iterable[Member], *, me: Member, today: date) -> ChargeForm:
        nobody = SelectChoice("", _("Personne pour l’instant"))
        self.owner.choices = [nobody, *(_choice(each, me) for each in members)]
        self.owner.flags.required = True
        self.next_on.render_kw = {"min": today.isoformat(), "max": (today + FARTHEST).isoformat()}
        self.today = today
        return self

    def validate_next_on(self, field: Field) -> None:
        if field.data and not self.today <= field.data <= self.today + FARTHEST:
            raise ValidationError(_("Choisissez un jour à venir, d’ici trois mois."))

    def chosen(self, work: Work) -> Member | None:
        return work.session.get_one(Member, int(self.owner.data)) if self.owner.data else None

    def back_at(self) -> datetime | None:
        return calendar.end_of_day(self.next_on.data) if self.next_on.data else None


def called(member: Member, me: Member) -> str:
    """As colleagues say it: what precedes the @ of a professional address."""
    return _("vous") if member.id == me.id else member.email.partition("@")[0]


def charge_of(work: Work, subject: Subject, row_id: int) -> Charge | None:
    return work.session.get(Charge, (subject, row_id))


def charge_form(work: Work, subject: Subject, row_id: int, *, me: Member) -> ChargeForm:
    """Filled in with what is so."""
    charge, today = charge_of(work, subject, row_id), calendar.civil(work.now)
    filled = {
        "owner": str(charge.owner_id) if charge and charge.owner_id else "",
        "next_on": calendar.civil(charge.next_at) if charge and charge.next_at else None,
    }
    return ChargeForm(formdata=None, data=filled).among(
        queries.desk_members(work.session), me=me, today=today
    )


def _choice(member: Member, me: Member) -> SelectChoice:
    return SelectChoice(
        str(member.id), called(member, me).capitalize() if member.id == me.id else member.email
    )
