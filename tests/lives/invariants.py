"""What holds at any moment, whatever has happened: each answers sentences, none when all is well."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from pathlib import Path

from sqlalchemy import func, or_, select

from hub import disclosure, queries
from hub.checkup import examine
from hub.disclosure import NotYetAccepted
from hub.identities import Forgotten
from hub.lifecycle import ENDED, HELD, LIVE, OWNERS, OfferState, ReferralState
from hub.models import Association, JourneyEvent, Offer, OutboxMessage, Referral, Release
from hub.queries import rights
from hub.vocabulary import Step
from hub.work import Work
from tests.lives.base import Person
from tests.lives.world import World, member_of

ALWAYS = frozenset({"owner_and_next_date", "journal", "journal_of_answers", "after_a_yes"})
"""What the doctor looks at that no delay excuses."""
ONCE_EACH = (Step.OFFERED,)
GONE = frozenset({*ENDED, ReferralState.FORGOTTEN})


def owners(work: Work) -> Iterator[str]:
    rows = work.session.execute(select(Referral.reference, Referral.state, Referral.next_at))
    for reference, state, next_at in rows:
        if state not in GONE and (OWNERS[state] is None or next_at is None):
            yield f"{reference} is {state}, and nobody has it, or no date"


def answers(work: Work) -> Iterator[str]:
    """Never more than one open, one overdue, one accepted offer; none alive beside an accepted one."""
    states = defaultdict[str, Counter[OfferState]](Counter)
    known = dict[str, ReferralState]()
    rows = select(Referral.reference, Referral.state, Offer.state).join(Offer)
    for reference, state, offer in work.session.execute(rows):
        states[reference][offer] += 1
        known[reference] = state
    for reference, counted in states.items():
        alive = sum(counted[state] for state in LIVE)
        if max(counted[state] for state in (*LIVE, OfferState.ACCEPTED)) > 1:
            yield f"{reference} has {dict(counted)}"
        if alive and (counted[OfferState.ACCEPTED] or known[reference] is not ReferralState.OFFERED):
            yield f"{reference} is {known[reference]} with {alive} offers alive"
        if known[reference] in HELD and not counted[OfferState.ACCEPTED]:
            yield f"{reference} is {known[reference]}, and nobody accepted"


def nothing_is_readable(world: World, people: Iterable[Person]) -> Iterator[str]:
    """Only who accepted reads, and only what was released to it; the file itself says no name."""
    with world.town.hub.read() as work:
        released = select(Release.offer_id).join(Offer).where(Offer.state != OfferState.ACCEPTED)
        yield from (f"boxes were given for offer {row}" for row in work.session.scalars(released))
        still = Referral.state.in_([ReferralState.RESTRICTED, ReferralState.WITHDRAWN])
        shut = or_(Offer.state != OfferState.ACCEPTED, still)
        closed = list(work.session.scalars(select(Offer.id).join(Referral).where(shut).order_by(Offer.id)))
    for row in closed[-2:]:
        with world.town.portal.begin() as work:
            offer = work.session.get_one(Offer, row)
            try:
                disclosure.reveal(work, offer, member_of(work, offer))
            except (NotYetAccepted, Forgotten):
                continue
            yield f"offer {row} is {offer.state}, its referral {offer.referral.state}, and shows a name"
    yield from _names_in(world.folder, people)


def _names_in(folder: Path, people: Iterable[Person]) -> Iterator[str]:
    """Nobody's name stands in the database's files, accepted or not: all of it is sealed."""
    kept = b"".join(path.read_bytes() for path in folder.glob("hub.db*"))
    for person in people:
        yield from (
            f"{person.reference}: a name in the database" for name in person.names if name.encode() in kept
        )


def letters(world: World) -> Iterator[str]:
    """Nobody has the same letter twice but where it may be, and no event tells somebody twice."""
    numbers = Counter(letter["Message-ID"] for letter in world.letters.letters)
    copies = numbers.total() - len(numbers)
    if copies > world.copies_allowed:
        yield f"{copies} copies of letters, where {world.copies_allowed} may be"
    with world.town.hub.read() as work:
        about = (OutboxMessage.event_id, OutboxMessage.letter, OutboxMessage.member_id, OutboxMessage.once)
        unnamed = (OutboxMessage.event_id.is_not(None), OutboxMessage.once.is_(None))
        again = select(*about).where(*unnamed).group_by(*about).having(func.count() > 1)
        yield from (f"{row.letter} is posted twice" for row in work.session.execute(again))
        sent = work.session.scalar(select(func.count(OutboxMessage.sent_at))) or 0
    if sent > len(numbers):
        yield f"{sent} letters are crossed off, and {len(numbers)} arrived"


def letters_to_others(world: World, people: Iterable[Person]) -> Iterator[str]:
    """A letter to a partner says nobody's name."""
    words = [(person, name) for person in people for name in person.names]
    for letter in world.letters.letters[-5:]:
        if "canari.example" not in letter["To"] and "lycee.example" not in letter["To"]:
            text = letter.as_string()
            yield from (
                f"a name of {p.reference} in a letter to a partner" for p, name in words if name in text
            )


def places(work: Work) -> Iterator[str]:
    """Of an association none is below nought, and each offer that holds one is counted once."""
    rows = select(Association.slug, Association.places_left)
    for slug, left in work.session.execute(rows):
        if left < 0:
            yield f"{slug} has {left} places"


def steps(work: Work) -> Iterator[str]:
    """An offer is made once."""
    again = (
        select(JourneyEvent.offer_id, func.count())
        .where(JourneyEvent.step.in_(ONCE_EACH))
        .group_by(JourneyEvent.offer_id)
        .having(func.count() > 1)
    )
    yield from (f"offer {offer} was made {times} times" for offer, times in work.session.execute(again))


def doctor(work: Work, *, always: bool) -> Iterator[str]:
    """``always``: only what no delay excuses."""
    for finding in examine(work):
        if not finding.is_fine and (not always or finding.subject in ALWAYS):
            yield f"doctor: {finding.subject} {finding.references[:3]}"


def everybody_is_told(work: Work, world: World, people: Iterable[Person]) -> Iterator[str]:
    """Nobody whose letters may leave was left without one, or unerased; every acceptance was given its boxes."""
    yield from (f"{card} was never released" for card in queries.unreleased_cards(work.session, work.now))
    yield from (f"{reference} was never erased" for reference in rights.unforgotten(work.session, work.now))
    waiting = select(OutboxMessage.id).where(
        OutboxMessage.sent_at.is_(None), OutboxMessage.given_up_at.is_(None), OutboxMessage.due_at <= work.now
    )
    yield from (f"letter {row} never left" for row in work.session.scalars(waiting))
