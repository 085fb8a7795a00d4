"""What is there afterwards, against what people were told: every fault is a sentence without a name."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from sqlalchemy import func, select

from bench.crash.crowd import Crowd, domain
from bench.crash.members import Members
from hub import queries
from hub.checkup import PATIENCE, examine
from hub.lifecycle import LIVE, OfferState
from hub.models import JourneyEvent, Offer, OutboxMessage, Referral
from hub.queries import post
from hub.vault import digest
from hub.vocabulary import Step
from tests.parts.reckoning import places
from tests.parts.town import Town

ONCE = (Step.RECEIVED, Step.AWAITING_CONFIRMATION, Step.OFFERED, Step.ACCEPTED)


@dataclass(frozen=True, slots=True)
class Post:
    """The letters that arrived: by recipient, each letter's own numbers, and how many were copies."""

    numbers: dict[str, set[str]]
    arrived: int
    copies: int


def post_in(kept: Path) -> Post:
    numbers = defaultdict[str, set[str]](set)
    lines = [line.split("\t") for line in kept.read_text().splitlines()]
    for number, to, _ in lines:
        numbers[to].add(number)
    return Post(numbers, len(lines), len(lines) - len({number for number, _, _ in lines}))


def is_at_rest(town: Town, *, within: timedelta = timedelta()) -> bool:
    """Nothing is left to route, to release or to carry, now or within that time."""
    town.clock.now = datetime.now(UTC)
    with town.hub.read() as work:
        session, now = work.session, work.now
        letters = post.to_carry(session, now + within)
        return not (queries.to_route(session, now) or queries.to_release(session) or letters)


def steps(town: Town) -> int:
    """How far everybody's journeys are."""
    with town.hub.read() as work:
        return work.session.scalar(select(func.count(JourneyEvent.id))) or 0


def lost_and_doubled(town: Town, crowd: Crowd) -> Iterator[str]:
    """Each acknowledged number is there, under the form that was sent; nothing is there that nobody sent."""
    with town.hub.read() as work:
        rows = work.session.execute(select(Referral.form_digest, Referral.reference)).all()
    found = {bytes(form): reference for form, reference in rows}
    for token, (number, told) in crowd.acknowledged.items():
        reference = found.pop(digest(token), None)
        if reference is None:
            yield f"lost: visitor {number} holds the receipt {told}"
        elif reference != told:
            yield f"doubled: visitor {number} was told {told}, and there is {reference}"
    unheard = {digest(token) for token in crowd.sent if token not in crowd.acknowledged}
    yield from (f"nobody sent {found[form]}" for form in found if form not in unheard)


def untold(crowd: Crowd, arrived: Post) -> Iterator[str]:
    """One first letter for each, however often it was carried."""
    letters = Counter[str]()
    for to, numbers in arrived.numbers.items():
        letters[to.rpartition("@")[2]] += len(numbers)
    for number, told in crowd.acknowledged.values():
        came = letters[domain(number)]
        if came != 1:
            yield f"{told}: {came} letters on the first day"


def twice(town: Town) -> Iterator[str]:
    """Steps that happen once to a referral or to an offer."""
    about = func.coalesce(JourneyEvent.offer_id, -JourneyEvent.referral_id)
    with town.hub.read() as work:
        often = (
            select(JourneyEvent.step, about, func.count())
            .where(JourneyEvent.step.in_(ONCE))
            .group_by(JourneyEvent.step, about)
            .having(func.count() > 1)
        )
        for step, which, times in work.session.execute(often):
            yield f"{step} {times} times for {which}"
        once = select(OutboxMessage.event_id, OutboxMessage.letter).where(OutboxMessage.member_id.is_(None))
        again = once.group_by(OutboxMessage.event_id, OutboxMessage.letter).having(func.count() > 1)
        yield from (f"{letter} posted twice for {event}" for event, letter in work.session.execute(again))


def answers(town: Town, members: Members) -> Iterator[str]:
    """Each answer that a member was told of holds, and whoever said yes was given the boxes, and nobody else."""
    with town.hub.read() as work:
        offers = {offer.card_number: offer for offer in work.session.scalars(select(Offer))}
        for card in members.accepted:
            if offers[card].state is not OfferState.ACCEPTED:
                yield f"the yes to {card} was lost: it is {offers[card].state}"
        for card in members.declined:
            if offers[card].state is not OfferState.DECLINED:
                yield f"the no to {card} was lost: it is {offers[card].state}"
        for offer in offers.values():
            if (offer.release is not None) is not (offer.state is OfferState.ACCEPTED):
                yield f"{offer.card_number} is {offer.state}, and the boxes are with the wrong one"


def places_taken(town: Town, before: dict[str, int]) -> Iterator[str]:
    """No place is taken that no offer holds."""
    with town.hub.read() as work:
        made = work.session.scalars(select(Offer)).all()
        holding = Counter(
            offer.association.slug
            for offer in made
            if offer.state in {*LIVE, OfferState.ACCEPTED} and offer.referral.kind.value == "young_person"
        )
    left = places(town)
    for slug, were in before.items():
        if left[slug] + holding[slug] != were:
            yield f"{slug}: {were} places, {left[slug]} left, {holding[slug]} held"


def doctor(town: Town) -> Iterator[str]:
    """What ``hub doctor`` would say a quarter of an hour later, once its patience is over."""
    town.clock.now = datetime.now(UTC) + PATIENCE + timedelta(minutes=1)
    with town.hub.read() as work:
        for finding in examine(work):
            if not finding.is_fine:
                yield f"doctor: {finding.subject} {finding.references[:3]}"


def all_of(town: Town, crowd: Crowd, members: Members, before: dict[str, int], kept: Path) -> list[str]:
    return [
        *lost_and_doubled(town, crowd),
        *untold(crowd, post_in(kept)),
        *twice(town),
        *answers(town, members),
        *places_taken(town, before),
        *doctor(town),
    ]
