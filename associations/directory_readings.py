"""How the survey's free words about each member were first understood, before the member confirms."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any

from hub.routing import Reach, Scope, Territory
from hub.vocabulary import Level, MentorAge, MentorStatus, Public, Situation, Theme

EVERY_SITUATION = frozenset(Situation)


@dataclass(frozen=True, slots=True)
class Reading:
    """Criteria that the columns alone do not give, and why they were understood so.

    ``mentors``: what is known of the mentors sought; of all others they are assumed to be adults of any status.
    """

    criteria: Mapping[str, Any]
    notes: tuple[str, ...]
    mentors: Mapping[str, Any] = field(default_factory=dict)


READINGS: Mapping[str, Reading] = MappingProxyType(
    {
        "socrate": Reading(
            {},
            (
                "Les mentors sont des lycéens : l’entrée passe par l’établissement.",
                "« Mentors lycéens » : critère dur, lu dans l’âge (15 à 25 ans, pour les lycéens majeurs) et "
                "dans la situation du mentor.",
            ),
            {
                "ages": frozenset({MentorAge.FROM_15_TO_17, MentorAge.FROM_18_TO_25}),
                "statuses": frozenset({MentorStatus.LYCEEN}),
            },
        ),
        "rura": Reading(
            {"first_class": Level.QUATRIEME, "small_town": True},
            (
                "« Dès la 4e ; petite ville ou rural » : critères durs. Une classe qui n’est "
                "pas dite n’écarte pas, l’âge s’en charge ; la petite ville se lit sur la population.",
            ),
        ),
        "nqt": Reading(
            {"diploma": Level.BAC_PLUS_3},
            ("« Bac+3 et plus » : critère dur, l’année d’études en cours compte.",),
        ),
        "proxite": Reading({}, ("Les mineurs non accompagnés comptent au titre de l’ASE.",)),
        "telemaque": Reading({}, ("L’établissement choisit les jeunes.",)),
        "duo-for-a-job": Reading(
            {
                "ages": (18, 30),
                "required_publics": frozenset({Public.REFUGIE}),
                "favoured_publics": frozenset(),
            },
            (
                "Accompagne jusqu’à 33 ans, mais le plan national s’arrête à 30 ans.",
                "Réservé aux jeunes issus de l’immigration : le formulaire demande seulement si l’on est "
                "réfugié ou arrivé récemment, on s’en tient à cette réponse.",
                "« Mentors 50+ » : critère dur, lu dans l’âge du mentor.",
            ),
            {"ages": frozenset({MentorAge.FROM_50})},
        ),
        "capital-filles": Reading(
            {},
            (
                "Réservé aux filles qui le souhaitent, dans un lycée partenaire : critères durs.",
                "La Réunion est nommée : elle compte aussi en personne.",
                "La source parle de marraines : le formulaire ne demande pas le genre, l’association le vérifie.",
            ),
        ),
        "cpossible": Reading(
            {},
            (
                "« Lycée pro/techno partenaire » : le formulaire ne sépare pas général et techno, "
                "c’est l’établissement partenaire qui fait le tri.",
            ),
        ),
        "anaf": Reading(
            {},
            (
                "« Futur apprenti » ne se lit pas dans le formulaire : seuls les apprentis comptent.",
                "À distance aussi, seuls les territoires nommés comptent.",
            ),
        ),
        "ora": Reading({}, ("La source décrit l’antenne de Vendée, qui compte comme la plus proche.",)),
        "institut-engagement": Reading(
            {},
            ("« Volontariat ou bénévolat effectué » : critère dur ; un service civique en cours y répond.",),
        ),
        "la-cordee": Reading(
            {"project": Theme.CONCOURS},
            ("« Projet fonction publique » : critère dur, lu dans le thème des concours.",),
        ),
        "tremplin-handicap": Reading(
            {"required_publics": frozenset({Public.HANDICAP}), "favoured_publics": frozenset()},
            ("« Situation de handicap » : critère dur.",),
        ),
        "arpejeh": Reading(
            {"required_publics": frozenset({Public.HANDICAP}), "favoured_publics": frozenset()},
            ("« Situation de handicap » : critère dur.",),
        ),
        "sport-dans-la-ville": Reading(
            {},
            (
                "« Fréquente un site » : le formulaire ne peut pas le savoir, la plateforme "
                "n’oriente donc personne ici d’elle-même.",
            ),
        ),
        "powa": Reading({}, ("Mentorat en groupe, pour des majeurs.",)),
        "france-parrainages": Reading(
            {"situations": EVERY_SITUATION},
            (
                "Le parrainage suit l’enfant quel que soit son parcours : toutes les situations.",
                "Les conventions avec les départements sont à nommer.",
            ),
        ),
        "les-ombres": Reading(
            {
                "required_publics": frozenset({Public.ASE}),
                "favoured_publics": frozenset(),
                "ase_conventions": frozenset({"59", "72", "89"}),
            },
            (
                "« ASE » : critère dur. Les départements nommés sont lus comme ceux d’une convention, "
                "à confirmer ; l’Île-de-France est nommée sans dire lesquels de ses départements.",
                "À distance, seuls les territoires nommés comptent.",
            ),
        ),
        "parrains-par-mille": Reading(
            {"situations": EVERY_SITUATION, "ase_conventions": frozenset({"40", "53", "93"})},
            (
                "Le parrainage suit l’enfant quel que soit son parcours : toutes les situations.",
                "Les départements nommés sont lus comme ceux d’une convention, à confirmer.",
                "L’entrée par la famille suppose qu’un parent inscrit.",
            ),
        ),
        "moovjee": Reading(
            {"project": Theme.CREATION},
            (
                "« Projet entrepreneurial » : critère dur, lu dans le thème de la création. Le revenu "
                "n’est pas demandé : l’association le vérifie.",
                "À distance aussi, seuls les territoires nommés comptent.",
            ),
        ),
        "kodiko": Reading(
            {"required_publics": frozenset({Public.REFUGIE}), "favoured_publics": frozenset()},
            (
                "« Bénéficiaire d’une protection internationale » : critère dur, lu dans « réfugié ou "
                "arrivé récemment » ; le niveau de français (A2) est vérifié par l’association.",
            ),
        ),
        "adice": Reading({}, ("À distance, seule la région nommée compte.",)),
        "guyan-envol": Reading(
            {"favoured_publics": frozenset()},
            ("« Outre-mer » désigne ici les jeunes de Guyane, non les étudiants venus d’outre-mer.",),
        ),
        "um-mentor": Reading(
            {
                "required_publics": frozenset({Public.OUTRE_MER}),
                "favoured_publics": frozenset(),
                "remote": Territory(Scope.MAINLAND, frozenset(), frozenset()),
            },
            (
                "« Étudiant ultramarin en Hexagone » : critère dur, pour le public et pour le lieu.",
                "L’étudiant est dans l’Hexagone, son mentor peut être partout en France puisque tout se passe "
                "à distance ; pour le reste, supposé un adulte de tout statut, à confirmer.",
            ),
            {"reach": Reach(None, Territory(Scope.FRANCE, frozenset(), frozenset()))},
        ),
    }
)
