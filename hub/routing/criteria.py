"""What may rule an association out, in the order in which it is looked at: the first that does is given."""

from __future__ import annotations

from collections.abc import Callable
from enum import StrEnum
from typing import NamedTuple

from hub.routing import reasons
from hub.routing.profile import Candidate, Profile, Way
from hub.routing.rulebook import RuleBook
from hub.routing.where import mode_objection, territory_objection
from hub.vocabulary import Channel, Level, Need, PrescriberKind, Public, Situation, Theme
from hub.wording import LEVELS, PUBLICS, SITUATIONS, THEMES

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


class Criterion(StrEnum):
    JOINED = "joined"
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
    MENTORS = "mentors"
    STATUS = "status"
    AUDIENCES = "audiences"


class Case(NamedTuple):
    """One need before one association."""

    need: Need
    candidate: Candidate
    profile: Profile
    rule_book: RuleBook


def first_objection(need: Need, candidate: Candidate, rule_book: RuleBook) -> tuple[Criterion, str] | None:
    case = Case(need, candidate, candidate.profile, rule_book)
    for criterion, objection in OBJECTIONS:
        if because := objection(case):
            return criterion, because
    return None


def not_joined(candidate: Candidate) -> str | None:
    return None if candidate.joined else reasons.NOT_JOINED


def asked_before(candidate: Candidate) -> str | None:
    return reasons.ASKED if candidate.asked else None


def themes_objection(wanted: frozenset[Theme], taken: frozenset[Theme]) -> str | None:
    if not taken:
        return reasons.THEMES_UNSAID
    if wanted & taken:
        return None
    return reasons.THEMES_TAKEN.format(themes=reasons.words(taken, THEMES))


def _paused(case: Case) -> str | None:
    return reasons.PAUSED if case.candidate.paused else None


def _full(case: Case) -> str | None:
    return reasons.FULL if case.candidate.places_left < 1 else None


def _age(case: Case) -> str | None:
    if case.profile.ages is None:
        return reasons.AGE_UNSAID
    youngest, oldest = case.profile.ages
    if youngest <= case.need.age <= oldest:
        return None
    return reasons.AGES.format(youngest=youngest, oldest=oldest)


def _situation(case: Case) -> str | None:
    taken = case.profile.situations
    if not taken:
        return reasons.SITUATION_UNSAID
    if case.need.situation in taken:
        return None
    return reasons.SITUATIONS_TAKEN.format(situations=reasons.words(taken, SITUATIONS))


def _level(case: Case) -> str | None:
    """A class that was not asked does not rule out: the age already did what it could."""
    first, level = case.profile.first_class, case.need.level
    if first is None or level not in CLASSES or CLASSES.index(level) >= CLASSES.index(first):
        return None
    return reasons.FIRST_CLASS.format(first=LEVELS[first])


def _diploma(case: Case) -> str | None:
    """A diploma that was not told does rule out: no age stands for it."""
    wanted, level = case.profile.diploma, case.need.level
    if wanted is None or (level in DIPLOMAS and DIPLOMAS.index(level) >= DIPLOMAS.index(wanted)):
        return None
    return reasons.DIPLOMA.format(diploma=LEVELS[wanted])


def _small_town(case: Case) -> str | None:
    small = case.need.place.population < case.rule_book.small_town_below
    if not case.profile.small_town or small or Public.RURAL in case.need.publics:
        return None
    return reasons.SMALL_TOWN


def _public(case: Case) -> str | None:
    required = case.profile.required_publics
    if required <= case.need.publics:
        return None
    return reasons.REQUIRED.format(publics=reasons.words(required, PUBLICS))


def _girls_only(case: Case) -> str | None:
    if not case.profile.girls_only or Public.FILLES in case.need.publics:
        return None
    return reasons.GIRLS_ONLY


def _volunteering(case: Case) -> str | None:
    """A *service civique* under way is volunteering too."""
    done = Public.ENGAGE in case.need.publics or case.need.situation is Situation.SERVICE_CIVIQUE
    return None if done or not case.profile.volunteering_done else reasons.VOLUNTEERING


def _project(case: Case) -> str | None:
    project = case.profile.project
    if project is None or project in case.need.themes:
        return None
    return reasons.PROJECT.format(theme=reasons.words({project}, THEMES))


def _entry(case: Case) -> str | None:
    ways = case.profile.ways
    if not ways:
        return reasons.WAY_UNSAID
    if any(_comes_by(way, case.need, case.profile) for way in ways):
        return None
    if ways == {Way.PARTNER_SCHOOL} and not case.profile.partner_schools:
        return reasons.PARTNER_SCHOOLS_UNSAID
    return reasons.WAYS_TAKEN.format(ways=reasons.words(ways, reasons.WAYS))


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


def _ase_convention(case: Case) -> str | None:
    """Child welfare refers only under a convention with the département in charge (CASF, L221-2-6)."""
    prescriber, signed = case.need.prescriber, case.profile.ase_conventions
    if prescriber is None or prescriber.kind not in CHILD_WELFARE or prescriber.department in signed:
        return None
    if not signed:
        return reasons.CONVENTIONS_UNSAID
    return reasons.CONVENTIONS.format(departments=", ".join(sorted(signed)))


OBJECTIONS: tuple[tuple[Criterion, Callable[[Case], str | None]], ...] = (
    (Criterion.JOINED, lambda case: not_joined(case.candidate)),
    (Criterion.ASKED, lambda case: asked_before(case.candidate)),
    (Criterion.PAUSED, _paused),
    (Criterion.FULL, _full),
    (Criterion.AGE, _age),
    (Criterion.SITUATION, _situation),
    (Criterion.LEVEL, _level),
    (Criterion.DIPLOMA, _diploma),
    (Criterion.THEMES, lambda case: themes_objection(case.need.themes, case.profile.themes)),
    (Criterion.MODE, lambda case: mode_objection(case.need, case.profile.reach)),
    (Criterion.TERRITORY, lambda case: territory_objection(case.need, case.profile.reach)),
    (Criterion.SMALL_TOWN, _small_town),
    (Criterion.PUBLIC, _public),
    (Criterion.GIRLS_ONLY, _girls_only),
    (Criterion.VOLUNTEERING, _volunteering),
    (Criterion.PROJECT, _project),
    (Criterion.ENTRY, _entry),
    (Criterion.ASE_CONVENTION, _ase_convention),
)
