"""Turns the survey of public sources (``directory/origin.csv``) into one directory file a member.

    python -m associations.directory_from_csv associations/directory/origin.csv associations/directory

Run once, at the start: from then on the files are the members' own, and this says how each was first read.
"""

from __future__ import annotations

import csv
import re
import sys
from dataclasses import replace
from pathlib import Path
from typing import NamedTuple

from associations.directory_readings import READINGS, Reading
from hub.directory import Entry, write
from hub.routing import MentorSide, Profile, Scope, Territory, Way
from hub.vocabulary import MentorAge, Public, Situation, Theme

LYCEE = (Situation.LYCEE_GT, Situation.LYCEE_PRO)
LEVELS: dict[str, tuple[Situation, ...]] = {
    "maternelle": (Situation.PRIMAIRE,),
    "elementaire": (Situation.PRIMAIRE,),
    "college": (Situation.COLLEGE,),
    "lycee": LYCEE,
    "lycee_pro": (Situation.LYCEE_PRO,),
    "apprenti": (Situation.APPRENTISSAGE,),
    "superieur": (Situation.SUPERIEUR,),
    "recherche_emploi": (Situation.RECHERCHE_EMPLOI, Situation.SANS_ACTIVITE),
    "sans_solution": (Situation.SANS_ACTIVITE,),
    "service_civique": (Situation.SERVICE_CIVIQUE,),
    "creation": (Situation.CREATION,),
}
HELP: dict[str, Theme] = {**{theme.value: theme for theme in Theme}, "concours_public": Theme.CONCOURS}
PUBLICS: dict[str, Public] = {
    **{public.value: public for public in Public},
    "outre-mer": Public.OUTRE_MER,
    "mna": Public.ASE,
    "immigration": Public.REFUGIE,
    "modeste": Public.BOURSIER,
    "famille modeste": Public.BOURSIER,
}
UNASKED = {
    "decrochage": "décrochage",
    "fragile": "fragile",
    "insertion difficile": "insertion difficile",
    "monoparental": "famille monoparentale",
}
OTHER_HELP = {"parrainage": "parrainage", "mobilite": "mobilité européenne"}
WAYS: dict[str, Way] = {
    "ouvert": Way.OPEN,
    "candidature": Way.OPEN,
    "etablissement": Way.SCHOOL,
    "etablissement_partenaire": Way.PARTNER_SCHOOL,
    "prescripteur": Way.PRESCRIBER,
    "ase": Way.CHILD_WELFARE,
    "famille": Way.FAMILY,
    "antenne": Way.OWN_SITE,
}

ADULTS = frozenset({MentorAge.FROM_18_TO_25, MentorAge.FROM_26_TO_49, MentorAge.FROM_50})
ADULT_MENTORS = MentorSide(
    wanted=True, ages=ADULTS, statuses=frozenset(), audiences=None, themes=None, reach=None
)

UNASKED_PUBLIC = "« {word} » : ce public n’est pas demandé dans les formulaires, il ne compte pas."
MODEST = "Le revenu n’est pas demandé : la bourse en est le signe le plus proche, elle donne des points."
UNKNOWN_HELP = "« {word} » n’est pas un thème du réseau."
NO_LEVEL = "La source n’énumère aucune situation."
JOB_SEEKERS = (
    "« Recherche d’emploi » est lu avec les jeunes ni en emploi, ni en études, ni en formation : "
    "la source ne les distingue pas, et demander un mentor pour s’insérer est déjà une démarche."
)
NATIONAL_IN_PERSON = (
    "« National », en personne, est lu comme la France continentale : "
    "la Corse et l’outre-mer ne comptent que s’ils sont nommés."
)
ANTENNAS = "Antennes : chaque territoire nommé est lu en entier, les villes exactes sont à confirmer."
NOWHERE = "La source ne dit pas dans quelles villes l’association accompagne."
MODE_UNSAID = "La source ne dit pas si l’accompagnement se fait en personne ou à distance."
PLACES_UNUSED = "Elle nomme ces territoires, sans effet tant que le mode n’est pas connu : {places}."
WAY_UNSAID = "La source ne dit pas par quelle voie un jeune est adressé."
APPLICATION = "L’association demande ensuite sa propre candidature."
PARTNERS_UNSAID = "Les établissements partenaires sont à nommer par leur UAI ; d’ici là, aucun n’est reconnu."
MENTORS_ASSUMED = (
    "La source ne dit pas quels mentors l’association cherche : supposé des adultes de tout statut, "
    "pour les mêmes jeunes, les mêmes thèmes et les mêmes lieux, à confirmer."
)
SITE_UNSURE = "L’adresse du site est à confirmer."


