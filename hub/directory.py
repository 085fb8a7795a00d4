"""The members, one YAML file each: whom an association takes, where, and which public sources say so.

``verified: false`` means that the association has not confirmed its entry.  At run time the database is the
truth; it keeps an entry in the same plain form as its file.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Any

from hub import strict_yaml
from hub.geography import DEPARTMENTS, REGIONS
from hub.routing import MentorSide, Profile, Reach, Scope, Territory, Way
from hub.school_holidays import ZONES
from hub.strict_yaml import BadFile, Code, Flag, Many, Maybe, Problem, Section, Span, Text, Whole
from hub.vocabulary import Level, MentorAge, MentorAudience, MentorStatus, Public, Situation, Theme

DEFAULT = Path(__file__).resolve().parents[1] / "associations" / "directory"

SLUG = Text(r"[a-z0-9]+(-[a-z0-9]+)*", "attendu des minuscules, des chiffres et des tirets")
ADDRESS = Text(r"https?://\S+", "attendu une adresse qui commence par http:// ou https://")
DEPARTMENT = Text("|".join(DEPARTMENTS), "attendu un code de département entre guillemets")
REGION = Text("|".join(REGIONS), "attendu un code de région entre guillemets")
SCHOOL_YEAR = Text("|".join(ZONES), "attendu un département de métropole, hors Corse, entre guillemets")
UAI = Text(r"[0-9]{7}[A-Z]", "attendu un UAI\u202f: sept chiffres et une lettre")
TERRITORY = Section({"scope": Code(Scope), "departments": Many(DEPARTMENT), "regions": Many(REGION)})

CRITERIA = Section(
    {
        "ages": Maybe(Span(0, 99)),
        "situations": Many(Code(Situation)),
        "first_class": Maybe(Code(Level)),
        "diploma": Maybe(Code(Level)),
        "themes": Many(Code(Theme)),
        "in_person": Maybe(TERRITORY),
        "remote": Maybe(TERRITORY),
        "small_town": Flag(),
        "required_publics": Many(Code(Public)),
        "favoured_publics": Many(Code(Public)),
        "girls_only": Flag(),
        "volunteering_done": Flag(),
        "project": Maybe(Code(Theme)),
        "ways": Many(Code(Way)),
        "partner_schools": Many(UAI),
        "ase_conventions": Many(DEPARTMENT),
    }
)
MENTORS = Section(
    {
        "wanted": Flag(),
        "ages": Many(Code(MentorAge)),
        "statuses": Many(Code(MentorStatus)),
        "audiences": Maybe(Many(Code(MentorAudience))),
        "themes": Maybe(Many(Code(Theme))),
        "reach": Maybe(Section({"in_person": Maybe(TERRITORY), "remote": Maybe(TERRITORY)})),
    }
)
ENTRY = Section(
    {
        "slug": SLUG,
        "name": Text(),
        "website": Maybe(ADDRESS),
        "verified": Flag(),
        "membership": Text(r"[A-Za-z]", "attendu une lettre"),
        "confidence": Text(r"[ABC]", "attendu A, B ou C"),
        "rhythm": Maybe(Text()),
        "places_a_year": Maybe(Whole(0, 100_000)),
        "companies": Maybe(Flag()),
        "school_year": Maybe(SCHOOL_YEAR),
        "criteria": CRITERIA,
        "mentors": Maybe(MENTORS),
        "sources": Many(Text()),
        "notes": Many(Text()),
    }
)


@dataclass(frozen=True, slots=True)
class Entry:
    """A member as its file says it.  ``membership`` and ``confidence`` are the origin's own letters.

    ``companies``: whether it takes partnerships with companies, None while it has not said.  ``school_year``: the
    département whose school holidays it follows, None for who works through them.
    """

    profile: Profile
    name: str
    website: str | None
    verified: bool
    membership: str
    confidence: str
    rhythm: str | None
    places_a_year: int | None
    companies: bool | None
    school_year: str | None
    sources: tuple[str, ...]
    notes: tuple[str, ...]


def read(folder: Path = DEFAULT) -> list[Entry]:
    """Every member, in the order of the alphabet.  Raises :class:`BadFile` for all the bad files at once."""
    entries: list[Entry] = []
    problems: list[Problem] = []
    for path in sorted(folder.glob("*.yaml")):
        try:
            entries.append(parse(path.read_text(encoding="utf-8"), file=path.name))
        except BadFile as error:
            problems.extend(error.problems)
    if not entries and not problems:
        problems.append(Problem(folder.name, 1, "attendu au moins un fichier .yaml"))
    if problems:
        raise BadFile(problems)
    return entries


def parse(text: str, *, file: str) -> Entry:
    """One member's file.  Its name is the slug: two members cannot share one."""
    plain = strict_yaml.read(text, ENTRY, file=file)
    if plain["slug"] != Path(file).stem:
        raise BadFile([Problem(file, 1, "attendu un slug égal au nom du fichier")])
    return from_plain(plain)


