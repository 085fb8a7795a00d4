"""An entry in French words: each field on a line, what is missing, and what one version says otherwise."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from enum import StrEnum
from types import MappingProxyType
from typing import Any, NamedTuple, TypeVar

from flask_babel import gettext as _

from associations.portal.criteria.chapters import FIELDS, SILENT_WHEN_USUAL, TERMS, Chapter
from associations.portal.criteria.drawing import covers
from hub import school_holidays, schools
from hub.entry_changes import Changed, Path, changed
from hub.geography import DEPARTMENTS, REGIONS
from hub.routing import Scope, Way
from hub.vocabulary import Level, Theme
from hub.wording import (
    LEVELS,
    MENTOR_AGES,
    MENTOR_AUDIENCES,
    MENTOR_STATUSES,
    N_,
    PUBLICS,
    SITUATIONS,
    THEMES,
)

Plain = Mapping[str, Any]
Code = TypeVar("Code", bound=StrEnum)

UNSAID = N_("non précisé")
NOBODY = N_("personne en particulier")
NO = N_("Non")
AS_YOUNG_PEOPLE = N_("comme pour les jeunes")
SEPARATOR = " · "
SCOPES: Mapping[Scope, str] = MappingProxyType(
    {
        Scope.FRANCE: N_("Toute la France, outre-mer compris"),
        Scope.MAINLAND: N_("Toute la France hexagonale, hors Corse"),
        Scope.LISTED: "",
    }
)
WAYS: Mapping[Way, str] = MappingProxyType(
    {
        Way.OPEN: N_("Directement, sans intermédiaire"),
        Way.SCHOOL: N_("Par un établissement scolaire ou universitaire"),
        Way.PARTNER_SCHOOL: N_("Par un établissement partenaire seulement"),
        Way.PRESCRIBER: N_("Par un professionnel qui accompagne le jeune"),
        Way.CHILD_WELFARE: N_("Par l’aide sociale à l’enfance ou un foyer"),
        Way.FAMILY: N_("Par la famille"),
        Way.OWN_SITE: N_("Par votre propre site, jamais par La Passerelle"),
    }
)


class Line(NamedTuple):
    """``is_missing``: nobody is proposed while this is not said."""

    term: str
    said: str
    is_missing: bool


class Difference(NamedTuple):
    """``more`` and ``less``: a list's gains and losses; what is no list is told as it was ``before`` and ``after``."""

    term: str
    before: str
    after: str
    more: tuple[str, ...] = ()
    less: tuple[str, ...] = ()


def lines(plain: Plain, chapter: Chapter) -> list[Line]:
    """What the entry says in this chapter; what it asks of nobody is not read."""
    told = ((path, term, _at(plain, path)) for path, term in FIELDS[chapter].items())
    return [
        Line(_(term), in_words(path, said), _is_missing(plain, path))
        for path, term, said in told
        if said or path not in SILENT_WHEN_USUAL or _is_missing(plain, path)
    ]


def missing(plain: Plain) -> list[Chapter]:
    """The chapters without which nobody is proposed."""
    return [chapter for chapter, paths in FIELDS.items() if any(_is_missing(plain, path) for path in paths)]


def differences(before: Plain, after: Plain) -> list[Difference]:
    """Field by field, in the order of the entry."""
    return [_difference(each) for each in changed(before, after)]


def in_words(path: Path, said: Any) -> str:
    written = WRITTEN.get(path)
    if written:
        return written(said)
    if isinstance(said, bool):
        return str(_("Oui") if said else _(NO))
    if isinstance(said, list):
        return SEPARATOR.join(map(str, said)) or _(UNSAID)
    return str(said) if said and not isinstance(said, dict) else _(UNSAID)


def named(codes: Iterable[str], names: Mapping[Code, str]) -> list[str]:
    """In the order of the vocabulary."""
    taken = set(codes)
    return [_(name) for code, name in names.items() if code in taken]


def places(territory: Plain | None) -> list[str]:
    """Where a territory reaches: first how far, then the régions and départements that it names."""
    if territory is None:
        return []
    wide = _(SCOPES[Scope(territory["scope"])])
    regions = sorted(REGIONS[code] for code in territory["regions"])
    departments = [DEPARTMENTS[code].name for code in territory["departments"]]
    return [*([wide] if wide else []), *regions, *departments]


def school_names(uais: Iterable[str]) -> list[str]:
    found = ((uai, schools.school(uai)) for uai in uais)
    return [f"{school.name} ({school.city})" if school else uai for uai, school in found]


def _at(plain: Plain, path: Path) -> Any:
    said: Any = plain
    for name in path:
        said = said.get(name) if said else None
    return said


def _is_missing(plain: Plain, path: Path) -> bool:
    said = _at(plain, path)
    if path in TERRITORIES:
        return not any(places(plain["criteria"][mode]) for mode in ("in_person", "remote"))
    if path == ("criteria", "partner_schools"):
        return plain["criteria"]["ways"] == [Way.PARTNER_SCHOOL] and not said
    return path in NEEDED and not said


