"""What is sought in the directory is found, what is not said is not invented, and nothing typed does harm."""

from __future__ import annotations

import re
from dataclasses import replace
from html import unescape
from urllib.parse import urlencode

import pytest
from flask import Flask
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from hub.directory import Entry
from hub.geography import DEPARTMENTS
from hub.vocabulary import Situation, Theme
from tests.forms.conftest import Visitor, hub_of
from tests.forms.directory.shelf import (
    COUNT,
    ENTRIES,
    nearness,
    number,
    reaches,
    row,
    said,
    search,
    slugs,
)


def test_every_association_is_in_the_list_once(visitor: Visitor, members: dict[str, Entry]) -> None:
    assert sorted(slugs(visitor)) == sorted(members)
    assert number(search(visitor)) == len(members)


def test_every_association_has_a_page_that_says_its_name(visitor: Visitor, members: dict[str, Entry]) -> None:
    for slug, entry in members.items():
        answer = visitor.open(f"/associations/{slug}")
        assert answer.status_code == 200, slug
        assert entry.name.replace("'", "’") in unescape(answer.text)
        assert answer.text.count("<h1") == 1


@pytest.mark.parametrize("slug", ["inconnue", "AFEV", "afev/inconnue", "..%2fafev", "%00", "é" * 500])
def test_an_unknown_association_does_not_exist(
    visitor: Visitor, members: dict[str, Entry], slug: str
) -> None:
    answer = visitor.open(f"/associations/{slug}")
    assert answer.status_code == 404
    assert "Cette page n’existe pas" in answer.text


def test_a_situation_is_answered_by_those_who_accompany_it(
    visitor: Visitor, members: dict[str, Entry]
) -> None:
    for situation in Situation:
        expected = {slug for slug, entry in members.items() if situation in entry.profile.situations}
        assert set(slugs(visitor, situation=situation)) == expected


def test_a_need_is_answered_by_those_who_have_it(visitor: Visitor, members: dict[str, Entry]) -> None:
    for theme in Theme:
        expected = {slug for slug, entry in members.items() if theme in entry.profile.themes}
        assert set(slugs(visitor, theme=theme)) == expected


def test_an_age_is_within_what_they_say_both_ends_included(
    visitor: Visitor, members: dict[str, Entry]
) -> None:
    for age in (5, 14, 18, 30):
        expected = {
            slug
            for slug, entry in members.items()
            if entry.profile.ages and entry.profile.ages[0] <= age <= entry.profile.ages[1]
        }
        assert set(slugs(visitor, age=str(age))) == expected


def test_a_department_is_answered_by_those_who_come_there(
    visitor: Visitor, members: dict[str, Entry]
) -> None:
    for code in ("59", "75", "2A", "974", "971"):
        come = {slug for slug, entry in members.items() if reaches(entry.profile.in_person, code)}
        remote = {slug for slug, entry in members.items() if reaches(entry.profile.remote, code)}
        assert set(slugs(visitor, lieu=code, mode="in_person")) == come
        assert set(slugs(visitor, lieu=DEPARTMENTS[code].name.upper(), mode="remote")) == remote
        assert set(slugs(visitor, lieu=code)) == come | remote


def test_a_postal_code_is_its_department(visitor: Visitor, members: dict[str, Entry]) -> None:
    villages = {slug for slug, entry in members.items() if entry.profile.small_town}
    assert set(slugs(visitor, lieu="59100")) == set(slugs(visitor, lieu="59")) - villages
    assert slugs(visitor, lieu="nord") == slugs(visitor, lieu=" 59 ")
    assert "Roubaix (59100)" in search(visitor, lieu="59100").text


def test_a_city_is_known_by_its_name_and_those_that_share_it_are_said(
    visitor: Visitor, members: dict[str, Entry]
) -> None:
    assert slugs(visitor, lieu="roubaix") == slugs(visitor, lieu="59100")
    assert "Roubaix (Nord)" in search(visitor, lieu="ROUBAIX").text
    assert "Saint-Denis (La Réunion, Seine-Saint-Denis, " in search(visitor, lieu="St Denis").text


@pytest.mark.parametrize(
    ("typed", "same"),
    [
        ("59 100", "59100"),
        ("Réunion", "974"),
        ("75000", "75001"),
        ("paris 11", "75011"),
        ("Seine-St-Denis", "93"),
    ],
)
def test_a_place_is_understood_as_people_write_it(
    visitor: Visitor, members: dict[str, Entry], typed: str, same: str
) -> None:
    assert "n’a pas été compris" not in search(visitor, lieu=typed).text
    assert slugs(visitor, lieu=typed) == slugs(visitor, lieu=same)


def test_a_region_is_answered_by_those_who_come_to_a_part_of_it(
    visitor: Visitor, members: dict[str, Entry]
) -> None:
    parts = {
        slug
        for code in ("75", "77", "78", "91", "92", "93", "94", "95")
        for slug in slugs(visitor, lieu=code)
    }
    assert set(slugs(visitor, lieu="ile de france")) == parts
    for typed in ("ile de france", "IDF"):
        assert "pour ce lieu\u202f: Île-de-France" in search(visitor, lieu=typed).text
    assert "pour ce lieu\u202f: Antilles" in search(visitor, lieu="Antilles").text


