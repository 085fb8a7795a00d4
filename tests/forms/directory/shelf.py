"""The directory for tests: the real entries, what a search finds, what a page says."""

from __future__ import annotations

import re
from html import unescape
from urllib.parse import urlencode

from werkzeug.test import TestResponse

from forms.directory.views import ON_A_PAGE
from hub import directory
from hub.directory import Entry
from hub.geography import DEPARTMENTS
from hub.models import Association
from hub.routing import Nearness, Territory
from hub.vocabulary import Place
from tests.forms.conftest import Visitor

ENTRIES = {entry.profile.slug: entry for entry in directory.read()}
VERIFIED = "afev"
PAGES = ("/associations", "/associations?lieu=59", "/associations/proxite", "/associations/departements")
HTML_LIMIT = 14_500
COUNT = re.compile(r'<h2 id="resultats">(\d+) ')
CARD = re.compile(r'<li class="card">.*?</li>', re.DOTALL)
TAG = re.compile(r"<[^>]*>")


def row(entry: Entry, *, verified: bool = False) -> Association:
    return Association(
        slug=entry.profile.slug,
        name=entry.name,
        profile=directory.to_plain(entry),
        verified=verified,
        places_left=1,
        paused_until=None,
        public_key=b"",
        wrapped_key=b"",
    )


def search(visitor: Visitor, **asked: str) -> TestResponse:
    answer = visitor.open(f"/associations?{urlencode(asked)}")
    assert answer.status_code == 200
    return answer


def number(answer: TestResponse) -> int:
    found = COUNT.search(answer.text)
    assert found
    return int(found[1])


def slugs(visitor: Visitor, **asked: str) -> list[str]:
    """All that is found, page after page."""
    first = search(visitor, **asked)
    pages = range(1, -(-number(first) // ON_A_PAGE) + 1)
    cards = [card for page in pages for card in CARD.findall(search(visitor, **asked, page=str(page)).text)]
    return [found for card in cards for found in re.findall(r'href="/associations/([^"]+)"', card)]


def said(html: str) -> str:
    return re.sub(r"[ \n]+", " ", unescape(TAG.sub(" ", html)))


def nearness(territory: Territory | None, code: str) -> Nearness:
    somewhere = Place("", "", "", code, DEPARTMENTS[code].region, 0)
    return territory.nearness(somewhere) if territory else Nearness.OUTSIDE


def reaches(territory: Territory | None, code: str) -> bool:
    return nearness(territory, code) > Nearness.OUTSIDE
