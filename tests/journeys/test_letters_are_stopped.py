"""Letters that come by themselves are stopped from their own link, by a reader or a mail program, and taken back."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from email.message import EmailMessage
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from flask import Flask
from flask.testing import FlaskClient

from hub import companies, digests, offers, queries, strangers, subscriptions, vouching, webinars
from hub.journal import Act
from hub.models import JournalEntry, Member, OutboxMessage, Prescriber
from tests.associations.partner import registered
from tests.parts.companies import CONTACT, company
from tests.parts.post import Letterbox
from tests.parts.prescribers import ADDRESS, register
from tests.parts.town import Town, address_of, text_of, town_at

ONE_CLICK = {"List-Unsubscribe": "One-Click"}
MONDAY, NEXT_MONDAY = datetime(2026, 3, 9, 7, tzinfo=UTC), datetime(2026, 3, 16, 7, tzinfo=UTC)


@pytest.fixture
def town(sqlite_url: str, tmp_path: Path, letterbox: Letterbox) -> Iterator[Town]:
    with town_at(sqlite_url, tmp_path, letterbox) as opened:
        yield opened


@pytest.fixture
def references(town: Town) -> list[str]:
    """Two young people, registered by a professional who confirmed their address."""
    with town.front.begin() as work:
        strangers.confirm(work, work.vault.address_digest(ADDRESS))
        return [register(work), register(work, marker="Vert")]


def withdraw(town: Town, reference: str) -> None:
    town.clock.forward(hours=9)
    with town.front.begin() as work:
        offers.withdraw(work, queries.referral_by_reference(work.session, reference))


def at(town: Town, moment: datetime) -> None:
    town.clock.now = moment
    town.settle()


def weekly(town: Town) -> list[EmailMessage]:
    subject = "Où en sont les jeunes que vous avez inscrits"
    return [letter for letter in town.letters_to(ADDRESS) if letter["Subject"] == subject]


def link_in(letter: EmailMessage) -> str:
    """Where its header says that it is stopped; the same link is on its last line."""
    assert letter["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    header = str(letter["List-Unsubscribe"]).strip()
    assert header.startswith("<http") and header.endswith(">")
    assert header[1:-1] in text_of(letter)
    return urlsplit(header[1:-1]).path


def program(door: Flask) -> FlaskClient:
    """A mail program: no cookie, no page opened before, no token of a form."""
    return door.test_client(use_cookies=False)


def test_a_professional_s_mail_program_stops_the_weekly_letter_and_they_take_it_back(
    town: Town, references: list[str]
) -> None:
    town.settle()
    withdraw(town, references[0])
    at(town, MONDAY)
    link = link_in(weekly(town)[-1])
    assert program(town.public).get(link).status_code == 200
    assert program(town.public).head(link).status_code == 200
    withdraw(town, references[1])
    with town.hub.read() as work:
        assert queries.prescribers_with_news(work.session, NEXT_MONDAY), "a look changed nothing"
    stopped = program(town.public).post(link, data=ONE_CLICK)
    assert (stopped.status_code, "ne vous arrive plus" in stopped.text) == (200, True)
    at(town, NEXT_MONDAY)
    assert len(weekly(town)) == 1
    assert "à nouveau" in program(town.public).post(link, data={"again": "1"}).text
    town.settle()
    assert len(weekly(town)) == 2


def test_a_letter_already_on_its_way_is_dropped_when_it_is_no_longer_wanted(
    town: Town, references: list[str]
) -> None:
    town.settle()
    withdraw(town, references[0])
    town.clock.now = MONDAY
    assert digests.post_due(town.hub) == 1
    with town.front.begin() as work:
        subscriptions.stop(work, work.session.query(Prescriber).one())
    town.settle()
    assert weekly(town) == []
    with town.hub.read() as work:
        assert work.session.query(OutboxMessage).filter_by(letter=digests.LETTER).count() == 0


def test_a_company_s_letters_after_a_webinar_stop_and_the_reminder_of_its_seat_does_not(town: Town) -> None:
    webinars.keep_up(town.hub)
    with town.front.begin() as work:
        strangers.confirm(work, work.vault.address_digest(CONTACT.email))
        session = webinars.offered(work)[0]
        starts_at = session.starts_at
        companies.register(work, company(webinar=session.id))
    for hours in (-24, 24):
        at(town, starts_at + timedelta(hours=hours))
    thanks = [letter for letter in town.letters_to(CONTACT.email) if "List-Unsubscribe" in letter]
    assert [str(letter["Subject"]) for letter in thanks] == ["Merci d’être venus au webinaire"]
    told = len(town.letters_to(CONTACT.email))
    program(town.public).post(link_in(thanks[0]), data=ONE_CLICK)
    at(town, starts_at + timedelta(days=12))
    assert len(town.letters_to(CONTACT.email)) == told


def test_a_member_stops_the_morning_s_digest_and_the_last_reader_is_told_why_it_goes_on(town: Town) -> None:
    member, colleague = town.join("article-1")[0], town.join("afev")[0]
    with town.administration.begin() as work:
        moved = work.session.get_one(Member, colleague.id)
        moved.association = work.session.get_one(Member, member.id).association
        vouching.for_member(work, moved)
    registered(town)
    at(town, datetime(2026, 3, 3, 7, tzinfo=UTC))
    mine, theirs = (
        link_in(next(each for each in town.letters_to(address_of(slug)) if "List-Unsubscribe" in each))
        for slug in ("article-1", "afev")
    )
    stopped = program(town.partners).post(mine, data=ONE_CLICK)
    assert (stopped.status_code, "ne vous arrive plus" in stopped.text) == (200, True)
    last = program(town.partners).post(theirs, data=ONE_CLICK)
    assert (last.status_code, "la dernière personne" in last.text) == (200, True)
    with town.hub.read() as work:
        hours = [work.session.get_one(Member, each.id).digest_hour for each in (member, colleague)]
        noted = work.session.query(JournalEntry).filter_by(act=Act.DIGEST_CHANGED, by_id=member.id).count()
    assert (hours, noted) == ([None, 8], 1)
    assert "à nouveau" in program(town.partners).post(mine, data={"again": "1"}).text


FORGED = ("p1-", "m1-", "e1-", "p999999999999-", "p²-", "x1-", "p1", "")


def test_a_link_that_we_did_not_write_stops_nothing(town: Town, references: list[str]) -> None:
    town.join("article-1")
    for door in (town.public, town.partners):
        for begins in FORGED:
            assert program(door).post(f"/courriels/{begins}{'0' * 32}", data=ONE_CLICK).status_code == 404


def test_a_link_serves_at_its_own_door_for_its_own_reader(town: Town, references: list[str]) -> None:
    (member,) = town.join("article-1")
    with town.hub.read() as work:
        professional = subscriptions.token_of(work, work.session.query(Prescriber).one())
        partner = subscriptions.token_of(work, work.session.get_one(Member, member.id))
    assert program(town.partners).get(f"/courriels/{professional}").status_code == 404
    assert program(town.public).get(f"/courriels/{partner}").status_code == 404
    with town.administration.begin() as work:
        work.session.get_one(Member, member.id).removed_at = work.now
    assert program(town.partners).get(f"/courriels/{partner}").status_code == 404
