"""The référente of a consortium receives for all, and may pass a card to another of its members."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy import update

from hub import offers, queries, rules
from hub.lifecycle import OfferState
from hub.models import Association, Offer, StoredDecision
from hub.offers import NotToPassOn
from hub.routing.rulebook import Consortium
from hub.vocabulary import DeclineReason
from hub.wording import DECLINE_REASONS
from tests.associations.partner import Partner, card_of, offer_with, registered
from tests.parts.people import EMAIL
from tests.parts.post import Letterbox
from tests.parts.town import Town, following, town_at

NORTH = Consortium(
    name="Le Nord",
    schools=frozenset(),
    departments=frozenset({"59"}),
    members=frozenset({"mentorat-by-leo", "article-1", "afev"}),
    referente="mentorat-by-leo",
)


@pytest.fixture
def town(sqlite_url: str, tmp_path: Path, letterbox: Letterbox) -> Iterator[Town]:
    """Where Le Nord holds, and an association outside of it."""
    book = replace(rules.load(), consortia=(NORTH,))
    with town_at(sqlite_url, tmp_path, letterbox) as opened, following(opened, book) as town:
        yield town


@pytest.fixture
def referente(town: Town) -> Partner:
    member, *_ = town.join("mentorat-by-leo", "article-1", "jobirl")
    return Partner.signed_in(town, member)


def offers_of(town: Town, reference: str) -> list[tuple[str, str]]:
    with town.hub.read() as work:
        found = queries.referral_by_reference(work.session, reference).offers
        return [(offer.association.slug, offer.state.value) for offer in found]


def passed(town: Town, partner: Partner, to: str = "article-1") -> str:
    """The reference of somebody whose card the référente passes on."""
    reference = registered(town)
    path = f"/fiches/{card_of(town, reference)}/passer"
    assert partner.send(path, association=to).location == "/fiches/"
    town.settle()
    return reference


def test_the_referente_is_asked_first_and_sees_to_whom_it_may_pass_the_card(
    town: Town, referente: Partner
) -> None:
    reference = registered(town)
    card = card_of(town, reference)
    assert offers_of(town, reference) == [("mentorat-by-leo", "open")]
    assert f"/fiches/{card}/passer" in referente.open(f"/fiches/{card}").text
    page = referente.open(f"/fiches/{card}/passer").text
    assert "Article 1" in page
    assert "JobIRL" not in page and "AFEV" not in page, "outside of it, or nobody answers there"


def test_the_member_that_was_chosen_is_asked_next_and_reads_why(town: Town, referente: Partner) -> None:
    reference = passed(town, referente)
    assert offers_of(town, reference) == [("mentorat-by-leo", "declined"), ("article-1", "open")]
    with town.hub.read() as work:
        first, second = queries.referral_by_reference(work.session, reference).offers
        assert first.decline_reason is DeclineReason.PASSED_ON
        assert second.because[0].startswith("L’association référente") and second.passes_to is None
        assert work.session.query(StoredDecision).count() == 2
    assert "Article 1" in referente.open(f"/fiches/{first.card_number}").text


def test_the_person_hears_nothing_and_the_desk_reads_to_whom_it_went(town: Town, referente: Partner) -> None:
    desk = Partner.signed_in(town, town.open_desk())
    reference = registered(town)
    told = len(town.letters_to(EMAIL))
    path = f"/fiches/{card_of(town, reference)}/passer"
    referente.send(path, association="article-1")
    town.settle()
    assert len(town.letters_to(EMAIL)) == told
    page = desk.open(f"/coordination/dossiers/{reference}").text
    assert "passée, pour Article 1" in page and "Choisie par l’association référente, Mentorat by Léo" in page


def test_a_card_that_was_passed_on_is_no_refusal(town: Town, referente: Partner) -> None:
    reference = passed(town, referente)
    with town.hub.read() as work:
        found = queries.referral_by_reference(work.session, reference)
        two = replace(work.rule_book.delays, associations_before_desk=len(found.offers))
        work.rule_book = replace(work.rule_book, delays=two)
        assert not offers.asked_enough(work, found)
        found.offers[0].decline_reason = DeclineReason.NO_MENTOR
        assert offers.asked_enough(work, found)
        work.session.rollback()


def test_where_the_chosen_one_has_no_room_the_usual_order_goes_on(town: Town, referente: Partner) -> None:
    with town.administration.begin() as work:
        work.session.execute(update(Association).where(Association.slug == "article-1").values(places_left=0))
    reference = passed(town, referente)
    assert offers_of(town, reference) == [("mentorat-by-leo", "declined"), ("jobirl", "open")]


def test_it_passes_to_nobody_outside_of_the_consortium(town: Town, referente: Partner) -> None:
    reference = registered(town)
    card = card_of(town, reference)
    answer = referente.send(f"/fiches/{card}/passer", association="jobirl")
    assert answer.status_code == 422 and offer_with(town, card).state is OfferState.OPEN
    with pytest.raises(NotToPassOn), town.portal.begin() as work:
        offer = work.session.query(Offer).filter_by(card_number=card).one()
        member = queries.members_of(work.session, offer.association_id)[0]
        offers.pass_on(work, offer, member, to=queries.association_of(work.session, "jobirl"))


def test_passing_on_is_no_reason_that_others_could_give() -> None:
    assert DeclineReason.PASSED_ON not in DECLINE_REASONS
    assert set(DECLINE_REASONS) == set(DeclineReason) - {DeclineReason.PASSED_ON}


def test_outside_of_a_consortium_there_is_no_such_page(town: Town, referente: Partner) -> None:
    reference = registered(town)
    referente.send(f"/fiches/{card_of(town, reference)}/passer", association="article-1")
    town.settle()
    card = card_of(town, reference)
    with town.portal.read() as work:
        member = queries.members_of(work.session, offer_with(town, card).association_id)[0]
    other = Partner.signed_in(town, member)
    assert "/passer" not in other.open(f"/fiches/{card}").text
    assert other.open(f"/fiches/{card}/passer").status_code == 404
