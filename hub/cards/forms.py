"""The form of a card: the little it tells of somebody, and how to tell less.

Each rung of the ladder must sort everybody into groups that do not overlap: were "5-14" shown of a child of
eight and "11-17" of one of thirteen, "5-14" would mean "5-10" to whoever knows the ladder.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from types import MappingProxyType
from typing import TypeVar

from hub import geography
from hub.vocabulary import AgeBand, Level, Mode, Theme
from hub.wording import N_


class OutOfAge(ValueError):
    """The hub is for people of 5 to 30 years."""

    def __init__(self) -> None:
        super().__init__("no age band holds this age")


class AreaKind(StrEnum):
    DEPARTMENT = "department"
    REGION = "region"
    FRANCE = "france"


class ThemeFamily(StrEnum):
    STUDIES = "studies"
    WORK = "work"


@dataclass(frozen=True, slots=True)
class Area:
    """``code`` is INSEE's, or ``FR``."""

    kind: AreaKind
    code: str


@dataclass(frozen=True, slots=True, repr=False, kw_only=True)
class Shape:
    """What every card tells, its week apart.  No mode: any; themes or their families, never both."""

    area: Area
    themes: tuple[Theme, ...]
    families: tuple[ThemeFamily, ...]
    mode: Mode | None

    def __repr__(self) -> str:
        return f"{type(self).__name__}(…)"


@dataclass(frozen=True, slots=True, repr=False, kw_only=True)
class Form(Shape):
    """What a young person's card tells.  No level: any."""

    bands: tuple[AgeBand, ...]
    level: Level | None


AnyShape = TypeVar("AnyShape", bound=Shape)
Rung = Callable[[Form], Form]

FRANCE = Area(AreaKind.FRANCE, "FR")

THEME_FAMILIES: Mapping[ThemeFamily, str] = MappingProxyType(
    {
        ThemeFamily.STUDIES: N_("Études, orientation, confiance en soi"),
        ThemeFamily.WORK: N_("Emploi, création d’activité, concours"),
    }
)
FAMILY_OF: Mapping[Theme, ThemeFamily] = MappingProxyType(
    {
        Theme.SCOLARITE: ThemeFamily.STUDIES,
        Theme.ORIENTATION: ThemeFamily.STUDIES,
        Theme.CULTURE: ThemeFamily.STUDIES,
        Theme.CONFIANCE: ThemeFamily.STUDIES,
        Theme.INSERTION: ThemeFamily.WORK,
        Theme.CREATION: ThemeFamily.WORK,
        Theme.CONCOURS: ThemeFamily.WORK,
    }
)
WIDER_BANDS = (
    (AgeBand.FROM_5_TO_10,),
    (AgeBand.FROM_11_TO_14, AgeBand.FROM_15_TO_17),
    (AgeBand.FROM_18_TO_20, AgeBand.FROM_21_TO_25, AgeBand.FROM_26_TO_30),
)
"""A child, an adolescent, an adult: what an association must know to look for a mentor."""


def age_band(age: int) -> AgeBand:
    for band in AgeBand:
        youngest, oldest = _ends(band)
        if youngest <= age <= oldest:
            return band
    raise OutOfAge


def years(form: Form) -> tuple[int, int]:
    """The youngest and the oldest age that the form may stand for."""
    return _ends(form.bands[0])[0], _ends(form.bands[-1])[1]


def area_name(area: Area) -> str:
    match area.kind:
        case AreaKind.DEPARTMENT:
            return geography.department_name(area.code)
        case AreaKind.REGION:
            return geography.region_name(area.code)
        case AreaKind.FRANCE:
            return N_("France entière")


def young_form_key(form: Form) -> str:
    """The form as one word, the same for all who share it: ``59|15-17|*|orientation|either``."""
    return "|".join((area_key(form.area), "+".join(form.bands), form.level or "*", *wishes_key(form)))


def area_key(area: Area) -> str:
    return area.code if area.kind is AreaKind.DEPARTMENT else f"{area.kind}:{area.code}"


def wishes_key(form: Shape) -> tuple[str, str]:
    return ("+".join(form.themes or form.families), form.mode or "*")


def families_of(themes: tuple[Theme, ...]) -> tuple[ThemeFamily, ...]:
    return tuple(sorted({FAMILY_OF[theme] for theme in themes}))


def in_full(form: AnyShape) -> AnyShape:
    return form


def without_level(form: Form) -> Form:
    return replace(form, level=None)


def of_wider_ages(form: Form) -> Form:
    return replace(form, bands=next(bands for bands in WIDER_BANDS if form.bands[0] in bands))


def with_families_of_themes(form: AnyShape) -> AnyShape:
    return replace(form, themes=(), families=families_of(form.themes))


def of_any_mode(form: AnyShape) -> AnyShape:
    """Routing matched it already: the association loses little by not reading it."""
    return replace(form, mode=None)


def of_the_region(form: AnyShape) -> AnyShape:
    return replace(form, area=Area(AreaKind.REGION, geography.DEPARTMENTS[form.area.code].region))


def of_france(form: AnyShape) -> AnyShape:
    return replace(form, area=FRANCE)


LADDER: tuple[Rung, ...] = (
    in_full,
    without_level,
    of_any_mode,
    with_families_of_themes,
    of_wider_ages,
    of_the_region,
    of_france,
)
"""Each rung tells less than the one before it, on which it stands.

What routing matched goes first: an association reads the age and the place as long as ten share them.
"""


def _ends(band: AgeBand) -> tuple[int, int]:
    youngest, oldest = band.split("-")
    return int(youngest), int(oldest)
