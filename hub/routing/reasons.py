"""The sentences of a decision.

Each states the association's rule, never what the young person answered: no explanation may betray an age or
a status.
"""

from __future__ import annotations

from collections.abc import Mapping
from collections.abc import Set as AbstractSet
from enum import StrEnum
from typing import TypeVar

from hub import geography
from hub.routing.profile import Way
from hub.routing.territory import Scope, Territory
from hub.wording import N_

Code = TypeVar("Code", bound=StrEnum)

SEPARATOR = "\u202f; "

PUBLIC_FITS = N_("Correspond à vos critères d’âge, de situation et de public.")
ALL_THEMES = N_("Tous les thèmes demandés font partie de ceux que vous accompagnez.")
SOME_THEMES = N_("Une partie des thèmes demandés fait partie de ceux que vous accompagnez.")
PLACE_FITS = N_("Le lieu et le mode d’accompagnement souhaités entrent dans votre offre.")

NOT_JOINED = N_("Personne n’y répond encore sur la plateforme.")
ASKED = N_("Cette association a déjà été sollicitée.")
PAUSED = N_("A suspendu l’accueil de nouveaux jeunes.")
FULL = N_("N’a plus de place en ce moment.")
AGE_UNSAID = N_("Le profil ne dit pas quels âges l’association accompagne.")
AGES = N_("Accompagne de {youngest} à {oldest}\u00a0ans.")
SITUATION_UNSAID = N_("Le profil ne dit pas quelles situations l’association accompagne.")
SITUATIONS_TAKEN = N_("Accompagne ces situations\u202f: {situations}.")
FIRST_CLASS = N_("Accompagne à partir de la classe de {first}.")
DIPLOMA = N_("Demande au moins ce niveau de diplôme\u202f: {diploma}.")
THEMES_UNSAID = N_("Le profil ne nomme aucun des thèmes du réseau.")
THEMES_TAKEN = N_("Accompagne sur ces thèmes\u202f: {themes}.")
MODE_UNSAID = N_("Le profil ne dit pas si l’accompagnement se fait en personne ou à distance.")
ONLY_REMOTE = N_("N’accompagne qu’à distance.")
ONLY_IN_PERSON = N_("N’accompagne qu’en personne.")
TOWNS_UNSAID = N_("Le profil ne dit pas dans quelles villes l’association accompagne.")
IN_PERSON_IN = N_("Accompagne en personne ici\u202f: {places}.")
REMOTE_IN = N_("Accompagne à distance ici\u202f: {places}.")
MAINLAND_IN_WORDS = N_("France continentale")
FRANCE_IN_WORDS = N_("France entière")
DEPARTMENTS = N_("départements {codes}")
DEPARTMENT = N_("département {codes}")
SMALL_TOWN = N_("Réservé aux habitants des petites villes et des communes rurales.")
REQUIRED = N_("Réservé à ce public\u202f: {publics}.")
GIRLS_ONLY = N_("Programme réservé aux filles.")
VOLUNTEERING = N_("Demande un service civique, un volontariat ou un bénévolat déjà effectué.")
PROJECT = N_("Demande un projet sur ce thème\u202f: {theme}.")
WAY_UNSAID = N_("Le profil ne dit pas par quelle voie un jeune peut être adressé.")
PARTNER_SCHOOLS_UNSAID = N_("Le profil ne dit pas quels établissements sont partenaires.")
WAYS_TAKEN = N_("Reçoit les jeunes par cette voie\u202f: {ways}.")
CONVENTIONS_UNSAID = N_(
    "Le profil ne dit pas avec quels départements l’association a une convention d’aide sociale à l’enfance."
)
CONVENTIONS = N_(
    "A signé une convention d’aide sociale à l’enfance avec ces départements\u202f: {departments}."
)

MENTOR_FITS = N_("Correspond aux mentors que vous cherchez et aux jeunes que vous accompagnez.")
ALL_MENTOR_THEMES = N_("Tous les thèmes proposés font partie de ceux que vous accompagnez.")
SOME_MENTOR_THEMES = N_("Une partie des thèmes proposés fait partie de ceux que vous accompagnez.")
MENTORS_UNSAID = N_("Le profil ne dit pas si l’association cherche des mentors.")
MENTORS_UNWANTED = N_("Ne cherche pas de mentors en ce moment.")
MENTOR_AGES_UNSAID = N_("Le profil ne dit pas quel âge ont les mentors de l’association.")
MENTOR_AGES_TAKEN = N_("Cherche des mentors de ces âges\u202f: {ages}.")
STATUSES_TAKEN = N_("Cherche des mentors dans ces situations\u202f: {statuses}.")
AUDIENCES_TAKEN = N_("Les mentors y accompagnent ces jeunes\u202f: {audiences}.")

WAYS = {
    Way.OPEN: N_("inscription libre"),
    Way.SCHOOL: N_("établissement scolaire ou universitaire"),
    Way.PARTNER_SCHOOL: N_("établissement partenaire"),
    Way.PRESCRIBER: N_("prescripteur"),
    Way.CHILD_WELFARE: N_("service de l’aide sociale à l’enfance"),
    Way.FAMILY: N_("famille"),
    Way.OWN_SITE: N_("site de l’association que le jeune fréquente déjà"),
}


def words(codes: AbstractSet[Code], labels: Mapping[Code, str]) -> str:
    """Labels in the order of the vocabulary; some hold commas, so semicolons part them."""
    return SEPARATOR.join(label[0].lower() + label[1:] for code, label in labels.items() if code in codes)


def places(territory: Territory) -> str:
    wide = {Scope.FRANCE: [FRANCE_IN_WORDS], Scope.MAINLAND: [MAINLAND_IN_WORDS], Scope.LISTED: []}
    regions = [geography.region_name(code) for code in sorted(territory.regions)]
    codes = sorted(territory.departments)
    word = DEPARTMENTS if len(codes) > 1 else DEPARTMENT
    departments = [word.format(codes=", ".join(codes))] if codes else []
    return SEPARATOR.join(wide[territory.scope] + regions + departments)
