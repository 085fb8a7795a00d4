"""What a year's cards say of the criteria, in words: how many, how many more or fewer, and of whom."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from types import MappingProxyType
from typing import Any

from flask import current_app
from flask_babel import gettext as _

from hub import calendar, cards, directory, queries, retrospect
from hub.cards import Area, AreaKind, ThemeFamily
from hub.retrospect import Effect, Facet, Moved, Year
from hub.vocabulary import AgeBand, Level, MentorAge, MentorAudience, Mode, Theme
from hub.wording import LEVELS, MENTOR_AGES, MENTOR_AUDIENCES, MODES, N_, THEMES
from hub.work import Work

Plain = Mapping[str, Any]

KEPT = "year_of_cards"
KEPT_FOR = timedelta(minutes=5)
MOST_NAMED = 5
MINUS = "\N{MINUS SIGN}"
FACETS: Mapping[Facet, str] = MappingProxyType(
    {
        Facet.AREA: N_("Lieux"),
        Facet.AGES: N_("Âges"),
        Facet.LEVEL: N_("Niveaux"),
        Facet.WISH: N_("Souhaits"),
        Facet.MODE: N_("Rencontres"),
        Facet.AUDIENCE: N_("Pour accompagner"),
    }
)


@dataclass(frozen=True, slots=True)
class Row:
    """One thing that cards say: of which fewer are met, and of which more, each with its number in words."""

    title: str
    fewer: tuple[tuple[str, str], ...]
    more: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class LookedBack:
    """``at_most``, ``sure`` and ``cards`` in words; ``difference`` is empty where nothing was changed."""

    at_most: str
    sure: str
    cards: str
    difference: str
    rows: tuple[Row, ...]


@dataclass(frozen=True, slots=True)
class Years:
    """What is told of young people's cards, and of mentors'."""

    young_people: LookedBack
    mentors: LookedBack


def looked_back(work: Work, before: Plain, after: Plain) -> Years:
    """Over the twelve months that end today.  The two entries are the same where nothing is tried."""
    year = _year(work)
    was, becomes = directory.profile_of(before), directory.profile_of(after)
    return Years(
        _told(retrospect.for_young_people(year, was, becomes)),
        _told(retrospect.for_mentors(year, was, becomes)),
    )


def _year(work: Work) -> Year:
    """Counted again every few minutes: figures told in tens seldom move in less."""
    kept: tuple[datetime, Year] | None = current_app.extensions.get(KEPT)
    if kept is None or kept[0] <= work.now:
        counts = queries.criteria.card_counts(work.session, a_year_before(calendar.civil(work.now)))
        kept = current_app.extensions[KEPT] = (work.now + KEPT_FOR, retrospect.year_of(counts))
    return kept[1]


def a_year_before(today: date) -> date:
    """The first day of the first of twelve months, this one being the last."""
    return date(today.year - (today.month < 12), today.month % 12 + 1, 1)  # noqa: PLR2004


def _told(effect: Effect) -> LookedBack:
    return LookedBack(
        at_most=number(effect.after.at_most),
        sure=number(effect.after.sure),
        cards=number(effect.cards),
        difference=_difference(effect.after.at_most - effect.before.at_most),
        rows=tuple(_rows(effect.moved)),
    )


def number(exact: int) -> str:
    """To the nearest ten: 1 230, « moins de dix », 0."""
    told = retrospect.about(exact)
    return _("moins de dix") if told is None else f"{told:,}".replace(",", "\N{NARROW NO-BREAK SPACE}")


def _difference(more: int) -> str:
    if not more:
        return ""
    if more < 0:
        return str(_("%(number)s de moins qu’aujourd’hui", number=number(-more)))
    return str(_("%(number)s de plus qu’aujourd’hui", number=number(more)))


def _rows(moved: Sequence[Moved]) -> list[Row]:
    rows = []
    for facet, title in FACETS.items():
        mine = [each for each in moved if each.facet is facet and retrospect.about(each.more)]
        fewer = [(_named(each), f"{MINUS}{number(-each.more)}") for each in mine if each.more < 0]
        more = [(_named(each), f"+{number(each.more)}") for each in mine if each.more > 0]
        if fewer or more:
            rows.append(Row(_(title), tuple(fewer[:MOST_NAMED]), tuple(more[:MOST_NAMED])))
    return rows


def _named(moved: Moved) -> str:
    match moved.facet:
        case Facet.AREA:
            return _area(moved.code)
        case Facet.AGES:
            return _ages(moved.code.split(","))
        case Facet.LEVEL:
            return str(_(LEVELS[Level(moved.code)]))
        case Facet.MODE:
            return str(_(MODES[Mode(moved.code)]))
        case Facet.AUDIENCE:
            return str(_(MENTOR_AUDIENCES[MentorAudience(moved.code)]))
        case Facet.WISH:
            return _wish(moved.code)


def _area(key: str) -> str:
    kind, _colon, code = key.rpartition(":")
    return str(_(cards.area_name(Area(AreaKind(kind or AreaKind.DEPARTMENT), code))))


def _ages(bands: list[str]) -> str:
    if bands[0] in list(MentorAge) and len(bands) > 1:
        return str(_("18 ans et plus"))
    if bands[0] in list(AgeBand):
        first, last = bands[0].split("-")[0], bands[-1].split("-")[1]
        return str(_("%(first)s à %(last)s ans", first=first, last=last))
    return str(_(MENTOR_AGES[MentorAge(bands[0])]))


def _wish(code: str) -> str:
    families = {family.value: cards.THEME_FAMILIES[family] for family in ThemeFamily}
    return str(_(families[code] if code in families else THEMES[Theme(code)]))
