"""What fails says what kind of failure it is, and never whose name was in its hands."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, replace

import pytest
from flask import request
from sqlalchemy import text, update

from hub import needs, queries
from hub.models import Release, SealedBoxes
from hub.vault import Keys, Vault
from hub.web import checks_its_own_token
from tests.forms.conftest import FORM
from tests.parts.leaks import Leak, find_leaks
from tests.parts.people import EMAIL, FIRST_NAME, LAST_NAME, identity, need
from tests.parts.someone import GIRL
from tests.parts.stage import Known, Stage
from tests.parts.town import Town


def leaks(stage: Stage, heard: dict[str, bytes]) -> list[Leak]:
    """Of what the girl typed, whether or not she could be registered."""
    return find_leaks(stage.kept() | stage.passed() | heard, GIRL.canaries)


@contextmanager
def without_a_table(town: Town, name: str) -> Iterator[None]:
    """Statements fail, in the middle of whatever is being written."""
    with town.hub.begin() as work:
        work.session.execute(text(f"ALTER TABLE {name} RENAME TO elsewhere"))
    yield
    with town.hub.begin() as work:
        work.session.execute(text(f"ALTER TABLE elsewhere RENAME TO {name}"))


def change_boxes(stage: Stage, **boxes: bytes) -> None:
    with stage.town.hub.begin() as work:
        work.session.execute(update(SealedBoxes).values(**boxes))


def sealed_at_intake(stage: Stage, person: Known, what: str, fields: object) -> bytes:
    content = json.dumps(fields).encode()
    return stage.town.front.vault.seal_at_intake(content, place=f"intake:{what}:{person.reference}").box


def test_a_database_that_fails_during_a_registration(stage: Stage) -> None:
    visitor = stage.visitor()
    visitor.fill(**GIRL.typed)
    with without_a_table(stage.town, "sealed_boxes"):
        refused = visitor.send(FORM + "/verifier")
    heard = stage.ear.news()
    assert refused.status_code == 503
    assert b"a registration was not saved" in heard["log forms"]
    assert leaks(stage, heard) == []
    assert visitor.send(FORM + "/verifier").location == FORM + "/recu"


def test_a_view_that_fails_with_a_form_in_its_hands(sqlite_stage: Stage) -> None:
    def fail() -> str:
        raise ValueError(f"{request.form}")

    public = sqlite_stage.town.public
    public.add_url_rule("/echec", "fail", checks_its_own_token(fail), methods=["POST"])
    answer = sqlite_stage.visitor().client.post("/echec", data=GIRL.typed["contact"])
    heard = sqlite_stage.ear.news()
    assert answer.status_code == 500
    assert b"fail failed with ValueError" in heard["log hub"]
    assert leaks(sqlite_stage, {**heard, "page": answer.data}) == []


def test_a_door_that_cannot_seal(sqlite_stage: Stage) -> None:
    visitor = sqlite_stage.visitor()
    visitor.fill(**GIRL.typed)
    sqlite_stage.town.public.extensions["hub"] = replace(sqlite_stage.town.front, vault=Vault(Keys()))
    answer = visitor.send(FORM + "/verifier")
    heard = sqlite_stage.ear.news()
    assert answer.status_code == 500
    assert b"failed with KeyNotHeld" in heard["log hub"]
    assert leaks(sqlite_stage, {**heard, "page": answer.data}) == []


def test_a_box_that_opens_on_nonsense(stage: Stage) -> None:
    """The errors of such contents repeat them: ``'Zéphyrine' is not a valid ContactBy``."""
    girl = stage.register(GIRL)
    who = asdict(identity()) | {"contact_by": FIRST_NAME}
    links = {"tracking_token": girl.tracking, "agreement_token": None}
    wanted = needs.to_json(need()) | {"mode": LAST_NAME}
    change_boxes(
        stage,
        identity=sealed_at_intake(stage, girl, "identity", {"identity": who, **links}),
        need=sealed_at_intake(stage, girl, "need", wanted),
    )
    stage.work()
    heard = stage.ear.news()
    assert b"route 1 failed with" in heard["log hub"]
    assert b": ValueError" in heard["log emails"]
    assert leaks(stage, heard) == []
    assert stage.leaks() == []


def test_a_box_that_was_damaged(sqlite_stage: Stage) -> None:
    sqlite_stage.register(GIRL)
    change_boxes(sqlite_stage, identity=bytes(1100), need=bytes(1100))
    sqlite_stage.work()
    heard = sqlite_stage.ear.news()
    assert b"failed with CannotOpen" in heard["log hub"]
    assert leaks(sqlite_stage, heard) == []


def test_a_released_box_that_opens_on_nonsense(sqlite_stage: Stage) -> None:
    sqlite_stage.sign_in()
    girl = sqlite_stage.register(GIRL)
    sqlite_stage.work()
    card, partner = sqlite_stage.asked(girl)
    partner.send(f"/fiches/{card}/accepter", seen_on=f"/fiches/{card}")
    sqlite_stage.work()
    who = json.dumps(asdict(identity()) | {"contact_by": FIRST_NAME}).encode()
    with sqlite_stage.town.hub.begin() as work:
        (offer,) = queries.referral_by_reference(work.session, girl.reference).offers
        place = f"release:identity:{girl.reference}:{card}"
        box = work.vault.seal_for_association(who, offer.association.public_key, place=place)
        work.session.execute(update(Release).values(identity=box))
    answer = partner.send(f"/fiches/{card}/devoiler", seen_on="/sessions")
    heard = sqlite_stage.ear.news()
    assert answer.status_code == 500
    assert b"portal.reveal failed with ValueError" in heard["log hub"]
    assert leaks(sqlite_stage, {**heard, "page": answer.data}) == []


@pytest.mark.parametrize("code", [550, 451, 421])
def test_a_mail_server_that_repeats_the_address(sqlite_stage: Stage, code: int) -> None:
    sqlite_stage.town.letterbox.refuse(
        EMAIL, f"{code} <{EMAIL}>: {FIRST_NAME.encode('ascii', 'ignore')!r} who?"
    )
    sqlite_stage.register(GIRL)
    sqlite_stage.work()
    heard = sqlite_stage.ear.news()
    assert f"the server answered {code}".encode() in heard["log emails"]
    assert leaks(sqlite_stage, heard) == []
    assert sqlite_stage.leaks() == []
