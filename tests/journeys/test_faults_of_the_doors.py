"""A door that is killed, a database that is away: never a receipt for what is not kept, nor two for one."""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from datetime import UTC, datetime
from html import unescape
from http.client import HTTPConnection, HTTPException
from typing import Any
from urllib.parse import urlencode

import psycopg
import pytest
from flask import Flask
from psycopg import sql
from sqlalchemy import URL, Engine, create_engine, event, make_url, text
from werkzeug.test import TestResponse

import wsgi
from hub import work as work_module
from hub.lifecycle import OfferState
from hub.supervisor import LOOPBACK, answers, free_port, spawn
from tests.associations.partner import TOKEN, Partner, card_of, offer_with
from tests.associations.partner import registered as register_somebody
from tests.forms.conftest import FORM, Visitor, hub_of, registered
from tests.parts.patience import PATIENCE, until
from tests.parts.town import Town

CHECK, RECEIPT = FORM + "/verifier", FORM + "/recu"
on_postgresql = pytest.mark.parametrize("database_url", ["postgresql"], indirect=True)
on_sqlite = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)


class OpenForm:
    """A form filled in to its last page, which its visitor may send more than once."""

    def __init__(self, town: Town) -> None:
        self.visitor = Visitor(town.visitor())
        self.visitor.fill()
        self.typed = self.visitor.hidden(CHECK)

    def send(self) -> TestResponse:
        return self.visitor.client.post(CHECK, data=self.typed)

    def send_to(self, port: int) -> int:
        """The same POST to the door on this port: its status.  Raises OSError or HTTPException when it dies."""
        cookies = (self.visitor.client.get_cookie(name) for name in ("draft-form", "page"))
        headers = {
            "Content-Type": "application/x-www-form-urlencoded",
            "Cookie": "; ".join(f"{cookie.key}={cookie.value}" for cookie in cookies if cookie),
        }
        connection = HTTPConnection(LOOPBACK, port, timeout=PATIENCE)
        try:
            connection.request("POST", CHECK, urlencode(self.typed), headers)
            return connection.getresponse().status
        finally:
            connection.close()


@pytest.mark.slow
@pytest.mark.parametrize(("instant", "kept"), [("before_commit", 0), ("after_commit", 1)])
def test_a_door_killed_at_the_commit_shows_no_receipt_and_the_form_sent_again_is_one_registration(
    town: Town, instant: str, kept: int
) -> None:
    town.clock.now = datetime.now(UTC)  # as the other door's
    form = OpenForm(town)
    with dying_door(town, instant) as port, pytest.raises((OSError, HTTPException)):
        form.send_to(port)
    assert len(registered(town.public)) == kept
    assert form.send().location == RECEIPT
    (referral,) = registered(town.public)
    assert referral.reference in form.visitor.open(RECEIPT).text


@contextmanager
def dying_door(town: Town, instant: str) -> Iterator[int]:
    port = free_port()
    program = [sys.executable, "-m", "tests.parts.dying_door", instant, str(port)]
    child = spawn(program, os.environ | town.environ)
    try:
        until(lambda: answers(port, "/healthz"), "the door")
        yield port
        assert child.wait(PATIENCE) == -signal.SIGKILL
    finally:
        child.kill()
        child.wait()


def test_while_the_database_is_locked_nothing_is_promised_and_nothing_typed_is_lost(town: Town) -> None:
    form = OpenForm(town)
    with impatient(town.public), locked(town):
        answer = form.send()
    assert_not_saved(form, answer, town)


@on_postgresql
def test_while_the_database_is_slow_nothing_is_promised_and_nothing_typed_is_lost(town: Town) -> None:
    form = OpenForm(town)
    with (
        on_each_connection(town.public, "SET lock_timeout = 0; SET statement_timeout = '200ms'"),
        locked(town),
    ):
        answer = form.send()
    assert_not_saved(form, answer, town)


@on_postgresql
def test_while_the_database_is_away_nothing_is_promised_and_nothing_typed_is_lost(
    town: Town, postgresql: URL
) -> None:
    form = OpenForm(town)
    with away(town, postgresql):
        answer = form.send()
        assert town.visitor().get("/healthz").status_code == 200, "alive, and not ready"
        assert town.visitor().get("/readyz").status_code == 503
    assert_not_saved(form, answer, town)


@on_postgresql
def test_connections_that_died_while_nobody_came_are_replaced_unnoticed(
    town: Town, postgresql: URL, monkeypatch: pytest.MonkeyPatch
) -> None:
    form = OpenForm(town)
    with away(town, postgresql):
        pass
    monkeypatch.setattr(work_module, "TRUSTED_SECONDS", 0)
    assert form.send().location == RECEIPT
    assert len(registered(town.public)) == 1


