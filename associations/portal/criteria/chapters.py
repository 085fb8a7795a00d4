"""The chapters of an association's entry, as its members read and write them."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType

from hub.entry_changes import Path
from hub.wording import N_


class Chapter(StrEnum):
    """Its value is the word of its address."""

    WHOM = "qui"
    WISHES = "quoi"
    WHERE = "ou"
    PUBLICS = "publics"
    WAYS = "voies"
    MENTORS = "mentors"
    PAGE = "presentation"


TITLES: Mapping[Chapter, str] = MappingProxyType(
    {
        Chapter.WHOM: N_("Qui vous accompagnez"),
        Chapter.WISHES: N_("Pour quoi"),
        Chapter.WHERE: N_("Où, et comment"),
        Chapter.PUBLICS: N_("Publics"),
        Chapter.WAYS: N_("Par quelle voie"),
        Chapter.MENTORS: N_("Les mentors que vous cherchez"),
        Chapter.PAGE: N_("Votre page dans l’annuaire"),
    }
)
FIELDS: Mapping[Chapter, Mapping[Path, str]] = MappingProxyType(
    {
        Chapter.WHOM: {
            ("criteria", "ages"): N_("Âges"),
            ("criteria", "situations"): N_("Situations"),
            ("criteria", "first_class"): N_("À partir de la classe de"),
            ("criteria", "diploma"): N_("Niveau demandé au moins"),
        },
        Chapter.WISHES: {
            ("criteria", "themes"): N_("Thèmes"),
            ("criteria", "project"): N_("Thème à avoir choisi"),
        },
        Chapter.WHERE: {
            ("criteria", "in_person"): N_("En personne"),
            ("criteria", "remote"): N_("À distance"),
            ("criteria", "small_town"): N_("Petites villes et communes rurales seulement"),
        },
        Chapter.PUBLICS: {
            ("criteria", "required_publics"): N_("Réservé à"),
            ("criteria", "favoured_publics"): N_("En priorité"),
            ("criteria", "girls_only"): N_("Réservé aux filles"),
            ("criteria", "volunteering_done"): N_("Réservé à qui a fait un service civique ou du bénévolat"),
        },
        Chapter.WAYS: {
            ("criteria", "ways"): N_("Voies d’entrée"),
            ("criteria", "partner_schools"): N_("Établissements partenaires"),
            ("criteria", "ase_conventions"): N_("Conventions avec un département (ASE)"),
        },
        Chapter.MENTORS: {
            ("mentors", "wanted"): N_("Nous cherchons des mentors"),
            ("mentors", "ages"): N_("Âges des mentors"),
            ("mentors", "statuses"): N_("Situations des mentors"),
            ("mentors", "audiences"): N_("Pour accompagner"),
            ("mentors", "themes"): N_("Thèmes des mentors"),
            ("mentors", "reach"): N_("Où sont les mentors"),
        },
        Chapter.PAGE: {
            ("website",): N_("Site"),
            ("rhythm",): N_("Rythme des rencontres"),
            ("companies",): N_("Partenariats avec des entreprises"),
            ("school_year",): N_("Vacances scolaires suivies"),
        },
    }
)
"""What the association writes itself, and where."""

OTHERS: Mapping[Path, str] = MappingProxyType(
    {
        ("name",): N_("Nom"),
        ("verified",): N_("Fiche confirmée"),
        ("mentors",): TITLES[Chapter.MENTORS],
        ("sources",): N_("Sources"),
        ("notes",): N_("Notes de lecture"),
        ("membership",): N_("Lettre d’adhésion"),
        ("confidence",): N_("Lettre de confiance"),
    }
)
"""What only the directory's file says."""

TERMS: Mapping[Path, str] = MappingProxyType(
    {**OTHERS, **{path: term for fields in FIELDS.values() for path, term in fields.items()}}
)
SILENT_WHEN_USUAL = frozenset(
    {
        *(("criteria", name) for name in ("first_class", "diploma", "project", "small_town")),
        *(("criteria", name) for name in ("required_publics", "girls_only", "volunteering_done")),
        *(("criteria", name) for name in ("partner_schools", "ase_conventions")),
        *(("mentors", name) for name in ("statuses", "audiences", "themes", "reach")),
    }
)
"""What most associations ask of nobody, and is read only where one does."""
