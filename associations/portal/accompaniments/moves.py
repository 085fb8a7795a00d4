"""The forms by which an association says what became of somebody whom it accepted, and what each of them does."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import Field, RadioField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired

from associations.fields import DayField
from associations.portal.accompaniments import words
from hub import accompanying
from hub.accompanying import Tried
from hub.lifecycle import ReferralState
from hub.models import Accompaniment, Member, Offer
from hub.vocabulary import (
    AttemptChannel,
    AttemptOutcome,
    NotYetPaired,
    Outcome,
    PairEnd,
    ReturnReason,
    Satisfaction,
)
from hub.wording import N_
from hub.work import Work

GIVE_BACK = "rendre"
Labels = Mapping[Any, str]
"""By code: each list has its own."""
CHOOSE = _l("Choisissez la réponse la plus proche.")
WHEN = _l("Indiquez le jour.")


def among(label: object, **told: object) -> RadioField:
    return RadioField(label, [InputRequired(CHOOSE)], choices=[], **told)


def day(label: object, **told: object) -> DayField:
    return DayField(label, [InputRequired(WHEN)], **told)


class MoveForm(FlaskForm):  # type: ignore[misc]
    """``lists``: the choices of each group of radios, by the name of its field."""

    lists: Mapping[str, Labels] = MappingProxyType({})

    @property
    def day_field(self) -> Field:
        """The day that it asks for."""
        return next(each for each in self if isinstance(each, DayField))

    def about(self, accompaniment: Accompaniment, today: date) -> MoveForm:
        """With its choices, and the days that may be told."""
        for name, labels in self.lists.items():
            self[name].choices = _choices(labels)
        for each in self:
            if isinstance(each, DayField):
                each.render_kw = {"max": today.isoformat()}
                each.data = each.data or (None if self.is_submitted() else today)
        return self


class AttemptForm(MoveForm):
    lists = MappingProxyType({"channel": words.CHANNELS, "outcome": words.ATTEMPT_OUTCOMES})
    made_on = day(_l("Quel jour ?"))
    channel = among(_l("Par quel moyen ?"))
    outcome = among(_l("Et alors ?"))


class PairForm(MoveForm):
    since = day(_l("Depuis quel jour ?"), description=_l("Le jour où le jeune et le mentor se sont dit oui."))


class StillForm(MoveForm):
    lists = MappingProxyType({"waits_for": words.WAITS})
    waits_for = among(_l("Qu’attend encore ce binôme ?"))


class EndPairForm(MoveForm):
    lists = MappingProxyType({"because": words.PAIR_ENDS})
    ended_on = day(_l("Quel jour se sont-ils arrêtés ?"))
    because = among(_l("Pourquoi ?"), description=_l("La personne ne lira pas cette raison."))


class ReturnForm(MoveForm):
    lists = MappingProxyType({"reason": words.RETURN_REASONS})
    reason = among(
        _l("Pourquoi rendez-vous cette fiche ?"), description=_l("La personne ne lira pas cette raison.")
    )


class FinishForm(MoveForm):
    lists = MappingProxyType({"satisfaction": words.SATISFACTIONS})
    outcome = among(_l("Comment cela se termine-t-il ?"))
    satisfaction = among(_l("Qu’en dit la personne ?"))

    def about(self, accompaniment: Accompaniment, today: date) -> MoveForm:
        self.outcome.choices = _choices(words.AFTER_A_PAIR if accompaniment.pairs else words.WITHOUT_A_PAIR)
        return super().about(accompaniment, today)


def _attempt(work: Work, offer: Offer, member: Member, form: AttemptForm) -> None:
    channel, outcome = AttemptChannel(form.channel.data), AttemptOutcome(form.outcome.data)
    accompanying.note_attempt(work, offer, member, Tried(form.made_on.data, channel, outcome))


def _pair(work: Work, offer: Offer, member: Member, form: PairForm) -> None:
    accompanying.pair(work, offer, member, since=form.since.data)


def _still(work: Work, offer: Offer, member: Member, form: StillForm) -> None:
    accompanying.still_looking(work, offer, member, waits_for=NotYetPaired(form.waits_for.data))


def _end_pair(work: Work, offer: Offer, member: Member, form: EndPairForm) -> None:
    because = PairEnd(form.because.data)
    accompanying.end_pair(work, offer, member, ended_on=form.ended_on.data, because=because)


def _give_back(work: Work, offer: Offer, member: Member, form: ReturnForm) -> None:
    accompanying.give_back(work, offer, member, reason=ReturnReason(form.reason.data))


def _finish(work: Work, offer: Offer, member: Member, form: FinishForm) -> None:
    outcome, satisfaction = Outcome(form.outcome.data), Satisfaction(form.satisfaction.data)
    accompanying.finish(work, offer, member, outcome=outcome, satisfaction=satisfaction)


@dataclass(frozen=True, slots=True)
class Move:
    """``states``: where it may be made.  ``grave``: it takes something away that nothing brings back."""

    title: str
    intro: str
    button: str
    done: str
    form: type[MoveForm]
    do: Callable[[Work, Offer, Member, MoveForm], None]
    states: frozenset[ReferralState]
    grave: bool = False


STARTING = frozenset({ReferralState.ACCEPTED})
LOOKING = frozenset({ReferralState.CONTACTED})
TOGETHER = frozenset({ReferralState.PAIRED})
AWAY = frozenset({ReferralState.UNREACHABLE})

MOVES: Mapping[str, Move] = MappingProxyType(
    {
        "essai": Move(
            N_("Noter un essai"),
            N_("Un essai sans réponse en appelle un autre : trois jours après le premier, puis dix."),
            N_("Noter cet essai"),
            N_("C’est noté."),
            AttemptForm,
            _attempt,
            STARTING | AWAY,
        ),
        "binome": Move(
            N_("Le binôme est formé"),
            N_("Le suivi vous sera demandé une fois par mois, pour tous vos binômes sur une même page."),
            N_("Noter ce binôme"),
            N_("Bravo, le binôme est noté."),
            PairForm,
            _pair,
            STARTING | LOOKING,
        ),
        "recherche": Move(
            N_("Pas encore de binôme"),
            N_("Vous continuez : nous vous reposons la question le mois prochain."),
            N_("Continuer à chercher"),
            N_("C’est noté : vous continuez à chercher."),
            StillForm,
            _still,
            LOOKING,
        ),
        "fin-du-binome": Move(
            N_("Fin du binôme"),
            N_("Ensuite, vous pourrez chercher un autre mentor pour cette personne, ou clore."),
            N_("Noter la fin du binôme"),
            N_("La fin du binôme est notée. Cherchez un autre mentor, ou terminez l’accompagnement."),
            EndPairForm,
            _end_pair,
            TOGETHER,
        ),
        GIVE_BACK: Move(
            N_("Rendre cette fiche"),
            N_(
                "La personne est prévenue aussitôt, avec nos excuses, et une autre association est sollicitée. "
                "Ses coordonnées ne s’ouvrent plus chez vous : effacez ce que vous en aviez noté."
            ),
            N_("Rendre cette fiche"),
            N_("La fiche est rendue : une autre association est sollicitée. Effacez ce que vous aviez noté."),
            ReturnForm,
            _give_back,
            STARTING | LOOKING,
            grave=True,
        ),
        "clore": Move(
            N_("Clore l’accompagnement"),
            N_(
                "La personne reçoit un mot de notre part, et ses coordonnées ne s’ouvrent plus ici. "
                "Si elle cherche encore un mentor, rendez plutôt la fiche."
            ),
            N_("Clore l’accompagnement"),
            N_("L’accompagnement est clos. Merci pour ce que vous avez fait."),
            FinishForm,
            _finish,
            STARTING | LOOKING | AWAY,
            grave=True,
        ),
    }
)
"""By their word in the address."""


def possible(accompaniment: Accompaniment) -> dict[str, Move]:
    """What may be said of it now."""
    if accompaniment.ended_at:
        return {}
    state, forgotten = (
        accompaniment.offer.referral.state,
        accompaniment.pairs and not accompaniment.offer.release,
    )
    open_now = {word: move for word, move in MOVES.items() if state in move.states}
    if forgotten:
        open_now.pop(GIVE_BACK, None)
    return open_now


def open_form(word: str, accompaniment: Accompaniment, today: date) -> MoveForm:
    return MOVES[word].form().about(accompaniment, today)


def _choices(labels: Labels) -> list[SelectChoice]:
    return [SelectChoice(code.value, _(label)) for code, label in labels.items()]
