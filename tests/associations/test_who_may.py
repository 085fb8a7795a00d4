"""Every route of the partners' door against the access matrix."""

from __future__ import annotations

import re

import pytest
from flask.testing import FlaskClient

from associations.who_may import ANYONE, DESK, MAY, MEMBERS, READERS
from tests.associations.partner import Partner, card_of, registered
from tests.parts.town import Town

NOTHING_TYPED = ("entrance.enter", "proof.passkey")
"""Where whoever brings no code, or no passkey, is sent back to the beginning."""
VARIABLE = re.compile(r"<(?:\w+:)?(\w+)>")


def doors(town: Town, *, card: str = "ZZZZZZZ", reference: str = "ZZZZZZZZ") -> list[tuple[str, str, str]]:
    """Each (endpoint, method, path) of the partners' door."""
    filled_in = {"card_number": card, "reference": reference, "filename": "portal.css"}
    return [
        (rule.endpoint, method, VARIABLE.sub(lambda found: filled_in.get(found[1], "1"), rule.rule))
        for rule in town.partners.url_map.iter_rules()
        for method in sorted((rule.methods or set()) & {"GET", "POST"})
    ]


def answer(client: FlaskClient, method: str, path: str) -> str:
    with client.open(path, method=method) as found:
        return found.location or str(found.status_code)


@pytest.fixture
def without_tokens(town: Town) -> Town:
    """Form tokens are looked at before the guards: here only the guards are tried."""
    town.partners.config["WTF_CSRF_ENABLED"] = False
    return town


def test_every_route_says_who_may(town: Town) -> None:
    assert {rule.endpoint for rule in town.partners.url_map.iter_rules()} == set(MAY)


def test_a_stranger_is_shown_the_entrance_and_nothing_else(without_tokens: Town) -> None:
    for endpoint, method, path in doors(without_tokens):
        turned_away = answer(Partner.stranger(without_tokens).client, method, path) == "/connexion"
        shown_to_all = MAY[endpoint].who == ANYONE
        assert turned_away is not shown_to_all or endpoint in NOTHING_TYPED, (endpoint, method)


def test_for_a_member_the_desk_does_not_exist(without_tokens: Town) -> None:
    client = Partner.signed_in(without_tokens, without_tokens.join("article-1")[0]).client
    reference = registered(without_tokens)
    for endpoint, method, path in doors(without_tokens, reference=reference):
        if MAY[endpoint].who in (DESK, READERS):
            assert answer(client, method, path) == "404", (endpoint, method)


def test_for_the_desk_the_portal_does_not_exist(without_tokens: Town) -> None:
    without_tokens.join("article-1")
    card = card_of(without_tokens, registered(without_tokens))
    client = Partner.signed_in(without_tokens, without_tokens.open_desk()).client
    for endpoint, method, path in doors(without_tokens, card=card):
        if MAY[endpoint].who == MEMBERS:
            assert answer(client, method, path) == "404", (endpoint, method)


def test_nothing_that_changes_anything_answers_to_a_link(town: Town) -> None:
    forms = {"entrance.ask", "entrance.enter", "portal.decline", "desk.members.listed", "desk.members.invite"}
    forms |= {"desk.rule_book.propose", "portal.pass_on"}
    for rule in town.partners.url_map.iter_rules():
        if "POST" in (rule.methods or set()) and rule.endpoint not in forms:
            assert "GET" not in (rule.methods or set()), rule.endpoint
