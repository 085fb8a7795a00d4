"""What waits at the desk, as a test reads it, and somebody for whom no association of the town is made."""

from __future__ import annotations

from typing import Any

from hub.models import Member
from hub.queries import matters
from hub.queries.matter_kinds import MatterKind
from hub.queries.matters import Desk, Wanted
from hub.vocabulary import Situation, Theme
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
