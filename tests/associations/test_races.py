"""Two browsers at the same instant, on both databases."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Barrier

import pytest
from sqlalchemy import func, select

from hub import queries, rule_books, rules
from hub.lifecycle import OfferState, ReferralState
from hub.models import JourneyEvent, OutboxMessage
from hub.vocabulary import Step
from tests.associations.partner import TOKEN, Partner, card_of, offer_with, registered
from tests.parts.post import Letterbox
from tests.parts.town import Town, town_at


@pytest.fixture
def town(database_url: str, tmp_path: Path, letterbox: Letterbox) -> Iterator[Town]:
    with town_at(database_url, tmp_path, letterbox) as opened:
        yield opened


def token_of(partner: Partner) -> str:
    found = TOKEN.search(partner.open("/sessions").text)
    assert found
    return found[1]


def at_once(*moves: Callable[[], int]) -> list[int]:
    """Each in a thread of its own, none before the others are ready."""
    ready = Barrier(len(moves))

    def move(go: Callable[[], int]) -> int:
        ready.wait()
        return go()

    with ThreadPoolExecutor(len(moves)) as pool:
        return list(pool.map(move, moves))


def sending(partner: Partner, path: str, **typed: str) -> Callable[[], int]:
    token = token_of(partner)
    return lambda: partner.client.post(path, data={"csrf_token": token, **typed}).status_code


def whoever_was_asked(town: Town, card: str) -> Partner:
    with town.portal.read() as work:
        members = queries.members_of(work.session, offer_with(town, card).association_id)
    return Partner.signed_in(town, members[0])


def happened(town: Town, step: Step) -> int:
    with town.portal.read() as work:
        count = select(func.count(JourneyEvent.id)).where(JourneyEvent.step == step)
        return work.session.scalar(count) or 0


def test_two_associations_say_yes_at_once_and_one_wins(town: Town) -> None:
    town.join("article-1", "jobirl")
    reference = registered(town)
    first = card_of(town, reference)
    town.clock.forward(days=4)
    town.settle()
    cards = (first, card_of(town, reference))
    answers = at_once(*(sending(whoever_was_asked(town, card), f"/fiches/{card}/accepter") for card in cards))
    assert sorted(answers) == [303, 409]
    assert sorted(offer_with(town, card).state for card in cards) == [
        OfferState.ACCEPTED,
        OfferState.RECALLED,
    ]
    assert happened(town, Step.ACCEPTED) == 1


def test_two_colleagues_say_yes_at_once_and_both_see_the_card_accepted(town: Town) -> None:
    town.join("article-1")
    card = card_of(town, registered(town))
    colleagues = (whoever_was_asked(town, card), whoever_was_asked(town, card))
    answers = at_once(*(sending(partner, f"/fiches/{card}/accepter") for partner in colleagues))
    assert answers == [303, 303]
    assert happened(town, Step.ACCEPTED) == 1


def test_yes_and_no_at_once_leave_one_answer(town: Town) -> None:
    town.join("article-1")
    reference = registered(town)
    card = card_of(town, reference)
    yes, no = whoever_was_asked(town, card), whoever_was_asked(town, card)
    answers = at_once(
        sending(yes, f"/fiches/{card}/accepter"),
        sending(no, f"/fiches/{card}/decliner", reason="no_mentor"),
    )
    assert sorted(answers) == [303, 409]
    with town.portal.read() as work:
        found = queries.referral_by_reference(work.session, reference)
        accepted = found.offers[0].state is OfferState.ACCEPTED
        assert (found.state is ReferralState.ACCEPTED) is accepted


def test_two_people_of_the_desk_close_at_once_and_one_letter_leaves(town: Town) -> None:
    desk = town.open_desk()
    reference = registered(town)
    path = f"/coordination/dossiers/{reference}/clore"
    both = (Partner.signed_in(town, desk), Partner.signed_in(town, desk))
    assert sorted(at_once(*(sending(one, path, sentence="nobody") for one in both))) == [303, 409]
    assert happened(town, Step.CLOSED) == 1


def test_ten_browsers_ask_at_once_and_five_codes_leave(town: Town) -> None:
    member = town.join("article-1")[0]
    strangers = [Partner.stranger(town) for _ in range(10)]
    tokens = [TOKEN.search(stranger.open("/connexion").text) for stranger in strangers]
    answers = at_once(
        *(
            lambda one=stranger, token=token: (
                one.client.post(
                    "/connexion", data={"csrf_token": token[1], "email": member.email}
                ).status_code
            )
            for stranger, token in zip(strangers, tokens, strict=True)
        )
    )
    assert set(answers) == {303}
    with town.portal.read() as work:
        posted = select(func.count(OutboxMessage.id)).where(OutboxMessage.letter == "sign_in_code")
        assert work.session.scalar(posted) == 5


def test_of_two_rule_books_taken_at_once_one_is_in_use_and_the_other_is_told(town: Town) -> None:
    rule_books.keep_up(town.hub, rules.DEFAULT)
    desk = town.open_desk()
    text = rules.DEFAULT.read_text()
    with town.portal.begin() as work:
        by = work.session.merge(desk)
        rows = [rule_books.propose(work, f"{text}# {name}\n", by=by).id for name in ("Lou", "Noor")]
    town.clock.forward(minutes=1)
    pages = [f"/coordination/reglement/propositions/{row_id}/prendre" for row_id in rows]
    each = [Partner.signed_in(town, desk) for _ in pages]
    sent = [sending(partner, page, seen="y") for partner, page in zip(each, pages, strict=True)]
    assert at_once(*sent) == [303, 303]
    with town.portal.read() as work:
        taken = [row.id for row in queries.rule_books_taken(work.session)]
    assert len(taken) == 2 and len({*taken} & {*rows}) == 1
    said = [partner.open("/coordination/reglement/").text for partner in each]
    assert [
        sum(words in page for page in said) for words in ("est en vigueur.", "a été pris entre-temps")
    ] == [1, 1]
