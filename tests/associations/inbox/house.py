"""An association with its inbox, two members who share it, and another association beside it."""

from __future__ import annotations

from dataclasses import dataclass

from hub import disclosure, offers, queries, undoing
from hub.lifecycle import OfferState
from hub.models import Member, UndoReason
from hub.queries import inbox
from hub.queries.inbox import Shelf, Sieve
from hub.vocabulary import DeclineReason
from tests.associations.partner import Partner, offer_with
from tests.parts.town import Town

OTHERS = "jobirl"


@dataclass(frozen=True, slots=True)
class House:
    """An association with two members, and another one beside it."""

    town: Town
    us: str
    camille: Member
    sacha: Member
    other: Member

    def at_the_desk(self, who: Member | None = None) -> Partner:
        return Partner.signed_in(self.town, who or self.camille)

    def shelves(self) -> dict[Shelf, int]:
        with self.town.portal.read() as work:
            return inbox.shelves(work.session, self.camille, Sieve(), work.now)

    def listed(self, sieve: Sieve | None = None, page: int = 1) -> list[str]:
        with self.town.portal.read() as work:
            laid = inbox.page_of(work.session, self.camille, sieve or Sieve(), work.now, page=page)
            return [each.offer.card_number for each in laid]

    def answer(self, card: str, *, yes: bool, by: Member | None = None) -> None:
        with self.town.portal.begin() as work:
            member = work.session.get_one(Member, (by or self.camille).id)
            offer = queries.offer_of(work.session, member, card)
            if yes:
                offers.accept(work, offer, member)
            else:
                offers.decline(work, offer, member, reason=DeclineReason.NO_MENTOR)

    def release(self, card: str) -> None:
        """As the worker does; it has enough to do elsewhere."""
        row = offer_with(self.town, card).id
        with self.town.hub.begin() as work:
            disclosure.release(work, row)

    def undo(self, card: str) -> None:
        with self.town.portal.begin() as work:
            member = work.session.get_one(Member, self.camille.id)
            offer = queries.offer_of(work.session, member, card)
            undo = undoing.undo_decline if offer.state is OfferState.DECLINED else undoing.undo_acceptance
            undo(work, offer, member, reason=UndoReason.WRONG_BUTTON)
