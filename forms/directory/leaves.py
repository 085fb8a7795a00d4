"""An association as the public reads it: what its entry says, in sentences; what it does not say is left out."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from types import MappingProxyType
from typing import TypeVar

from flask_babel import gettext as _
from flask_babel import ngettext

from hub.directory import Entry, from_plain
from hub.folding import words
from hub.geography import DEPARTMENTS, REGIONS
from hub.models import Association
from hub.routing import Profile, Scope, Territory, Way
from hub.wording import N_, PUBLICS, SITUATIONS, THEMES

EVERYWHERE: Mapping[Scope, str] = MappingProxyType(
    {
        Scope.FRANCE: N_("Toute la France, outre-mer compris"),
        Scope.MAINLAND: N_("Toute la France hexagonale, hors Corse"),
    }
)
WAYS: Mapping[Way, str] = MappingProxyType(
    {
        Way.OPEN: N_("Ouverte à chaque jeune, sans intermédiaire"),
        Way.SCHOOL: N_("Par l’établissement scolaire ou universitaire"),
        Way.PARTNER_SCHOOL: N_("Par un établissement scolaire partenaire"),
        Way.PRESCRIBER: N_("Par un professionnel qui accompagne le jeune"),
        Way.CHILD_WELFARE: N_("Par l’aide sociale à l’enfance ou un foyer"),
        Way.FAMILY: N_("Par la famille"),
        Way.OWN_SITE: N_("Par le site de l’association"),
    }
)
NAMED_ON_A_CARD = 2
SEPARATOR = " · "
Code = TypeVar("Code", bound=StrEnum)


@dataclass(frozen=True, slots=True)
class Leaf:
    """One association of the directory.  ``said`` is all that may be sought in it, folded, a space before each word."""

    slug: str
    name: str
    verified: bool
    entry: Entry
    said: str

    @property
    def profile(self) -> Profile:
        return self.entry.profile

    @property
    def ages(self) -> str:
        span = self.profile.ages
        return str(_("De %(first)d à %(last)d ans", first=span[0], last=span[1])) if span else ""

    @property
    def situations(self) -> list[str]:
        return named(self.profile.situations, SITUATIONS)

    @property
    def themes(self) -> list[str]:
        return named(self.profile.themes, THEMES)

    @property
    def whom(self) -> str:
        """On a card: the ages, then who is reserved a place or a few situations."""
        reserved = named(self.profile.required_publics, PUBLICS)
        return SEPARATOR.join(filter(None, (self.ages, short(reserved or self.situations))))

    def where(self, near: Collection[str] = ()) -> str:
        """On a card: where it comes in person, or else from a distance; first the places whose names are given."""
        here = self.profile.in_person or self.profile.remote
        return in_short(here, near) if here else ""

    @property
    def how(self) -> str:
        return SEPARATOR.join(filter(None, (mode(self.profile), short(self.themes))))


def leaf(association: Association) -> Leaf:
    """The entry as the database keeps it; its name and whether it is verified are the row's own."""
    entry = from_plain(association.profile)
    name = association.name.replace("'", "’")
    return Leaf(association.slug, name, association.verified, entry, _said(name, entry))


def named(codes: Collection[Code], names: Mapping[Code, str]) -> list[str]:
    """What people read for each code, in the order of the vocabulary."""
    return [_(name) for code, name in names.items() if code in codes]


def short(names: list[str]) -> str:
    """The first few, and how many others there are."""
    if len(names) <= NAMED_ON_A_CARD:
        return ", ".join(names)
    rest = len(names) - NAMED_ON_A_CARD
    first = ", ".join(names[:NAMED_ON_A_CARD])
    return str(ngettext("%(first)s et %(num)d autre", "%(first)s et %(num)d autres", rest, first=first))


def mode(profile: Profile) -> str:
    if profile.in_person and profile.remote:
        return str(_("En personne et à distance"))
    if profile.in_person:
        return str(_("En personne"))
    return str(_("À distance")) if profile.remote else ""


def places(territory: Territory) -> str:
    """Where a territory reaches, in words; empty when it does not say."""
    listed = ", ".join(_listed(territory))
    everywhere = EVERYWHERE.get(territory.scope)
    if everywhere is None or not listed:
        return str(_(everywhere)) if everywhere else listed
    return str(_("%(everywhere)s. Lieux nommés\u202f: %(places)s", everywhere=_(everywhere), places=listed))


def in_short(territory: Territory, near: Collection[str]) -> str:
    everywhere = EVERYWHERE.get(territory.scope)
    if everywhere:
        return str(_(everywhere))
    return short(sorted(_listed(territory), key=lambda name: name not in near))


def _listed(territory: Territory) -> list[str]:
    """Regions, then the départements of others, each in the order of the alphabet."""
    elsewhere = [DEPARTMENTS[code] for code in territory.departments]
    alone = sorted(one.name for one in elsewhere if one.region not in territory.regions)
    return sorted(REGIONS[code] for code in territory.regions) + alone


@lru_cache(maxsize=512)
def _said(name: str, entry: Entry) -> str:
    """French alone: the names of places and of associations are French in every language."""
    profile = entry.profile
    listed = [territory for territory in (profile.in_person, profile.remote) if territory]
    texts = [
        name,
        *(SITUATIONS[code] for code in profile.situations),
        *(THEMES[code] for code in profile.themes),
        *(PUBLICS[code] for code in profile.required_publics | profile.favoured_publics),
        *(REGIONS[code] for territory in listed for code in territory.regions),
        *(DEPARTMENTS[code].name for territory in listed for code in territory.departments),
    ]
    return " " + " ".join(words(" ".join(texts)))
