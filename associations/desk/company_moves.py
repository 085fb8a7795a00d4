"""What the desk may decide about a company: how far it has come, when to call again, whom to introduce it to."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import Field, RadioField, SelectField, TextAreaField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired, Optional, ValidationError

from associations.fields import DayField
from associations.words_typed import Note, tidied
from hub.models import Association, Company
from hub.partnership import MOVES, CompanyState
from hub.wording import N_

NOTE_LIMIT = 300
FARTHEST = timedelta(days=366)
LATER = "later"
SAME_STATE = (N_("Rappeler un autre jour"), N_("Personne n’a répondu, ou ce n’était pas le moment."))
MOVED_MEANWHILE = _l(
    "Quelqu’un vient de faire avancer cette entreprise. Lisez où elle en est, puis choisissez une suite."
)
ALREADY_KNOWN = _l("Cette association connaît déjà l’entreprise. Choisissez-en une autre.")
CHOICES = (
    (
        CompanyState.NEEDS_DEFINED,
        N_("Son besoin est défini"),
        N_("Vous vous êtes parlé : notez ce qu’elle cherche."),
    ),
    (
        CompanyState.UNDER_WAY,
        N_("Le partenariat est en route"),
        N_("Elle construit la suite avec une association."),
    ),
    (
        CompanyState.CLOSED,
        N_("Clore"),
        N_(
            "Il n’y a plus rien à faire. Une demande close ne se rouvre pas, "
            "et les associations présentées en sont averties."
        ),
    ),
)


class _Dated(FlaskForm):  # type: ignore[misc]
    """A next date, and the desk's own note beside it."""

    next_on = DayField(
        _l("Prochaine date"),
        [Optional()],
        description=_l("Le jour où la coordination y revient."),
    )
    note = TextAreaField(
        _l("Note de la coordination"),
        [Note(NOTE_LIMIT)],
        filters=[tidied],
        description=_l("300 caractères au plus, lus par la coordination seule. Aucun nom de personne."),
        render_kw={"maxlength": NOTE_LIMIT, "rows": 3},
    )

    def __init__(self, *, today: date, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.today = today
        self.next_on.flags.required = True
        self.next_on.render_kw = {"min": today.isoformat(), "max": (today + FARTHEST).isoformat()}

    def validate_next_on(self, field: Field) -> None:
        if field.data and not self.today <= field.data <= self.today + FARTHEST:
            raise ValidationError(_("Choisissez un jour à venir, d’ici un an."))

    def _want_a_date(self) -> bool:
        if self.next_on.data or self.next_on.errors:
            return True
        self.next_on.errors = [_("Indiquez quand la coordination y revient.")]
        return False


class MoveForm(_Dated):
    to = RadioField(
        _l("Et maintenant ?"),
        [InputRequired(_l("Choisissez une suite."))],
        choices=[],
        invalid_choice_message=MOVED_MEANWHILE,
    )

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.next_on.description = _("Le jour où la coordination y revient. Sans effet pour clore.")

    def of(self, company: Company) -> MoveForm:
        may = MOVES[company.state] - (set() if company.introductions else {CompanyState.UNDER_WAY})
        allowed = [choice for choice in CHOICES if choice[0] in may]
        self.to.choices = [
            SelectChoice(code, _(label), {"hint": _(hint)})
            for code, label, hint in ((LATER, *SAME_STATE), *allowed)
        ]
        return self

    def validate(self, **kwargs: Any) -> bool:
        valid = bool(super().validate(**kwargs))
        return (self.to.data == CompanyState.CLOSED or self._want_a_date()) and valid


class IntroduceForm(_Dated):
    """Beside the other form on the same page: its fields are named apart."""

    association = SelectField(
        _l("Association"),
        [InputRequired(_l("Choisissez une association."))],
        invalid_choice_message=ALREADY_KNOWN,
    )

    def __init__(self, *, today: date, **kwargs: Any) -> None:
        super().__init__(today=today, prefix="introduce-", **kwargs)

    def among(self, associations: list[Association]) -> IntroduceForm:
        first, others = _("Prennent des partenariats d’entreprise"), _("Ne l’ont pas encore dit")
        named = [
            SelectChoice(row.slug, row.name, optgroup=first if row.profile.get("companies") else others)
            for row in associations
        ]
        named.sort(key=lambda choice: (choice.optgroup != first, choice.label))
        self.association.choices = [SelectChoice("", _("Choisir…")), *named]
        return self

    def validate(self, **kwargs: Any) -> bool:
        valid = bool(super().validate(**kwargs))
        return self._want_a_date() and valid
