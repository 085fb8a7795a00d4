"""An alarm at the desk: in the list, with what it means and what to do, until somebody says that it is settled."""

from __future__ import annotations

import html
from collections.abc import Iterator
from pathlib import Path

import pytest

from hub import alarms
from hub.alarms import WORDS
from hub.models import AlarmKind
from tests.associations.partner import Partner
from tests.parts.post import Letterbox
from tests.parts.town import Town, town_at

LIST, PAGE = "/coordination/", "/coordination/a-faire/alarm/1"


@pytest.fixture
def town(sqlite_url: str, tmp_path: Path, letterbox: Letterbox) -> Iterator[Town]:
    with town_at(sqlite_url, tmp_path, letterbox) as opened:
        yield opened


def test_an_alarm_says_what_to_do_and_leaves_the_list_once_it_is_settled(town: Town) -> None:
    desk = Partner.signed_in(town, town.open_desk())
    with town.front.begin() as work:
        alarms.raise_(work, AlarmKind.FORGED_ROW, subject="7KQ2X")
    words = WORDS[AlarmKind.FORGED_ROW]
    assert words.title in html.unescape(desk.open(LIST).text)
    page = html.unescape(desk.open(PAGE).text)
    assert all(said in page for said in (*words, "7KQ2X"))
    town.clock.forward(minutes=1)
    assert desk.send(f"{PAGE}/laisser", seen_on=PAGE).status_code == 303
    assert words.title not in html.unescape(desk.open(LIST).text)
