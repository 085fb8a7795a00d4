"""What the parts of a rule book must be to each other: each disagreement with its place and its remedy."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from typing import Any

from hub.geography import DEPARTMENTS
from hub.routing import Profile, Scope
from hub.strict_yaml import Path, meant
from hub.vocabulary import AgeBand
from hub.wording import AGE_BANDS

Plain = Mapping[str, Any]
Found = Iterator[tuple[Path, str]]

FEWEST_MEMBERS, MOST_MEMBERS = 2, 8
SMALLER: tuple[tuple[Path, Path], ...] = (
    (("delays", "priority_answer_days"), ("delays", "answer_days")),
    (("delays", "answer_days"), ("delays", "expires_after_days")),
    (("delays", "answer_days"), ("delays", "promise_days")),
    (("delays", "guardian_reminder_days"), ("delays", "guardian_last_reminder_days")),
    (("delays", "guardian_last_reminder_days"), ("delays", "guardian_silence_days")),
    (("delays", "on_it_days"), ("delays", "no_solution_days")),
    (("delays", "try_again_days"), ("delays", "try_last_days")),
    (("delays", "try_last_days"), ("delays", "unreachable_days")),
    (("delays", "ask_if_contacted_days"), ("delays", "accepted_kept_days")),
    (("delays", "unreachable_days"), ("delays", "accepted_kept_days")),
    (("delays", "no_pair_days"), ("delays", "accepted_kept_days")),
    (("delays", "ask_if_together_days"), ("delays", "accepted_kept_days")),
    (("delays", "how_it_was_days"), ("delays", "withdrawn_kept_days")),
    (("delays", "forgotten_last_days"), ("delays", "forgotten_soon_days")),
    (("delays", "forgotten_last_days"), ("delays", "accepted_kept_days")),
    (("delays", "forgotten_last_days"), ("delays", "written_agreement_days")),
    (("delays", "forgotten_soon_days"), ("delays", "mentor_kept_days")),
    (("delays", "forgotten_soon_days"), ("delays", "prescriber_kept_days")),
)
"""Each delay that may not be longer than another."""
TOO_LONG = "attendu au plus {most}, comme {other}, ou changez {other}"
TOO_SHORT = "attendu au moins {least}, comme priority_answer_days\u202f: un public prioritaire passe d’abord"
NOT_FRESH = "attendu moins que stale_days ({stale})\u202f: une déclaration vieillit après avoir été neuve"
KEPT_FOR_NOBODY = (
    "des places sont gardées et aucun public n’est prioritaire\u202f: mettez 0, ou nommez un public"
)
NO_PLACE = "attendu au moins un département ou une région (departments, regions)"
NO_CHANGE = "cette exception ne change rien\u202f: attendu weights, first, never ou answer_days"
BOTH = "«\u00a0{slug}\u00a0» ne peut pas être à la fois la première et écartée\u202f: enlevez-la de first ou de never"
TORN = (
    "«\u00a0{slug}\u00a0» est écartée par «\u00a0{out}\u00a0» et mise la première par «\u00a0{name}\u00a0», "
    "qui valent toutes deux dans ce département\u202f: {place}\u202f; enlevez-la de never ou de first, "
    "ou séparez leurs lieux"
)
NO_REFERENTE = (
    "«\u00a0{slug}\u00a0» est écartée par «\u00a0{out}\u00a0» et référente du consortium «\u00a0{name}\u00a0», "
    "qui sert aussi ce département\u202f: {place}\u202f; enlevez-la de never, ou choisissez une autre référente"
)
SAME_NAME = "deux fois le nom «\u00a0{name}\u00a0»\u202f: donnez un autre nom à celui-ci"
NOWHERE = "attendu au moins un établissement ou un département (schools, departments)"
ALONE = f"un consortium compte de {FEWEST_MEMBERS} à {MOST_MEMBERS} associations"
NOT_A_MEMBER = "«\u00a0{slug}\u00a0» n’est pas parmi les membres\u202f: ajoutez-la à members{meant}"
TAKEN = "«\u00a0{place}\u00a0» est déjà dans le consortium «\u00a0{name}\u00a0»\u202f: enlevez-le de l’un des deux"
NOT_REMOTE = "«\u00a0{slug}\u00a0» n’accompagne pas à distance dans toute la France\u202f: enlevez-la"
NOT_OF_AGE = "«\u00a0{slug}\u00a0» n’accompagne personne de {ages}\u202f: enlevez-la, ou corrigez son fichier"


def disagreements(plain: Plain, *, known: Mapping[str, Profile] | None = None) -> Found:
    """``plain``: what could be read, None or nothing where a part was wrong, which is said elsewhere."""
    yield from _delays(plain)
    yield from _shares(plain)
    yield from _overrides(plain)
    yield from _ruled_out(plain)
    yield from _consortia(plain)
    yield from _fallback(plain, known or {})


def _at(plain: Plain, path: Path) -> Any:
    value: Any = plain
    for step in path:
        value = (value or {}).get(step)
    return value


def _delays(plain: Plain) -> Found:
    for less, more in SMALLER:
        shorter, longer = _at(plain, less), _at(plain, more)
        if shorter and longer and shorter > longer:
            yield less, TOO_LONG.format(most=longer, other=more[-1])
    fresh, stale = _at(plain, ("load", "fresh_days")), _at(plain, ("load", "stale_days"))
    if fresh and stale and fresh >= stale:
        yield ("load", "fresh_days"), NOT_FRESH.format(stale=stale)


def _shares(plain: Plain) -> Found:
    priority = plain.get("priority") or {}
    somebody = any(priority.get(key) for key in ("publics", "situations", "overseas"))
    if priority.get("reserved_percent") and not somebody:
        yield ("priority", "reserved_percent"), KEPT_FOR_NOBODY


def _overrides(plain: Plain) -> Found:
    names: set[str] = set()
    for place, override in _each(plain, "overrides"):
        yield from _named(place, override, names)
        if not override.get("departments") and not override.get("regions"):
            yield place, NO_PLACE
        if not any(override.get(key) for key in ("weights", "first", "never", "answer_days")):
            yield place, NO_CHANGE
        for slug in set(override.get("first") or ()) & set(override.get("never") or ()) - {None}:
            yield (*place, "never"), BOTH.format(slug=slug)
        yield from _answered(place, override, plain)


def _answered(place: Path, override: Plain, plain: Plain) -> Found:
    days, path = override.get("answer_days"), (*place, "answer_days")
    for other in ("expires_after_days", "promise_days"):
        most = _at(plain, ("delays", other))
        if days and most and days > most:
            yield path, TOO_LONG.format(most=most, other=other)
    hurried = _at(plain, ("delays", "priority_answer_days"))
    if days and hurried and days < hurried:
        yield path, TOO_SHORT.format(least=hurried)


def _ruled_out(plain: Plain) -> Found:
    """Whom an exception rules out where another, or a consortium, has them asked before all others."""
    asked_first = _asked_first(plain)
    for place, override in _each(plain, "overrides"):
        here = _departments(override)
        for slug in filter(None, override.get("never") or ()):
            clash = next((one for one in asked_first[slug] if one[0] is not override and here & one[1]), None)
            if clash:
                section, there, said = clash
                names = {"out": override.get("name"), "name": section.get("name")}
                where = DEPARTMENTS[min(here & there)].name
                yield (*place, "never"), said.format(slug=slug, place=where, **names)


def _asked_first(plain: Plain) -> defaultdict[str, list[tuple[Plain, frozenset[str], str]]]:
    """By slug, what has it asked before the others: the section, where it holds, and what is said against it."""
    asked_first = defaultdict[str, list[tuple[Plain, frozenset[str], str]]](list)
    for _, override in _each(plain, "overrides"):
        for slug in filter(None, override.get("first") or ()):
            asked_first[slug].append((override, _departments(override), TORN))
    for _, consortium in _each(plain, "consortia"):
        asked_first[consortium.get("referente") or ""].append(
            (consortium, _departments(consortium), NO_REFERENTE)
        )
    return asked_first


def _departments(section: Plain) -> frozenset[str]:
    """Those that are named, and those of the regions that are."""
    regions = section.get("regions") or ()
    inside = (code for code, department in DEPARTMENTS.items() if department.region in regions)
    return frozenset(filter(None, (*(section.get("departments") or ()), *inside)))


def _consortia(plain: Plain) -> Found:
    names: set[str] = set()
    served: dict[str, str] = {}
    for place, consortium in _each(plain, "consortia"):
        yield from _named(place, consortium, names)
        yield from _members(place, consortium)
        if not consortium.get("schools") and not consortium.get("departments"):
            yield place, NOWHERE
        for key in ("schools", "departments"):
            for number, one in enumerate(consortium.get(key) or ()):
                if one in served:
                    yield (*place, key, number), TAKEN.format(place=one, name=served[one])
                elif one:
                    served[one] = str(consortium.get("name"))


def _members(place: Path, consortium: Plain) -> Found:
    members, referente = consortium.get("members"), consortium.get("referente")
    if members is None:
        return
    if not FEWEST_MEMBERS <= len(members) <= MOST_MEMBERS:
        yield (*place, "members"), ALONE
    if referente and referente not in members:
        like = meant(referente, [member for member in members if member])
        yield (*place, "referente"), NOT_A_MEMBER.format(slug=referente, meant=like)


def _fallback(plain: Plain, known: Mapping[str, Profile]) -> Found:
    for band, slugs in (plain.get("fallback") or {}).items():
        for number, slug in enumerate(slugs or ()):
            if slug not in known:
                continue
            profile = known[slug]
            if profile.remote is None or profile.remote.scope is Scope.LISTED:
                yield ("fallback", band, number), NOT_REMOTE.format(slug=slug)
            if not _takes(profile, AgeBand(band)):
                ages = AGE_BANDS[AgeBand(band)]
                yield ("fallback", band, number), NOT_OF_AGE.format(slug=slug, ages=ages)


def _takes(profile: Profile, band: AgeBand) -> bool:
    youngest, oldest = map(int, band.split("-"))
    return profile.ages is not None and profile.ages[0] <= oldest and youngest <= profile.ages[1]


def _each(plain: Plain, part: str) -> Iterator[tuple[Path, Plain]]:
    for number, section in enumerate(plain.get(part) or ()):
        if section is not None:
            yield (part, number), section


def _named(place: Path, section: Plain, names: set[str]) -> Found:
    name = section.get("name")
    if name in names:
        yield (*place, "name"), SAME_NAME.format(name=name)
    elif name:
        names.add(name)
