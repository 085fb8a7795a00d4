"""Where somebody may go from every page of the partners' door, in the order of the menu."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Literal

from flask import request

from associations import guards
from hub.wording import N_


class Area(StrEnum):
    """``HOUSE``: an association's pages.  ``ACCOUNT``: whoever is signed in, about themselves."""

    HOUSE = "house"
    DESK = "desk"
    ACCOUNT = "account"


@dataclass(frozen=True, slots=True)
class Entry:
    """``also``: further parts of the house that one comes to from this page."""

    label: str
    endpoint: str
    area: Area
    also: tuple[str, ...] = ()

    @property
    def current(self) -> Literal["page", "true"] | None:
        """What ``aria-current`` says of it: this page, or another of the same part of the house."""
        here = request.endpoint or ""
        if here == self.endpoint:
            return "page"
        room = here.split(".")[0] if self.area is Area.HOUSE else here.rpartition(".")[0]
        same_part = room in (self.endpoint.rpartition(".")[0], *self.also)
        return "true" if same_part and self.area is not Area.ACCOUNT else None


BESIDE_THE_LIST = ("desk.releases", "desk.glass", "desk.breaches", "desk.post")
MENU = (
    Entry(N_("Fiches"), "portal.inbox", Area.HOUSE),
    Entry(N_("Accompagnements"), "accompaniments.listed", Area.HOUSE, ("instructions",)),
    Entry(N_("Nos critères"), "criteria.shown", Area.HOUSE),
    Entry(N_("Nos places"), "places.shown", Area.HOUSE),
    Entry(N_("Nos chiffres"), "figures.own", Area.HOUSE),
    Entry(N_("Équipe"), "team.shown", Area.HOUSE),
    Entry(N_("Entreprises"), "introduced.listed", Area.HOUSE),
    Entry(N_("À faire"), "desk.waiting", Area.DESK, BESIDE_THE_LIST),
    Entry(N_("Associations"), "desk.associations.listed", Area.DESK),
    Entry(N_("Prescripteurs"), "desk.prescribers.listed", Area.DESK, ("desk.organisations",)),
    Entry(N_("Entreprises"), "desk.companies.listed", Area.DESK, ("desk.webinars",)),
    Entry(N_("Règlement"), "desk.rule_book.shown", Area.DESK),
    Entry(N_("Le réseau"), "desk.network.picture", Area.DESK),
    Entry(N_("Textes"), "desk.texts.listed", Area.DESK),
    Entry(N_("Lettres"), "desk.letters.listed", Area.DESK),
    Entry(N_("Journal"), "desk.journal.shown", Area.DESK),
    Entry(N_("Équipe"), "desk.members.listed", Area.DESK),
    Entry(N_("Mon accès"), "security.shown", Area.ACCOUNT),
)
"""An association: Fiches, Accompagnements, Nos critères, Nos places, Nos chiffres, Équipe, Entreprises.  The desk: À
faire, Associations, Prescripteurs, Entreprises, Règlement, Le réseau, Textes, Lettres, Journal, Équipe."""


def shown() -> list[Entry]:
    """What the access matrix lets whoever is signed in open; nothing that would first ask for a second factor."""
    return [entry for entry in MENU if guards.may(entry.endpoint) and not guards.comes_later(entry.endpoint)]
