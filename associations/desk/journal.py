"""The journal at the desk: what was done, found by act, number, member or day.  Reading it changes nothing."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from typing import Any

from flask import Blueprint, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import Field, SelectField, StringField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import Length, NumberRange, Optional, Regexp, ValidationError

from associations.fields import DayField, WholeField
from associations.journal_words import ACTS, about_in_words, act_in_words, codes_in_words, member_in_words
from hub.calendar import PARIS
from hub.journal import CODE
from hub.models import JournalEntry
from hub.queries import journal_entries
from hub.queries.journal_entries import A_PAGE, Sieve
from hub.web import HIGHEST_NUMBER, current_hub, row_number

ONE_DAY = timedelta(days=1)

bp = Blueprint("journal", __name__, url_prefix="/journal", template_folder="templates")


class SearchForm(FlaskForm):  # type: ignore[misc]
    """What is looked for, in the address of the page: codes, numbers and days, never a word that somebody chose."""

    class Meta:
        csrf = False

    acte = SelectField(_l("Acte"), choices=[], default="")
    numero = StringField(
        _l("Numéro"),
        [Optional(), Length(max=60), Regexp(CODE, message=_l("Un numéro n’a ni espace ni accent."))],
        filters=[lambda typed: (typed or "").strip()],
        description=_l("De fiche, de dossier, d’entreprise, ou le nom court d’une association."),
    )
    membre = WholeField(
        _l("Membre n°"), [Optional(), NumberRange(1, HIGHEST_NUMBER, _l("Indiquez un numéro de membre."))]
    )
    du = DayField(_l("Du"), [Optional()])
    au = DayField(_l("Au"), [Optional()])

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        said = sorted((_(title), act.value) for act, title in ACTS.items())
        self.acte.choices = [SelectChoice("", _("Tous")), *(SelectChoice(act, title) for title, act in said)]

    def validate_au(self, field: Field) -> None:
        if field.data and self.du.data and field.data < self.du.data:
            raise ValidationError(_("Ce jour est avant le premier."))

    def sieve(self) -> Sieve:
        return Sieve(
            act=self.acte.data or "",
            about=self.numero.data or "",
            by_id=self.membre.data,
            since=_midnight(self.du.data) if self.du.data else None,
            until=_midnight(self.au.data + ONE_DAY) if self.au.data else None,
        )

    def asked(self) -> dict[str, str]:
        """As the links to the next page repeat it."""
        return {name: request.args[name] for name in self.data if request.args.get(name)}


@bp.get("/")
def shown() -> ResponseReturnValue:
    form = SearchForm(formdata=request.args)
    is_right = form.validate()
    before, after = (request.args.get(name, type=row_number) for name in ("avant", "apres"))
    with current_hub.read() as work:
        sieve = form.sieve() if is_right else Sieve()
        rows = journal_entries.page(work.session, sieve, before=before, after=after)
        page = render_template(
            "desk/journal.html",
            form=form,
            last=journal_entries.last(work.session),
            about_in_words=about_in_words,
            act_in_words=act_in_words,
            codes_in_words=codes_in_words,
            member_in_words=member_in_words,
            **_leaf(rows, goes_later=after is not None, came_from=before),
        )
    return page, 200 if is_right else 422


def _leaf(rows: list[JournalEntry], *, goes_later: bool, came_from: int | None) -> dict[str, Any]:
    """A page of rows, and the numbers from which the pages before and after it go on."""
    more = len(rows) > A_PAGE
    kept = rows[-A_PAGE:] if goes_later else rows[:A_PAGE]
    has_older, has_later = (True, more) if goes_later else (more, came_from is not None)
    return {
        "rows": kept,
        "older": kept[-1].number if kept and has_older else None,
        "later": kept[0].number if kept and has_later else None,
    }


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time(), PARIS)
