"""The map of the directory, and the list that says the same."""

from __future__ import annotations

import re

from flask import Flask

from hub import outlines
from hub.directory import Entry
from tests.forms.conftest import Visitor, hub_of
from tests.forms.directory.shelf import (
    ENTRIES,
    number,
    row,
)

SOME = ("09", "33", "59", "75")
REGIONS_OF_THE_MAINLAND = 13
PARIS = "Île-de-France"


def test_the_map_counts_those_who_come_and_leads_to_them(visitor: Visitor, members: dict[str, Entry]) -> None:
    page = visitor.open("/associations").text
    shades = re.findall(r'<path class="shade-(\d)" d="([^"]+)"', page)
    for code, drawn in outlines.OUTLINES.items():
        coming = number(visitor.open(f"/associations?lieu={code}&mode=in_person")) if code in SOME else None
        assert coming is None or {bool(int(shade)) for shade, path in shades if drawn in path} == {coming > 0}
        assert any(drawn in path for _, path in shades), code
    tiles = re.findall(r'<li><a class="shade-\d" href="[^"]+">(.*?) <b>(\d+)</b>', page)
    assert ("La Réunion", "1") in tiles and ("Martinique", "0") in tiles


def test_the_map_is_hidden_from_who_cannot_see_it_and_said_in_a_list(
    visitor: Visitor, members: dict[str, Entry]
) -> None:
    page = visitor.open("/associations").text
    svg = re.search(r'<svg viewBox="0 0 613 585".*?</svg>', page, re.DOTALL)
    assert svg and 'aria-hidden="true"' in svg[0]
    assert svg[0].count("<a ") == svg[0].count('tabindex="-1"')
    listed = visitor.open("/associations/departements").text
    regions = re.findall(
        r'#(r\d+)" tabindex="-1"><title>(.*?)\u202f: (\d+)(?: à (\d+) selon[^<]*)?</title>', svg[0]
    )
    assert len(regions) == REGIONS_OF_THE_MAINLAND + len(["around Paris, larger"])
    for anchor, name, least, most in regions:
        section = listed.split(f'<h2 id="{anchor}">{name}</h2>')[1].split("</section>")[0]
        numbers = [int(said) for said in re.findall(r'resultats">[^<]*</a> (\d+)</li>', section)]
        assert (min(numbers), max(numbers)) == (int(least), int(most or least)) or name == PARIS, name
    assert 'href="/associations/departements"' in page


def test_the_map_says_who_drew_it_wherever_it_is_shown(visitor: Visitor, members: dict[str, Entry]) -> None:
    for path in ("/associations", "/associations/proxite"):
        page = visitor.open(path).text
        assert outlines.AUTHOR in page and outlines.LICENCE in page and "simplifié" in page


def test_a_page_draws_where_the_association_comes(visitor: Visitor, members: dict[str, Entry]) -> None:
    page = visitor.open("/associations/proxite").text
    drawn = re.search(r'<path class="shade-4" d="([^"]+)"', page)
    assert drawn
    assert outlines.OUTLINES["59"] in drawn[1] and outlines.OUTLINES["62"] not in drawn[1]
    assert '<svg viewBox="0 0 613 585"' not in visitor.open("/associations/kunact").text


def test_what_changes_in_the_database_changes_on_the_map(visitor: Visitor, door: Flask) -> None:
    before = visitor.open("/associations?page=1").text
    with hub_of(door).begin() as work:
        work.session.add(row(ENTRIES["proxite"]))
    assert "<title>Hauts-de-France\u202f: 0</title>" in before
    now = visitor.open("/associations?page=1").text
    assert "<title>Hauts-de-France\u202f: 0 à 1 selon le département</title>" in now
