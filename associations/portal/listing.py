"""Which cards the page lists, as its address says it: codes of the vocabulary, and nothing that anybody typed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum
from types import MappingProxyType
from typing import Any, TypeVar

from flask import request
from flask_babel import gettext as _

from hub import cards
from hub.cards import Area, AreaKind
from hub.queries.inbox import PAGE, Order, Shelf, Sieve
from hub.vocabulary import AgeBand, Kind, MentorAge, Mode, Theme
from hub.wording import MENTOR_AGES, MODES, N_, THEMES

Code = TypeVar("Code", bound=StrEnum)
Choices = list[tuple[str, str]]

SHELVES: Mapping[Shelf, str] = MappingProxyType(
    {
        Shelf.OVERDUE: N_("En retard"),
        Shelf.DUE_TODAY: N_("Pour aujourd’hui"),
        Shelf.NEW: N_("Nouvelles"),
        Shelf.TO_ANSWER: N_("À répondre"),
        Shelf.TO_CONTACT: N_("Acceptées, à contacter"),
        Shelf.TO_PAIR: N_("En attente d’un binôme"),
        Shelf.WITHDRAWN: N_("Demandes retirées"),
        Shelf.DECLINED: N_("Déclinées depuis peu"),
    }
)
ORDERS: Mapping[Order, str] = MappingProxyType(
    {
        Order.URGENCY: N_("Le plus pressé d’abord"),
        Order.WEEK: N_("La plus ancienne inscription d’abord"),
        Order.AGE: N_("Par âge"),
        Order.AREA: N_("Par lieu"),
    }
)
MAX_PAGE = 1000


@dataclass(frozen=True, slots=True)
class Listing:
    """What is listed, and how.  ``page`` counts from 1."""

    sieve: Sieve = field(default_factory=Sieve)
    page: int = 1

    @classmethod
    def asked(cls) -> Listing:
        """What the address of this page says; a word that is no code says nothing."""
        told = request.args
        sieve = Sieve(
            shelf=_code(Shelf, told.get("etagere")),
            kind=_code(Kind, told.get("qui")),
            age=_age(told.get("age")),
            theme=_code(Theme, told.get("theme")),
            mode=_code(Mode, told.get("mode")),
            area=_area(told.get("lieu")),
            order=_code(Order, told.get("tri")) or Order.URGENCY,
        )
        page = told.get("page", 1, type=int)
        return cls(sieve, min(max(page, 1), MAX_PAGE))

    @property
    def address(self) -> dict[str, Any]:
        """What ``url_for`` needs to come back to this very list."""
        page = {"page": str(self.page)} if self.page > 1 else {}
        return {**self.sifting, **self._shelf, **page}

    @property
    def sifting(self) -> dict[str, str]:
        """The same without its shelf and its page."""
        sieve = self.sieve
        told = {
            "qui": sieve.kind,
            "age": sieve.age and age_code(sieve.age),
            "theme": sieve.theme,
            "mode": sieve.mode,
            "lieu": sieve.area and area_code(sieve.area),
            "tri": None if sieve.order is Order.URGENCY else sieve.order,
        }
        return {name: str(code) for name, code in told.items() if code}

    @property
    def is_sifted(self) -> bool:
        return replace(self.sieve, shelf=None, order=Order.URGENCY) != Sieve()

    @property
    def _shelf(self) -> dict[str, str]:
        return {"etagere": self.sieve.shelf.value} if self.sieve.shelf else {}

    def at(self, page: int) -> dict[str, Any]:
        return replace(self, page=page).address

    def on(self, shelf: Shelf | None) -> dict[str, Any]:
        """The first page of that shelf, or of all of them."""
        return Listing(replace(self.sieve, shelf=shelf)).address

    def pages(self, counted: Mapping[Shelf, int]) -> int:
        """How many pages there are, one at least."""
        shown = counted.get(self.sieve.shelf, 0) if self.sieve.shelf else waiting(counted)
        return max(1, -(-shown // PAGE))


def waiting(counted: Mapping[Shelf, int]) -> int:
    """The cards of all shelves but those that are looked into on purpose."""
    return sum(count for shelf, count in counted.items() if shelf is not Shelf.DECLINED)


def age_code(age: AgeBand | MentorAge) -> str:
    """``mentor:18-25`` for a mentor's age: one word may be an age of both."""
    return f"mentor:{age}" if isinstance(age, MentorAge) else age.value


def area_code(area: Area) -> str:
    return f"{area.kind}:{area.code}"


def choices(areas: list[Area]) -> dict[str, Choices]:
    """Each list of the sieve with its codes and their words."""
    mentors = [(age_code(age), _("Mentor, %(age)s", age=_(words))) for age, words in MENTOR_AGES.items()]
    return {
        "tri": [(order.value, _(words)) for order, words in ORDERS.items()],
        "qui": [(Kind.YOUNG_PERSON.value, _("Jeunes")), (Kind.MENTOR.value, _("Mentors"))],
        "age": [*((band.value, _years(band)) for band in AgeBand), *mentors],
        "theme": [(theme.value, _(words)) for theme, words in THEMES.items()],
        "mode": [(mode.value, _(MODES[mode])) for mode in (Mode.IN_PERSON, Mode.REMOTE)],
        "lieu": sorted(
            ((area_code(area), _(cards.area_name(area))) for area in areas), key=lambda one: one[1]
        ),
    }


def _years(band: AgeBand) -> str:
    youngest, oldest = band.split("-")
    return str(_("%(youngest)s à %(oldest)s ans", youngest=youngest, oldest=oldest))


def _code(codes: type[Code], word: str | None) -> Code | None:
    return codes(word) if word in set(codes) else None


def _age(word: str | None) -> AgeBand | MentorAge | None:
    whose, _colon, age = (word or "").rpartition(":")
    return _code(MentorAge, age) if whose == "mentor" else _code(AgeBand, age)


def _area(word: str | None) -> Area | None:
    kind, _colon, code = (word or "").partition(":")
    known = _code(AreaKind, kind)
    return Area(known, code) if known and code.isalnum() else None
