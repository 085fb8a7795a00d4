"""Each reason why a need is not for an association, in the order in which they are looked at.

A sentence states the association's rule, never what the young person answered: no explanation may betray an
age or a status.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from collections.abc import Set as AbstractSet
from enum import StrEnum
from typing import TypeVar

from hub.routing.profile import Candidate, Profile, Way
from hub.routing.rulebook import RuleBook
from hub.routing.territory import REGION_NAMES, Nearness, Scope, Territory
from hub.vocabulary import Channel, Level, Mode, Need, PrescriberKind, Public, Situation
from hub.wording import LEVELS, N_, PUBLICS, SITUATIONS, THEMES

Code = TypeVar("Code", bound=StrEnum)

CLASSES = tuple(Level)[: tuple(Level).index(Level.TERMINALE) + 1]
DIPLOMAS = (
    Level.SANS_DIPLOME,
    Level.CAP,
    Level.BAC,
    Level.BAC_PLUS_1,
    Level.BAC_PLUS_2,
    Level.BAC_PLUS_3,
    Level.BAC_PLUS_4,
    Level.BAC_PLUS_5,
)
SCHOOLS = frozenset({PrescriberKind.SCHOOL, PrescriberKind.UNIVERSITY})
CHILD_WELFARE = frozenset({PrescriberKind.ASE, PrescriberKind.FOYER})

SEPARATOR = "\u202f; "

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

WAYS = {
    Way.OPEN: N_("inscription libre"),
    Way.SCHOOL: N_("établissement scolaire ou universitaire"),
    Way.PARTNER_SCHOOL: N_("établissement partenaire"),
    Way.PRESCRIBER: N_("prescripteur"),
    Way.CHILD_WELFARE: N_("service de l’aide sociale à l’enfance"),
    Way.FAMILY: N_("famille"),
    Way.OWN_SITE: N_("site de l’association que le jeune fréquente déjà"),
}


class Criterion(StrEnum):
    ASKED = "asked"
    PAUSED = "paused"
    FULL = "full"
    AGE = "age"
    SITUATION = "situation"
    LEVEL = "level"
    DIPLOMA = "diploma"
    THEMES = "themes"
    MODE = "mode"
    TERRITORY = "territory"
    SMALL_TOWN = "small_town"
    PUBLIC = "public"
    GIRLS_ONLY = "girls_only"
    VOLUNTEERING = "volunteering"
    PROJECT = "project"
    ENTRY = "entry"
    ASE_CONVENTION = "ase_convention"


def first_objection(need: Need, candidate: Candidate, rule_book: RuleBook) -> tuple[Criterion, str] | None:
    for criterion, objection in OBJECTIONS:
        if because := objection(need, candidate, rule_book):
            return criterion, because
    return None


def reaches(need: Need, profile: Profile) -> dict[Mode, Nearness]:
    """The modes that the person accepts, the association offers, and that cover the commune."""
    offered = {Mode.IN_PERSON: profile.in_person, Mode.REMOTE: profile.remote}
    found = {
        mode: territory.nearness(need.place)
        for mode, territory in offered.items()
        if territory and need.mode in (mode, Mode.EITHER)
    }
    return {mode: nearness for mode, nearness in found.items() if nearness}


def _asked(_need: Need, candidate: Candidate, _rule_book: RuleBook) -> str | None:
    return ASKED if candidate.asked else None


def _paused(_need: Need, candidate: Candidate, _rule_book: RuleBook) -> str | None:
    return PAUSED if candidate.paused else None


def _full(_need: Need, candidate: Candidate, _rule_book: RuleBook) -> str | None:
    return None if candidate.places_left > 0 else FULL


def _age(need: Need, candidate: Candidate, _rule_book: RuleBook) -> str | None:
    if candidate.profile.ages is None:
        return AGE_UNSAID
    youngest, oldest = candidate.profile.ages
    return None if youngest <= need.age <= oldest else AGES.format(youngest=youngest, oldest=oldest)


def _situation(need: Need, candidate: Candidate, _rule_book: RuleBook) -> str | None:
    taken = candidate.profile.situations
    if not taken:
        return SITUATION_UNSAID
    return None if need.situation in taken else SITUATIONS_TAKEN.format(situations=_words(taken, SITUATIONS))


def _level(need: Need, candidate: Candidate, _rule_book: RuleBook) -> str | None:
    """A class that was not asked does not rule out: the age already did what it could."""
    first = candidate.profile.first_class
    if first is None or need.level not in CLASSES or CLASSES.index(need.level) >= CLASSES.index(first):
        return None
    return FIRST_CLASS.format(first=LEVELS[first])


def _diploma(need: Need, candidate: Candidate, _rule_book: RuleBook) -> str | None:
    """A diploma that was not told does rule out: no age stands for it."""
    wanted = candidate.profile.diploma
    if wanted is None or (need.level in DIPLOMAS and DIPLOMAS.index(need.level) >= DIPLOMAS.index(wanted)):
        return None
    return DIPLOMA.format(diploma=LEVELS[wanted])


def _themes(need: Need, candidate: Candidate, _rule_book: RuleBook) -> str | None:
    taken = candidate.profile.themes
    if not taken:
        return THEMES_UNSAID
    return None if need.themes & taken else THEMES_TAKEN.format(themes=_words(taken, THEMES))


def _mode(need: Need, candidate: Candidate, _rule_book: RuleBook) -> str | None:
    profile = candidate.profile
    if profile.in_person is None and profile.remote is None:
        return MODE_UNSAID
    if need.mode is Mode.IN_PERSON and profile.in_person is None:
        return ONLY_REMOTE
    if need.mode is Mode.REMOTE and profile.remote is None:
        return ONLY_IN_PERSON
    return None


def _territory(need: Need, candidate: Candidate, _rule_book: RuleBook) -> str | None:
    profile = candidate.profile
    if reaches(need, profile):
        return None
    offered = [(profile.in_person, IN_PERSON_IN), (profile.remote, REMOTE_IN)]
    said = [
        sentence.format(places=_places(territory))
        for territory, sentence in offered
        if territory and not territory.is_unsaid
    ]
    return " ".join(said) or TOWNS_UNSAID


def _small_town(need: Need, candidate: Candidate, rule_book: RuleBook) -> str | None:
    small = need.place.population < rule_book.small_town_below or Public.RURAL in need.publics
    return SMALL_TOWN if candidate.profile.small_town and not small else None


def _public(need: Need, candidate: Candidate, _rule_book: RuleBook) -> str | None:
    required = candidate.profile.required_publics
    return None if required <= need.publics else REQUIRED.format(publics=_words(required, PUBLICS))


def _girls_only(need: Need, candidate: Candidate, _rule_book: RuleBook) -> str | None:
    return GIRLS_ONLY if candidate.profile.girls_only and Public.FILLES not in need.publics else None


def _volunteering(need: Need, candidate: Candidate, _rule_book: RuleBook) -> str | None:
    done = Public.ENGAGE in need.publics or need.situation is Situation.SERVICE_CIVIQUE
    return VOLUNTEERING if candidate.profile.volunteering_done and not done else None


def _project(need: Need, candidate: Candidate, _rule_book: RuleBook) -> str | None:
    project = candidate.profile.project
    if project is None or project in need.themes:
        return None
    return PROJECT.format(theme=_words({project}, THEMES))


def _entry(need: Need, candidate: Candidate, _rule_book: RuleBook) -> str | None:
    profile = candidate.profile
    if not profile.ways:
        return WAY_UNSAID
    if any(_comes_by(way, need, profile) for way in profile.ways):
        return None
    if profile.ways == {Way.PARTNER_SCHOOL} and not profile.partner_schools:
        return PARTNER_SCHOOLS_UNSAID
    return WAYS_TAKEN.format(ways=_words(profile.ways, WAYS))


def _comes_by(way: Way, need: Need, profile: Profile) -> bool:
    kind = need.prescriber.kind if need.prescriber else None
    uai = need.prescriber.uai if need.prescriber else None
    came = {
        Way.OPEN: True,
        Way.SCHOOL: kind in SCHOOLS,
        Way.PARTNER_SCHOOL: uai in profile.partner_schools,
        Way.PRESCRIBER: kind is not None,
        Way.CHILD_WELFARE: kind in CHILD_WELFARE,
        Way.FAMILY: need.channel is Channel.GUARDIAN,
        Way.OWN_SITE: False,
    }
    return came[way]


def _ase_convention(need: Need, candidate: Candidate, _rule_book: RuleBook) -> str | None:
    """Law: a child-welfare service refers only under a convention with the département in charge."""
    if need.prescriber is None or need.prescriber.kind not in CHILD_WELFARE:
        return None
    signed = candidate.profile.ase_conventions
    if not signed:
        return CONVENTIONS_UNSAID
    if need.prescriber.department in signed:
        return None
    return CONVENTIONS.format(departments=", ".join(sorted(signed)))


def _words(codes: AbstractSet[Code], labels: Mapping[Code, str]) -> str:
    return SEPARATOR.join(label[0].lower() + label[1:] for code, label in labels.items() if code in codes)


def _places(territory: Territory) -> str:
    wide = {Scope.FRANCE: [FRANCE_IN_WORDS], Scope.MAINLAND: [MAINLAND_IN_WORDS], Scope.LISTED: []}
    regions = [REGION_NAMES.get(code, code) for code in sorted(territory.regions)]
    codes = sorted(territory.departments)
    word = DEPARTMENTS if len(codes) > 1 else DEPARTMENT
    departments = [word.format(codes=", ".join(codes))] if codes else []
    return SEPARATOR.join(wide[territory.scope] + regions + departments)


OBJECTIONS: tuple[tuple[Criterion, Callable[[Need, Candidate, RuleBook], str | None]], ...] = (
    (Criterion.ASKED, _asked),
    (Criterion.PAUSED, _paused),
    (Criterion.FULL, _full),
    (Criterion.AGE, _age),
    (Criterion.SITUATION, _situation),
    (Criterion.LEVEL, _level),
    (Criterion.DIPLOMA, _diploma),
    (Criterion.THEMES, _themes),
    (Criterion.MODE, _mode),
    (Criterion.TERRITORY, _territory),
    (Criterion.SMALL_TOWN, _small_town),
    (Criterion.PUBLIC, _public),
    (Criterion.GIRLS_ONLY, _girls_only),
    (Criterion.VOLUNTEERING, _volunteering),
    (Criterion.PROJECT, _project),
    (Criterion.ENTRY, _entry),
    (Criterion.ASE_CONVENTION, _ase_convention),
)
