"""What a calendar reads: parsed back by the same standard, whatever a guest is called and whenever the hour changes."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from email import message_from_bytes
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st
from icalendar import Calendar, Component, Timezone

from emails.envelopes import FILE_NAME, enveloped, on_the_wire
from emails.invitations import Happening, Invitation, Method, written
from emails.letters import Letter

SENDER = Address("La Passerelle", addr_spec="bonjour@passerelle.example")
GUEST = Address(addr_spec="ana@boreal.example")
SAID_AT = datetime(2026, 3, 2, 11, tzinfo=UTC)
HAPPENING = Happening(
    uid="408bd5fcb15a0a662caa00d758b57b42",
    sequence=3,
    said_at=SAID_AT,
    starts_at=datetime(2026, 3, 26, 11, 30, tzinfo=UTC),
    ends_at=datetime(2026, 3, 26, 12, 30, tzinfo=UTC),
    link="https://visio.example/salle?a=1&b=2",
    page="https://hub.example/entreprises/suivi/0123456789abcdef0123456789abcdef",
    guest="Ana Canari",
)
LETTER = Letter("Votre place au webinaire est réservée", "Bonjour Ana,\n", "<p>Bonjour Ana,</p>")
PARIS = ZoneInfo("Europe/Paris")


def read(text: str) -> tuple[Component, Component]:
    calendar = Calendar.from_ical(text)
    (event,) = calendar.walk("VEVENT")
    return calendar, event


def invitation(method: Method = Method.REQUEST, **changes: Any) -> str:
    return written(Invitation(method, replace(HAPPENING, **changes)), organizer=SENDER, to=GUEST)


def message(method: Method = Method.REQUEST) -> EmailMessage:
    return enveloped(
        LETTER,
        to=GUEST,
        sender=SENDER,
        number="1",
        written_at=SAID_AT,
        invitation=Invitation(method, HAPPENING),
    )


def test_a_request_says_all_that_a_calendar_needs() -> None:
    calendar, event = read(invitation())
    assert (calendar["version"], calendar["method"]) == ("2.0", "REQUEST")
    assert event["uid"] == f"{HAPPENING.uid}@passerelle.example"
    assert (event["sequence"], event["status"]) == (3, "CONFIRMED")
    assert event.decoded("dtstart") == datetime(2026, 3, 26, 12, 30, tzinfo=PARIS)
    assert event.decoded("dtend") == datetime(2026, 3, 26, 13, 30, tzinfo=PARIS)
    assert event.decoded("dtstamp") == SAID_AT
    assert event["location"] == event["url"] == HAPPENING.link
    assert HAPPENING.page in str(event["description"])


def test_organizer_and_attendee_are_those_of_the_letter() -> None:
    _, event = read(invitation())
    assert event["organizer"] == "mailto:bonjour@passerelle.example"
    assert event["attendee"] == "mailto:ana@boreal.example"
    assert (event["attendee"].params["CN"], event["organizer"].params["CN"]) == (
        "Ana Canari",
        "La Passerelle",
    )
    assert event["attendee"].params["PARTSTAT"] == "ACCEPTED"
    assert event["attendee"].params["RSVP"] == "FALSE"


def test_a_cancellation_takes_the_same_event_out() -> None:
    calendar, event = read(invitation(Method.CANCEL))
    assert (calendar["method"], event["status"]) == ("CANCEL", "CANCELLED")
    assert event["uid"] == read(invitation())[1]["uid"]


def test_the_time_zone_travels_with_the_event_and_is_the_one_it_names() -> None:
    calendar, event = read(invitation())
    (zone,) = calendar.walk("VTIMEZONE")
    assert event["dtstart"].params["TZID"] == zone["tzid"] == "Europe/Paris"


@pytest.mark.parametrize("day", [1, 90, 91, 180, 297, 298, 299, 364])
def test_the_time_zone_that_travels_keeps_the_hour_of_paris(day: int) -> None:
    moment = datetime(2026, 1, 1, 12, 30) + timedelta(days=day)  # noqa: DTZ001 (read in two zones)
    (zone,) = Calendar.from_ical(invitation()).walk("VTIMEZONE")
    assert isinstance(zone, Timezone)
    carried = zone.to_tz(lookup_tzid=False)
    assert moment.replace(tzinfo=carried).utcoffset() == moment.replace(tzinfo=PARIS).utcoffset()


@given(st.text(st.characters(exclude_categories=("Cs", "Cc")), min_size=1, max_size=60))
def test_no_name_becomes_a_line_of_the_calendar(name: str) -> None:
    calendar, event = read(invitation(guest=name))
    assert [part.name for part in calendar.subcomponents] == ["VTIMEZONE", "VEVENT"]
    assert event["attendee"] == "mailto:ana@boreal.example"
    assert set(event) == set(read(invitation())[1])


def test_a_name_with_signs_of_the_standard_comes_back_whole() -> None:
    name = "Ana ; Canari, Dupré : directrice"
    assert read(invitation(guest=name))[1]["attendee"].params["CN"] == name


def test_lines_end_and_fold_as_the_standard_wants() -> None:
    lines = invitation().encode().split(b"\r\n")
    assert b"\n" not in b"".join(lines)
    assert max(map(len, lines)) <= 75


def test_the_event_stands_beside_the_letter_and_in_a_file() -> None:
    carried = message_from_bytes(on_the_wire(message()), policy=SMTP)
    shape = [part.get_content_type() for part in carried.walk()]
    assert shape == [
        "multipart/mixed",
        "multipart/alternative",
        "text/plain",
        "text/html",
        "text/calendar",
        "application/ics",
    ]
    inline, file = [
        part for part in carried.walk() if "cal" in part.get_content_type() or part.is_attachment()
    ]
    assert inline["Content-Type"].params == {"charset": "utf-8", "method": "REQUEST"}
    assert not inline.is_attachment()
    assert file.get_filename() == FILE_NAME
    assert inline.get_payload(decode=True) == file.get_payload(decode=True) == invitation().encode()


def test_the_letter_says_the_method_of_its_event() -> None:
    (inline,) = [part for part in message(Method.CANCEL).walk() if part.get_content_type() == "text/calendar"]
    assert inline["Content-Type"].params["method"] == "CANCEL"


def test_an_invitation_never_prints() -> None:
    assert "Ana" not in repr(HAPPENING) + repr(Invitation(Method.REQUEST, HAPPENING))
