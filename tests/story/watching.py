"""What is looked at each time the clock stops: owners and dates, letters, promises.  Every fault is a sentence."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime

from sqlalchemy import select

from hub.intake import Receipt
from hub.lifecycle import ENDED, OWNERS, ReferralState
from hub.models import Company, JourneyEvent, Offer, Referral
from hub.partnership import OVER
from hub.queries import timers
from hub.routing.rulebook import answer_days
from hub.work import Hub, Work
from tests.story import letters, promises, reckoning
from tests.story.acts import FOLLOWED
from tests.story.cast import Part
from tests.story.ledger import Ledger

MUST_NOT_PASS = {
    *(ReferralState.LOOKING, ReferralState.OFFERED, ReferralState.WAITING, ReferralState.UNREACHABLE),
    *(ReferralState.AWAITING_CONFIRMATION, ReferralState.AWAITING_GUARDIAN),
}
"""States that the hub itself ends at their next date; in the others somebody has it on their list when it passes."""


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a person's timeline."""

    at: datetime
    words: str


@dataclass
class Watch:
    """``faults`` are sentences; empty, the year was as it should be."""

    faults: list[str] = field(default_factory=list)
    parts: dict[int, Part] = field(default_factory=dict)
    known: dict[int, promises.Known] = field(default_factory=dict)
    lines: dict[int, list[Line]] = field(default_factory=lambda: defaultdict(list))
    post: letters.Post = field(default_factory=letters.Post)
    shown: dict[int, date | None] = field(default_factory=dict)
    checks: int = 0
    moments: int = 0
    _letters: int = 0
    _last_event: int = 0
    _last_offer: int = 0
    _offers: dict[int, promises.Asked] = field(default_factory=dict)

    def came(self, part: Part, row: Referral, receipt: Receipt, now: datetime) -> None:
        """What the receipt shows is counted where they live, unless somebody has to say yes first."""
        self.parts[row.id] = part
        department = part.registration.need.place.department
        known = self.known[row.id] = promises.Known(department)
        if receipt.promised_by:
            day = reckoning.day_in_paris(now)
            known.promised = reckoning.working_days_after(day, promises.PROMISED_DAYS, department)
            self._say(
                row.id, now, _unless(receipt.promised_by == known.promised, "the receipt's date is wrong")
            )

    def look(self, hub: Hub, ledger: Ledger) -> None:
        self.moments += 1
        with hub.read() as work:
            self._new_offers(work)
            self._new_events(work)
            self._owners(work)
            self._timers(work)
        for letter, row in ledger.keep_rows(hub, self._letters):
            self._letters += 1
            about = row.referral if row else None
            self._say(about, letter.at, self.post.wrong(letter, row))
            if row and about in self.known:
                promised = self.shown.get(row.event) if row.event else None
                language = self.parts[about].registration.identity.language
                self._say(about, letter.at, letters.wrong_date(letter, row, promised, language))
                self.lines[about].append(Line(letter.at, f"    ✉ {letter.subject}"))

    def _owners(self, work: Work) -> None:
        alive = select(Referral.id, Referral.state, Referral.next_at, Referral.promised_by)
        for referral, state, next_at, shown in work.session.execute(
            alive.where(Referral.state.not_in(ENDED))
        ):
            self._say(referral, work.now, wrong_owner(state, next_at, work.now))
            reckoned = self.known[referral].promised
            self._say(
                referral, work.now, _unless(shown == reckoned, f"its page says {shown}, reckoned {reckoned}")
            )
        waiting = select(Company.reference).where(Company.state.not_in(OVER), Company.next_on.is_(None))
        for reference in work.session.scalars(waiting):
            self._say(None, work.now, [f"the company {reference} has no next date"])

    def _timers(self, work: Work) -> None:
        for reference in timers.late(work.session, work.now):
            self._say(None, work.now, [f"something is due for {reference}, and nobody did it"])

    def _new_offers(self, work: Work) -> None:
        rows = work.session.scalars(select(Offer).where(Offer.id > self._last_offer).order_by(Offer.id))
        for offer in rows:
            self._last_offer = offer.id
            asked = self._offers[offer.id] = self._asked(work, offer)
            self._say(offer.referral_id, work.now, promises.wrong_offer(asked))

    def _asked(self, work: Work, offer: Offer) -> promises.Asked:
        """By the desk's own choice it is counted as in mainland France: the desk knows no département."""
        need = self.parts[offer.referral_id].registration.need
        by_desk = offer.because == ["La coordination a pensé à vous"]
        department = "" if by_desk else need.place.department
        away = offer.association.profile.get("school_year") == FOLLOWED
        days = work.rule_book.delays.answer_days if by_desk else answer_days(need, work.rule_book)
        return promises.Asked(
            offer.id,
            offer.made_at,
            offer.answer_by,
            offer.expires_at,
            days,
            lambda day: reckoning.is_day_off(day, department) or (away and reckoning.is_school_holiday(day)),
        )

    def _new_events(self, work: Work) -> None:
        new = JourneyEvent.id > self._last_event
        for event in work.session.scalars(select(JourneyEvent).where(new).order_by(JourneyEvent.id)):
            self._last_event = event.id
            self.shown[event.id] = event.promised_by
            offer = self._offers.get(event.offer_id or 0)
            known = self.known[event.referral_id]
            offer = known.last_offer = offer or known.last_offer
            wrong = promises.wrong_step(known, event.step, event.happened_at, event.promised_by, offer)
            self._say(event.referral_id, event.happened_at, wrong)
            promise = f"  (réponse promise le {event.promised_by:%d/%m})" if event.promised_by else ""
            self.lines[event.referral_id].append(Line(event.happened_at, f"{event.step}{promise}"))

    def _say(self, referral: int | None, at: datetime, wrong: Iterable[str]) -> None:
        self.checks += 1
        for sentence in wrong:
            who = self.parts[referral].name if referral in self.parts else "?"
            self.faults.append(f"{reckoning.in_paris(at):%Y-%m-%d %H:%M}  {who}: {sentence}")


def wrong_owner(state: ReferralState, next_at: datetime | None, now: datetime) -> list[str]:
    if OWNERS[state] is None:
        return [f"{state}, and it is nobody's turn"]
    if next_at is None:
        return [f"{state} without a next date"]
    if state in MUST_NOT_PASS and next_at <= now:
        return [f"{state}, and its own date {reckoning.in_paris(next_at)} has passed"]
    return []


def _unless(is_right: bool, sentence: str) -> list[str]:
    return [] if is_right else [sentence]
