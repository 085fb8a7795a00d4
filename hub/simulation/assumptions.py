"""Every figure of the simulated year that nobody published, named as such, with its reason; and the few published."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from hub.simulation import arrivals, completing, world

PUBLISHED = "Publié par le réseau modèle"


def _span(ends: tuple[float, ...]) -> str:
    return f"de {ends[0]:g} à {ends[-1]:g}".replace(".", ",")


ASSUMPTIONS: tuple[tuple[str, str, str], ...] = (
    ("Inscriptions par mois", f"{world.A_MONTH}", f"{PUBLISHED}\u202f: 19\u202f001 de mai 2021 à fin 2023."),
    ("Quartiers prioritaires (QPV), part", f"{world.QPV_PERCENT}\u00a0%", f"{PUBLISHED}."),
    ("Communes rurales, part", f"{world.RURAL_PERCENT}\u00a0%", f"{PUBLISHED}."),
    ("Lycée professionnel, part des lycéens", f"{world.LYCEE_PRO_PERCENT}\u00a0%", f"{PUBLISHED}."),
    (
        "Protection de l’enfance, part",
        "2,4\u00a0%",
        f"{PUBLISHED}\u202f: 3\u202f900 jeunes sur 160\u202f000.",
    ),
    ("Lieu", "population des départements", "Le découpage administratif livré avec le hub."),
    (
        "Âges, thèmes, modes",
        "ceux des fiches",
        "Inventé, et partagé avec l’estimation des fiches, pour qu’il n’y ait qu’une supposition dans le hub.",
    ),
    (
        "Situations selon l’âge",
        "cinq tranches",
        "Inventé, autour de la part publiée du lycée professionnel et de la scolarité obligatoire.",
    ),
    (
        "Autres publics (bourse, handicap, réfugié, engagement, filles, REP)",
        "25, 4, 3, 6, 3 et 8\u00a0%",
        "Inventé\u202f: personne ne les publie pour ces plateformes.",
    ),
    (
        "Étudiants venus d’outre-mer, part des étudiants",
        f"{world.STUDENT_FROM_OVERSEAS_PERCENT}\u00a0%",
        "Inventé, de l’ordre de la part de l’outre-mer dans la population (4\u00a0%).",
    ),
    (
        "Inscrits par un professionnel",
        f"{arrivals.BY_A_PROFESSIONAL_PERCENT}\u00a0%, {arrivals.ASE_BY_A_PROFESSIONAL_PERCENT}\u00a0% en ASE",
        "Inventé\u202f: le parcours des professionnels est récent.",
    ),
    (
        "Saisons",
        "de 4\u00a0% en juillet à 13\u00a0% en octobre",
        "Inventé, sur l’année scolaire\u202f: la rentrée, puis le creux de l’été.",
    ),
    (
        "Campagnes",
        "trois, 36 jours, le triple d’un jour ordinaire",
        "Inventé\u202f: octobre, janvier (mois du mentorat), mars (orientation). «\u00a0Pics doublés\u00a0»\u202f: "
        "deux fois ce supplément.",
    ),
    (
        "Patience",
        f"{_span(world.PATIENCE_DAYS)} jours, le plus souvent {world.PATIENCE_DAYS[1]}",
        "Inventé\u202f: l’attente pèse quand elle approche du mois, disent les enquêtes.",
    ),
    (
        "Places d’une association qui ne les a pas dites",
        f"sa part de la demande, du {world.MEANS}e à {world.MEANS} fois",
        "Inventé\u202f: les moyens des associations sont très inégaux\u202f; le sort de chacune ne change jamais.",
    ),
    (
        "Ouverture des places",
        "chaque mois, plus à la rentrée",
        "Inventé\u202f: 40\u00a0% de septembre à novembre. Ce qui n’est pas pris reste.",
    ),
    (
        "Refus",
        f"{_span(world.REFUSES_PERCENT)}\u00a0% des fiches",
        "Inventé\u202f: chaque association a le sien. Le manque de place n’en est pas un, le hub le connaît.",
    ),
    (
        "Silence",
        f"{_span(world.SILENT_PERCENT)}\u00a0% des fiches",
        "Inventé\u202f: chaque association a le sien. «\u00a0Silence doublé\u00a0»\u202f: deux fois cette part.",
    ),
    (
        "Temps de réponse",
        f"moyenne de {_span(world.ANSWERS_IN_DAYS)} jours ouvrés, selon l’association",
        f"Inventé\u202f: beaucoup de réponses rapides, quelques-unes lentes\u202f; après {world.LONGEST_ANSWER} jours "
        "ouvrés, il n’en vient plus.",
    ),
    (
        "Coordination",
        "regarde dans son délai, au hasard, et propose à la suivante",
        "Inventé\u202f: le règlement ne dit que le délai.",
    ),
)
"""What, how much, why."""

UNSAID = "Inventé pour la simulation\u202f: le profil ne le dit pas. L’annuaire n’en sait rien."
INVENTED: Mapping[str, tuple[str, str]] = MappingProxyType(
    {
        "ages": (f"Âges\u202f: {completing.AGES[0]} à {completing.AGES[1]} ans", UNSAID),
        "situations": ("Situations\u202f: toutes, sauf école primaire et création", UNSAID),
        "themes": ("Thèmes\u202f: orientation, insertion, confiance", UNSAID),
        "ways": ("Voie\u202f: ouverte à tous", UNSAID),
        "in_person": (
            f"Lieu\u202f: le département que dit le nom, ou les {completing.LARGEST} plus peuplés",
            UNSAID,
        ),
        "partner_schools": (
            f"Établissements partenaires\u202f: {completing.PARTNERS_OF_TEN} sur dix, partout",
            UNSAID,
        ),
        "ase_conventions": (
            f"Conventions ASE\u202f: partout si elle s’y consacre, sinon {completing.SIGNED_PERCENT}\u00a0% "
            "de ses départements",
            UNSAID,
        ),
        "places_a_year": ("Places par an", UNSAID),
    }
)
