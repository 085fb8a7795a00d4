"""What a partner reads of what follows a yes: tasks, attempts, pairs and ends in French words."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime
from types import MappingProxyType
from typing import Any

from flask_babel import gettext as _

from associations.wording import in_words
from hub import calendar
from hub.lifecycle import ReferralState
from hub.models import Accompaniment
from hub.vocabulary import (
    AttemptChannel,
    AttemptOutcome,
    NotYetPaired,
    Outcome,
    PairEnd,
    ReturnReason,
    Satisfaction,
    Task,
)
from hub.wording import N_

TASKS: Mapping[Task, str] = MappingProxyType(
    {
        Task.CONTACT: N_("Prendre contact"),
        Task.TRY_AGAIN: N_("Essayer encore"),
        Task.ANSWER: N_("N’a pas été contacté, nous dit la personne"),
        Task.FIND_MENTOR: N_("Un mentor est-il trouvé ?"),
        Task.CLOSE: N_("Entretien de fin, puis clore ou chercher encore"),
        Task.FOLLOW: N_("Le binôme continue-t-il ?"),
    }
)
STAGES: Mapping[ReferralState, str] = MappingProxyType(
    {
        ReferralState.ACCEPTED: N_("À contacter"),
        ReferralState.CONTACTED: N_("En attente d’un binôme"),
        ReferralState.PAIRED: N_("Binômes"),
        ReferralState.UNREACHABLE: N_("Injoignables"),
    }
)
CHANNELS: Mapping[AttemptChannel, str] = MappingProxyType(
    {
        AttemptChannel.PHONE: N_("Par téléphone"),
        AttemptChannel.TEXT: N_("Par SMS"),
        AttemptChannel.EMAIL: N_("Par e-mail"),
        AttemptChannel.PRESCRIBER: N_("Par le professionnel qui l’accompagne"),
        AttemptChannel.MEETING: N_("En personne"),
    }
)
ATTEMPT_OUTCOMES: Mapping[AttemptOutcome, str] = MappingProxyType(
    {
        AttemptOutcome.REACHED: N_("Nous nous sommes parlé"),
        AttemptOutcome.MESSAGE_LEFT: N_("Message laissé"),
        AttemptOutcome.NO_ANSWER: N_("Pas de réponse"),
        AttemptOutcome.WRONG_ADDRESS: N_("Numéro ou adresse qui ne marche pas"),
    }
)
WAITS: Mapping[NotYetPaired, str] = MappingProxyType(
    {
        NotYetPaired.NO_MENTOR_YET: N_("Nous cherchons le mentor qui convient"),
        NotYetPaired.MENTOR_IN_TRAINING: N_("Le mentor est trouvé, et se forme"),
        NotYetPaired.AGREEMENT: N_("L’autorisation d’un parent est attendue"),
        NotYetPaired.MEETING_PLANNED: N_("Une première rencontre est fixée"),
        NotYetPaired.PERSON_HESITATES: N_("La personne hésite encore"),
    }
)
RETURN_REASONS: Mapping[ReturnReason, str] = MappingProxyType(
    {
        ReturnReason.NO_MENTOR: N_("Nous ne trouvons pas de mentor"),
        ReturnReason.NO_PLACE: N_("Nous n’avons plus de place"),
        ReturnReason.NOT_OUR_PUBLIC: N_("Ce n’est pas notre public"),
        ReturnReason.OUTSIDE_OUR_AREA: N_("Hors de notre territoire"),
        ReturnReason.PERSON_ASKED: N_("La personne préfère une autre association"),
        ReturnReason.MISTAKE: N_("Acceptée par erreur"),
        ReturnReason.OTHER: N_("Autre raison"),
    }
)
PAIR_ENDS: Mapping[PairEnd, str] = MappingProxyType(
    {
        PairEnd.GOAL_REACHED: N_("Objectif atteint"),
        PairEnd.TERM: N_("Durée prévue écoulée"),
        PairEnd.YOUNG_PERSON_STOPPED: N_("Le jeune a arrêté"),
        PairEnd.MENTOR_STOPPED: N_("Le mentor a arrêté"),
        PairEnd.NO_FIT: N_("L’entente n’y était pas"),
        PairEnd.MOVED: N_("Déménagement, emploi du temps"),
        PairEnd.SILENT: N_("Plus de nouvelles"),
        PairEnd.OTHER: N_("Autre raison"),
    }
)
AFTER_A_PAIR: Mapping[Outcome, str] = MappingProxyType(
    {
        Outcome.REACHED: N_("L’objectif est atteint"),
        Outcome.PARTLY: N_("L’objectif est atteint en partie"),
        Outcome.STOPPED: N_("Arrêté en chemin"),
    }
)
WITHOUT_A_PAIR: Mapping[Outcome, str] = MappingProxyType(
    {
        Outcome.NOT_WANTED: N_("La personne n’en veut plus"),
        Outcome.FOUND_ELSEWHERE: N_("Elle a trouvé une autre aide"),
        Outcome.UNREACHABLE: N_("Elle reste injoignable"),
    }
)
OUTCOMES: Mapping[Outcome, str] = MappingProxyType({**AFTER_A_PAIR, **WITHOUT_A_PAIR})
SATISFACTIONS: Mapping[Satisfaction, str] = MappingProxyType(
    {
        Satisfaction.VERY_GOOD: N_("Très contente"),
        Satisfaction.GOOD: N_("Plutôt contente"),
        Satisfaction.MIXED: N_("Avis partagé"),
        Satisfaction.POOR: N_("Déçue"),
        Satisfaction.NOT_ASKED: N_("Nous ne le lui avons pas demandé"),
    }
)

EVERY_CODE: tuple[Mapping[Any, str], ...] = (
    CHANNELS,
    ATTEMPT_OUTCOMES,
    WAITS,
    RETURN_REASONS,
    PAIR_ENDS,
    OUTCOMES,
    SATISFACTIONS,
)
"""What the journal may hold of an accompaniment, with its words; where two lists share a code, the last one's."""


def due(accompaniment: Accompaniment, now: datetime) -> str:
    """By when the association does what comes next; empty when it waits for the person."""
    next_at = accompaniment.offer.referral.next_at
    if accompaniment.task is None or next_at is None:
        return ""
    day = calendar.civil(next_at)
    if next_at <= now:
        return str(_("en retard depuis %(day)s", day=in_words(day)))
    if day == calendar.civil(now):
        return str(_("aujourd’hui"))
    return str(_("avant %(day)s au soir", day=in_words(day)))


FILTERS: Mapping[str, Callable[..., object]] = MappingProxyType(
    {
        "task": lambda task: _(TASKS[task]),
        "task_due": due,
        "channel": lambda code: _(CHANNELS[code]),
        "attempt_outcome": lambda code: _(ATTEMPT_OUTCOMES[code]),
        "waits_for": lambda code: _(WAITS[code]),
        "pair_end": lambda code: _(PAIR_ENDS[code]),
        "outcome": lambda code: _(OUTCOMES[code]),
        "satisfaction": lambda code: _(SATISFACTIONS[code]),
        "return_reason": lambda code: _(RETURN_REASONS[code]),
    }
)
