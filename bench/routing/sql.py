"""SQLite in memory: one table, sets as bit masks, one prepared query that says of each association what rules it out.

Every association must be named, so every row is read: an index would only be read as well.  The answers come back as
one JSON array, which costs less than as many Python tuples; the rank is a number that SQLite reckons.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Mapping
from typing import Any

from bench.routing.crowd import Asked
from bench.routing.facts import (
    AGES,
    ANY_CLASS,
    CLASS,
    DEGREE,
    FITS,
    LOADS,
    NO_DIPLOMA,
    NOT_LAST,
    ORDER,
    Answer,
    Facts,
    best_of,
)
from hub.cards.forms import age_band
from hub.geography import DEPARTMENTS, REGIONS
from hub.routing import Criterion, RuleBook, Scope, Territory, Way, Weights, is_priority
from hub.routing.criteria import CHILD_WELFARE, SCHOOLS
from hub.routing.territory import MAINLAND
from hub.vocabulary import AgeBand, Channel, Mode, PrescriberKind, Public, Situation, Theme

HALF = 56  # 109 départements do not fit the 63 bits of an integer
LOWER = (1 << HALF) - 1
DEPARTMENT, REGION, SITUATION, THEME, PUBLIC, WAY, BAND = (
    {code: 1 << place for place, code in enumerate(codes)}
    for codes in (DEPARTMENTS, REGIONS, Situation, Theme, Public, Way, AgeBand)
)
BAND_MASK = {age: BAND[age_band(age)] for age in AGES}
WIDE = {Scope.FRANCE: 2, Scope.MAINLAND: 1, Scope.LISTED: 0}
NOBODY = (99, -1)
NO_SCHOOL = "-"  # SQLite finds an empty text in every other
COLUMNS = (
    *("joined", "paused", "places", "kept", "rank", "last_for", "youngest", "oldest", "situations"),
    *("first_class", "diploma", "themes", "in_person", "here_1", "here_2", "here_regions", "here_wide"),
    *("remote", "there_1", "there_2", "there_regions", "there_wide", "small_town", "required", "favoured"),
    *("girls_only", "volunteering", "project", "ways", "schools", "conventions_1", "conventions_2"),
)
NAMED_HERE = "((here_1 & :department_1) OR (here_2 & :department_2))"
HERE = f"(:in_person AND ({NAMED_HERE} OR (here_regions & :region) OR here_wide > :beyond))"
THERE = HERE.replace("here_", "there_").replace(":in_person", ":remote")
OBJECTIONS = {
    Criterion.JOINED: "NOT joined",
    Criterion.ASKED: "number IN (:asked_1, :asked_2)",
    Criterion.PAUSED: "paused",
    Criterion.FULL: "places < 1",
    Criterion.KEPT_FOR_PRIORITY: "kept AND NOT :priority",
    Criterion.AGE: ":age NOT BETWEEN youngest AND oldest",
    Criterion.SITUATION: "NOT (situations & :situation)",
    Criterion.LEVEL: "first_class > :school_class",
    Criterion.DIPLOMA: "diploma > :diploma",
    Criterion.THEMES: "NOT (themes & :themes)",
    Criterion.PROJECT: "project AND NOT (project & :themes)",
    Criterion.MODE: "NOT (in_person AND :in_person OR remote AND :remote)",
    Criterion.TERRITORY: f"NOT ({HERE} OR {THERE})",
    Criterion.SMALL_TOWN: "small_town AND NOT :small_town",
    Criterion.PUBLIC: "required & ~:publics",
    Criterion.GIRLS_ONLY: "girls_only AND NOT :girl",
    Criterion.VOLUNTEERING: "volunteering AND NOT :engaged",
    Criterion.ENTRY: "NOT ((ways & :ways) OR (ways & :partner) AND instr(schools, :uai))",
    Criterion.ASE_CONVENTION: ":welfare AND NOT ((conventions_1 & :charge_1) OR (conventions_2 & :charge_2))",
}


def opened(known: Iterable[Facts]) -> sqlite3.Connection:
    database = sqlite3.connect(":memory:", isolation_level=None)
    database.execute(f"CREATE TABLE members (number INTEGER PRIMARY KEY, {', '.join(COLUMNS)})")
    database.execute("CREATE TABLE ones (mask INTEGER PRIMARY KEY, count)")
    database.executemany(
        "INSERT INTO ones VALUES (?, ?)", ((n, n.bit_count()) for n in range(1 << len(Public)))
    )
    places = ", ".join("?" * (len(COLUMNS) + 1))
    database.executemany(
        f"INSERT INTO members VALUES ({places})",  # noqa: S608 (question marks)
        ((n, *_row(each)) for n, each in enumerate(known)),
    )
    return database


def query(weights: Weights) -> str:
    cases = " ".join(f"WHEN {OBJECTIONS[each]} THEN {number}" for number, each in enumerate(ORDER))
    return f"SELECT json_group_array(CASE {cases} ELSE {_rank(weights)} END) FROM members"  # noqa: S608 (our own words)


def decide(database: sqlite3.Connection, asked: str, parameters: dict[str, Any]) -> Answer:
    (codes,) = database.execute(asked, parameters).fetchone()
    return best_of(json.loads(codes))


def parameters(asked: Asked, book: RuleBook, numbers: dict[str, int]) -> dict[str, Any]:
    """A need, its sets as masks.  At most two associations asked before: the crowd asks no more."""
    need, place, prescriber = asked.need, asked.need.place, asked.need.prescriber
    publics, first, *others = need.publics, *need.themes
    asked_1, asked_2, *_ = *map(numbers.__getitem__, asked.already), -1, -1
    theme_1, theme_2 = THEME[first], THEME[others[0]] if others else 0
    department, kind = DEPARTMENT[place.department], prescriber.kind if prescriber else None
    charge = DEPARTMENT.get(prescriber.department or "", 0) if prescriber else 0
    return {
        "asked_1": asked_1,
        "asked_2": asked_2,
        "priority": is_priority(need, book),
        "age": need.age,
        "band": BAND_MASK[need.age],
        "situation": SITUATION[need.situation],
        "school_class": CLASS.get(need.level, ANY_CLASS),
        "diploma": DEGREE.get(need.level, NO_DIPLOMA),
        "themes": theme_1 | theme_2,
        "theme_1": theme_1,
        "theme_2": theme_2,
        "in_person": need.mode is not Mode.REMOTE,
        "remote": need.mode is not Mode.IN_PERSON,
        "department_1": department & LOWER,
        "department_2": department >> HALF,
        "region": REGION[place.region],
        "beyond": place.region not in MAINLAND,
        "small_town": place.population < book.small_town_below or Public.RURAL in publics,
        "publics": sum(map(PUBLIC.__getitem__, publics)),
        "girl": Public.FILLES in publics,
        "engaged": Public.ENGAGE in publics or need.situation is Situation.SERVICE_CIVIQUE,
        "ways": _ways(kind) | (need.channel is Channel.GUARDIAN) * WAY[Way.FAMILY],
        "partner": WAY[Way.PARTNER_SCHOOL],
        "uai": (prescriber and prescriber.uai) or NO_SCHOOL,
        "welfare": kind in CHILD_WELFARE,
        "charge_1": charge & LOWER,
        "charge_2": charge >> HALF,
    }


def _ways(kind: PrescriberKind | None) -> int:
    if kind is None:
        return WAY[Way.OPEN]
    ways = WAY[Way.OPEN] | WAY[Way.PRESCRIBER]
    return ways | (kind in SCHOOLS) * WAY[Way.SCHOOL] | (kind in CHILD_WELFARE) * WAY[Way.CHILD_WELFARE]


def _rank(weights: Weights) -> str:
    themes = f"{weights.theme} * (((themes & :theme_1) <> 0) + ((themes & :theme_2) <> 0))"
    ones = "(SELECT count FROM ones WHERE mask = favoured & :publics)"
    favoured = f"{weights.favoured_public} * {ones}"
    here = (
        f"CASE WHEN NOT :in_person THEN 0 WHEN {NAMED_HERE} THEN {weights.department}"
        f" WHEN here_regions & :region THEN {weights.region}"
        f" WHEN here_wide > :beyond THEN {weights.national} ELSE 0 END"
    )
    nearness = f"max({here}, {THERE} * {weights.remote})"
    last = f"CASE WHEN last_for & :band THEN 0 ELSE {NOT_LAST} END"
    return f"{FITS} + rank + {LOADS} * ({themes} + {favoured} + {nearness}) + {last}"


def _row(facts: Facts) -> tuple[Any, ...]:
    profile = facts.profile
    standing = (facts.joined, facts.paused, facts.places, facts.kept, facts.points * LOADS + facts.load)
    first = CLASS[profile.first_class] if profile.first_class else 0
    diploma = DEGREE[profile.diploma] if profile.diploma else -1
    return (
        *standing,
        _mask(facts.last_for, BAND),
        *(profile.ages or NOBODY),
        _mask(profile.situations, SITUATION),
        first,
        diploma,
        _mask(profile.themes, THEME),
        *_area(profile.in_person),
        *_area(profile.remote),
        profile.small_town,
        _mask(profile.required_publics, PUBLIC),
        _mask(profile.favoured_publics, PUBLIC),
        profile.girls_only,
        profile.volunteering_done,
        _mask([profile.project], THEME) if profile.project else 0,
        _mask(profile.ways, WAY),
        ",".join(sorted(profile.partner_schools)),
        *_halves(profile.ase_conventions),
    )


def _area(territory: Territory | None) -> tuple[int, ...]:
    if territory is None:
        return (False, 0, 0, 0, 0)
    halves = _halves(territory.departments)
    return (True, *halves, _mask(territory.regions, REGION), WIDE[territory.scope])


def _halves(departments: Iterable[str]) -> tuple[int, int]:
    mask = _mask(departments, DEPARTMENT)
    return mask & LOWER, mask >> HALF


def _mask(codes: Iterable[str], masks: Mapping[Any, int]) -> int:
    return sum(masks[code] for code in codes)
