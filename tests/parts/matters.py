"""What waits at the desk, as a test reads it, and somebody for whom no association of the town is made."""

from __future__ import annotations

from typing import Any

from hub import offers, queries, saying
from hub.models import Member
from hub.queries import matters
from hub.queries.matter_kinds import MatterKind
from hub.queries.matters import Desk, Wanted
from hub.vocabulary import Situation, Theme
from tests.associations.partner import registered
from tests.parts.town import Town

FAR_FROM_ALL: dict[str, Any] = {
    "age": 29,
    "situation": Situation.CREATION,
    "level": None,
    "themes": frozenset({Theme.CREATION}),
}
"""Somebody who creates a company."""


def waiting(town: Town, me: Member, **wanted: Any) -> list[tuple[MatterKind, int | None]]:
    """What waits and who looks after it, the most urgent first."""
    with town.portal.read() as work:
        here = Desk(work.now, me.id, work.rule_book.delays.associations_before_desk)
        found = matters.listed(work.session, here, Wanted(**wanted), most=40)
        tallies = matters.by_kind(work.session, here)
    if not wanted:
        assert sum(tally.all for tally in tallies.values()) == len(found)
    return [(each.kind, each.owner_id) for each in found]


def accepted(town: Town) -> str:
    """The reference of somebody whom an association accepted."""
    reference = registered(town)
    with town.portal.begin() as work:
        offer = queries.referral_by_reference(work.session, reference).offers[0]
        offers.accept(work, offer, queries.members_of(work.session, offer.association_id)[0])
    town.settle()
    return reference


def accepted_and_forgotten(town: Town) -> str:
    """The reference of somebody whom an association accepted, and who says that nobody contacted them."""
    reference = accepted(town)
    town.clock.forward(days=4)
    with town.front.begin() as work:
        saying.not_contacted(work, queries.referral_by_reference(work.session, reference))
    return reference