class Row(NamedTuple):
    """A line of the survey.  An unquoted comma in the last column, the source, is part of the source."""

    slug: str
    name: str
    membership: str
    age_min: str
    age_max: str
    levels: str
    publics: str
    hard_criteria: str
    territory_scope: str
    departements: str
    regions: str
    mode: str
    help_types: str
    entry: str
    rhythm: str
    website: str
    website_sure: str
    confidence: str
    source: str


def rows(text: str) -> list[Row]:
    last = len(Row._fields) - 1
    lines = list(csv.reader(text.splitlines()))[1:]
    return [Row._make([*cells[:last], ",".join(cells[last:])]) for cells in lines]


def entry_of(row: Row) -> Entry:
    reading = READINGS.get(row.slug, Reading({}, ()))
    profile = replace(_profile(row), **reading.criteria)
    mentors = replace(ADULT_MENTORS, **reading.mentors)
    assumed = [] if reading.mentors else [MENTORS_ASSUMED]
    return Entry(
        profile=replace(profile, mentors=mentors),
        name=row.name,
        website=row.website or None,
        verified=False,
        membership=row.membership,
        confidence=row.confidence,
        rhythm=row.rhythm or None,
        places_a_year=None,
        companies=None,
        school_year=None,
        sources=tuple(row.source.replace(" d activité", " d’activité").split("; ")),
        notes=tuple(_spaced(note) for note in [*reading.notes, *assumed, *_notes(row)]),
    )


def _profile(row: Row) -> Profile:
    publics = frozenset(PUBLICS[word] for word in _words(row.publics) if word in PUBLICS)
    return Profile(
        slug=row.slug,
        ages=(int(row.age_min), int(row.age_max)) if row.age_min else None,
        situations=frozenset(situation for word in _words(row.levels) for situation in LEVELS[word]),
        first_class=None,
        diploma=None,
        themes=frozenset(HELP[word] for word in _words(row.help_types) if word in HELP),
        in_person=_territory(row, Scope.MAINLAND) if "presentiel" in row.mode else None,
        remote=_territory(row, Scope.FRANCE) if "distance" in row.mode else None,
        small_town=False,
        required_publics=frozenset(),
        favoured_publics=publics - {Public.FILLES, Public.ENGAGE},
        girls_only=Public.FILLES in publics,
        volunteering_done=Public.ENGAGE in publics,
        project=None,
        ways=frozenset(WAYS[word] for word in _words(row.entry) if word in WAYS),
        partner_schools=frozenset(),
        ase_conventions=frozenset(),
        mentors=None,
    )


def _territory(row: Row, national: Scope) -> Territory:
    scope = national if row.territory_scope == "national" else Scope.LISTED
    return Territory(scope, frozenset(_words(row.departements)), frozenset(_words(row.regions)))


def _notes(row: Row) -> list[str]:
    publics, places = _words(row.publics), _words(row.departements) + _words(row.regions)
    found = {
        NO_LEVEL: not row.levels,
        JOB_SEEKERS: "recherche_emploi" in row.levels,
        MODEST: "modeste" in row.publics,
        MODE_UNSAID: not row.mode,
        PLACES_UNUSED.format(places=", ".join(places)): bool(places) and not row.mode,
        NATIONAL_IN_PERSON: row.territory_scope == "national" and "presentiel" in row.mode,
        ANTENNAS: row.territory_scope == "antennes" and bool(places),
        NOWHERE: row.territory_scope in ("antennes", "inconnu") and not places,
        WAY_UNSAID: not any(word in WAYS for word in _words(row.entry)),
        APPLICATION: "candidature" in row.entry,
        PARTNERS_UNSAID: "etablissement_partenaire" in row.entry,
        SITE_UNSURE: bool(row.website) and row.website_sure == "0",
    }
    unasked = [UNASKED_PUBLIC.format(word=UNASKED[word]) for word in publics if word not in PUBLICS]
    unknown = [
        UNKNOWN_HELP.format(word=OTHER_HELP[word]) for word in _words(row.help_types) if word not in HELP
    ]
    return unasked + unknown + [note for note, is_so in found.items() if is_so]


def _spaced(note: str) -> str:
    """French spaces: narrow before a double sign, unbreakable inside quotes and before « ans »."""
    narrow = re.sub(r" ([:;!?])", "\u202f\\1", note)
    return narrow.replace("« ", "«\u00a0").replace(" »", "\u00a0»").replace(" ans", "\u00a0ans")


def _words(cell: str) -> list[str]:
    return [word for word in cell.split("|") if word]


def main(survey: str, folder: str) -> None:
    for row in rows(Path(survey).read_text(encoding="utf-8")):
        Path(folder, f"{row.slug}.yaml").write_text(write(entry_of(row)), encoding="utf-8")


if __name__ == "__main__":
    main(*sys.argv[1:])