def test_the_nearest_come_first_and_name_that_place_first(
    visitor: Visitor, members: dict[str, Entry]
) -> None:
    found = slugs(visitor, lieu="59", mode="in_person")
    near = [nearness(members[slug].profile.in_person, "59") for slug in found]
    assert near == sorted(near, reverse=True)
    assert "Où Nord, Île-de-France et" in said(search(visitor, lieu="59", mode="in_person").text)


def test_a_city_is_no_small_town(visitor: Visitor, door: Flask) -> None:
    entry = ENTRIES["proxite"]
    villages = replace(entry, profile=replace(entry.profile, slug="villages", small_town=True))
    with hub_of(door).begin() as work:
        work.session.add(row(villages))
    assert [number(search(visitor, lieu=place)) for place in ("59", "59100", "59132")] == [1, 0, 1]


def test_words_are_sought_in_names_publics_needs_and_places(
    visitor: Visitor, members: dict[str, Entry]
) -> None:
    assert slugs(visitor, q="proxite") == ["proxite"]
    assert slugs(visitor, q="TÉLÉMAQUE") == ["telemaque"]
    assert "tremplin-handicap" in slugs(visitor, q="handicap")
    assert slugs(visitor, q="proxite martien") == []
    assert set(slugs(visitor, q="scolarite", lieu="59")) < set(slugs(visitor, q="scolarite"))


def test_all_that_is_asked_must_be_answered(visitor: Visitor, members: dict[str, Entry]) -> None:
    both = set(slugs(visitor, theme="orientation", situation="lycee_pro"))
    assert both == set(slugs(visitor, theme="orientation")) & set(slugs(visitor, situation="lycee_pro"))
    assert 0 < len(both) < len(members)


def test_what_is_not_said_answers_nothing_that_is_asked(visitor: Visitor, members: dict[str, Entry]) -> None:
    unsaid = {slug for slug, entry in members.items() if entry.profile.ages is None}
    assert unsaid
    assert not unsaid & set(slugs(visitor, age="18"))


def test_the_form_keeps_what_was_asked(visitor: Visitor, members: dict[str, Entry]) -> None:
    page = search(visitor, q="mot", lieu="59", age="16", situation="college", mode="remote").text
    assert '<option value="college" selected>' in page and '<option value="remote" selected>' in page
    assert all(f'value="{typed}"' in page for typed in ("mot", "59", "16"))
    assert '<details class="more" open>' in page


def test_an_empty_answer_says_what_to_ask_less_of(visitor: Visitor, members: dict[str, Entry]) -> None:
    page = search(visitor, lieu="2A", age="8", mode="in_person")
    assert number(page) == 0
    links = re.findall(r'<li><a href="(/associations\?[^"]+)">[^<]*?(\d+) association', page.text)
    assert links
    for link, promised in links:
        assert number(visitor.open(unescape(link))) == int(promised) > 0


def test_a_place_that_nobody_knows_is_said_beside_its_field_and_above_the_results(
    visitor: Visitor, members: dict[str, Entry]
) -> None:
    page = search(visitor, lieu="Tombouctou")
    assert 'aria-invalid="true" aria-describedby="lieu-error"' in page.text
    assert "«\u00a0Tombouctou\u00a0» n’a pas été compris" in page.text
    assert number(page) == len(members)


HOSTILE: tuple[dict[str, str], ...] = (
    {"q": "<script>alert(1)</script>\"'", "lieu": '"><img src=x onerror=alert(1)>'},
    {"q": "\0\x1b\u202e" * 40, "lieu": "\0" * 400, "age": "\0"},
    {"situation": "college' OR 1=1", "theme": "../../etc", "mode": "either; DROP"},
    {"age": "-5"},
    {"age": "9" * 400},
    {"age": "²"},
    {"age": "٣٣"},
    {"page": "99999999999999999999"},
    {"page": "-1"},
    {"page": "²"},
    {"lieu": "5910０"},
    {"q": "a " * 40_000},
)


def test_hostile_addresses_get_a_plain_page(visitor: Visitor, members: dict[str, Entry]) -> None:
    for asked in HOSTILE:
        page = visitor.open(f"/associations?{urlencode(asked)}")
        assert page.status_code == 200, asked
        assert "<img" not in page.text and "<script>" not in page.text
        assert COUNT.search(page.text)


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    asked=st.dictionaries(
        st.sampled_from(["q", "lieu", "age", "situation", "theme", "mode", "page"]), st.text()
    )
)
def test_no_address_breaks_the_list(
    visitor: Visitor, members: dict[str, Entry], asked: dict[str, str]
) -> None:
    query = urlencode({name: value.encode("utf-8", "replace") for name, value in asked.items()})
    assert visitor.open(f"/associations?{query}").status_code == 200
