"""A house where there is one of everything that the partners' door shows, and one visitor of each kind."""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Mapping
from contextlib import closing
from dataclasses import dataclass
from html import unescape
from http import HTTPStatus
from pathlib import Path

from sqlalchemy import func
from werkzeug.routing import Rule as Route

from associations.who_may import MAY
from hub.models import JournalEntry, Role
from tests.associations.partner import TOKEN, Partner
from tests.parts.town import Town

VARIABLE = re.compile(r"<(?:\w+(?:\([^)]*\))?:)?(\w+)>")
NOTHING: Mapping[str, str] = {
    "card_number": "ZZZZZZZ",
    "reference": "ZZZZZZZZ",
    "slug": "nulle-part",
    "version": "000000000000",
    "number": "999",
    "token": "0" * 32,
    "subject": "rien",
    "word": "rien",
    "name": "rien",
    "filename": "rien.css",
    "year": "1900",
    "page": "rien",
    "language": "xx",
    "key": "rien",
    "link": "rien",
}
"""What names nothing, for each variable of an address; the others are numbers of rows."""
NO_ROW = "999999"
POSTED = re.compile(r"""<form\b(?=[^>]*\bmethod=["']post)[^>]*?(?:\baction=["']([^"']*)["'][^>]*)?>""")
LINK = re.compile(r"""\bhref=["'](/[^"']*)["']""")


@dataclass
class Visitor:
    """``session``: the cookie of whoever is signed in; ``form_token``: what each form of theirs carries."""

    partner: Partner
    seen_on: str
    session: str | None = None
    form_token: str = ""

    @classmethod
    def at(cls, partner: Partner, seen_on: str = "/sessions") -> Visitor:
        """Somebody who has a page with a form open."""
        cookie = partner.client.get_cookie("hub_session")
        visitor = cls(partner, seen_on, cookie.value if cookie else None)
        visitor.come_back()
        return visitor

    def is_out(self) -> bool:
        return self.session is not None and self.partner.client.get_cookie("hub_session") is None

    def come_back(self) -> None:
        if self.session:
            self.partner.client.set_cookie("hub_session", self.session)
        found = TOKEN.search(self.partner.open(self.seen_on).text)
        assert found
        self.form_token = unescape(found[1])

    def answer(self, method: str, path: str, **typed: str) -> str:
        """The status, or where it leads."""
        form = {"csrf_token": self.form_token, **typed} if method == "POST" else None
        with self.partner.client.open(path, method=method, data=form) as found:
            return found.location or str(found.status_code)

    def read(self, path: str) -> str:
        """What a page shows; nothing where it leads elsewhere or is a file."""
        found = self.partner.open(path)
        with closing(found):
            is_page = found.status_code == HTTPStatus.OK and found.mimetype == "text/html"
            return found.text if is_page else ""


@dataclass
class House:
    """``people``: by role those of our association and of the desk; ``things``: what fills an address, by thing."""

    town: Town
    people: dict[Role | None, Visitor]
    numbers: dict[Role | None, int]
    foreign: dict[Role, Visitor]
    removed: Visitor
    things: dict[str, dict[str, str]]
    copy: Path

    def routes(self) -> list[tuple[str, str, Route]]:
        """Each (endpoint, method, route) of the door."""
        return [
            (route.endpoint, method, route)
            for route in self.town.partners.url_map.iter_rules()
            for method in sorted((route.methods or set()) & {"GET", "POST"})
        ]

    def own(self, route: Route) -> str:
        """The address of something of ours."""
        named = self.named(route.endpoint)
        return VARIABLE.sub(lambda found: named[found[1]], route.rule)

    def nothing(self, route: Route) -> str:
        return VARIABLE.sub(lambda found: NOTHING.get(found[1], NO_ROW), route.rule)

    def back(self) -> None:
        """As it was when it was built; whoever went out is in again."""
        raw = self.town.hub.sessions.kw["bind"].raw_connection()
        kept = sqlite3.connect(self.copy)
        kept.backup(raw.driver_connection)
        kept.close()
        raw.close()
        for visitor in self.people.values():
            if visitor.is_out():
                visitor.come_back()

    def named(self, endpoint: str) -> dict[str, str]:
        """What an address, or what is typed there, may name of ours."""
        return {**self.things.get(MAY[endpoint].thing, {}), **self.things.get(endpoint, {})}

    def leads_to(self, page: str, path: str) -> set[str]:
        """The endpoints of every form and every link of this page."""
        adapter = self.town.partners.url_map.bind("localhost")
        posts = [unescape(action) or path for action in POSTED.findall(page)]
        links = [unescape(link).split("?")[0].split("#")[0] for link in LINK.findall(page)]
        found = [adapter.match(post.split("?")[0], method="POST")[0] for post in posts]
        return {*found, *(adapter.match(link, method="GET")[0] for link in links)}

    def noted(self) -> int:
        """The number of the journal's last row."""
        with self.town.hub.read() as work:
            return work.session.query(func.max(JournalEntry.number)).scalar() or 0

    def noted_since(self, number: int) -> list[tuple[str, int | None]]:
        with self.town.hub.read() as work:
            rows = work.session.query(JournalEntry).filter(JournalEntry.number > number)
            return [(row.act, row.by_id) for row in rows]