@on_sqlite
def test_on_a_full_disk_nothing_is_promised_and_nothing_typed_is_lost(town: Town) -> None:
    OpenForm(town).send()  # the first fits into what an empty table has already
    form = OpenForm(town)
    with on_each_connection(town.public, "PRAGMA max_page_count = 1"):
        answer = form.send()
    assert_not_saved(form, answer, town, before=1)


def assert_not_saved(form: OpenForm, answer: TestResponse, town: Town, *, before: int = 0) -> None:
    """The page says so and still holds the form, which is then sent as if nothing had been."""
    assert answer.status_code == 503
    assert "pas encore enregistré" in answer.text
    assert form.typed["form_token"] in answer.text
    assert len(registered(town.public)) == before
    assert form.visitor.open(RECEIPT).location == FORM, "there is no receipt"
    assert form.visitor.open(CHECK).status_code == 200, "the draft is kept"
    assert form.send().location == RECEIPT
    assert len(registered(town.public)) == before + 1


def test_an_acceptance_while_the_database_is_locked_is_refused_and_the_offer_stays_open(town: Town) -> None:
    (member,) = town.join("article-1")
    reference = register_somebody(town)
    card, partner = card_of(town, reference), Partner.signed_in(town, member)
    token = TOKEN.search(partner.open(f"/fiches/{card}").text)
    assert token
    with impatient(town.partners), locked(town):
        answer = partner.client.post(f"/fiches/{card}/accepter", data={"csrf_token": unescape(token[1])})
    assert answer.status_code == 503
    assert "Rien n’a été enregistré" in answer.text
    assert offer_with(town, card).state is OfferState.OPEN
    assert partner.send(f"/fiches/{card}/accepter", seen_on=f"/fiches/{card}").status_code == 303
    assert offer_with(town, card).state is OfferState.ACCEPTED


def test_nobody_waits_for_ever_for_a_lock(town: Town) -> None:
    for hub in (town.front, town.portal, town.hub):
        with hub.read() as work:
            on_sqlite = work.session.get_bind().dialect.name == "sqlite"
            asked = "PRAGMA busy_timeout" if on_sqlite else "SHOW lock_timeout"
            assert work.session.scalar(text(asked)) == (15000 if on_sqlite else "15s")


@on_postgresql
def test_whoever_stands_before_a_page_does_not_wait_for_ever_for_a_statement(town: Town) -> None:
    for door in (wsgi.public(town.environ), wsgi.partners(town.environ)):
        with hub_of(door).read() as work:
            assert work.session.scalar(text("SHOW statement_timeout")) == "30s"
        _engine(door).dispose()
    with town.hub.read() as work:
        assert work.session.scalar(text("SHOW statement_timeout")) == "0", "a sweep may take long"


@on_postgresql
def test_no_question_is_compiled_before_it_is_answered(town: Town) -> None:
    for hub in (town.front, town.portal, town.hub):
        with hub.read() as work:
            assert work.session.scalar(text("SHOW jit")) == "off"


@contextmanager
def locked(town: Town) -> Iterator[None]:
    """Somebody else is writing, and takes a long time over it."""
    holder = create_engine(town.environ["DATABASE_URL"])
    on_sqlite = holder.dialect.name == "sqlite"
    with holder.connect() as connection:
        connection.exec_driver_sql(
            "BEGIN IMMEDIATE" if on_sqlite else "LOCK TABLE referrals IN ACCESS EXCLUSIVE MODE"
        )
        yield
    holder.dispose()


def impatient(door: Flask) -> AbstractContextManager[None]:
    """This door waits a moment for a lock, rather than fifteen seconds."""
    on_sqlite = _engine(door).dialect.name == "sqlite"
    return on_each_connection(
        door, "PRAGMA busy_timeout = 200" if on_sqlite else "SET lock_timeout = '200ms'"
    )


@contextmanager
def on_each_connection(door: Flask, order: str) -> Iterator[None]:
    def give(connection: Any, record: object) -> None:
        connection.execute(order)
        connection.commit()

    engine = _engine(door)
    engine.dispose()
    event.listen(engine, "connect", give)
    yield
    event.remove(engine, "connect", give)
    engine.dispose()


@contextmanager
def away(town: Town, server: URL) -> Iterator[None]:
    """The server lets nobody into this database, and shows everybody out."""
    name = str(make_url(town.environ["DATABASE_URL"]).database)
    address = server.set(drivername="postgresql").render_as_string(hide_password=False)
    door = sql.SQL("ALTER DATABASE {} WITH ALLOW_CONNECTIONS {}")
    with psycopg.connect(address, autocommit=True) as admin:
        admin.execute(door.format(sql.Identifier(name), sql.SQL("false")))
        admin.execute("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = %s", [name])
        yield
        admin.execute(door.format(sql.Identifier(name), sql.SQL("true")))


def _engine(door: Flask) -> Engine:
    engine: Engine = hub_of(door).sessions.kw["bind"]
    return engine
