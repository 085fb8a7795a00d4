"""The reckoning after a fault: nothing lost, nothing done twice, everybody told."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from email.message import EmailMessage

from sqlalchemy import func, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm.exc import StaleDataError

from emails.writing import number_of
from hub import disclosure, intake, mornings, offers, queries, strangers
from hub.checkup import PATIENCE, examine
from hub.lifecycle import LIVE, IllegalMove, OfferState
from hub.models import JourneyEvent, Offer, OutboxMessage, Referral
from hub.vocabulary import Step
from tests.parts.people import identity, registration
from tests.parts.post import Letterbox
from tests.parts.town import Town, text_of

CAME_SECOND = (IllegalMove, StaleDataError, IntegrityError)
RECEIVED = "Ta demande est bien arrivée"


def address(number: int) -> str:
    return f"jeune-{number}@lycee.example"


def register(town: Town, number: int) -> str:
    """Somebody else for each number, whose address is known to be theirs; answers their reference."""
    town.clock.now = datetime.now(UTC)
    with town.front.begin() as work:
        strangers.confirm(work, work.vault.address_digest(address(number)))
        return intake.register(work, registration(who=identity(email=address(number)))).reference


def receipts(letterbox: Letterbox, number: int) -> list[EmailMessage]:
    return [letter for letter in letterbox.to(address(number)) if letter["Subject"] == RECEIVED]


def accept_an_open_offer(town: Town) -> str | None:
    """A member accepts the oldest open card, and keeps its number; None when somebody was faster."""
    with suppress(*CAME_SECOND), town.portal.begin() as work:
        open_offers = select(Offer).where(Offer.state == OfferState.OPEN).order_by(Offer.id).limit(1)
        offer = work.session.scalars(open_offers).one_or_none()
        if offer:
            offers.accept(work, offer, queries.members_of(work.session, offer.association_id)[0])
            card: str = offer.card_number
            return card
    return None


def places(town: Town) -> dict[str, int]:
    with town.hub.read() as work:
        return {row.slug: row.places_left for row in queries.associations(work.session)}


def let_claims_run_out(town: Town) -> None:
    """As if the ten minutes of a dead worker's claims, and the pauses after a failure, had passed."""
    waiting = OutboxMessage.sent_at.is_(None), OutboxMessage.given_up_at.is_(None)
    with town.hub.begin() as work:
        work.session.execute(update(OutboxMessage).where(*waiting).values(due_at=OutboxMessage.posted_at))


def is_idle(town: Town) -> bool:
    """Nothing is left to route, to release or to carry."""
    town.clock.now = datetime.now(UTC)
    waiting = OutboxMessage.sent_at.is_(None), OutboxMessage.given_up_at.is_(None)
    with town.hub.read() as work:
        session = work.session
        letters = session.scalar(select(func.count(OutboxMessage.id)).where(*waiting))
        return not (queries.to_route(session, work.now) or queries.to_release(session) or letters)


def assert_all_is_well(town: Town) -> None:
    """What ``hub doctor`` would say once its patience is over."""
    town.clock.forward(seconds=(PATIENCE + timedelta(minutes=1)).total_seconds())
    with town.hub.read() as work:
        assert [finding for finding in examine(work) if not finding.is_fine] == []


def assert_each_is_told(town: Town, people: Mapping[str, int]) -> None:
    """A receipt for each person; what came twice is the same letter under the same number."""
    with town.hub.read() as work:
        assert set(work.session.scalars(select(Referral.reference))) == set(people)
        sent = work.session.scalar(
            select(func.count(OutboxMessage.id)).where(OutboxMessage.sent_at.is_not(None))
        )
    for reference, number in people.items():
        came = receipts(town.letterbox, number)
        assert came, f"{reference} got no receipt"
        assert all(reference in text_of(receipt) for receipt in came)
        assert len({receipt["Message-ID"] for receipt in came}) == 1
    copies = copies_of(town.letterbox.letters)
    assert len(copies) >= (sent or 0)
    assert {len({(copy["To"], text_of(copy)) for copy in same}) for same in copies.values()} == {1}


def assert_each_offer_was_made_once(town: Town, before: Mapping[str, int]) -> None:
    """One step for each, one letter at most beside the morning's, and no place taken that no offer holds."""
    with town.hub.read() as work:
        of_the_morning = select(OutboxMessage).where(OutboxMessage.letter == mornings.LETTER)
        every_morning = {number_of(row) for row in work.session.scalars(of_the_morning)}
        letters = [
            text_of(same[0])
            for number, same in copies_of(town.letterbox.letters).items()
            if number.strip("<").partition("@")[0] not in every_morning
        ]
        made = list(work.session.scalars(select(Offer)))
        assert _steps(work.session.scalars(select(JourneyEvent)), Step.OFFERED) == {o.id: 1 for o in made}
        holding = Counter(o.association.slug for o in made if o.state in {*LIVE, OfferState.ACCEPTED})
        for offer in made:
            announced = sum(offer.card_number in letter for letter in letters)
            assert announced <= 1, announced
    assert {slug: left + holding[slug] for slug, left in places(town).items()} == before


def assert_each_acceptance_was_kept(town: Town, people: Mapping[str, int], accepted: set[str]) -> None:
    """Neither lost nor doubled, and each association reads its own person."""
    with town.portal.begin() as work:
        kept = list(work.session.scalars(select(Offer).where(Offer.state == OfferState.ACCEPTED)))
        assert sorted(offer.card_number for offer in kept) == sorted(accepted)
        assert len({offer.referral_id for offer in kept}) == len(kept)
        steps = _steps(work.session.scalars(select(JourneyEvent)), Step.ACCEPTED)
        assert steps == {offer.id: 1 for offer in kept}
        for offer in kept:
            member = queries.members_of(work.session, offer.association_id)[0]
            person = disclosure.reveal(work, offer, member).identity
            assert person.email == address(people[offer.referral.reference])


def copies_of(letters: list[EmailMessage]) -> dict[str, list[EmailMessage]]:
    """The letters by their number: more than one means that one was carried again."""
    by_number: dict[str, list[EmailMessage]] = defaultdict(list)
    for letter in letters:
        by_number[letter["Message-ID"]].append(letter)
    return by_number


def _steps(events: object, step: Step) -> dict[int | None, int]:
    return Counter(event.offer_id for event in events if event.step is step)  # type: ignore[attr-defined]
