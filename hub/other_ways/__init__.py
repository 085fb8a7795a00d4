"""Other ways to be helped, for whoever waits for an association: a small table, with its sources."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any
from urllib.parse import urlsplit

from hub import strict_yaml
from hub.geography import DEPARTMENTS
from hub.strict_yaml import Choice, Code, Flag, Many, Section, Span, Text
from hub.vocabulary import Need, Situation, Theme

FILE = files(__name__) / "ways.yaml"
MOST_AT_ONCE = 3
LINE = Text(r"\S[^\n]{0,298}\S", "attendu une phrase, sur une ligne, de 300 signes au plus")


@dataclass(frozen=True, slots=True)
class Wording:
    title: str
    text: str


@dataclass(frozen=True, slots=True)
class Way:
    """Whom it helps: ages both included; any situation, any theme, any département where none is named.

    ``said`` by language.  ``source``: where what is said can be checked.
    """

    said: dict[str, Wording]
    link: str
    ages: range
    situations: frozenset[Situation]
    themes: frozenset[Theme]
    departments: frozenset[str]
    only_metropole: bool
    source: str

    @property
    def site(self) -> str:
        """The name under which people know the address."""
        return urlsplit(self.link).netloc.removeprefix("www.")

    def helps(self, *, age: int | None, situation: Situation | None, department: str | None) -> bool:
        """What is None is not known, and rules nothing out."""
        return (
            (age is None or age in self.ages)
            and (situation is None or not self.situations or situation in self.situations)
            and (department is None or self.is_at(department))
        )

    def is_at(self, department: str) -> bool:
        if self.only_metropole:
            known = DEPARTMENTS.get(department)
            return known is not None and not known.overseas
        return not self.departments or department in self.departments

    def fits(self, themes: Collection[Theme]) -> int:
        """How closely: what was made for this theme, this situation, this place, before what is for everybody."""
        return 4 * len(self.themes.intersection(themes)) + 2 * bool(self.departments) + bool(self.situations)


def for_need(need: Need) -> list[Way]:
    """Three at most, the closest first.  Chosen by age, situation, themes and place alone, never by a public."""
    possible = (
        way
        for way in every()
        if way.helps(age=need.age, situation=need.situation, department=need.place.department)
        and (not way.themes or way.themes & need.themes)
    )
    return closest(possible, need.themes)[:MOST_AT_ONCE]


def closest(ways: Iterable[Way], themes: Collection[Theme]) -> list[Way]:
    """Equals stay in the order of the table."""
    return sorted(ways, key=lambda way: -way.fits(themes))


@cache
def every() -> tuple[Way, ...]:
    """Raises :class:`hub.strict_yaml.BadFile`."""
    plain = strict_yaml.read(FILE.read_bytes(), Section({"ways": Many(WAY)}), file="ways.yaml")
    return tuple(map(_way, plain["ways"]))


def _way(plain: dict[str, Any]) -> Way:
    return Way(
        said={
            "fr": Wording(plain["title"], plain["text"]),
            "en": Wording(plain["title_en"], plain["text_en"]),
        },
        link=plain["link"],
        ages=range(plain["ages"]["from"], plain["ages"]["to"] + 1),
        situations=frozenset(map(Situation, plain["situations"])),
        themes=frozenset(map(Theme, plain["themes"])),
        departments=frozenset(plain["departments"]),
        only_metropole=plain["metropole"],
        source=plain["source"],
    )


WAY = Section(
    {
        **dict.fromkeys(("title", "title_en", "text", "text_en", "source"), LINE),
        "link": Text(r"https://\S{4,190}", "attendu une adresse qui commence par https://"),
        "ages": Span(5, 30),
        "situations": Many(Code(Situation)),
        "themes": Many(Code(Theme)),
        "departments": Many(
            Choice(
                {code: one.name for code, one in DEPARTMENTS.items()},
                "attendu le code d’un département, entre guillemets",
            )
        ),
        "metropole": Flag(),
    }
)
