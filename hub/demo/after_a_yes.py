"""What follows each yes in the half-year: most are reached and meet somebody, some are not, a few are given back."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from random import Random

from sqlalchemy import or_, select

from hub import accompanying, calendar, queries, saying
from hub.accompanying import Tried
from hub.lifecycle import ReferralState
from hub.models import Accompaniment, Member, Offer, Pair, Referral
from hub.queries import accompaniments
from hub.vocabulary import (
    AttemptChannel,
    AttemptOutcome,
    NotYetPaired,
    Outcome,
    PairEnd,
    ReturnReason,
    Satisfaction,
)
from hub.work import Hub, Work

REACHED, IN_VAIN, SAYS_NOBODY_CALLED = 0.3, 0.12, 0.02
PAIRED, STILL_LOOKING, GIVEN_BACK, NOT_WANTED = 0.06, 0.02, 0.004, 0.002
ENDED = 0.004
FOLLOWED = 0.35
"""Of the associations whose pairs wait for their word, those that give it on one day."""
IN_VAIN_OUTCOMES = (AttemptOutcome.NO_ANSWER, AttemptOutcome.MESSAGE_LEFT)
MOST = 200

Deed = Callable[[Work, Accompaniment], None]


class AfterAYes:
    def __init__(self, chance: Random) -> None:
        self._chance = chance

    def live(self, hub: Hub) -> None:
        """One working day."""
        self._each(
            hub,
            ReferralState.ACCEPTED,
            ((REACHED, self._reach), (IN_VAIN, self._try), (SAYS_NOBODY_CALLED, _say_nobody_called)),
        )
        self._each(
            hub,
            ReferralState.CONTACTED,
            (
                (PAIRED, self._pair),
                (STILL_LOOKING, self._wait),
                (GIVEN_BACK, _give_back),
                (NOT_WANTED, _let_go),
            ),
        )
        self._each(hub, ReferralState.PAIRED, ((ENDED, self._end),))
        self._follow(hub)

    def _each(self, hub: Hub, state: ReferralState, fates: tuple[tuple[float, Deed], ...]) -> None:
        for row in _rows(hub, state):
            luck = self._chance.random()
            for share, deed in fates:
                if luck < share:
                    with hub.begin() as work:
                        deed(work, work.session.get_one(Accompaniment, row))
                    break
                luck -= share

    def _reach(self, work: Work, each: Accompaniment) -> None:
        self._note(work, each, AttemptOutcome.REACHED)

    def _try(self, work: Work, each: Accompaniment) -> None:
        self._note(work, each, self._chance.choice(IN_VAIN_OUTCOMES))

    def _note(self, work: Work, each: Accompaniment, outcome: AttemptOutcome) -> None:
        channel = self._chance.choice((AttemptChannel.PHONE, AttemptChannel.PHONE, AttemptChannel.EMAIL))
        accompanying.note_attempt(
            work, each.offer, _member(work, each), Tried(_today(work), channel, outcome)
        )

    def _pair(self, work: Work, each: Accompaniment) -> None:
        accompanying.pair(work, each.offer, _member(work, each), since=_today(work))

    def _wait(self, work: Work, each: Accompaniment) -> None:
        waits_for = self._chance.choice([*NotYetPaired])
        accompanying.still_looking(work, each.offer, _member(work, each), waits_for=waits_for)

    def _end(self, work: Work, each: Accompaniment) -> None:
        """Half of them look for another mentor."""
        member, because = _member(work, each), self._chance.choice([*PairEnd])
        accompanying.end_pair(work, each.offer, member, ended_on=_today(work), because=because)
        if because in (PairEnd.GOAL_REACHED, PairEnd.TERM, PairEnd.MOVED, PairEnd.SILENT):
            good = because in (PairEnd.GOAL_REACHED, PairEnd.TERM)
            outcome = Outcome.REACHED if good else Outcome.STOPPED
            satisfaction = Satisfaction.VERY_GOOD if good else Satisfaction.NOT_ASKED
            accompanying.finish(work, each.offer, member, outcome=outcome, satisfaction=satisfaction)

    def _follow(self, hub: Hub) -> None:
        for association_id in _with_pairs_to_follow(hub):
            if self._chance.random() < FOLLOWED:
                with hub.begin() as work:
                    _follow_all(work, association_id)


def _follow_all(work: Work, association_id: int) -> None:
    month = _today(work).replace(day=1)
    pairs = accompaniments.pairs_to_follow(work.session, association_id, month, most=MOST)
    accompanying.follow(work, pairs, queries.members_of(work.session, association_id)[0])


def _with_pairs_to_follow(hub: Hub) -> list[int]:
    with hub.read() as work:
        month = _today(work).replace(day=1)
        together = select(Accompaniment.association_id).join(Accompaniment.pairs)
        unsaid = or_(Pair.followed_in.is_(None), Pair.followed_in < month)
        waits = (Pair.ended_on.is_(None), Pair.since < month, unsaid)
        return sorted(set(work.session.scalars(together.where(*waits))))


def _say_nobody_called(work: Work, each: Accompaniment) -> None:
    saying.not_contacted(work, each.offer.referral)


def _give_back(work: Work, each: Accompaniment) -> None:
    """Nobody else could be asked once the hub has erased its copy: then it ends there."""
    if queries.is_kept(work.session, each.offer.referral):
        accompanying.give_back(work, each.offer, _member(work, each), reason=ReturnReason.NO_MENTOR)
    else:
        _let_go(work, each)


def _let_go(work: Work, each: Accompaniment) -> None:
    """Whoever met a mentor before stops; the others never began."""
    outcome = Outcome.STOPPED if each.pairs else Outcome.NOT_WANTED
    accompanying.finish(
        work, each.offer, _member(work, each), outcome=outcome, satisfaction=Satisfaction.NOT_ASKED
    )


def _rows(hub: Hub, state: ReferralState) -> list[int]:
    with hub.read() as work:
        return list(
            work.session.scalars(
                select(Accompaniment.offer_id)
                .join(Offer, Offer.id == Accompaniment.offer_id)
                .join(Referral, Referral.id == Offer.referral_id)
                .where(Accompaniment.ended_at.is_(None), Referral.state == state)
                .order_by(Accompaniment.offer_id)
            )
        )


def _member(work: Work, each: Accompaniment) -> Member:
    return queries.members_of(work.session, each.association_id)[0]


def _today(work: Work) -> date:
    return calendar.civil(work.now)
