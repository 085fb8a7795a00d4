"""Alarms: what must not happen and did.  Any process raises one; the worker writes it in the journal and tells of it.

It stands at the desk until somebody sets it aside, and comes back if it happens again.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from functools import partial
from itertools import groupby
from types import MappingProxyType
from typing import NamedTuple

from hub import journal, queries
from hub.journal import CODE, Act, NotACode
from hub.models import Alarm, AlarmKind, OutboxMessage
from hub.queries import alarms as rows
from hub.vocabulary import Audience
from hub.wording import N_
from hub.work import Errand, Hub, Work

LETTER = "alarm"
QUIET = timedelta(hours=1)
"""Of one kind, no second letter before."""
NEWS = timedelta(minutes=1)
"""What happens again within this time is written once: a flood must not cost a row each."""


class Words(NamedTuple):
    """What the desk and the officer read: what happened, what it means, what to do at once."""

    title: str
    meaning: str
    remedy: str


WORDS: Mapping[AlarmKind, Words] = MappingProxyType(
    {
        AlarmKind.FORGED_ROW: Words(
            N_("Une ligne falsifiée a été refusée"),
            N_(
                "La base contient une réponse, une boîte ou une clé que le hub n’a pas écrite. Rien n’a été remis."
            ),
            N_(
                "Quelqu’un écrit peut-être dans la base\u202f: changez ses mots de passe, puis lisez le journal."
            ),
        ),
        AlarmKind.TOO_MANY_RELEASES: Words(
            N_("Trop de noms remis en peu de temps"),
            N_(
                "Une association, ou le hub entier, accepte plus de fiches que d’habitude. Les suivantes attendent."
            ),
            N_("Appelez l’association\u202f: laissez partir ce qui est juste\u202f; le reste, elle le rend."),
        ),
        AlarmKind.KEY_TOO_OLD: Words(
            N_("Une clé a plus de 90 jours"),
            N_(
                "Les clés se changent tous les 90 jours, pour que les vieilles sauvegardes ne s’ouvrent plus."
            ),
            N_("L’équipe technique lance «\u00a0hub keys rotate\u00a0» et suit ce qu’il dit."),
        ),
        AlarmKind.FLOOD: Words(
            N_("Un afflux inhabituel à la porte publique"),
            N_("Des milliers de demandes arrivent ensemble\u202f: une émission, ou un robot."),
            N_("Regardez d’où elles viennent. Rien ne se perd\u202f: les portes ralentissent seulement."),
        ),
        AlarmKind.BACKUP_LATE: Words(
            N_("La dernière sauvegarde est trop ancienne"),
            N_("Aucune sauvegarde n’a réussi depuis plus d’un jour."),
            N_("L’équipe technique regarde la place sur le disque, puis lance «\u00a0hub backup\u00a0»."),
        ),
        AlarmKind.CHECKUP_FAILED: Words(
            N_("La vérification de la nuit a trouvé quelque chose"),
            N_("Une inscription sans responsable, une lettre en retard, un journal troué."),
            N_("L’équipe technique lance «\u00a0hub doctor\u00a0», qui dit quoi et où."),
        ),
        AlarmKind.BREACH_CLOCK: Words(
            N_("Une violation de données attend sa notification"),
            N_("La CNIL est prévenue dans les 72 heures qui suivent la découverte."),
            N_("Le registre («\u00a0hub breach status\u00a0») dit ce qui reste à faire."),
        ),
        AlarmKind.RESTORED: Words(
            N_("La base vient d’une sauvegarde"),
            N_(
                "Ce qui a été écrit entre la sauvegarde et la panne manque. Ce qui avait été effacé l’est encore."
            ),
            N_("Prévenez les associations\u202f: leurs dernières réponses sont peut-être à redonner."),
        ),
    }
)


def raise_(work: Work, kind: AlarmKind, *, subject: str = "") -> None:
    """Say that this happened, when the work finishes.  Any process may; nothing else is done until the worker tells.

    ``subject``: a public number or a word of the vocabulary, 60 signs at most.  Raises :class:`hub.journal.NotACode`.
    """
    if not CODE.fullmatch(subject):
        raise NotACode("an alarm takes a code or a public number, and nothing that somebody typed")
    work.at_the_end(partial(rows.happened, work.connection, kind, subject, work.now, work.now - NEWS))


def tell(hub: Hub) -> None:
    """Write in the journal what was raised since, and post one letter a kind; of each kind once an hour at most."""
    with hub.read() as work:
        if not rows.untold(work.session, work.now - QUIET):
            return
    with hub.begin() as work:
        found = rows.untold(work.session, work.now - QUIET, hold=True)
        for _kind, alarms in groupby(found, key=lambda alarm: alarm.kind):
            _tell(work, list(alarms))


def _tell(work: Work, alarms: Sequence[Alarm]) -> None:
    for alarm in alarms:
        alarm.told_at = work.now
        about = alarm.subject or f"alarm:{alarm.id}"
        journal.note(work, Act.ALARM, about, what=alarm.kind.value, count=alarm.times)
    last = max(alarms, key=lambda alarm: alarm.last_at)
    _post(work, last, Audience.DPO, member_id=None)
    for member in queries.told_of(work.session, None):
        _post(work, last, Audience.DESK, member_id=member.id)


def _post(work: Work, alarm: Alarm, audience: Audience, *, member_id: int | None) -> None:
    when: dict[str, datetime] = {"posted_at": work.now, "due_at": work.now}
    number = work.write(
        OutboxMessage, letter=LETTER, audience=audience, member_id=member_id, alarm_id=alarm.id, **when
    )
    work.ring(Errand.CARRY, number)
