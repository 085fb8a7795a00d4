"""What a visitor seeks in the directory, read from the address, and which associations answer to it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from typing import TypeVar

from forms.directory.leaves import Leaf
from hub import geography
from hub.folding import folded, words
from hub.geography import DEPARTMENTS, REGIONS
from hub.routing import Nearness, Territory
from hub.vocabulary import Mode, Place, Situation, Theme

LONGEST = 80
MOST_WORDS = 8
MOST_HOMONYMS = 3
YOUNGEST, OLDEST = 1, 99
Code = TypeVar("Code", bound=StrEnum)


@dataclass(frozen=True, slots=True)
class Around:
    """Where a visitor is: a département, those of a region, or the communes of a postal code."""

    name: str
    places: tuple[Place, ...]
    communes_known: bool

    @property
    def names(self) -> set[str]:
        """The départements and regions that it lies in."""
        departments = [DEPARTMENTS[place.department] for place in self.places]
        return {name for one in departments for name in (one.name, REGIONS[one.region])}


@dataclass(frozen=True, slots=True)
class Sought:
    """``None`` or an empty text: not asked.  ``typed_place`` is kept as it was typed, understood or not."""

    text: str
    typed_place: str
    around: Around | None
    age: int | None
    situation: Situation | None
    theme: Theme | None
    mode: Mode | None

    @property
    def place_unknown(self) -> bool:
        return bool(self.typed_place) and self.around is None


def read(asked: Mapping[str, str]) -> Sought:
    """Whatever the address says: what is not understood is not asked."""
    typed_place = _clean(asked.get("lieu", ""))
    return Sought(
        text=_clean(asked.get("q", "")),
        typed_place=typed_place,
        around=around(typed_place),
        age=_age(asked.get("age", "")),
        situation=_code(asked.get("situation", ""), Situation),
        theme=_code(asked.get("theme", ""), Theme),
        mode=_code(asked.get("mode", ""), Mode),
    )


def written(sought: Sought) -> dict[str, str]:
    """The address that asks for the same."""
    said = {
        "q": sought.text,
        "lieu": sought.typed_place,
        "age": str(sought.age or ""),
        "situation": sought.situation,
        "theme": sought.theme,
        "mode": sought.mode,
    }
    return {name: value for name, value in said.items() if value}


def without(sought: Sought, name: str) -> Sought:
    """The same, less one of the things asked; by the name that it has in the address."""
    return read({asked: value for asked, value in written(sought).items() if asked != name})


def around(typed: str) -> Around | None:
    """A postal code, a département, a commune, or what people call several départements; ``None`` for anything else."""
    code = "".join(typed.split())
    if places := geography.places(code):
        return Around(f"{places[0].name} ({code})" if len(places) == 1 else code, places, True)
    if codes := geography.departments_called(typed):
        return Around(_named(codes, typed), tuple(map(_anywhere_in, codes)), False)
    places = geography.communes_called(typed)
    return Around(_called(places), places, True) if places else None


def _named(codes: tuple[str, ...], typed: str) -> str:
    """A département or a region by its own name; other parts of the country as they were typed."""
    region = REGIONS[DEPARTMENTS[codes[0]].region]
    if len(codes) == 1:
        return DEPARTMENTS[codes[0]].name
    return region if codes == geography.departments_called(region) else typed


def _called(homonyms: tuple[Place, ...]) -> str:
    """The name, and where: several départements may each have a commune of that name."""
    where = list(dict.fromkeys(DEPARTMENTS[place.department].name for place in homonyms))
    listed = ", ".join(where[:MOST_HOMONYMS]) + ("…" if len(where) > MOST_HOMONYMS else "")
    return f"{homonyms[0].name} ({listed})"


def found(leaves: Iterable[Leaf], sought: Sought) -> list[Leaf]:
    """Those that answer to all that is asked: the nearest first, then in the order of the alphabet."""
    spoken = [f" {word}" for word in words(sought.text)[:MOST_WORDS]]
    kept = [one for one in leaves if all(word in one.said for word in spoken) and _answers(one, sought)]
    return sorted(kept, key=lambda one: (-_nearness(one, sought), folded(one.name)))


def reaches(territory: Territory, department: str) -> bool:
    """Whether somebody of this département is accompanied there."""
    return territory.nearness(_anywhere_in(department)) > Nearness.OUTSIDE


def _answers(leaf: Leaf, sought: Sought) -> bool:
    profile = leaf.profile
    return (
        (
            sought.age is None
            or (profile.ages is not None and profile.ages[0] <= sought.age <= profile.ages[1])
        )
        and (sought.situation is None or sought.situation in profile.situations)
        and (sought.theme is None or sought.theme in profile.themes)
        and bool(_territories(leaf, sought.mode) or sought.mode is None)
        and (sought.around is None or _nearness(leaf, sought) > Nearness.OUTSIDE)
    )


def _territories(leaf: Leaf, mode: Mode | None) -> list[Territory]:
    offered = {Mode.IN_PERSON: leaf.profile.in_person, Mode.REMOTE: leaf.profile.remote}
    return [one for way, one in offered.items() if one and mode in (None, Mode.EITHER, way)]


def _nearness(leaf: Leaf, sought: Sought) -> Nearness:
    if sought.around is None or not _small_enough(leaf, sought.around):
        return Nearness.OUTSIDE
    reached = _territories(leaf, sought.mode)
    return max(
        (territory.nearness(place) for territory in reached for place in sought.around.places),
        default=Nearness.OUTSIDE,
    )


def _small_enough(leaf: Leaf, around: Around) -> bool:
    """A département has small towns; a postal code may be that of a city."""
    return (
        not leaf.profile.small_town
        or not around.communes_known
        or any(map(geography.is_small_town, around.places))
    )


@cache
def _anywhere_in(department: str) -> Place:
    region = DEPARTMENTS[department].region
    return Place("", "", DEPARTMENTS[department].name, department, region, 0)


def _clean(typed: str) -> str:
    return " ".join("".join(letter if letter.isprintable() else " " for letter in typed[:LONGEST]).split())


def _age(typed: str) -> int | None:
    age = int(typed) if typed.isdecimal() and len(typed) <= len(str(OLDEST)) else None
    return age if age and YOUNGEST <= age <= OLDEST else None


def _code(typed: str, of: type[Code]) -> Code | None:
    return next((code for code in of if code.value == typed), None)