def _difference(change: Changed) -> Difference:
    path, before, after = change
    term = _(TERMS[path]) if path in TERMS else ".".join(path)
    if path in TERRITORIES and before and after and _departments(before) != _departments(after):
        here, there = _departments(before), _departments(after)
        return Difference(term, "", "", tuple(_in_short(there - here)), tuple(_in_short(here - there)))
    listed = LISTED.get(path)
    if listed is None:
        return Difference(term, in_words(path, before), in_words(path, after))
    was, becomes = listed(before), listed(after)
    if not was or not becomes:
        return Difference(term, in_words(path, before), in_words(path, after))
    more = tuple(name for name in becomes if name not in was)
    return Difference(term, "", "", more, tuple(name for name in was if name not in becomes))


def _departments(territory: Plain) -> frozenset[str]:
    """Every département that it holds, however it says so."""
    return frozenset(code for code, one in DEPARTMENTS.items() if one.population and covers(territory, code))


def _in_short(departments: frozenset[str]) -> list[str]:
    """Whole régions by their name, then départements, each in the order of the alphabet."""
    inhabited = [one for one in DEPARTMENTS.values() if one.population]
    whole = {
        region
        for region in REGIONS
        if {one.code for one in inhabited if one.region == region} <= departments
        and any(one.region == region for one in inhabited)
    }
    alone = [one.name for one in inhabited if one.code in departments and one.region not in whole]
    return sorted(REGIONS[region] for region in whole) + sorted(alone)


def _codes(names: Mapping[Code, str]) -> Callable[[Any], list[str]]:
    return lambda said: named(said or (), names)


def _joined(listed: Callable[[Any], list[str]], otherwise: str) -> Callable[[Any], str]:
    return lambda said: SEPARATOR.join(listed(said)) or _(otherwise)


def _ages(said: Plain | None) -> str:
    return str(_("De %(first)d à %(last)d ans", first=said["from"], last=said["to"]) if said else _(UNSAID))


def _level(said: str | None) -> str:
    return str(_(LEVELS[Level(said)]) if said else _("aucune condition"))


def _theme(said: str | None) -> str:
    return str(_(THEMES[Theme(said)]) if said else _("aucune condition"))


def _reach(said: Plain | None) -> str:
    """Both ways of meeting on one line."""
    if said is None:
        return str(_(AS_YOUNG_PEOPLE))
    modes = ((_("en personne"), said["in_person"]), (_("à distance"), said["remote"]))
    return SEPARATOR.join(f"{name}\u202f: {', '.join(places(there))}" for name, there in modes if there)


def _territory(said: Plain | None) -> str:
    return SEPARATOR.join(places(said)) or _("Non proposé")


def _companies(said: bool | None) -> str:
    words = {True: _("Oui"), False: _(NO), None: _("non précisé\u202f: la coordination vous le demande")}
    return str(words[said])


def _school_year(department: str | None) -> str:
    if department is None:
        return str(_("aucune\u202f: nous répondons aussi pendant les vacances"))
    name, zone = DEPARTMENTS[department].name, school_holidays.ZONES[department]
    return str(_("celles de ce département\u202f: %(name)s, zone %(zone)s", name=name, zone=zone))


LISTED: Mapping[Path, Callable[[Any], list[str]]] = MappingProxyType(
    {
        ("criteria", "situations"): _codes(SITUATIONS),
        ("criteria", "themes"): _codes(THEMES),
        ("criteria", "in_person"): places,
        ("criteria", "remote"): places,
        ("criteria", "required_publics"): _codes(PUBLICS),
        ("criteria", "favoured_publics"): _codes(PUBLICS),
        ("criteria", "ways"): _codes(WAYS),
        ("criteria", "partner_schools"): lambda said: school_names(said or ()),
        ("criteria", "ase_conventions"): lambda said: [DEPARTMENTS[code].name for code in said or ()],
        ("mentors", "ages"): _codes(MENTOR_AGES),
        ("mentors", "statuses"): _codes(MENTOR_STATUSES),
        ("mentors", "audiences"): _codes(MENTOR_AUDIENCES),
        ("mentors", "themes"): _codes(THEMES),
    }
)
"""Fields that are lists: what each of them names."""

EMPTY: Mapping[Path, str] = MappingProxyType(
    {
        ("criteria", "required_publics"): N_("ouvert à chaque jeune"),
        ("criteria", "favoured_publics"): NOBODY,
        ("criteria", "partner_schools"): N_("aucun"),
        ("criteria", "ase_conventions"): N_("aucune"),
        ("mentors", "statuses"): N_("toutes"),
        ("mentors", "audiences"): AS_YOUNG_PEOPLE,
        ("mentors", "themes"): AS_YOUNG_PEOPLE,
    }
)
WRITTEN: Mapping[Path, Callable[[Any], str]] = MappingProxyType(
    {
        **{path: _joined(listed, EMPTY.get(path, UNSAID)) for path, listed in LISTED.items()},
        ("criteria", "ages"): _ages,
        ("criteria", "first_class"): _level,
        ("criteria", "diploma"): _level,
        ("criteria", "project"): _theme,
        ("criteria", "in_person"): _territory,
        ("criteria", "remote"): _territory,
        ("mentors", "reach"): _reach,
        ("companies",): _companies,
        ("school_year",): _school_year,
    }
)
TERRITORIES = frozenset({("criteria", "in_person"), ("criteria", "remote")})
NEEDED = frozenset({("criteria", name) for name in ("ages", "situations", "themes", "ways")})
