"""The inbox as a page shows it: the shelves and their counts, the cards of one page, and who is looking at them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from flask_babel import gettext as _

from associations.guards import signed_in
from associations.portal.listing import SHELVES, Listing, choices, waiting
from hub import criteria, glances
from hub.lifecycle import LIVE
from hub.models import Member, Offer
from hub.queries import inbox, rights
from hub.queries.inbox import Laid, Shelf
from hub.work import Work


@dataclass(frozen=True, slots=True)
class Section:
    """A shelf as far as this page shows it."""

    shelf: Shelf
    offers: tuple[Offer, ...]

    @property
    def title(self) -> str:
        return str(_(SHELVES[self.shelf]))

    @property
    def is_live(self) -> bool:
        """Whether its cards wait for an answer."""
        return self.offers[0].state in LIVE


@dataclass(frozen=True, slots=True)
class Tab:
    """One way to look at the inbox: a shelf, or all that waits."""

    title: str
    count: int
    address: Mapping[str, str]
    is_current: bool


@dataclass(frozen=True, slots=True)
class Around:
    """The cards before and after one of them on its page."""

    before: str | None
    after: str | None


def shown(work: Work, listing: Listing) -> dict[str, Any]:
    """What the list at left needs, whatever stands at its right."""
    member = signed_in(work)
    counted = inbox.shelves(work.session, member, listing.sieve, work.now)
    laid = inbox.page_of(work.session, member, listing.sieve, work.now, page=listing.page)
    return {
        "listing": listing,
        "tabs": _tabs(listing, counted),
        "sections": sections(laid),
        "pages": listing.pages(counted),
        "watched": glances.colleagues_at(work, member),
        "association": member.association,
        "now": work.now,
    }


def above(work: Work) -> dict[str, object]:
    """What the list may be sorted and sifted by, and whether its cards say that criteria are to be mended."""
    member = signed_in(work)
    return {
        "choices": choices(inbox.areas_told(work.session, member, work.now)),
        "to_obey": rights.how_many_instructions(work.session, member.association_id),
        "to_mend": criteria.asks_to_mend(work, member.association) if member.association else 0,
    }


def sections(laid: Iterable[Laid]) -> list[Section]:
    return [
        Section(shelf, tuple(each.offer for each in lying))
        for shelf, lying in groupby(laid, lambda each: each.shelf)
    ]


def around(laid: Iterable[Section], card_number: str) -> Around:
    numbers = [offer.card_number for section in laid for offer in section.offers]
    if card_number not in numbers:
        return Around(None, numbers[0] if numbers else None)
    here = numbers.index(card_number)
    return Around(numbers[here - 1] if here else None, next(iter(numbers[here + 1 :]), None))


def next_to_answer(work: Work, member: Member, listing: Listing, card_number: str) -> str | None:
    """The card that comes after this one and waits for an answer; else the first that does."""
    laid = inbox.page_of(work.session, member, listing.sieve, work.now, page=listing.page)
    numbers = [each.offer.card_number for each in laid]
    here = numbers.index(card_number) if card_number in numbers else 0
    live = [each.offer for each in (*laid[here:], *laid[:here]) if each.offer.state in LIVE]
    return next((offer.card_number for offer in live if offer.card_number != card_number), None)


def _tabs(listing: Listing, counted: Mapping[Shelf, int]) -> list[Tab]:
    """All that waits, then each shelf that holds something; the one that is looked at in any case."""
    current = listing.sieve.shelf
    every = Tab(_("Tout ce qui attend"), waiting(counted), listing.on(None), current is None)
    return [
        every,
        *(
            Tab(_(title), counted.get(shelf, 0), listing.on(shelf), shelf is current)
            for shelf, title in SHELVES.items()
            if shelf in counted or shelf is current
        ),
    ]
