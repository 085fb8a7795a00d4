"""The points of one association, a line for each weight: how many, and for what.

Nothing here says which theme, which public or which place: a line counts, so that it may be read over a shoulder.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

from hub.wording import N_

Stored = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Part:
    """Some of the points of an association; ``name`` is the weight that gave them, as the rule book spells it."""

    name: str
    words: str
    points: int


NEARNESS: Mapping[str, str] = MappingProxyType(
    {
        "department": N_("accompagne en personne dans le département"),
        "region": N_("accompagne en personne dans la région"),
        "national": N_("accompagne en personne dans toute la France"),
        "remote": N_("accompagne à distance"),
    }
)
REFERENTE = N_("association référente de l’établissement ou du territoire")
FIRST = N_("citée d’abord par une règle du territoire")
UNDECLARED = N_("places de l’année pas encore déclarées")


def parts(stored: Stored, *, of_mentor: bool, themes: int | None) -> Iterator[Part]:
    """The lines of one association of a shortlist, in the order of the rule book; those without points are left out.

    ``stored``: its part of the decision; ``themes``: how many were asked, None in a decision that did not keep it.
    """
    points = stored.get("points") or {}
    words = _MENTOR_WORDS if of_mentor else _WORDS
    for name, said in words.items():
        if points.get(name):
            yield Part(name, said(stored, themes), points[name])


def _themes(stored: Stored, themes: int | None) -> str:
    covered = _counted(stored, "themes")
    if covered is None or themes is None:
        return "thèmes demandés qu’elle accompagne"
    return f"{covered} {'thème' if covered < 2 else 'thèmes'} sur {themes}"  # noqa: PLR2004


def _reserved(stored: Stored, themes: int | None) -> str:
    count = _counted(stored, "reserved")
    if count is None or count == 1:
        return "réservée aux demandes de ce genre"
    return f"réservée aux demandes de ce genre, par {count} conditions"


def _favoured(stored: Stored, themes: int | None) -> str:
    return _several(_counted(stored, "favoured_publics"), "un public qu’elle vise", "publics qu’elle vise")


def _audiences(stored: Stored, themes: int | None) -> str:
    count = _counted(stored, "favoured_publics")
    return _several(count, "un public souhaité par le mentor", "publics souhaités par le mentor")


def _nearness(stored: Stored, themes: int | None) -> str:
    return NEARNESS.get(stored.get("nearness", ""), "le lieu et le mode conviennent")


def _load(stored: Stored, themes: int | None) -> str:
    standing: Stored | None = stored.get("standing")
    if standing is None:
        return f"places libres sur l’année\u202f: {stored['load']}\u00a0%"
    left, yearly, days = standing["places_left"], standing["places_a_year"], standing["declared_days"]
    if yearly is None:
        return UNDECLARED
    free = f"{left} {'place libre' if left < 2 else 'places libres'} sur {yearly} dans l’année"  # noqa: PLR2004
    return f"{free}, {_declared(days)}"


def _declared(days: int | None) -> str:
    if days is None:
        return "jamais confirmées"
    return f"déclarées il y a {days} jours" if days > 1 else "déclarées ces derniers jours"


def _answers(stored: Stored, themes: int | None) -> str:
    standing: Stored = stored.get("standing") or {"answered_in_time": 100}
    percent = standing["answered_in_time"]
    if percent == 100:  # noqa: PLR2004
        return "répond à temps"
    often, of = (percent // 10, 10) if percent % 10 == 0 else (percent, 100)
    return f"répond à temps {often} fois sur {of}"


def _several(count: int | None, one: str, many: str) -> str:
    if count is None:
        return many
    return one if count == 1 else f"{count} {many}"


def _counted(stored: Stored, what: str) -> int | None:
    counts: Mapping[str, int] = stored.get("counts") or {}
    return counts.get(what)


_WORDS: Mapping[str, Callable[[Stored, int | None], str]] = MappingProxyType(
    {
        "theme": _themes,
        "reserved": _reserved,
        "favoured_public": _favoured,
        "nearness": _nearness,
        "referente": lambda stored, themes: REFERENTE,
        "first": lambda stored, themes: FIRST,
        "load": _load,
        "answers": _answers,
    }
)
_MENTOR_WORDS = MappingProxyType({**_WORDS, "favoured_public": _audiences})
