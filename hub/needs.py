"""A need, or what a mentor offers, in plain JSON: what ``hub route`` reads, and what is sealed at intake."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import fields
from enum import StrEnum
from functools import partial
from typing import Any, TypeVar

from hub import geography
from hub.vocabulary import (
    Availability,
    Channel,
    Engagement,
    Kind,
    Level,
    MentorAge,
    MentorAudience,
    MentorStatus,
    Mode,
    Need,
    Place,
    Prescriber,
    PrescriberKind,
    Public,
    Sector,
    Situation,
    Theme,
)

Code = TypeVar("Code", bound=StrEnum)

REQUIRED = ("kind", "age", "postal_code", "situation", "themes", "mode", "channel")
OPTIONAL = ("id", "commune", "place", "level", "publics", "rural", "prescriber")
OF_A_MENTOR = ("kind", "age", "status", "postal_code", "audiences", "themes", "mode", "availability")
OPTIONAL_OF_A_MENTOR = ("id", "commune", "place", "sector")
PLACE = {field.name: int if field.name == "population" else str for field in fields(Place)}
YOUNGEST, OLDEST = 5, 30


class BadNeed(ValueError):
    """A need cannot be understood.  Says every reason at once and repeats no value: a need is personal."""

    def __init__(self, problems: list[str]) -> None:
        super().__init__(" ".join(problems))
        self.problems = tuple(problems)


def from_json(content: object) -> Need | Engagement:
    """``kind`` says which.  Raises :class:`BadNeed`."""
    if not isinstance(content, dict):
        raise BadNeed(["attendu un objet JSON."])
    reading = _Reading(content)
    found = _engagement(reading) if content.get("kind") == Kind.MENTOR else _need(reading)
    if reading.problems:
        raise BadNeed(reading.problems)
    return found()


def _need(reading: _Reading) -> Callable[[], Need]:
    """``rural`` may be left out: the commune's population then says it.  ``place`` is what the geography said
    when the need was sealed: communes merge, and a sealed need must open all the same.
    """
    reading.keys(REQUIRED, OPTIONAL)
    place = reading.place()
    need: dict[str, Any] = {
        "kind": reading.code("kind", Kind),
        "age": reading.age(),
        "place": place,
        "situation": reading.code("situation", Situation),
        "level": reading.maybe("level", Level),
        "themes": reading.codes("themes", Theme, at_least=1),
        "publics": reading.publics(place),
        "mode": reading.code("mode", Mode),
        "channel": reading.code("channel", Channel),
        "prescriber": reading.prescriber(),
    }
    return partial(Need, **need)


def _engagement(reading: _Reading) -> Callable[[], Engagement]:
    reading.keys(OF_A_MENTOR, OPTIONAL_OF_A_MENTOR)
    engagement: dict[str, Any] = {
        "age": reading.code("age", MentorAge),
        "status": reading.code("status", MentorStatus),
        "sector": reading.maybe("sector", Sector),
        "place": reading.place(),
        "audiences": reading.codes("audiences", MentorAudience, at_least=1),
        "themes": reading.codes("themes", Theme, at_least=1),
        "mode": reading.code("mode", Mode),
        "availability": reading.code("availability", Availability),
    }
    return partial(Engagement, **engagement)


def to_json(need: Need | Engagement) -> dict[str, Any]:
    """``rural`` is told apart, because somebody may have corrected what the commune's population says."""
    if isinstance(need, Engagement):
        return _plain_engagement(need)
    return {
        "kind": need.kind.value,
        "age": need.age,
        "postal_code": need.place.postal_code,
        "commune": need.place.commune,
        "place": by_name(need.place),
        "situation": need.situation.value,
        "level": need.level and need.level.value,
        "themes": [theme.value for theme in Theme if theme in need.themes],
        "publics": [public.value for public in Public if public in need.publics],
        "rural": Public.RURAL in need.publics,
        "mode": need.mode.value,
        "channel": need.channel.value,
        "prescriber": need.prescriber and by_name(need.prescriber),
    }


def by_name(told: Any) -> dict[str, Any]:
    """The fields of a dataclass, its words being JSON already; ``asdict`` would copy each of them deeply."""
    return {each.name: getattr(told, each.name) for each in fields(told)}


