"""One line of a prescriber's page: the reference, their own marker, where it stands and until when.  No name."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from types import MappingProxyType
from typing import Any

from flask_babel import gettext as _

from forms.days import NO_BREAK, on_one_line
from forms.prescriber_door import Reader
from hub.calendar import civil
from hub.following import Stand, stand_of
from hub.intake import marker_place
from hub.lifecycle import ENDED, HELD, ROUTABLE, ReferralState
from hub.models import Referral
from hub.vault import CannotOpen, open_marker
from hub.wording import N_

LAST_DAY = date.max


@dataclass(frozen=True, slots=True)
class Shown:
    """``marker`` is empty when there is none; ``association`` until one has said yes."""

    marker: str
    stand: Stand
    association: str
    received_on: date

    @property
    def coming(self) -> str:
        """What comes next and when, in words."""
        day = on_one_line(self.stand.next_day).replace(" ", NO_BREAK) if self.stand.next_day else ""
        return str(_(self.stand.next_words, day=day)) if self.stand.next_words else ""

    def stands_on(self, shelf: str) -> bool:
        return shelf not in SHELVES or self.stand.state in SHELVES[shelf].states


@dataclass(frozen=True, slots=True)
class Shelf:
    label: str
    states: frozenset[ReferralState]


@dataclass(frozen=True, slots=True)
class Order:
    label: str
    key: Callable[[Shown], Any]


WAITING = frozenset(
    {
        ReferralState.AWAITING_CHECK,
        ReferralState.AWAITING_CONFIRMATION,
        ReferralState.AWAITING_GUARDIAN,
    }
)
SHELVES: Mapping[str, Shelf] = MappingProxyType(
    {
        "attente": Shelf(N_("En attente d’un accord ou d’une vérification"), WAITING),
        "recherche": Shelf(
            N_("En recherche d’association"),
            ROUTABLE | {ReferralState.WITH_DESK},
        ),
        "acceptes": Shelf(N_("Une association a dit oui"), HELD),
        "termines": Shelf(N_("Terminés"), ENDED),
    }
)
ORDERS: Mapping[str, Order] = MappingProxyType(
    {
        "date": Order(N_("Prochaine date"), lambda one: one.stand.next_day or LAST_DAY),
        "repere": Order(N_("Votre repère"), lambda one: (not one.marker, one.marker.casefold())),
        "etat": Order(N_("Où il en est"), lambda one: [*ReferralState].index(one.stand.state)),
    }
)
"""By their word in the address; without one, the latest registered comes first."""


def shown_of(referral: Referral, who: Reader, *, today: date) -> Shown:
    return Shown(
        marker=marker_of(referral, who.marker_key),
        stand=stand_of(referral, today=today),
        association=_association(referral),
        received_on=_day(referral.received_at),
    )


def marker_of(referral: Referral, key: bytes) -> str:
    if referral.marker is None:
        return ""
    try:
        return open_marker(referral.marker, key, place=marker_place(referral.reference))
    except CannotOpen:
        return ""


def _association(referral: Referral) -> str:
    if referral.state not in HELD:
        return ""
    accepted = (offer.association.name for offer in referral.offers if offer.state == "accepted")
    return next(accepted, "")


def _day(moment: datetime) -> date:
    return civil(moment)
