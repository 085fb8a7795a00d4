from __future__ import annotations

import json
from base64 import urlsafe_b64encode
from datetime import timedelta

import pytest
from sqlalchemy import func, select
from webauthn.helpers import base64url_to_bytes

from hub import passkeys, second_factors
from hub.models import Member, MemberSession, Passkey, PasskeyChallenge
from hub.passkeys import Door
from tests.associations.partner import Partner
from tests.parts.town import Town

DOOR = Door("http://localhost:8001")
NONCE = "a browser's own"


def answer(credential_id: bytes, challenge: bytes, origin: str = DOOR.origin) -> str:
    """As a browser words it; what signs it is anybody's."""
    said = {"type": "webauthn.get", "challenge": in_letters(challenge), "origin": origin}
    parts = {"clientDataJSON": json.dumps(said).encode(), "authenticatorData": b"\0" * 37, "signature": b"no"}
    told = {name: in_letters(part) for name, part in parts.items()}
    name = in_letters(credential_id)
    return json.dumps({"id": name, "rawId": name, "type": "public-key", "response": told})


def in_letters(part: bytes) -> str:
    return urlsafe_b64encode(part).decode().rstrip("=")


@pytest.fixture
def member(town: Town) -> Member:
    (found,) = town.join("article-1")
    with town.portal.begin() as work:
        key = {"credential_id": b"known", "public_key": b"\xa0", "times_used": 0, "name": "Téléphone"}
        work.session.add(Passkey(member_id=found.id, made_at=work.now, **key))
    return found


def asked(town: Town) -> bytes:
    with town.portal.begin() as work:
        return base64url_to_bytes(json.loads(passkeys.ask_to_sign_in(work, DOOR, nonce=NONCE))["challenge"])


def sign_in(town: Town, said: str, nonce: str = NONCE) -> str | None:
    with town.portal.begin() as work:
        return passkeys.sign_in(work, DOOR, nonce=nonce, answer=said)


def test_what_is_no_answer_opens_nothing_and_breaks_nothing(town: Town, member: Member) -> None:
    for said in ("", "null", "[" * 7000, "{}", '{"id": "a", "rawId": "é"}'):
        asked(town)
        assert sign_in(town, said) is None


def test_a_known_name_without_its_signature_opens_nothing(town: Town, member: Member) -> None:
    assert sign_in(town, answer(b"known", asked(town))) is None
    with town.portal.read() as work:
        assert work.session.scalar(select(func.count(MemberSession.id))) == 0


def test_a_question_serves_once_in_its_own_browser_and_for_five_minutes(town: Town, member: Member) -> None:
    asked(town)
    with town.portal.read() as work:
        assert work.session.scalar(select(func.count(PasskeyChallenge.id))) == 1
    sign_in(town, "{}", nonce="another browser's")
    sign_in(town, "{}")
    with town.portal.read() as work:
        assert work.session.scalar(select(func.count(PasskeyChallenge.id))) == 0
    asked(town)
    town.clock.now += passkeys.LIVES + timedelta(seconds=1)
    asked_again = asked(town)
    with town.portal.read() as work:
        kept = work.session.scalars(select(PasskeyChallenge.challenge)).all()
    assert kept == [asked_again], "what nobody answered is forgotten"


def test_a_question_to_sign_in_adds_no_passkey(town: Town, member: Member) -> None:
    asked(town)
    partner = Partner.signed_in(town, member)
    with town.portal.begin() as work:
        row = work.session.scalars(select(MemberSession)).one()
        assert not passkeys.take(work, DOOR, row, nonce=NONCE, answer="{}", name="x")
    assert partner.open("/compte/acces/").text.count("Clé d’accès ajoutée") == 1


def test_the_door_asks_without_naming_anybody(town: Town, member: Member) -> None:
    with town.portal.begin() as work:
        told = passkeys.ask_to_sign_in(work, DOOR, nonce=NONCE)
        made = json.loads(passkeys.ask_for_one(work, DOOR, member, nonce="another"))
    assert json.loads(told)["allowCredentials"] == [] and json.loads(told)["userVerification"] == "required"
    assert made["excludeCredentials"][0]["id"] == in_letters(b"known")
    assert made["user"]["id"] != in_letters(str(member.id).encode())


@pytest.mark.parametrize(
    ("url", "name", "takes"),
    [
        ("https://partenaires.mentor.example", "partenaires.mentor.example", True),
        ("http://localhost:8001", "localhost", True),
        ("http://127.0.0.1:8001", "127.0.0.1", False),
        ("http://[::1]:8001", "::1", False),
    ],
)
def test_a_passkey_belongs_to_a_name(url: str, name: str, takes: bool) -> None:
    assert (Door(url).name, Door(url).takes_passkeys, Door(url).origin) == (name, takes, url)


def test_the_last_passkey_stays(town: Town, member: Member) -> None:
    with town.portal.begin() as work:
        own = second_factors.held(work, work.session.get_one(Member, member.id))
        assert len(own) == 1 and own.recovery_codes == 0
        with pytest.raises(second_factors.LastOne):
            second_factors.remove_passkey(work, work.session.get_one(Member, member.id), own.passkeys[0].id)