def from_plain(plain: Mapping[str, Any]) -> Entry:
    return Entry(
        profile=profile_of(plain),
        name=plain["name"],
        website=plain["website"],
        verified=plain["verified"],
        membership=plain["membership"],
        confidence=plain["confidence"],
        rhythm=plain["rhythm"],
        places_a_year=plain["places_a_year"],
        companies=plain.get("companies"),
        school_year=plain.get("school_year"),
        sources=tuple(plain["sources"]),
        notes=tuple(plain["notes"]),
    )


def newcomer(slug: str, name: str, website: str | None) -> Entry:
    """Somebody who joins, and has not said yet whom they take: nobody is sent to them before."""
    lists = ("situations", "themes", "required_publics", "favoured_publics", "ways", "partner_schools")
    unsaid = ("ages", "first_class", "diploma", "in_person", "remote", "project")
    criteria: dict[str, Any] = {
        **{each: [] for each in (*lists, "ase_conventions")},
        **dict.fromkeys(unsaid),
        **dict.fromkeys(("small_town", "girls_only", "volunteering_done"), False),
    }
    said = {"slug": slug, "name": name, "website": website, "verified": False, "criteria": criteria}
    letters = {"membership": "D", "confidence": "C", "sources": [], "notes": []}
    return from_plain({**said, **letters, **dict.fromkeys(("rhythm", "places_a_year"))})


def profile_of(plain: Mapping[str, Any]) -> Profile:
    """The criteria of an entry in its plain form, as the database keeps it: from before mentors came, perhaps."""
    criteria = plain["criteria"]
    ages = criteria["ages"]
    return Profile(
        slug=plain["slug"],
        ages=(ages["from"], ages["to"]) if ages else None,
        situations=frozenset(map(Situation, criteria["situations"])),
        first_class=Level(criteria["first_class"]) if criteria["first_class"] else None,
        diploma=Level(criteria["diploma"]) if criteria["diploma"] else None,
        themes=frozenset(map(Theme, criteria["themes"])),
        in_person=_territory(criteria["in_person"]),
        remote=_territory(criteria["remote"]),
        small_town=criteria["small_town"],
        required_publics=frozenset(map(Public, criteria["required_publics"])),
        favoured_publics=frozenset(map(Public, criteria["favoured_publics"])),
        girls_only=criteria["girls_only"],
        volunteering_done=criteria["volunteering_done"],
        project=Theme(criteria["project"]) if criteria["project"] else None,
        ways=frozenset(map(Way, criteria["ways"])),
        partner_schools=frozenset(criteria["partner_schools"]),
        ase_conventions=frozenset(criteria["ase_conventions"]),
        mentors=_mentor_side(plain.get("mentors")),
    )


def to_plain(entry: Entry) -> dict[str, Any]:
    """The entry as plain values, in the order of the file; lists in the order of the vocabulary."""
    return {
        "slug": entry.profile.slug,
        "name": entry.name,
        "website": entry.website,
        "verified": entry.verified,
        "membership": entry.membership,
        "confidence": entry.confidence,
        "rhythm": entry.rhythm,
        "places_a_year": entry.places_a_year,
        "companies": entry.companies,
        "school_year": entry.school_year,
        "criteria": _criteria(entry.profile),
        "mentors": _plain_mentor_side(entry.profile.mentors),
        "sources": list(entry.sources),
        "notes": list(entry.notes),
    }


