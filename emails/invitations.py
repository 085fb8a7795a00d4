"""A webinar in somebody's calendar: RFC 5545 events sent as RFC 5546 asks, so that one word replaces the one before."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from email.headerregistry import Address
from enum import StrEnum

from icalendar import Calendar, Event, Timezone, vCalAddress, vText, vUri

from emails.tongues import FRENCH, tongue
from hub.calendar import PARIS
from hub.wording import HUB_NAME, N_

SUMMARY = N_("Découvrir le mentorat : le webinaire des entreprises")
DESCRIPTION = N_("Rejoindre la salle : %(link)s\n\nUn empêchement ? Votre page : %(page)s")
EUROPE_PARIS = """\
BEGIN:VTIMEZONE
TZID:Europe/Paris
BEGIN:STANDARD
DTSTART:19961027T030000
RRULE:FREQ=YEARLY;BYMONTH=10;BYDAY=-1SU
TZNAME:CET
TZOFFSETFROM:+0200
TZOFFSETTO:+0100
END:STANDARD
BEGIN:DAYLIGHT
DTSTART:19970330T020000
RRULE:FREQ=YEARLY;BYMONTH=3;BYDAY=-1SU
TZNAME:CEST
TZOFFSETFROM:+0100
TZOFFSETTO:+0200
END:DAYLIGHT
END:VTIMEZONE
"""
"""The rules of the European Union since 1996: clients that know no Paris read the hour right."""


class Method(StrEnum):
    """What a calendar is asked to do: take the event, new or changed, or take it out."""

    REQUEST = "REQUEST"
    CANCEL = "CANCEL"


@dataclass(frozen=True, slots=True, repr=False)
class Happening:
    """One session as one person's calendar knows it.  ``sequence`` grows with each word about it."""

    uid: str
    sequence: int
    said_at: datetime
    starts_at: datetime
    ends_at: datetime
    link: str
    page: str
    guest: str
    language: str = FRENCH


@dataclass(frozen=True, slots=True, repr=False)
class Invitation:
    method: Method
    happening: Happening


def written(invitation: Invitation, *, organizer: Address, to: Address) -> str:
    """The calendar's own text, from the sender of the letter to its recipient."""
    calendar = Calendar()
    calendar.add("prodid", f"-//{HUB_NAME}//Webinaires//FR")
    calendar.add("version", "2.0")
    calendar.add("calscale", "GREGORIAN")
    calendar.add("method", invitation.method.value)
    calendar.add_component(Timezone.from_ical(EUROPE_PARIS))
    calendar.add_component(_event(invitation, organizer, to))
    text: str = calendar.to_ical().decode()
    return text


def _event(invitation: Invitation, organizer: Address, to: Address) -> Event:
    what = invitation.happening
    taken = invitation.method is Method.REQUEST
    say = tongue(what.language).say
    event = Event()
    event.add("uid", f"{what.uid}@{organizer.domain}")
    event.add("sequence", what.sequence)
    event.add("dtstamp", what.said_at)
    event.add("dtstart", what.starts_at.astimezone(PARIS))
    event.add("dtend", what.ends_at.astimezone(PARIS))
    event.add("summary", say(SUMMARY))
    event.add("description", say(DESCRIPTION, link=what.link, page=what.page))
    event.add("location", what.link)
    event.add("url", vUri(what.link))
    event.add("status", "CONFIRMED" if taken else "CANCELLED")
    event.add("transp", "OPAQUE" if taken else "TRANSPARENT")
    event.add("organizer", _who(organizer, organizer.display_name or HUB_NAME))
    event.add("attendee", _guest(to, what.guest, coming=taken))
    return event


def _who(address: Address, name: str) -> vCalAddress:
    who = vCalAddress(f"mailto:{address.addr_spec}")
    who.params["CN"] = vText(name)
    return who


def _guest(to: Address, name: str, *, coming: bool) -> vCalAddress:
    """The seat is theirs already: no answer is asked for."""
    guest = _who(to, name)
    guest.params["CUTYPE"] = vText("INDIVIDUAL")
    guest.params["ROLE"] = vText("REQ-PARTICIPANT")
    guest.params["PARTSTAT"] = vText("ACCEPTED" if coming else "DECLINED")
    guest.params["RSVP"] = vText("FALSE")
    return guest
