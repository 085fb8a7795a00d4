"""What the desk may decide: ask an association of its choice, or close with an honest sentence."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import RadioField, SelectField, TextAreaField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired

from associations.words_typed import Note, tidied
from hub.vocabulary import Kind
from hub.wording import N_

SENTENCES: Mapping[str, str] = MappingProxyType(
    {
        "nobody": N_(
            "Aucune association du réseau ne propose aujourd’hui un accompagnement comme celui demandé."
        ),
        "no_room": N_("Les associations qui accompagnent ce type de demande sont complètes pour le moment."),
        "elsewhere": N_("Une association répond bien à cette demande, et s’adresse à elle directement."),
        "twice": N_("Cette demande est déjà suivie sous un autre numéro de dossier."),
        "agreed": N_("Cette demande est close, comme convenu ensemble."),
    }
)
"""Impersonal, since they are read by a young person or by a guardian."""

MENTOR_SENTENCES: Mapping[str, str] = MappingProxyType(
    {
        "nobody": N_("Aucune association du réseau ne cherche aujourd’hui de mentors dans votre situation."),
        "no_room": N_("Les associations proches de vous ont assez de mentors pour le moment."),
        "elsewhere": N_("Une association accueille des mentors comme vous, et s’adresse à eux directement."),
        "twice": N_("Votre candidature est déjà suivie sous un autre numéro de dossier."),
        "agreed": N_("Votre candidature est close, comme convenu ensemble."),
    }
)

NOTE_LIMIT = 190
"""With the longest sentence this stays within the 300 characters that a journey keeps."""


class OfferForm(FlaskForm):  # type: ignore[misc]
    association = SelectField(
        _l("Association"),
        [InputRequired(_l("Choisissez une association."))],
        description=_l("Vous pouvez passer outre le règlement : la raison est écrite à côté du nom."),
    )

    def among(self, choices: list[SelectChoice]) -> OfferForm:
        self.association.choices = [SelectChoice("", _("Choisir…")), *choices]
        return self


class CloseForm(FlaskForm):  # type: ignore[misc]
    sentence = RadioField(
        _l("Ce que la personne lira"),
        [InputRequired(_l("Choisissez la phrase que la personne lira."))],
        choices=[],
    )
    note = TextAreaField(
        _l("À ajouter"),
        [Note(NOTE_LIMIT)],
        filters=[tidied],
        description=_l(
            "190 caractères au plus, écrits à la personne. Aucun nom de personne, aucune adresse."
        ),
        render_kw={"maxlength": NOTE_LIMIT, "rows": 3},
    )

    def about(self, kind: Kind) -> CloseForm:
        """With the sentences that a mentor may read, or a young person."""
        self.sentences = MENTOR_SENTENCES if kind is Kind.MENTOR else SENTENCES
        self.sentence.choices = [SelectChoice(code, _(said)) for code, said in self.sentences.items()]
        return self

    def words(self) -> str:
        return " ".join(part for part in (_(self.sentences[self.sentence.data]), self.note.data) if part)
