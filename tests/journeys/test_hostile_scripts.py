"""A script throws anything at any address of either door: it is refused politely, and nothing breaks."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest
from flask import Flask
from flask.testing import FlaskClient
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import func, select
from werkzeug.routing import BuildError, Rule

from hub import signin
from hub.models import Disclosure, Member, Offer, Proof, Referral
from tests.associations.partner import card_of, registered
from tests.forms.conftest import TYPED
from tests.parts.post import Letterbox
from tests.parts.town import Town, town_at

NASTY = st.one_of(
    st.text(max_size=60),
    st.sampled_from(
        [
            *("", "0", "-1", "9" * 400, "1e309", "null", "../../etc/passwd", "%00", "\x00", "\x0b", "\ud7ff"),
            *("<script>alert(1)</script>", "' OR 1=1 --", "{{ 7 * 7 }}", "${jndi:x}", "a@x,evil@x"),
            *("Bcc: x@x\r\nX: y", "59100", "self", "2009", "5", "accept", "agree", "orientation"),
        ]
    ),
)
FIELDS = sorted({name for page in TYPED.values() for name in page} | {"email", "code", "form_token", "draft"})
FIELDS += ["csrf_token", "website", "answer", "reason", "note", "association", "sentence", "then", "commune"]
FORMS = st.dictionaries(st.one_of(st.sampled_from(FIELDS), st.text(max_size=12)), NASTY, max_size=12)
CARD, REFERENCE = "the card", "the reference"
REAL_OR_NOT = st.lists(st.one_of(st.sampled_from([CARD, REFERENCE]), NASTY), min_size=3, max_size=3)
POLITE = range(200, 500)
FEW = settings(max_examples=5, suppress_health_check=[HealthCheck.function_scoped_fixture])


@pytest.fixture(scope="module")
def town(sqlite_with_tables: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Town]:
    """A town with a card to answer, whose doors let a form in without its page."""
    folder = tmp_path_factory.mktemp("town")
    (folder / "hub.db").write_bytes(sqlite_with_tables.read_bytes())
    letterbox = Letterbox()
    letterbox.open()
    with town_at(f"sqlite:///{folder / 'hub.db'}", folder, letterbox) as opened:
        for door in (opened.public, opened.partners):
            door.config["WTF_CSRF_ENABLED"] = False
        opened.join("article-1")
        opened.open_desk()
        card_of(opened, registered(opened))
        yield opened
    letterbox.shut()


def addresses(door: Flask, words: list[str]) -> list[tuple[str, str]]:
    """Every route of the door, its blanks filled with what was drawn, by method."""
    found = []
    for rule in door.url_map.iter_rules():
        for method in (rule.methods or set()) - {"HEAD", "OPTIONS"}:
            found.append((method, _filled(rule, words)))
    return found


def _filled(rule: Rule, words: list[str]) -> str:
    blanks: dict[str, Any] = dict(zip(sorted(rule.arguments), words, strict=False))
    try:
        built = rule.build(blanks)
    except (BuildError, ValueError):
        built = None
    return built[1] if built else quote(rule.rule.replace("<", "").replace(">", ""))


def throw(client: FlaskClient, door: Flask, form: dict[str, str], words: list[str]) -> None:
    for method, address in addresses(door, words):
        answer = client.open(
            address, method=method, data=form, query_string=form if method == "GET" else None
        )
        assert answer.status_code in POLITE, f"{method} {address}"
        assert b"Traceback" not in answer.data


def count(town: Town, table: type) -> int:
    with town.hub.read() as work:
        return work.session.scalar(select(func.count()).select_from(table)) or 0


@FEW
@given(form=FORMS, words=st.lists(NASTY, min_size=3, max_size=3))
def test_the_public_door_refuses_politely(town: Town, form: dict[str, str], words: list[str]) -> None:
    throw(town.visitor(), town.public, form, words)
    assert count(town, Referral) == 1


@FEW
@given(form=FORMS, words=st.lists(NASTY, min_size=3, max_size=3))
def test_the_partners_door_shows_a_stranger_nothing(
    town: Town, form: dict[str, str], words: list[str]
) -> None:
    throw(town.partners.test_client(), town.partners, form, words)
    assert count(town, Disclosure) == 0


@FEW
@given(form=FORMS, words=REAL_OR_NOT, role=st.sampled_from(["member", "desk"]))
def test_whoever_is_signed_in_breaks_nothing_by_throwing_anything(
    town: Town, form: dict[str, str], words: list[str], role: str
) -> None:
    client = town.partners.test_client()
    with town.portal.begin() as work:
        member = work.session.scalars(select(Member).where(Member.role == role)).first()
        offer = work.session.scalars(select(Offer)).one()
        assert member
        client.set_cookie("hub_session", signin.open_session(work, member, proof=Proof.PASSKEY))
        real = {CARD: offer.card_number, REFERENCE: offer.referral.reference}
    throw(client, town.partners, form, [real.get(word, word) for word in words])
