"""The cards of an association in the order in which they call for somebody."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from flask_babel import gettext as _

from hub.lifecycle import OfferState
from hub.models import Offer


@dataclass(frozen=True, slots=True)
class Section:
    title: str
    offers: tuple[Offer, ...]


def sections(offers: Iterable[Offer]) -> list[Section]:
    """Late ones first, then those nobody opened yet, then those already read, then what was accepted."""
    shelves: dict[str, list[Offer]] = {
        _("En retard"): [],
        _("Nouvelles"): [],
        _("À répondre"): [],
        _("Acceptées"): [],
    }
    late, new, read, accepted = shelves.values()
    for offer in offers:
        if offer.state is OfferState.ACCEPTED:
            accepted.append(offer)
        elif offer.state is OfferState.OVERDUE:
            late.append(offer)
        else:
            (read if offer.seen_at else new).append(offer)
    return [Section(title, tuple(shelf)) for title, shelf in shelves.items() if shelf]