def write(entry: Entry) -> str:
    """The entry's file.  Reading it back gives the same entry, and writing that the same bytes."""
    return "\n".join(_lines(to_plain(entry), "")) + "\n"


def _criteria(profile: Profile) -> dict[str, Any]:
    return {
        "ages": {"from": profile.ages[0], "to": profile.ages[1]} if profile.ages else None,
        "situations": _codes(profile.situations, Situation),
        "first_class": profile.first_class and profile.first_class.value,
        "diploma": profile.diploma and profile.diploma.value,
        "themes": _codes(profile.themes, Theme),
        "in_person": _plain_territory(profile.in_person),
        "remote": _plain_territory(profile.remote),
        "small_town": profile.small_town,
        "required_publics": _codes(profile.required_publics, Public),
        "favoured_publics": _codes(profile.favoured_publics, Public),
        "girls_only": profile.girls_only,
        "volunteering_done": profile.volunteering_done,
        "project": profile.project and profile.project.value,
        "ways": _codes(profile.ways, Way),
        "partner_schools": sorted(profile.partner_schools),
        "ase_conventions": sorted(profile.ase_conventions),
    }


def _mentor_side(plain: Mapping[str, Any] | None) -> MentorSide | None:
    if plain is None:
        return None
    audiences, themes, reach = plain["audiences"], plain["themes"], plain["reach"]
    return MentorSide(
        wanted=plain["wanted"],
        ages=frozenset(map(MentorAge, plain["ages"])),
        statuses=frozenset(map(MentorStatus, plain["statuses"])),
        audiences=None if audiences is None else frozenset(map(MentorAudience, audiences)),
        themes=None if themes is None else frozenset(map(Theme, themes)),
        reach=reach and Reach(_territory(reach["in_person"]), _territory(reach["remote"])),
    )


def _plain_mentor_side(side: MentorSide | None) -> dict[str, Any] | None:
    if side is None:
        return None
    return {
        "wanted": side.wanted,
        "ages": _codes(side.ages, MentorAge),
        "statuses": _codes(side.statuses, MentorStatus),
        "audiences": None if side.audiences is None else _codes(side.audiences, MentorAudience),
        "themes": None if side.themes is None else _codes(side.themes, Theme),
        "reach": side.reach
        and {
            "in_person": _plain_territory(side.reach.in_person),
            "remote": _plain_territory(side.reach.remote),
        },
    }


def _codes(codes: frozenset[Any], of: type[StrEnum]) -> list[str]:
    return [code.value for code in of if code in codes]


def _territory(plain: Mapping[str, Any] | None) -> Territory | None:
    if plain is None:
        return None
    return Territory(Scope(plain["scope"]), frozenset(plain["departments"]), frozenset(plain["regions"]))


def _plain_territory(territory: Territory | None) -> dict[str, Any] | None:
    if territory is None:
        return None
    return {
        "scope": territory.scope.value,
        "departments": sorted(territory.departments),
        "regions": sorted(territory.regions),
    }


def _lines(section: Mapping[str, Any], indent: str) -> list[str]:
    lines: list[str] = []
    for key, value in section.items():
        if isinstance(value, dict):
            lines += [f"{indent}{key}:", *_lines(value, indent + "  ")]
        elif isinstance(value, list) and key in ("sources", "notes") and value:
            lines += [f"{indent}{key}:", *(f"{indent}  - {_scalar(item)}" for item in value)]
        elif isinstance(value, list):
            lines.append(f"{indent}{key}: [{', '.join(_scalar(item) for item in value)}]")
        else:
            lines.append(f"{indent}{key}: {_scalar(value)}")
    return lines


def _scalar(value: str | int | None) -> str:
    """A JSON string is a YAML string; quoted, ``01`` stays a code and ``no`` stays a word."""
    return json.dumps(value, ensure_ascii=False)
