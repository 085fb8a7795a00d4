"""The forms by which an association says how many it can take, and when it answers nobody."""

from __future__ import annotations

from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import Field, SelectField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired, NumberRange, Optional, StopValidation

from associations.fields import DayField, WholeField
from associations.portal.criteria.fields import DEPARTMENT, REGION, Codes, Places
from hub.geography import DEPARTMENTS
from hub.models import Ceiling
from hub.mornings import FIRST_HOUR, LAST_HOUR
from hub.places import MOST_PLACES, Limits
from hub.vocabulary import AgeBand, Situation
from hub.wording import AGE_BANDS, SITUATIONS

WHOLE = {"min": 0, "max": MOST_PLACES, "inputmode": "numeric"}
HOW_MANY = NumberRange(0, MOST_PLACES, _l("Indiquez un nombre entier, de 0 à 100 000."))
A_DAY = _l("Indiquez un jour.")
NEVER = "never"


class YearForm(FlaskForm):  # type: ignore[misc]
    a_year = WholeField(
        _l("Places par an"), [InputRequired(_l("Indiquez un nombre de places.")), HOW_MANY], render_kw=WHOLE
    )


class NewYearForm(FlaskForm):  # type: ignore[misc]
    next_year = WholeField(
        _l("Places de la nouvelle année"),
        [InputRequired(_l("Indiquez un nombre de places.")), HOW_MANY],
        render_kw=WHOLE,
    )


class PauseForm(FlaskForm):  # type: ignore[misc]
    until = DayField(_l("Jusqu’au"), [InputRequired(A_DAY)], description=_l("Ce jour compris."))


class ClosingForm(FlaskForm):  # type: ignore[misc]
    first_day = DayField(_l("Premier jour"), [InputRequired(A_DAY)])
    last_day = DayField(_l("Dernier jour"), [InputRequired(A_DAY)])


def one_of_both(form: FlaskForm, field: Field) -> None:
    """First in the row of validators: the next one is content with nothing."""
    if not any("".join(each.raw_data or ()).strip() for each in (form.a_year, form.a_month)):
        raise StopValidation(_("Indiquez un nombre par an, par mois, ou les deux."))


class CeilingForm(FlaskForm):  # type: ignore[misc]
    bands = Codes(_l("Âges"), names=AGE_BANDS, description=_l("Aucun coché\u202f: tous les âges."))
    situations = Codes(
        _l("Situations"), names=SITUATIONS, description=_l("Aucune cochée\u202f: toutes les situations.")
    )
    where = Places(_l("Lieux"), description=_l("Aucun coché\u202f: partout où vous allez."))
    a_year = WholeField(_l("Au plus, par an"), [Optional(), HOW_MANY], render_kw=WHOLE)
    a_month = WholeField(_l("Au plus, par mois"), [one_of_both, Optional(), HOW_MANY], render_kw=WHOLE)

    @classmethod
    def open(cls, ceiling: Ceiling | None) -> CeilingForm:
        """With what stands, or with what was typed."""
        return cls(data=_plain(ceiling) if ceiling else {})

    def limits(self) -> Limits:
        regions = set(self.where.of(REGION))
        named = {code for code, one in DEPARTMENTS.items() if one.region in regions and one.population}
        return Limits(
            bands=tuple(map(AgeBand, self.bands.data)),
            situations=tuple(map(Situation, self.situations.data)),
            departments=sorted(named.union(self.where.of(DEPARTMENT))),
            a_year=self.a_year.data,
            a_month=self.a_month.data,
        )


class DigestForm(FlaskForm):  # type: ignore[misc]
    hour = SelectField(
        _l("À quelle heure le recevoir\u202f?"),
        [InputRequired(_l("Choisissez une heure."))],
        choices=[
            *(SelectChoice(str(hour), f"{hour}\u00a0h") for hour in range(FIRST_HOUR, LAST_HOUR + 1)),
            SelectChoice(NEVER, _l("Ne pas le recevoir")),
        ],
    )


def _plain(ceiling: Ceiling) -> dict[str, Any]:
    return {
        "bands": ceiling.bands,
        "situations": ceiling.situations,
        "where": [DEPARTMENT + code for code in ceiling.departments],
        "a_year": ceiling.a_year,
        "a_month": ceiling.a_month,
    }
