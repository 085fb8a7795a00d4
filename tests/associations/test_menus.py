"""Wherever one is, the menu says in which part of the house."""

from __future__ import annotations

import pytest

from associations.menus import MENU
from associations.who_may import MAY
from tests.associations.partner import Partner
from tests.parts.town import Town


@pytest.fixture
def database_url(sqlite_url: str) -> str:
    """A menu is drawn from the access matrix, whatever the database."""
    return sqlite_url


def test_every_page_of_the_desk_is_in_one_part_of_its_menu() -> None:
    parts = [part for entry in MENU for part in (entry.endpoint.rpartition(".")[0], *entry.also)]
    rooms = {endpoint.rpartition(".")[0] for endpoint in MAY if endpoint.startswith("desk.")}
    assert {room: parts.count(room) for room in rooms} == dict.fromkeys(rooms, 1)


def test_a_page_behind_the_list_shows_the_list_as_where_one_is(town: Town) -> None:
    page = Partner.signed_in(town, town.open_desk()).open("/coordination/remises/").text
    assert page.count("aria-current") == 1
    assert 'aria-current="true">À faire' in page
