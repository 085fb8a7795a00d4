"""The organisations of professionals, by the domain of their addresses: which prove a trade, and which do not."""

from __future__ import annotations

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_babel import ngettext
from flask_wtf import FlaskForm
from wtforms import Field, RadioField, StringField, ValidationError
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired, Length, Regexp

from associations.addresses import mail_domain
from associations.desk.to_do import A_PAGE, page_asked
from associations.guards import signed_in
from hub import journal, mailboxes, prescribing
from hub.journal import Act
from hub.models import Standing
from hub.queries import domains
from hub.web import current_hub
from hub.work import Work

LONGEST = 253
NAME = r"(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z][a-z0-9-]{1,61}\Z"

bp = Blueprint(
    "organisations", __name__, url_prefix="/prescripteurs/organisations", template_folder="templates"
)


class DomainForm(FlaskForm):  # type: ignore[misc]
    name = StringField(
        _l("Domaine"),
        [
            InputRequired(_l("Indiquez un domaine, par exemple mission-locale.fr.")),
            Length(max=LONGEST),
            Regexp(NAME, message=_l("Indiquez ce qui suit le @, par exemple mission-locale.fr.")),
        ],
        filters=[mail_domain],
        description=_l("Ce qui suit le @ des adresses. Il vaut aussi pour les domaines en dessous."),
        render_kw={"autocomplete": "off", "inputmode": "url"},
    )
    standing = RadioField(
        _l("Ce qu’il prouve"),
        [InputRequired(_l("Choisissez ce que prouve ce domaine."))],
        choices=[
            SelectChoice(
                Standing.VERIFIED,
                _l("Vérifié"),
                {"hint": _l("Qui écrit de là est un professionnel. Ses inscriptions ne sont pas retenues.")},
            ),
            SelectChoice(
                Standing.TO_CHECK,
                _l("À regarder d’abord"),
                {"hint": _l("Ses prochains professionnels attendront le regard de la coordination.")},
            ),
        ],
    )

    def validate_name(self, field: Field) -> None:
        if mailboxes.is_free_mail(field.data):
            raise ValidationError(
                _("Chacun peut ouvrir une adresse chez cette messagerie\u202f: elle ne prouve rien.")
            )


@bp.get("/")
def listed() -> ResponseReturnValue:
    with current_hub.read() as work:
        return _page(work, DomainForm(formdata=None))


@bp.post("/")
def judge() -> ResponseReturnValue:
    form = DomainForm()
    with current_hub.begin() as work:
        if not form.validate():
            return _page(work, form), 422
        name, standing = form.name.data, Standing(form.standing.data)
        count = prescribing.judge_domain(work, name, standing, by=signed_in(work))
        journal.note(
            work, Act.DESK_MOVED, name[:60], by=signed_in(work), move="judge_domain", standing=standing
        )
    if standing is Standing.TO_CHECK:
        flash(_("Les prochains professionnels de %(name)s seront d’abord regardés.", name=name))
    else:
        released = ngettext(
            "%(num)d dossier part en orientation.", "%(num)d dossiers partent en orientation.", count
        )
        flash(_("%(name)s est vérifié.", name=name) + (f" {released}" if count else ""))
    return redirect(url_for(".listed"), 303)


def _page(work: Work, form: DomainForm) -> str:
    page, called = page_asked(), request.args.get("nom", "").strip()[:LONGEST]
    found = domains.seen(work.session, called=called, most=A_PAGE + 1, after=(page - 1) * A_PAGE)
    shown = found[:A_PAGE]
    judged = domains.all_judged(work.session)
    return render_template(
        "desk/organisations.html",
        found=shown,
        more=len(found) > A_PAGE,
        judged=judged,
        nearest={each.name: domains.nearest(each.name, judged) for each in shown},
        is_free=mailboxes.is_free_mail,
        young_people=domains.young_people(work.session, [each.name for each in shown]),
        called=called,
        page=page,
        form=form,
    )
