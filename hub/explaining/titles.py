"""The short words of an explanation: a heading for each criterion, above the associations that it ruled out."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from hub.routing import Criterion
from hub.wording import N_

TITLES: Mapping[str, str] = MappingProxyType(
    {
        Criterion.JOINED: N_("Pas encore sur la plateforme"),
        Criterion.ASKED: N_("Déjà sollicitées"),
        Criterion.AWAY: N_("Ne répondent pas en ce moment"),
        Criterion.PAUSED: N_("En pause"),
        Criterion.FULL: N_("Sans place en ce moment"),
        "kept_for_priority": N_("Dernières places gardées pour les publics prioritaires"),
        "full_for_them": N_("Sans place pour ce public ou ce territoire"),
        Criterion.AGE: N_("Pour d’autres âges"),
        Criterion.SITUATION: N_("Pour d’autres situations"),
        Criterion.LEVEL: N_("Pour d’autres classes"),
        Criterion.DIPLOMA: N_("Pour un autre niveau de diplôme"),
        Criterion.THEMES: N_("Sur d’autres thèmes"),
        Criterion.PROJECT: N_("Pour un projet précis"),
        Criterion.MODE: N_("Dans un autre mode d’accompagnement"),
        Criterion.TERRITORY: N_("Dans d’autres territoires"),
        "override": N_("Écartées par une règle du territoire"),
        Criterion.SMALL_TOWN: N_("Réservées aux petites villes"),
        Criterion.PUBLIC: N_("Réservées à certains publics"),
        Criterion.GIRLS_ONLY: N_("Réservées aux filles"),
        Criterion.VOLUNTEERING: N_("Après un engagement"),
        Criterion.ENTRY: N_("Par une autre voie d’entrée"),
        Criterion.ASE_CONVENTION: N_("Sans convention avec ce département"),
        Criterion.MENTORS: N_("Ne cherchent pas de mentors"),
        Criterion.STATUS: N_("Pour des mentors dans une autre situation"),
        Criterion.AUDIENCES: N_("Pour des mentors d’autres publics"),
    }
)
OTHER = N_("Pour une autre raison")
"""Above a criterion that no rule book of today knows any more."""

TIES = N_("À points égaux, la plus grande part de places libres passe d’abord, puis l’ordre alphabétique.")
MENTORS_TIES = N_(
    "À points égaux, celle dont les jeunes attendent un mentor depuis le plus longtemps passe d’abord, "
    "puis celle à qui l’on a proposé le moins de mentors."
)
LAST_RESORT = N_("dernier recours")
REFERENTE = N_("association référente")
