from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import func, select

from hub import codes, signin
from hub.models import Member, MemberSession, OutboxMessage, SignInChallenge
from hub.queries import NotFound
from hub.vault import digest
from tests.parts.town import Town


@pytest.fixture
def amina(town: Town) -> Member:
    return town.join("article-1")[0]


@pytest.fixture
def boris(town: Town, amina: Member) -> Member:
    return town.join("jobirl")[0]


def asked(town: Town, member: Member) -> bytes:
    nonce = codes.new_nonce()
    with town.portal.begin() as work:
        signin.ask_code(work, email=member.email, nonce=nonce)
    return nonce


def code_of(town: Town, nonce: bytes) -> str:
    with town.portal.read() as work:
        challenge = work.session.scalars(select(SignInChallenge).where(SignInChallenge.nonce == nonce)).one()
        return work.vault.sign_in_code(challenge.id, nonce)


def typed(town: Town, nonce: bytes, code: str) -> str | None:
    with town.portal.begin() as work:
        return signin.sign_in(work, nonce=nonce, code=code)


def wrong(code: str) -> str:
    return f"{(int(code) + 1) % 1_000_000:06d}"


def opened(town: Town, member: Member) -> str:
    with town.portal.begin() as work:
        return signin.open_session(work, work.session.get_one(Member, member.id))


def recognised(town: Town, token: str) -> int | None:
    with town.portal.read() as work:
        found = signin.recognised(work, token)
        return found.member_id if found else None


def codes_posted(town: Town) -> int:
    with town.portal.read() as work:
        posted = select(func.count(OutboxMessage.id)).where(OutboxMessage.letter == "sign_in_code")
        return work.session.scalar(posted) or 0


def test_the_right_code_opens_a_session(town: Town, amina: Member) -> None:
    nonce = asked(town, amina)
    token = typed(town, nonce, code_of(town, nonce))
    assert token and recognised(town, token) == amina.id


def test_an_address_is_known_however_it_is_cased(town: Town, amina: Member) -> None:
    with town.portal.begin() as work:
        signin.ask_code(work, email=f" {amina.email.upper()} ", nonce=codes.new_nonce())
    assert codes_posted(town) == 1


def test_an_unknown_address_leaves_nothing_behind(town: Town, amina: Member) -> None:
    with town.portal.begin() as work:
        signin.ask_code(work, email="personne@ailleurs.example", nonce=codes.new_nonce())
        assert work.session.scalar(select(func.count(SignInChallenge.id))) == 0
    assert codes_posted(town) == 0


def test_a_code_serves_once(town: Town, amina: Member) -> None:
    nonce = asked(town, amina)
    code = code_of(town, nonce)
    assert typed(town, nonce, code)
    assert typed(town, nonce, code) is None


def test_a_code_of_another_browser_does_not_serve_here(town: Town, amina: Member) -> None:
    here, elsewhere = asked(town, amina), asked(town, amina)
    assert typed(town, here, code_of(town, elsewhere)) is None


@pytest.mark.parametrize(("minutes", "serves"), [(9, True), (10, False)])
def test_a_code_lives_ten_minutes(town: Town, amina: Member, minutes: int, serves: bool) -> None:
    nonce = asked(town, amina)
    town.clock.forward(minutes=minutes)
    assert bool(typed(town, nonce, code_of(town, nonce))) is serves


@pytest.mark.parametrize(("wrong_tries", "serves"), [(4, True), (5, False)])
def test_five_tries_and_no_more(town: Town, amina: Member, wrong_tries: int, serves: bool) -> None:
    nonce = asked(town, amina)
    code = code_of(town, nonce)
    for _ in range(wrong_tries):
        assert typed(town, nonce, wrong(code)) is None
    assert bool(typed(town, nonce, code)) is serves


@pytest.mark.parametrize("code", ["", "１２３４５６", "é" * 6, "0" * 4000])
def test_whatever_is_typed_is_only_a_wrong_code(town: Town, amina: Member, code: str) -> None:
    assert typed(town, asked(town, amina), code) is None


def test_five_codes_an_hour_then_silence_then_codes_again(town: Town, amina: Member) -> None:
    for _ in range(7):
        asked(town, amina)
    assert codes_posted(town) == 5
    town.clock.forward(hours=1)
    asked(town, amina)
    assert codes_posted(town) == 6


def test_one_member_s_codes_are_not_counted_against_another(town: Town, amina: Member, boris: Member) -> None:
    for _ in range(6):
        asked(town, amina)
    asked(town, boris)
    assert codes_posted(town) == 6


def test_no_row_holds_a_code_or_a_token(town: Town, amina: Member) -> None:
    nonce = asked(town, amina)
    code = code_of(town, nonce)
    token = typed(town, nonce, code)
    assert token
    with town.portal.read() as work:
        session_row = work.session.scalars(select(MemberSession)).one()
        challenge = work.session.scalars(select(SignInChallenge)).one()
        kept = repr([vars(session_row), vars(challenge)])
    assert session_row.token_digest == digest(token)
    assert token not in kept and code not in kept


def test_every_sign_in_makes_a_new_token(town: Town, amina: Member) -> None:
    first, second = asked(town, amina), asked(town, amina)
    assert typed(town, first, code_of(town, first)) != typed(town, second, code_of(town, second))


def test_an_invented_token_opens_nothing(town: Town, amina: Member) -> None:
    opened(town, amina)
    assert recognised(town, "x" * 43) is None


@pytest.mark.parametrize(("idle", "alive"), [(timedelta(hours=11), True), (timedelta(hours=12), False)])
def test_a_session_that_sleeps_twelve_hours_is_over(
    town: Town, amina: Member, idle: timedelta, alive: bool
) -> None:
    token = opened(town, amina)
    town.clock.now += idle
    assert (recognised(town, token) is not None) is alive


def test_a_session_used_every_day_still_ends_after_seven(town: Town, amina: Member) -> None:
    token = opened(town, amina)
    for _ in range(15):
        town.clock.forward(hours=11)
        with town.portal.begin() as work:
            found = signin.recognised(work, token)
            assert found
            codes.see(work, MemberSession, found.id)
    town.clock.now += timedelta(days=7) - timedelta(hours=15 * 11)
    assert recognised(town, token) is None


def test_a_removed_member_is_nobody_at_the_next_request(town: Town, amina: Member) -> None:
    token, nonce = opened(town, amina), asked(town, amina)
    code = code_of(town, nonce)
    with town.portal.begin() as work:
        signin.remove(work, work.session.get_one(Member, amina.id))
    assert recognised(town, token) is None
    assert typed(town, nonce, code) is None
    asked(town, amina)
    assert codes_posted(town) == 1


def test_somebody_invited_again_does_not_find_the_old_sessions_open(town: Town, amina: Member) -> None:
    token = opened(town, amina)
    with town.portal.begin() as work:
        signin.remove(work, work.session.get_one(Member, amina.id))
    town.join("article-1")
    assert recognised(town, token) is None


def test_a_member_ends_their_own_sessions_only(town: Town, amina: Member, boris: Member) -> None:
    mine, theirs = opened(town, amina), opened(town, boris)
    with town.portal.begin() as work:
        rows = signin.sessions_of(work, work.session.get_one(Member, boris.id))
        with pytest.raises(NotFound):
            signin.end_session(work, work.session.get_one(Member, amina.id), rows[0].id)
        signin.end_session(work, work.session.get_one(Member, boris.id), rows[0].id)
    assert recognised(town, theirs) is None
    assert recognised(town, mine) == amina.id
