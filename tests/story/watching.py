"""What is looked at each time the clock stops: owners and dates, letters, promises.  Every fault is a sentence."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy import select

from hub.intake import Receipt
from hub.lifecycle import ENDED, OWNERS, ROUTABLE, ReferralState
from hub.models import JourneyEvent, Referral
from hub.work import Hub
from tests.story.cast import Part
from tests.story.ledger import Ledger


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a person's timeline."""

    at: datetime
    words: str


@dataclass
class Watch:
    """``faults`` are sentences; empty, the year was as it should be."""

    faults: list[str] = field(default_factory=list)
    names: dict[int, str] = field(default_factory=dict)
    lines: dict[int, list[Line]] = field(default_factory=lambda: defaultdict(list))
    letters: int = 0
    moments: int = 0
    _last_event: int = 0

    def came(self, part: Part, row: Referral, receipt: Receipt, now: datetime) -> None:
        self.names[row.id] = part.name

    def look(self, hub: Hub, ledger: Ledger) -> None:
        self.moments += 1
        with hub.read() as work:
            now = work.now
            for row in work.session.execute(
                select(Referral.id, Referral.state, Referral.next_at).where(Referral.state.not_in(ENDED))
            ):
                self._owned(*row, now)
            events = work.session.scalars(
                select(JourneyEvent).where(JourneyEvent.id > self._last_event).order_by(JourneyEvent.id)
            )
            for event in events:
                self._last_event = event.id
                promise = f", réponse promise le {event.promised_by}" if event.promised_by else ""
                self.lines[event.referral_id].append(Line(event.happened_at, f"{event.step}{promise}"))
        for letter, row in ledger.keep_rows(hub, self.letters):
            self.letters += 1
            if row and row.referral:
                self.lines[row.referral].append(Line(letter.at, f"  lettre « {letter.subject} »"))

    def _owned(self, referral: int, state: ReferralState, next_at: datetime | None, now: datetime) -> None:
        who = self.names.get(referral, str(referral))
        if OWNERS[state] is None:
            self.faults.append(f"{now}: {who} is {state}, and it is nobody's turn")
        if next_at is None:
            self.faults.append(f"{now}: {who} is {state} without a next date")
        elif state in ROUTABLE and next_at <= now:
            self.faults.append(f"{now}: {who} is {state}, and the hub's own date {next_at} has passed")