def _plain_engagement(engagement: Engagement) -> dict[str, Any]:
    return {
        "kind": Kind.MENTOR.value,
        "age": engagement.age.value,
        "status": engagement.status.value,
        "sector": engagement.sector and engagement.sector.value,
        "postal_code": engagement.place.postal_code,
        "commune": engagement.place.commune,
        "place": by_name(engagement.place),
        "audiences": [code.value for code in MentorAudience if code in engagement.audiences],
        "themes": [theme.value for theme in Theme if theme in engagement.themes],
        "mode": engagement.mode.value,
        "availability": engagement.availability.value,
    }


class _Reading:
    """One need being read: notes what was expected and goes on, so that everything wrong is said at once."""

    def __init__(self, content: Mapping[str, Any]) -> None:
        self.content = content
        self.problems: list[str] = []

    def keys(self, required: tuple[str, ...], optional: tuple[str, ...]) -> None:
        missing = [key for key in required if key not in self.content]
        if missing:
            self.problems.append(f"clés manquantes\u202f: {', '.join(missing)}.")
        if self.content.keys() - {*required, *optional}:
            self.problems.append(f"clé inconnue, attendu\u202f: {', '.join(required + optional)}.")

    def wrong(self, key: str, expected: str) -> None:
        if key in self.content:
            self.problems.append(f"«\u00a0{key}\u00a0»\u202f: attendu {expected}.")

    def age(self) -> int | None:
        age = self.content.get("age")
        if type(age) is int and YOUNGEST <= age <= OLDEST:
            return age
        self.wrong("age", f"un nombre entier de {YOUNGEST} à {OLDEST}")
        return None

    def code(self, key: str, codes: type[Code]) -> Code | None:
        found = self.content.get(key)
        if found in list(codes):
            return codes(found)
        self.wrong(key, f"un de ces codes\u202f: {', '.join(codes)}")
        return None

    def maybe(self, key: str, codes: type[Code]) -> Code | None:
        return None if self.content.get(key) is None else self.code(key, codes)

    def codes(self, key: str, codes: type[Code], *, at_least: int) -> frozenset[Code]:
        found = self.content.get(key, [])
        known = isinstance(found, list) and all(code in list(codes) for code in found)
        if known and len(found) >= at_least:
            return frozenset(map(codes, found))
        self.wrong(key, f"une liste de codes parmi\u202f: {', '.join(codes)}")
        return frozenset()

    def publics(self, place: Place | None) -> frozenset[Public]:
        publics = self.codes("publics", Public, at_least=0)
        rural = self.content.get("rural")
        if not (rural is None or isinstance(rural, bool)):
            self.wrong("rural", "true, false ou null")
        if rural is False:
            return publics - {Public.RURAL}
        computed = rural is None and place is not None and geography.is_rural(place)
        return publics | {Public.RURAL} if rural or computed else publics

    def place(self) -> Place | None:
        postal_code, commune = self.content.get("postal_code"), self.content.get("commune")
        if (known := self.content.get("place")) is not None:
            return self.known_place(known)
        if not isinstance(postal_code, str) or not isinstance(commune, str | None):
            self.wrong("postal_code", "un code postal et un code de commune entre guillemets")
            return None
        try:
            return geography.place(postal_code, commune)
        except (
            geography.UnknownPostalCode,
            geography.AmbiguousPostalCode,
            geography.UnknownCommune,
        ) as error:
            self.problems.append(str(error))
            return None

    def known_place(self, known: object) -> Place | None:
        if isinstance(known, dict) and {key: type(value) for key, value in known.items()} == PLACE:
            return Place(**known)
        self.wrong("place", f"ces clés\u202f: {', '.join(PLACE)}")
        return None

    def prescriber(self) -> Prescriber | None:
        found: Any = self.content.get("prescriber")
        by_prescriber = self.content.get("channel") == Channel.PRESCRIBER
        if found is None and not by_prescriber:
            return None
        if not by_prescriber or not _is_prescriber(found):
            self.problems.append(
                "«\u00a0prescriber\u00a0»\u202f: attendu "
                '{"kind": code, "department": code ou null, "uai": UAI ou null} '
                "quand «\u00a0channel\u00a0» vaut prescriber, null sinon."
            )
            return None
        return Prescriber(PrescriberKind(found["kind"]), found.get("department"), found.get("uai"))


def _is_prescriber(found: object) -> bool:
    return (
        isinstance(found, dict)
        and found.keys() <= {"kind", "department", "uai"}
        and found.get("kind") in list(PrescriberKind)
        and all(isinstance(found.get(key), str | None) for key in ("department", "uai"))
    )
