"""Every route of the partners' door, and who may open it.  A route that is not in the table fails the test."""

from __future__ import annotations

import re

import pytest
from flask import Flask
from flask.testing import FlaskClient

from tests.associations.partner import Partner
from tests.parts.town import Town

ANYONE, SIGNED_IN, MEMBERS, DESK = "anyone", "signed in", "members", "desk"

WHO_MAY = {
    "static": ANYONE,
    "healthz": ANYONE,
    "partners.static": ANYONE,
    "entrance.ask": ANYONE,
    "entrance.enter": ANYONE,
    "account.home": SIGNED_IN,
    "account.leave": SIGNED_IN,
    "account.sessions": SIGNED_IN,
    "account.end": SIGNED_IN,
    "portal.inbox": MEMBERS,
    "portal.card": MEMBERS,
    "portal.accept": MEMBERS,
    "portal.decline": MEMBERS,
    "portal.reveal": MEMBERS,
    "desk.waiting": DESK,
    "desk.find": DESK,
    "desk.referral": DESK,
    "desk.offer": DESK,
    "desk.close": DESK,
    "desk.members.listed": DESK,
    "desk.members.invite": DESK,
    "desk.members.remove": DESK,
}


def doors(app: Flask) -> list[tuple[str, str, str]]:
    """Each (endpoint, method, path), its variables filled in with something that does not exist."""
    return [
        (rule.endpoint, method, re.sub(r"<int:[^>]+>", "999", re.sub(r"<(?!int:)[^>]+>", "ZZZZZZZ", rule.rule)))
        for rule in app.url_map.iter_rules()
        for method in sorted((rule.methods or set()) & {"GET", "POST"})
    ]


def answer(client: FlaskClient, method: str, path: str) -> str:
    found = client.open(path, method=method)
    return found.location or str(found.status_code)


@pytest.fixture
def without_tokens(town: Town) -> Town:
    """Form tokens are looked at before the guards: here only the guards are tried."""
    town.partners.config["WTF_CSRF_ENABLED"] = False
    return town


def test_every_route_says_who_may(town: Town) -> None:
    assert {rule.endpoint for rule in town.partners.url_map.iter_rules()} == set(WHO_MAY)


def test_a_stranger_is_shown_the_entrance_and_nothing_else(without_tokens: Town) -> None:
    for endpoint, method, path in doors(without_tokens.partners):
        turned_away = answer(Partner.stranger(without_tokens).client, method, path) == "/connexion"
        shown_to_all = WHO_MAY[endpoint] is ANYONE
        assert turned_away is not shown_to_all or endpoint == "entrance.enter", (endpoint, method)


def test_for_a_member_the_desk_does_not_exist(without_tokens: Town) -> None:
    client = Partner.signed_in(without_tokens, without_tokens.join("article-1")[0]).client
    for endpoint, method, path in doors(without_tokens.partners):
        if WHO_MAY[endpoint] is DESK:
            assert answer(client, method, path) == "404", (endpoint, method)


def test_for_the_desk_the_portal_does_not_exist(without_tokens: Town) -> None:
    client = Partner.signed_in(without_tokens, without_tokens.open_desk()).client
    for endpoint, method, path in doors(without_tokens.partners):
        if WHO_MAY[endpoint] is MEMBERS:
            assert answer(client, method, path) == "404", (endpoint, method)


def test_nothing_that_changes_anything_answers_to_a_link(town: Town) -> None:
    forms = {"entrance.ask", "entrance.enter", "portal.decline", "desk.members.listed", "desk.members.invite"}
    for rule in town.partners.url_map.iter_rules():
        if "POST" in (rule.methods or set()) and rule.endpoint not in forms:
            assert "GET" not in (rule.methods or set()), rule.endpoint
