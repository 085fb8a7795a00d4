"""What the guard of the partners' door says by itself: where one goes next, and what a browser keeps."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from types import SimpleNamespace

from flask import Response, g, session, url_for

from associations import guards
from hub import signin
from hub.models import Member, Proof
from tests.parts.town import Town

CARD = "/fiches/BCDFGHJ"
SESSION, CALENDAR = "s" * 32, "c" * 32


@contextmanager
def at(town: Town, path: str = "/", *, method: str = "GET", token: str = "") -> Iterator[None]:
    headers = {"Cookie": f"hub_session={token}"} if token else {}
    with town.partners.test_request_context(path, method=method, headers=headers):
        yield


def proven(moment: object) -> None:
    g.signed_in = SimpleNamespace(proven_at=moment)


def test_after_a_second_factor_comes_the_page_that_was_wanted_or_that_of_the_button(town: Town) -> None:
    for method, path in (("GET", CARD), ("POST", f"{CARD}/nom")):
        with at(town, path, method=method):
            proven(None)
            assert guards.second_factor_or_page().status_code == 303  # type: ignore[union-attr]
            assert session[guards.THEN] == CARD
    with at(town, CARD):
        proven(town.clock.now)
        assert guards.second_factor_or_page() is None


def test_a_stranger_finds_the_page_again_that_they_asked_for_and_no_button_is_pressed_for_them(
    town: Town,
) -> None:
    with at(town, CARD):
        assert guards.to_the_entrance().status_code == 303  # type: ignore[union-attr]
        session["planted"] = "before"
        response = guards.let_in("token")
        assert (response.status_code, response.location, dict(session)) == (303, CARD, {})
    with at(town, f"{CARD}/accepter", method="POST"):
        guards.to_the_entrance()
        assert guards.THEN not in session
        assert guards.wanted_page() == url_for("account.home")


def test_whoever_leaves_keeps_nothing_but_the_word_of_parting(town: Town) -> None:
    for said in ({}, {"_flashes": [("message", "À bientôt.")]}):
        with at(town):
            session.update({**said, "other": 1})
            cookie = guards.turn_out(Response()).headers["Set-Cookie"]
            assert dict(session) == said
            assert cookie.startswith("hub_session=;") and "HttpOnly" in cookie and "Max-Age=0" in cookie


def test_the_database_is_told_who_asks_by_the_session_or_by_the_address_of_a_calendar(town: Town) -> None:
    assert guards.token_here() == ""
    with at(town):
        assert guards.token_here() == ""
        address = url_for("accompaniments.feed.read", token=CALENDAR)
    with at(town, address):
        assert guards.token_here() == CALENDAR
    with at(town, address, token=SESSION):
        assert guards.token_here() == SESSION


def token_of(town: Town, member: Member) -> str:
    with town.portal.begin() as work:
        return signin.open_session(work, work.session.get_one(Member, member.id), proof=Proof.PASSKEY)


def test_a_session_is_known_as_long_as_it_is_somebodys(town: Town) -> None:
    (member,) = town.join("article-1")
    token = token_of(town, member)
    for brought, known in ((token, True), ("another", False), ("", False)):
        with at(town, token=brought):
            assert guards.is_still_known() is known
    with town.hub.begin() as work:
        work.session.get_one(Member, member.id).removed_at = work.now
    with at(town, token=token):
        assert not guards.is_still_known()


def test_a_page_with_names_comes_after_a_second_factor_and_the_way_out_never_does(town: Town) -> None:
    with at(town):
        assert guards.role_here() is None
        for moment, later in ((None, True), (town.clock.now, False)):
            proven(moment)
            assert guards.comes_later("portal.reveal") is later
            assert guards.comes_later("account.leave") is False
            assert guards.comes_later("proof.ask") is False
