"""SQLite in memory: one table, sets as bit masks, one prepared query that says of each association what rules it out.

Every association must be named, so every row is read: an index would only be read as well.  The answers come back as
one JSON array, which costs less than as many Python tuples; the rank is a number that SQLite reckons.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Sequence
from typing import Any

from bench.routing.crowd import Asked
from bench.routing.facts import FITS, LOADS, NOT_LAST, ORDER, Answer, Facts, best_of, need_of
from hub.geography import DEPARTMENTS, REGIONS
from hub.routing import Criterion, RuleBook, Scope, Territory, Way, Weights
from hub.routing.criteria import CLASSES, DIPLOMAS
from hub.vocabulary import AgeBand, Public, Situation, Theme

HALF = 56  # 109 départements do not fit the 63 bits of an integer
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
    Criterion.MODE: "NOT (in_person AND :in_person OR remote AND :remote)",
    Criterion.TERRITORY: f"NOT ({HERE} OR {THERE})",
    Criterion.SMALL_TOWN: "small_town AND NOT :small_town",
    Criterion.PUBLIC: "required & ~:publics",
    Criterion.GIRLS_ONLY: "girls_only AND NOT :girl",
    Criterion.VOLUNTEERING: "volunteering AND NOT :engaged",
    Criterion.PROJECT: "project AND NOT (project & :themes)",
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
    flat, need = need_of(asked, book), asked.need
    first, second = ([numbers[slug] for slug in asked.already] + [-1, -1])[:2]
    themes = [_mask([theme], Theme) for theme in sorted(need.themes)] + [0]
    flat |= {"asked_1": first, "asked_2": second, "theme_1": themes[0], "theme_2": themes[1]}
    flat |= {"themes": themes[0] | themes[1], "situation": _mask([need.situation], Situation)}
    flat |= {"band": _mask([flat["band"]], AgeBand), "publics": _mask(need.publics, Public)}
    flat |= {
        "girl": flat["filles"],
        "beyond": not flat["mainland"],
        "region": _mask([flat["region"]], REGIONS),
    }
    flat |= _halves("department", [need.place.department])
    flat |= _halves("charge", [flat["charge"]] if flat["charge"] else [])
    flat |= {"ways": _mask(_ways(flat), Way), "partner": _mask([Way.PARTNER_SCHOOL], Way)}
    flat["uai"] = flat["uai"] or NO_SCHOOL
    return {name: flat[name] for name in flat if name != "asked"}


def _ways(flat: dict[str, Any]) -> Iterable[Way]:
    said = {
        Way.SCHOOL: "school",
        Way.PRESCRIBER: "referred",
        Way.CHILD_WELFARE: "welfare",
        Way.FAMILY: "family",
    }
    return [Way.OPEN, *(way for way, name in said.items() if flat[name])]


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
    first = CLASSES.index(profile.first_class) if profile.first_class else 0
    diploma = DIPLOMAS.index(profile.diploma) if profile.diploma else -1
    return (
        *standing,
        _mask(facts.last_for, AgeBand),
        *(profile.ages or NOBODY),
        _mask(profile.situations, Situation),
        first,
        diploma,
        _mask(profile.themes, Theme),
        *_area(profile.in_person),
        *_area(profile.remote),
        profile.small_town,
        _mask(profile.required_publics, Public),
        _mask(profile.favoured_publics, Public),
        profile.girls_only,
        profile.volunteering_done,
        _mask([profile.project], Theme) if profile.project else 0,
        _mask(profile.ways, Way),
        ",".join(sorted(profile.partner_schools)),
        *_halves("", profile.ase_conventions).values(),
    )


def _area(territory: Territory | None) -> tuple[int, ...]:
    if territory is None:
        return (False, 0, 0, 0, 0)
    halves = _halves("", territory.departments).values()
    return (True, *halves, _mask(territory.regions, REGIONS), WIDE[territory.scope])


def _halves(name: str, departments: Iterable[str]) -> dict[str, int]:
    mask = _mask(departments, DEPARTMENTS)
    return {f"{name}_1": mask & ((1 << HALF) - 1), f"{name}_2": mask >> HALF}


def _mask(codes: Iterable[str], among: Iterable[str]) -> int:
    order: Sequence[str] = [*among]
    return sum(1 << order.index(code) for code in codes)
