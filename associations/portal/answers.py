"""The forms by which an association says no: a reason from the list or a few words, or another of its consortium."""

from __future__ import annotations

from collections.abc import Iterable
from collections.abc import Set as AbstractSet

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import Field, RadioField, TextAreaField, ValidationError
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired

from associations.words_typed import Note, tidied
from hub.models import Association
from hub.vocabulary import DeclineReason, Kind
from hub.wording import DECLINE_REASONS, MENTOR_DECLINE_REASONS

NOTE_LIMIT = 300


class DeclineForm(FlaskForm):  # type: ignore[misc]
    reason = RadioField(
        _l("Pourquoi déclinez-vous cette fiche ?"),
        [InputRequired(_l("Choisissez la raison la plus proche."))],
        choices=[],
        description=_l(
            "La personne ne lira pas cette raison. Elle sert à mieux vous choisir les prochaines fiches."
        ),
    )
    note = TextAreaField(
        _l("Quelques mots"),
        [Note(NOTE_LIMIT)],
        filters=[tidied],
        description=_l(
            "À écrire si vous choisissez « Autre raison » : 300 caractères au plus, et aucun nom."
        ),
        render_kw={"maxlength": NOTE_LIMIT, "rows": 3},
    )

    def about(self, kind: Kind) -> DeclineForm:
        """With the reasons that may be given about a mentor, or about a young person."""
        reasons = MENTOR_DECLINE_REASONS if kind is Kind.MENTOR else DECLINE_REASONS
        self.reason.choices = [SelectChoice(code.value, _(label)) for code, label in reasons.items()]
        return self

    def about_all(self, kinds: AbstractSet[Kind]) -> DeclineForm:
        """With the reasons that may be given about each of these cards, in the words of the young people's list."""
        if kinds == {Kind.MENTOR}:
            return self.about(Kind.MENTOR)
        self.about(Kind.YOUNG_PERSON)
        if Kind.MENTOR in kinds:
            self.reason.choices = [one for one in self.reason.choices if one.value in MENTOR_DECLINE_REASONS]
        return self

    def validate_note(self, field: Field) -> None:
        if self.reason.data == DeclineReason.OTHER and not field.data:
            raise ValidationError(_("Dites en quelques mots quelle est cette autre raison."))


class PassOnForm(FlaskForm):  # type: ignore[misc]
    association = RadioField(
        _l("À quelle association de votre consortium ?"),
        [InputRequired(_l("Choisissez une association."))],
        choices=[],
        description=_l("Elle reçoit la fiche si ses critères conviennent et si elle a une place libre."),
    )

    def among(self, members: Iterable[Association]) -> PassOnForm:
        self.association.choices = [SelectChoice(each.slug, each.name) for each in members]
        return self
