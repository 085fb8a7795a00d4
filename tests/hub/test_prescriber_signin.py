from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import func, select

from hub import codes, prescriber_signin, strangers
from hub.models import OutboxMessage, PrescriberChallenge, PrescriberSession
from hub.vault import digest
from hub.work import Work
from tests.parts.prescribers import ADDRESS, register
from tests.parts.town import Town

OTHER = "luc@mission-locale.example"


@pytest.fixture(autouse=True)
def bertille(town: Town) -> None:
    with town.front.begin() as work:
        register(work)
        register(work, email=OTHER)


def asked(town: Town, email: str = ADDRESS) -> bytes:
    nonce = codes.new_nonce()
    with town.front.begin() as work:
        prescriber_signin.ask_code(work, email=email, nonce=nonce)
    return nonce


def challenge_of(work: Work, nonce: bytes) -> PrescriberChallenge:
    return work.session.scalars(select(PrescriberChallenge).where(PrescriberChallenge.nonce == nonce)).one()


def code_of(town: Town, nonce: bytes) -> str:
    with town.hub.read() as work:
        return work.vault.prescriber_code(challenge_of(work, nonce).id, nonce)


def link_of(town: Town, nonce: bytes) -> str:
    with town.hub.read() as work:
        return prescriber_signin.link_of(work, challenge_of(work, nonce))


def typed(town: Town, nonce: bytes, code: str) -> str | None:
    with town.front.begin() as work:
        return prescriber_signin.sign_in(work, nonce=nonce, code=code)


def followed(town: Town, link: str, email: str = ADDRESS) -> str | None:
    with town.front.begin() as work:
        return prescriber_signin.sign_in_by_link(work, link=link, email=email)


def wrong(code: str) -> str:
    return f"{(int(code) + 1) % 1_000_000:06d}"


def is_open(town: Town, token: str) -> bool:
    with town.front.read() as work:
        return prescriber_signin.recognised(work, token) is not None


def codes_posted(town: Town) -> int:
    with town.front.read() as work:
        posted = select(func.count(OutboxMessage.id)).where(OutboxMessage.letter == "sign_in_code")
        return work.session.scalar(posted) or 0


def test_the_right_code_opens_a_session_and_serves_once(town: Town) -> None:
    nonce = asked(town)
    code = code_of(town, nonce)
    token = typed(town, nonce, code)
    assert token and is_open(town, token)
    assert typed(town, nonce, code) is None


def test_an_address_is_known_however_it_is_cased_and_an_unknown_one_leaves_nothing(town: Town) -> None:
    asked(town, f" {ADDRESS.upper()} ")
    asked(town, "personne@ailleurs.example")
    assert codes_posted(town) == 1


@pytest.mark.parametrize(("wrong_tries", "serves"), [(4, True), (5, False)])
def test_a_code_bears_five_tries(town: Town, wrong_tries: int, serves: bool) -> None:
    nonce = asked(town)
    code = code_of(town, nonce)
    for _ in range(wrong_tries):
        assert typed(town, nonce, wrong(code)) is None
    assert bool(typed(town, nonce, code)) is serves


@pytest.mark.parametrize(("minutes", "serves"), [(9, True), (10, False)])
def test_a_code_lives_ten_minutes(town: Town, minutes: int, serves: bool) -> None:
    nonce = asked(town)
    town.clock.forward(minutes=minutes)
    assert bool(typed(town, nonce, code_of(town, nonce))) is serves


def test_somebody_who_spends_a_stranger_s_codes_cannot_keep_them_out(town: Town) -> None:
    nonces = [asked(town) for _ in range(7)]
    with town.front.read() as work:
        posted = work.session.scalars(select(PrescriberChallenge.nonce)).all()
    spent = [nonce for nonce in nonces if nonce in posted]
    for nonce in spent:
        for _ in range(5):
            typed(town, nonce, wrong(code_of(town, nonce)))
    assert followed(town, link_of(town, spent[-1])), "the last letter still lets its reader in"
    town.clock.forward(hours=1)
    assert codes_posted(town) == len(spent) < 7
    asked(town)
    assert codes_posted(town) == len(spent) + 1, "an hour later codes are sent again"


def test_a_link_needs_the_address_it_was_written_to_and_serves_once(town: Town) -> None:
    link = link_of(town, asked(town))
    assert followed(town, link, OTHER) is None
    assert followed(town, link)
    assert followed(town, link) is None


@pytest.mark.parametrize(("days", "serves"), [(6, True), (7, False)])
def test_a_link_lives_seven_days(town: Town, days: int, serves: bool) -> None:
    link = link_of(town, asked(town))
    town.clock.forward(days=days)
    assert bool(followed(town, link)) is serves


@pytest.mark.parametrize(
    "change", [lambda link: "", lambda link: link[:-1] + "g", lambda link: "9" * 30 + link]
)
def test_an_invented_link_opens_nothing(town: Town, change: object) -> None:
    link = link_of(town, asked(town))
    assert followed(town, change(link)) is None  # type: ignore[operator]
    assert followed(town, "²-" + link) is None


def test_another_prescriber_s_link_carries_another_token(town: Town) -> None:
    mine, theirs = link_of(town, asked(town)), link_of(town, asked(town, OTHER))
    number, _, _ = theirs.partition("-")
    assert followed(town, f"{number}-{mine.partition('-')[2]}", OTHER) is None


def test_no_row_holds_a_code_a_link_or_a_token(town: Town) -> None:
    nonce = asked(town)
    code, link = code_of(town, nonce), link_of(town, nonce)
    token = typed(town, nonce, code)
    assert token
    with town.front.read() as work:
        session_row = work.session.scalars(select(PrescriberSession)).one()
        kept = repr([vars(session_row), *map(vars, work.session.scalars(select(PrescriberChallenge)))])
    assert session_row.token_digest == digest(token)
    assert not any(secret in kept for secret in (token, code, link.partition("-")[2]))


@pytest.mark.parametrize(("idle", "alive"), [(timedelta(hours=11), True), (timedelta(hours=12), False)])
def test_a_session_that_sleeps_twelve_hours_is_over(town: Town, idle: timedelta, alive: bool) -> None:
    nonce = asked(town)
    token = typed(town, nonce, code_of(town, nonce))
    town.clock.now += idle
    assert token and is_open(town, token) is alive


def test_signing_out_everywhere_ends_every_session_of_theirs_alone(town: Town) -> None:
    tokens = [followed(town, link_of(town, asked(town, email)), email) for email in (ADDRESS, ADDRESS, OTHER)]
    with town.front.begin() as work:
        found = prescriber_signin.recognised(work, tokens[0] or "")
        assert found
        prescriber_signin.end_every_session(work, found.prescriber_id)
    assert [is_open(town, token or "") for token in tokens] == [False, False, True]


def test_whoever_came_in_has_shown_that_the_address_is_theirs(town: Town) -> None:
    with town.front.begin() as work:
        assert not strangers.is_confirmed(work, ADDRESS)
    assert followed(town, link_of(town, asked(town)))
    with town.front.begin() as work:
        assert strangers.is_confirmed(work, ADDRESS)
