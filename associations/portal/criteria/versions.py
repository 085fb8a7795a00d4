"""What was said before, in words: when, by whom, and what it changed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from itertools import zip_longest
from types import MappingProxyType

from flask_babel import gettext as _

from associations.portal.criteria import words
from associations.portal.criteria.words import Difference
from hub import calendar, queries
from hub.models import Association, EntryDeed, EntryVersion, Member
from hub.wording import N_
from hub.work import Work

DEEDS: Mapping[EntryDeed, str] = MappingProxyType(
    {
        EntryDeed.LOADED: N_("Annuaire du réseau"),
        EntryDeed.CHANGED: N_("Critères changés"),
        EntryDeed.RETURNED: N_("Retour à une version"),
        EntryDeed.CONFIRMED: N_("Fiche confirmée"),
    }
)


@dataclass(frozen=True, slots=True)
class Told:
    """``differences`` from the version before; none of the first."""

    number: int
    said_at: datetime
    said_on: str
    title: str
    said_by: str
    differences: list[Difference]


def told(work: Work, association: Association, reader: Member, *, before: int, most: int) -> list[Told]:
    """The last first, of those whose number is below ``before``."""
    rows = queries.criteria.entry_versions(work.session, association.id, before=before, most=most + 1)
    return [_told(row, then, reader) for row, then in zip_longest(rows, rows[1:])][:most]


def title(version: EntryVersion) -> str:
    if version.returned_to is not None:
        return str(_("Retour à la version %(number)d", number=version.returned_to))
    return str(_(DEEDS[version.deed]))


def said_on(version: EntryVersion) -> str:
    """``lundi 2 mars 2026``: a history goes back years."""
    day = calendar.civil(version.said_at)
    return f"{calendar.in_words(day)} {day.year}".replace(" ", "\N{NO-BREAK SPACE}")


def said_by(version: EntryVersion, reader: Member) -> str:
    """Colleagues know one another by their addresses; whoever has left is named no more."""
    if version.by is None:
        return str(_("le réseau"))
    if version.by.id == reader.id:
        return str(_("vous"))
    if version.by.association_id != reader.association_id:
        return str(_("la coordination"))
    return str(_("un ancien membre")) if version.by.removed_at else version.by.email


def _told(row: EntryVersion, earlier: EntryVersion | None, reader: Member) -> Told:
    differences = words.differences(earlier.entry, row.entry) if earlier else []
    return Told(row.number, row.said_at, said_on(row), title(row), said_by(row, reader), differences)
