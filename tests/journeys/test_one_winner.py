"""Eight members say yes at the same instant, on the two offers of one referral: one association wins."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from html import unescape
from threading import Barrier

import pytest
from werkzeug.test import TestResponse

from hub import membership, queries
from hub.lifecycle import OfferState
from hub.models import Member, Referral
from hub.vocabulary import Step
from tests.associations.partner import TOKEN, Partner, registered
from tests.parts import reckoning
from tests.parts.patience import PATIENCE
from tests.parts.people import EMAIL
from tests.parts.town import Town, association, text_of

TWO = ("article-1", "jobirl")
COLLEAGUES = 4
ROUNDS = 3


@pytest.fixture
def members(town: Town) -> list[Member]:
    with town.administration.begin() as work:
        return [
            membership.invite(
                work, email=f"membre-{number}@{slug}.example", association=association(work.session, slug)
            )
            for slug in TWO
            for number in range(COLLEAGUES)
        ]


@pytest.mark.slow
def test_of_eight_members_who_say_yes_at_once_one_association_wins(town: Town, members: list[Member]) -> None:
    for _ in range(ROUNDS):
        before = reckoning.places(town)
        reference = asked_twice(town)
        answers = all_say_yes_at_once(town, members, reference)
        assert sorted(answer.status_code for answer in answers) == [303] * COLLEAGUES + [409] * COLLEAGUES
        told = [answer.text for answer in answers if answer.status_code == 409]
        assert all("Une autre association a dit oui juste avant vous" in page for page in told)
        town.settle()
        winner = assert_accepted_once(town, reference)
        held = {slug: before[slug] - left for slug, left in reckoning.places(town).items()}
        assert {slug for slug, places in held.items() if places} == {winner}
        assert held[winner] == 1


def asked_twice(town: Town) -> str:
    """A referral whose first offer is overdue and whose second is open."""
    reference = registered(town)
    town.clock.forward(days=7)
    town.settle()
    return reference


def all_say_yes_at_once(town: Town, members: list[Member], reference: str) -> list[TestResponse]:
    with town.hub.read() as work:
        offers = queries.referral_by_reference(work.session, reference).offers
        assert [offer.state for offer in offers] == [OfferState.OVERDUE, OfferState.OPEN]
        cards: dict[int | None, str] = {offer.association_id: offer.card_number for offer in offers}
    start = Barrier(len(members))
    with ThreadPoolExecutor(len(members)) as at_once:
        said = [
            at_once.submit(say_yes, town, member, cards[member.association_id], start) for member in members
        ]
    return [answer.result() for answer in said]


def say_yes(town: Town, member: Member, card: str, start: Barrier) -> TestResponse:
    """Each has the card before them, with the button under the finger."""
    partner = Partner.signed_in(town, member)
    token = TOKEN.search(partner.open(f"/fiches/{card}").text)
    assert token
    start.wait(PATIENCE)
    return partner.client.post(f"/fiches/{card}/accepter", data={"csrf_token": unescape(token[1])})


def assert_accepted_once(town: Town, reference: str) -> str:
    """One acceptance, released once, told once; answers whose it is."""
    letters = [letter for letter in town.letters_to(EMAIL) if reference in text_of(letter)]
    with town.hub.read() as work:
        referral: Referral = queries.referral_by_reference(work.session, reference)
        states = sorted(offer.state for offer in referral.offers)
        assert states == [OfferState.ACCEPTED, OfferState.RECALLED]
        steps = [event.step for event in queries.events_of(work.session, referral)]
        assert steps.count(Step.ACCEPTED) == 1
        (winner,) = (offer for offer in referral.offers if offer.release)
        assert winner.state is OfferState.ACCEPTED
        slug: str = winner.association.slug
    assert sum(letter["Subject"] == "Une association a dit oui" for letter in letters) == 1
    return slug
