"""What the desk may decide: ask an association or a professional, write to the person, or close with a sentence."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any, Self

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import RadioField, SelectField, TextAreaField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired

from associations.words_typed import Note, tidied
from hub.following import QUESTIONS
from hub.lifecycle import HELD, ROUTABLE, ReferralState
from hub.models import Asked, Referral
from hub.queries.matter_kinds import UNCONFIRMED
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

TELLING: Mapping[str, str] = MappingProxyType(
    {
        "still_looking": N_("Notre équipe cherche toujours, et n’oublie pas cette demande."),
        "asking_around": N_("D’autres associations ont été sollicitées. Leur réponse est attendue."),
        "no_room_yet": N_(
            "Des associations conviennent, mais aucune n’a encore de place. La demande garde son rang."
        ),
        "reminded": N_(
            "L’association qui a dit oui a été relancée. Elle prend contact dans les prochains jours."
        ),
        "look_at_letters": N_(
            "L’association a essayé de prendre contact. Un coup d’œil au téléphone et aux indésirables peut aider."
        ),
        "meanwhile": N_("En attendant, l’établissement, le CIO ou la mission locale peuvent aussi aider."),
    }
)
"""Impersonal too."""

MENTOR_TELLING: Mapping[str, str] = MappingProxyType(
    {
        "still_looking": N_("Notre équipe cherche toujours une association pour votre candidature."),
        "asking_around": N_("D’autres associations ont été sollicitées. Leur réponse est attendue."),
        "reminded": N_(
            "L’association qui a dit oui a été relancée. Elle prend contact dans les prochains jours."
        ),
        "look_at_letters": N_(
            "L’association a essayé de vous joindre. Regardez votre téléphone et vos courriels indésirables."
        ),
    }
)

AFTER_A_YES = frozenset({"reminded", "look_at_letters"})
"""Said once an association has accepted, the others while none has."""

ASKING: Mapping[Asked, frozenset[ReferralState]] = MappingProxyType(
    {
        Asked.STILL_WANTED: ROUTABLE | {ReferralState.WITH_DESK, *UNCONFIRMED},
        Asked.REMOTE: ROUTABLE | {ReferralState.WITH_DESK},
        Asked.FARTHER: ROUTABLE | {ReferralState.WITH_DESK},
        Asked.REMIND: frozenset(UNCONFIRMED),
        Asked.CONTACTED: HELD,
    }
)
"""While what it makes sense to ask."""

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


class _Sentence(FlaskForm):  # type: ignore[misc]
    """A sentence of ours that the person will read, and a few words added to it."""

    young: Mapping[str, str]
    mentor: Mapping[str, str]

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

    def about(self, kind: Kind) -> Self:
        """With the sentences that a mentor may read, or a young person."""
        self.sentences = self.mentor if kind is Kind.MENTOR else self.young
        self.sentence.choices = [SelectChoice(code, _(said)) for code, said in self.sentences.items()]
        return self

    def words(self) -> str:
        return " ".join(part for part in (_(self.sentences[self.sentence.data]), self.note.data) if part)


class CloseForm(_Sentence):
    young, mentor = SENTENCES, MENTOR_SENTENCES


class TellForm(_Sentence):
    """Beside the other forms on the same page: its fields are named apart."""

    young, mentor = TELLING, MENTOR_TELLING

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(prefix="tell-", **kwargs)

    def where_it_stands(self, referral: Referral) -> TellForm:
        """With the sentences that are true there."""
        said, accepted = self.about(referral.kind), referral.state in HELD
        said.sentence.choices = [
            choice for choice in said.sentence.choices if (choice.value in AFTER_A_YES) is accepted
        ]
        return said


class AskForm(FlaskForm):  # type: ignore[misc]
    asked = RadioField(
        _l("Ce que le professionnel lira"),
        [InputRequired(_l("Choisissez la question à poser."))],
        description=_l("Il répond par oui, non ou je ne sais pas, sur sa page."),
        choices=[],
    )

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(prefix="ask-", **kwargs)

    def about(self, referral: Referral) -> AskForm:
        """With the questions that make sense where it stands."""
        self.asked.choices = [
            SelectChoice(code.value, _(QUESTIONS[code])) for code in Asked if referral.state in ASKING[code]
        ]
        return self
