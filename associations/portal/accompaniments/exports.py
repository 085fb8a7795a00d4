"""Exports of those whom an association accepted: a table for its own files, with or without the coordinates.

Each name that leaves in one leaves the same trace as a name that is read.
"""

from __future__ import annotations

from datetime import timedelta

from flask import Blueprint, Response, render_template
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import RadioField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired

from associations.guards import signed_in
from associations.portal.accompaniments import sheets
from hub import calendar, disclosure, journal
from hub.disclosure import Forgotten, NotYetAccepted, NotYetReleased, Revealed
from hub.journal import Act
from hub.models import Accompaniment, Member
from hub.queries import NotFound, accompaniments
from hub.web import current_hub
from hub.work import Work

ONE_YEAR = timedelta(days=366)
MOST, MOST_NAMES = 5000, 500
CHOOSE = _l("Choisissez une réponse.")

bp = Blueprint("exports", __name__, url_prefix="/export")


class ExportForm(FlaskForm):  # type: ignore[misc]
    what = RadioField(
        _l("Que contient le fichier ?"),
        [InputRequired(CHOOSE)],
        default="cards",
        choices=[
            SelectChoice(
                "cards",
                _l("Les fiches et leur parcours, sans aucun nom"),
                render_kw={"hint": _l("Assez pour un bilan")},
            ),
            SelectChoice(
                "names",
                _l("Avec les noms et les coordonnées"),
                render_kw={"hint": _l("Pour votre propre fichier de suivi. Chaque nom laisse une trace.")},
            ),
        ],
    )
    kind = RadioField(
        _l("Sous quelle forme ?"),
        [InputRequired(CHOOSE)],
        default="xlsx",
        choices=[SelectChoice("xlsx", _l("Classeur (XLSX)")), SelectChoice("csv", _l("Texte (CSV)"))],
    )


@bp.get("")
def page() -> ResponseReturnValue:
    return _page(ExportForm())


@bp.post("")
def make() -> ResponseReturnValue:
    form = ExportForm()
    if not form.validate_on_submit():
        return _page(form)
    with current_hub.begin() as work:
        rows = _rows(work, signed_in(work), names=form.what.data == "names")
        day = calendar.civil(work.now).isoformat()
    content = sheets.as_xlsx(rows) if form.kind.data == "xlsx" else sheets.as_csv(rows)
    return Response(
        content,
        mimetype=sheets.TYPES[form.kind.data],
        headers={"Content-Disposition": f'attachment; filename="accompagnements-{day}.{form.kind.data}"'},
    )


def _page(form: ExportForm) -> ResponseReturnValue:
    page = render_template("portal/export.html", form=form, most=counted(MOST), most_names=MOST_NAMES)
    return page, 422 if form.errors else 200


def counted(number: int) -> str:
    """``5 000``, as it is written in French."""
    return f"{number:,}".replace(",", "\u202f")


def _rows(work: Work, member: Member, *, names: bool) -> list[sheets.Row]:
    """Of the last twelve months, and of those who go on.  The names, and their traces, in the same transaction."""
    if member.association is None:
        raise NotFound("whoever answers for no association exports nothing")
    most = MOST_NAMES if names else MOST
    found = accompaniments.accepted(work.session, member.association.id, work.now - ONE_YEAR, most=most)
    journal.note(
        work,
        Act.EXPORTED,
        member.association.slug,
        by=member,
        what="names" if names else "cards",
        count=len(found),
    )
    heads = [*sheets.heads(), *(sheets.heads_of_names() if names else ())]
    lines = ([*sheets.of_path(each), *(_names(work, each, member) if names else ())] for each in found)
    return [heads, *lines]


def _names(work: Work, each: Accompaniment, member: Member) -> sheets.Row:
    """Empty where nothing may be read any more, or not yet."""
    revealed = _revealed(work, each, member)
    return sheets.of_person(revealed.identity) if revealed else [_("(plus lisible ici)")]


def _revealed(work: Work, each: Accompaniment, member: Member) -> Revealed | None:
    try:
        return disclosure.reveal(work, each.offer, member)
    except (NotYetAccepted, NotYetReleased, Forgotten):
        return None
