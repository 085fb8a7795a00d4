"""A few kills lose nothing and double nothing; and what is lost, doubled or untold is seen."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy import select, update

from bench.crash import reckoning
from bench.crash.crowd import Crowd, domain
from bench.crash.members import Members
from hub import intake, strangers
from hub.lifecycle import OfferState
from hub.models import Association, JourneyEvent, Offer, Referral
from hub.vocabulary import Step
from tests.parts import people
from tests.parts.reckoning import accept_an_open_offer, places
from tests.parts.town import Town

TOLD = 3
NUMBER = "{number}\t{to}\t0.0\n"


@pytest.fixture
def database_url(sqlite_url: str) -> str:
    return sqlite_url


@dataclass
class Acknowledged:
    """Three people who registered, were routed, and were written to; one card was accepted."""

    town: Town
    crowd: Crowd
    members: Members
    before: dict[str, int]
    post: Path

    def faults(self) -> list[str]:
        return reckoning.all_of(self.town, self.crowd, self.members, self.before, self.post)

    def change(self, statement: object) -> None:
        with self.town.hub.begin() as work:
            work.session.execute(statement)  # type: ignore[call-overload]


@pytest.fixture
def acknowledged(town: Town, tmp_path: Path) -> Acknowledged:
    crowd = Crowd(town.public, 0, [], TOLD)
    town.clock.now = datetime.now(UTC)
    town.join("article-1", "jobirl")
    town.open_desk()
    before = places(town)
    for number in range(TOLD):
        token = f"{number:032x}"
        who = people.identity(email=f"lou@{domain(number)}")
        with town.front.begin() as work:
            strangers.confirm(work, work.vault.address_digest(f"lou@{domain(number)}"))
            receipt = intake.register(work, people.registration(who=who, form_token=token))
        crowd.acknowledged[token], crowd.sent[token] = (number, receipt.reference), 1
    town.settle()
    card = accept_an_open_offer(town)
    town.settle()
    members = Members.__new__(Members)
    members.accepted, members.declined = {str(card)}, set()
    post = tmp_path / "post"
    post.write_text("".join(NUMBER.format(number=n, to=f"lou@{domain(n)}") for n in range(TOLD)))
    return Acknowledged(town, crowd, members, before, post)


def test_what_went_wrong_is_seen_and_nothing_else(acknowledged: Acknowledged) -> None:
    assert acknowledged.faults() == []
    for befalls in BEFALLS:
        befalls(acknowledged)
    said = "\n".join(acknowledged.faults())
    assert [words for words in SAID if words not in said] == []


def lose_a_registration(kept: Acknowledged) -> None:
    kept.change(update(Referral).where(Referral.id == 2).values(form_digest=b"0" * 32))


def invent_one(kept: Acknowledged) -> None:
    token = f"{2:032x}"
    del kept.crowd.acknowledged[token], kept.crowd.sent[token]


def show_another_number(kept: Acknowledged) -> None:
    kept.crowd.acknowledged[f"{0:032x}"] = (0, "BCDFGHJK")


def lose_a_letter(kept: Acknowledged) -> None:
    first, _, last = kept.post.read_text().splitlines(keepends=True)
    kept.post.write_text(first + last)


def write_twice(kept: Acknowledged) -> None:
    with kept.post.open("a") as file:
        file.write(NUMBER.format(number=99, to=f"lou@{domain(0)}"))


def make_an_offer_twice(kept: Acknowledged) -> None:
    with kept.town.hub.begin() as work:
        event = work.session.scalars(select(JourneyEvent).where(JourneyEvent.step == Step.OFFERED)).first()
        assert event
        work.write(
            JourneyEvent,
            referral_id=event.referral_id,
            offer_id=event.offer_id,
            step=Step.OFFERED,
            happened_at=work.now,
        )


def lose_a_yes(kept: Acknowledged) -> None:
    with kept.town.hub.read() as work:
        still_open = work.session.scalars(select(Offer).where(Offer.state == OfferState.OPEN)).first()
        assert still_open
    kept.members.accepted.add(still_open.card_number)


def lose_the_boxes(kept: Acknowledged) -> None:
    with kept.town.hub.begin() as work:
        accepted = work.session.scalars(select(Offer).where(Offer.state == OfferState.ACCEPTED)).one()
        accepted.release = None


def lose_a_place(kept: Acknowledged) -> None:
    kept.change(
        update(Association)
        .where(Association.slug == "article-1")
        .values(places_left=Association.places_left - 1)
    )


BEFALLS: tuple[Callable[[Acknowledged], None], ...] = (
    *(lose_a_registration, invent_one, show_another_number, lose_a_letter, write_twice),
    *(make_an_offer_twice, lose_a_yes, lose_the_boxes, lose_a_place),
)
SAID = (
    *("lost: visitor 1", "nobody sent ", "doubled: visitor 0", "0 letters on", "2 letters on"),
    *("offered 2 times", "the yes to ", "the boxes are with", "article-1: "),
)
