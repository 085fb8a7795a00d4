"""France by postal code: communes, départements, regions, overseas included.  Reads one packaged file, once.

A postal code says neither its commune nor its département: 4,205 cover several communes, 16 lie across two
départements and 114 do not begin with the code of theirs: look it up, never derive it from a prefix.
"""

from __future__ import annotations

import gzip
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from itertools import chain
from types import MappingProxyType

from hub.folding import words
from hub.vocabulary import Place
from hub.wording import N_

FOLDER = files(__name__)
RURAL_BELOW = 2_000
SMALL_TOWN_BELOW = 20_000
METROPOLE = "metro"
WHOLE_CITIES = ("75000", "69000", "13000")
"""What people write for a city whose codes are those of its arrondissements, of which the next one is the first."""
ARTICLES = frozenset({"le", "la", "les", "l"})
WITHIN_A_CITY = re.compile(r"( cedex| arr(ondissement)?| \d+ ?(er|e|eme|ieme)?)+$")
"""« Paris 11e arrondissement », « Lille Cedex 9 »."""


class UnknownPostalCode(ValueError):
    """No commune of France has this code; it may be a firm's own (CEDEX), or mistyped."""

    def __init__(self) -> None:
        super().__init__(
            N_("Ce code postal n’existe pas dans notre liste : il faut cinq chiffres, par exemple 59000.")
        )


class AmbiguousPostalCode(ValueError):
    """Several communes share this code: somebody must say which one."""

    def __init__(self) -> None:
        super().__init__(N_("Plusieurs communes partagent ce code postal : il faut préciser laquelle."))


class UnknownCommune(ValueError):
    """The commune is not one of those that have this code."""

    def __init__(self) -> None:
        super().__init__(N_("Cette commune n’a pas ce code postal : il faut en choisir une dans la liste."))


@dataclass(frozen=True, slots=True)
class Department:
    """A département, or an overseas collectivity that stands in for one.  ``region`` is the region's code."""

    code: str
    name: str
    region: str
    overseas: bool
    population: int


def places(postal_code: str) -> tuple[Place, ...]:
    """The communes that have this code, the most populous first; none when the code is unknown."""
    return tuple(_place(row) for row in _communes().get(postal_code, ()))


def place(postal_code: str, commune: str | None = None) -> Place:
    """The one commune meant.  ``commune`` is INSEE's code; that of an arrondissement means its city."""
    rows = _communes().get(postal_code)
    if rows is None:
        raise UnknownPostalCode
    if commune:
        rows = [row for row in rows if commune in row.split("\t")[1:3]]
    if not rows:
        raise UnknownCommune
    if len(rows) > 1:
        raise AmbiguousPostalCode
    return _place(rows[0])


def communes_called(name: str) -> tuple[Place, ...]:
    """Those of that name however it is typed, the most populous first; each once, at one of its postal codes."""
    found = {row.split("\t")[1]: _place(row) for row in _rows_by_name().get(_said(name), ())}
    return tuple(sorted(found.values(), key=lambda place: -place.population))


def called(name: str, among: Sequence[Place]) -> list[Place]:
    """Those of these communes that are meant by this name, written with its articles or without them."""
    exactly = [place for place in among if _said(place.name) == _said(name)]
    return exactly or [place for place in among if _bare(_said(place.name)) == _bare(_said(name))]


def departments_called(name: str) -> tuple[str, ...]:
    """The code of the département of this number or name; those of a region, of « outre-mer », of all of France.

    Regions of before 2016 and initials (« PACA ») are known too.  None for anything else.
    """
    return _departments_by_name().get(_bare(name), ())


def department_name(code: str) -> str:
    return DEPARTMENTS[code].name


def in_words(codes: Sequence[str]) -> str:
    """« Île-de-France, Gard »: their names one after the other; a region of which none is missing, by its own."""
    whole = {one.region for one in DEPARTMENTS.values()} - {
        one.region for one in DEPARTMENTS.values() if one.code not in codes
    }
    said = (DEPARTMENTS[code] for code in codes)
    return ", ".join(dict.fromkeys(REGIONS[one.region] if one.region in whole else one.name for one in said))


def region_name(code: str) -> str:
    return REGIONS[code]


def population_of_department(code: str) -> int:
    return DEPARTMENTS[code].population


def is_rural(where: Place) -> bool:
    return where.population < RURAL_BELOW


def is_small_town(where: Place) -> bool:
    """True of rural communes too: every village is smaller than a small town."""
    return where.population < SMALL_TOWN_BELOW


def is_overseas(where: Place) -> bool:
    return DEPARTMENTS[where.department].overseas


@cache
def _communes() -> Mapping[str, list[str]]:
    """Rows by postal code, left as text until one is asked for: most of the 36,000 never are."""
    text = gzip.decompress(FOLDER.joinpath("communes.tsv.gz").read_bytes()).decode()
    rows: dict[str, list[str]] = {}
    for row in text.splitlines()[1:]:
        rows.setdefault(row[:5], []).append(row)
    for code in WHOLE_CITIES:
        (first,) = rows[f"{int(code) + 1}"]
        _, city, _, *rest = first.split("\t")
        rows[code] = ["\t".join((code, city, "", *rest))]
    return rows


@cache
def _rows_by_name() -> Mapping[str, list[str]]:
    """Built when a name is first asked for: most processes never need it."""
    rows: dict[str, list[str]] = {}
    for row in chain.from_iterable(_communes().values()):
        rows.setdefault(_said(row.split("\t")[3]), []).append(row)
    return rows


@cache
def _departments_by_name() -> Mapping[str, tuple[str, ...]]:
    codes = {
        _bare(name): _members(set(said.split())) for name, said in map(_columns, _rows("also_called.tsv"))
    }
    codes |= {_bare(name): _members({f"region-{region}"}) for region, name in REGIONS.items()}
    for one in DEPARTMENTS.values():
        codes |= dict.fromkeys((_bare(one.name), one.code.lower(), one.code.lower().lstrip("0")), (one.code,))
    return codes


def _members(said: set[str]) -> tuple[str, ...]:
    """The départements that are said so: each by its code, by its region or by the half of the country it is in."""
    return tuple(
        one.code
        for one in DEPARTMENTS.values()
        if said & {one.code, f"region-{one.region}", "overseas" if one.overseas else METROPOLE}
    )


def _said(name: str) -> str:
    return WITHIN_A_CITY.sub("", " ".join(words(name)))


def _bare(name: str) -> str:
    return " ".join(word for word in words(name) if word not in ARTICLES)


def _place(row: str) -> Place:
    postal_code, commune, _, name, department, population = row.split("\t")
    return Place(
        postal_code=postal_code,
        commune=commune,
        name=name,
        department=department,
        region=DEPARTMENTS[department].region,
        population=int(population),
    )


def _department(row: str) -> Department:
    code, name, region, zone, population = row.split("\t")
    return Department(
        code=code, name=name, region=region, overseas=zone != METROPOLE, population=int(population)
    )


def _columns(row: str) -> tuple[str, str]:
    first, second = row.split("\t")
    return first, second


def _rows(name: str) -> list[str]:
    return FOLDER.joinpath(name).read_text(encoding="utf-8").splitlines()[1:]


REGIONS: Mapping[str, str] = MappingProxyType(dict(map(_columns, _rows("regions.tsv"))))
DEPARTMENTS: Mapping[str, Department] = MappingProxyType(
    {department.code: department for department in map(_department, _rows("departments.tsv"))}
)
