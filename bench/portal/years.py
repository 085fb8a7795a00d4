"""Five invented years as plain rows, so many a second: where each referral stands follows from how old it is."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime, timedelta
from random import Random
from typing import Any

from hub import calendar
from hub.lifecycle import OfferState, ReferralState
from hub.models import Accompaniment, JourneyEvent, Offer, OutboxMessage, Pair, Referral
from hub.vocabulary import AgeBand, Audience, DeclineReason, Kind, MentorAge, Mode, PairEnd, Step, Theme

YEARS = timedelta(days=5 * 365)
LETTERS_KEPT = timedelta(days=365)
MENTORS, ACCEPTED, LEFT_TO_DESK, WAITING = 0.37, 0.8, 0.01, 0.01
AREAS = (("department", "59"), ("department", "75"), ("department", "69"), ("region", "84"), ("france", "FR"))
Row = tuple[type[Any], dict[str, Any]]


class Years:
    """``members``: one of each association, by its row; ``offers``: how many were made so far."""

    def __init__(self, now: datetime, *, many: int, members: Mapping[int, int]) -> None:
        self._now, self._many, self._houses, self._members = now, many, list(members), members
        self._chance = Random(many)  # noqa: S311 (rows to measure with, not a secret)
        self.offers = 0

    def rows(self, first: int, last: int) -> Iterator[Row]:
        """From one registration to another, the oldest is number 1; each row after those it refers to."""
        for number in range(first, last + 1):
            came = self._now - YEARS * (1 - number / self._many)
            yield from self._referral(number, came)

    def _referral(self, number: int, came: datetime) -> Iterator[Row]:
        mentor = self._chance.random() < MENTORS
        age, card = self._now - came, self._card(mentor, came)
        state = self._state(age, mentor)
        ended = state in (ReferralState.CLOSED, ReferralState.FORGOTTEN)
        yield (
            Referral,
            {
                "id": number,
                "reference": f"R{number:07}",
                "kind": Kind.MENTOR if mentor else Kind.YOUNG_PERSON,
                "state": state,
                "correspondent": Audience.MENTOR if mentor else Audience.YOUNG_PERSON,
                "source": self._chance.choice((None, None, "onisep", "missions-locales", "cidj")),
                "received_at": came,
                "promised_by": calendar.civil(came) + timedelta(days=21),
                "next_at": None if ended else self._now + timedelta(days=3),
                "card": None if state is ReferralState.FORGOTTEN else card,
                "form_digest": b"f%031d" % number,
                "tracking_digest": b"t%031d" % number,
                "counted_on": calendar.civil(came),
                "version": 1,
            },
        )
        yield self._event(number, Step.RECEIVED, came)
        yield from self._life(number, state, came, card)

    def _state(self, age: timedelta, mentor: bool) -> ReferralState:
        luck, days = self._chance.random(), age / timedelta(days=1)
        if days < 20 and luck < LEFT_TO_DESK + WAITING:  # noqa: PLR2004 (the desk and the waiting line of these days)
            return ReferralState.WITH_DESK if luck < LEFT_TO_DESK else ReferralState.WAITING
        if days < 3:  # noqa: PLR2004 (an association answers in three days)
            return ReferralState.OFFERED
        if luck > ACCEPTED:
            return ReferralState.CLOSED if days < 30 else ReferralState.FORGOTTEN  # noqa: PLR2004 (kept 30 days)
        if days < 4:  # noqa: PLR2004 (not contacted yet)
            return ReferralState.ACCEPTED
        if days < 30 and luck < ACCEPTED / 2:  # noqa: PLR2004 (a mentor is being found)
            return ReferralState.CONTACTED
        return ReferralState.PAIRED if days < 180 and not mentor else ReferralState.FORGOTTEN  # noqa: PLR2004

    def _life(self, number: int, state: ReferralState, came: datetime, card: dict[str, Any]) -> Iterator[Row]:
        asked = self._chance.choice((1, 1, 1, 2, 3))
        houses = self._chance.sample(self._houses, asked)
        for turn, house in enumerate(houses):
            last = turn == asked - 1
            yield from self._offer(
                number, state if last else None, came + turn * timedelta(days=2), house, card
            )

    def _offer(
        self, number: int, state: ReferralState | None, made: datetime, house: int, card: dict[str, Any]
    ) -> Iterator[Row]:
        self.offers += 1
        answered = min(made + timedelta(hours=self._chance.randrange(2, 60)), self._now)
        end = _end(state)
        declined = end is OfferState.DECLINED
        yield (
            Offer,
            {
                "id": self.offers,
                "card_number": f"C{self.offers:07}",
                "referral_id": number,
                "association_id": house,
                "state": end,
                "card": {} if state is ReferralState.FORGOTTEN else card,
                "because": [],
                "made_at": made,
                "answer_by": made + timedelta(days=3),
                "expires_at": made + timedelta(days=10),
                "seen_at": answered if self._chance.random() < 0.7 else None,  # noqa: PLR2004 (most are opened)
                "answered_at": None if end is OfferState.OPEN else answered,
                "answered_by_id": self._members[house]
                if end in (OfferState.ACCEPTED, OfferState.DECLINED)
                else None,
                "decline_reason": self._chance.choice(REASONS) if declined else None,
                "answer_seal": b"s" * 32 if end is OfferState.ACCEPTED else None,
                "version": 1,
            },
        )
        yield self._event(number, Step.OFFERED, made, self.offers)
        if made > self._now - LETTERS_KEPT:
            yield self._letter(house, made)
        if end is OfferState.ACCEPTED and state is not None:
            yield from self._accompaniment(number, state, house, answered)
        elif declined:
            yield self._event(number, Step.DECLINED, answered, self.offers)

    def _accompaniment(self, number: int, state: ReferralState, house: int, began: datetime) -> Iterator[Row]:
        over = state is ReferralState.FORGOTTEN
        reached = state is not ReferralState.ACCEPTED
        yield (
            Accompaniment,
            {
                "offer_id": self.offers,
                "association_id": house,
                "began_at": began,
                "contacted_at": began + timedelta(days=2) if reached else None,
                "ended_at": began + timedelta(days=170) if over else None,
            },
        )
        yield self._event(number, Step.ACCEPTED, began, self.offers)
        if over or state is ReferralState.PAIRED:
            ended = (began + timedelta(days=170)).date() if over else None
            yield (
                Pair,
                {
                    "offer_id": self.offers,
                    "since": began.date(),
                    "followed_in": None,
                    "ended_on": ended,
                    "ended_because": next(iter(PairEnd)) if over else None,
                },
            )
            yield self._event(number, Step.PAIRED, began + timedelta(days=9), self.offers)

    def _card(self, mentor: bool, came: datetime) -> dict[str, Any]:
        kind, code = self._chance.choice(AREAS)
        told: dict[str, Any] = {
            "area": {"kind": kind, "code": code},
            "themes": [self._chance.choice(list(Theme)).value],
            "families": [],
            "mode": self._chance.choice(list(Mode)).value,
            "week": (came - timedelta(days=came.weekday())).date().isoformat(),
        }
        if not mentor:
            return {**told, "bands": [self._chance.choice(list(AgeBand)).value], "level": None}
        ages = [self._chance.choice(list(MentorAge)).value]
        return {**told, "kind": "mentor", "ages": ages, "status": None, "availability": None, "audiences": []}

    def _event(self, number: int, step: Step, at: datetime, offer: int | None = None) -> Row:
        return JourneyEvent, {"referral_id": number, "offer_id": offer, "step": step, "happened_at": at}

    def _letter(self, house: int, at: datetime) -> Row:
        return OutboxMessage, {
            "letter": "digest",
            "audience": Audience.ASSOCIATION,
            "member_id": self._members[house],
            "posted_at": at,
            "due_at": at,
            "attempts": 1,
            "sent_at": at,
        }


REASONS = tuple(reason for reason in DeclineReason if reason is not DeclineReason.PASSED_ON)


def _end(state: ReferralState | None) -> OfferState:
    """How the last offer of a referral that stands there ended; None: not its last."""
    ends: dict[ReferralState | None, OfferState] = {
        ReferralState.OFFERED: OfferState.OPEN,
        ReferralState.WITH_DESK: OfferState.EXPIRED,
        ReferralState.WAITING: OfferState.EXPIRED,
    }
    closed = (None, ReferralState.CLOSED)
    return ends.get(state, OfferState.DECLINED if state in closed else OfferState.ACCEPTED)
