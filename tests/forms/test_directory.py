"""The public directory: what is sought is found, what is not said is not invented, and nothing typed does harm."""

from __future__ import annotations

import gzip
import re
from dataclasses import replace
from html import unescape
from urllib.parse import urlencode

import pytest
from flask import Flask
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from playwright.sync_api import Browser, ViewportSize, expect
from werkzeug.test import TestResponse

from forms.directory.views import ON_A_PAGE
from hub import directory, outlines
from hub.directory import Entry
from hub.geography import DEPARTMENTS
from hub.models import Association
from hub.routing import Nearness, Scope, Territory
from hub.supervisor import LOOPBACK
from hub.vocabulary import Place, Public, Situation, Theme
from tests.forms.conftest import Visitor, hub_of
from tests.parts.browser import DESKTOP, PHONE, accessibility_faults, overflows, well_behaved_page
from tests.parts.wire import answering

ENTRIES = {entry.profile.slug: entry for entry in directory.read()}
VERIFIED = "afev"
PAGES = ("/associations", "/associations?lieu=59", "/associations/proxite", "/associations/departements")
HTML_LIMIT = 14_500
COUNT = re.compile(r'<h2 id="resultats">(\d+) ')
CARD = re.compile(r'<li class="card">.*?</li>', re.DOTALL)
TAG = re.compile(r"<[^>]*>")


@pytest.fixture
def members(door: Flask) -> dict[str, Entry]:
    """The real entries, as a hub keeps them; one of them was confirmed."""
    with hub_of(door).begin() as work:
        work.session.add_all(row(entry, verified=slug == VERIFIED) for slug, entry in ENTRIES.items())
    return ENTRIES


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


def test_every_association_is_in_the_list_once(visitor: Visitor, members: dict[str, Entry]) -> None:
    assert sorted(slugs(visitor)) == sorted(members)
    assert number(search(visitor)) == len(members)


def test_every_association_has_a_page_that_says_its_name(visitor: Visitor, members: dict[str, Entry]) -> None:
    for slug, entry in members.items():
        answer = visitor.open(f"/associations/{slug}")
        assert answer.status_code == 200, slug
        assert entry.name.replace("'", "’") in unescape(answer.text)
        assert answer.text.count("<h1") == 1


@pytest.mark.parametrize("slug", ["inconnue", "AFEV", "afev/", "..%2fafev", "%00", "é" * 500])
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


def test_an_unverified_association_is_to_be_confirmed_everywhere(
    visitor: Visitor, members: dict[str, Entry]
) -> None:
    cards = CARD.findall(search(visitor).text)
    assert [("À confirmer" in card) for card in cards] == [f"/{VERIFIED}" not in card for card in cards]
    assert "À confirmer par l’association" in visitor.open("/associations/proxite").text
    confirmed = visitor.open(f"/associations/{VERIFIED}").text
    assert "Confirmé par l’association" in confirmed and "À confirmer" not in confirmed


def test_a_page_says_whom_where_how_and_from_where_it_is_known(
    visitor: Visitor, members: dict[str, Entry]
) -> None:
    page = visitor.open("/associations/proxite").text
    words = said(page)
    for expected in (
        "De 11 à 30 ans",
        "Lycée professionnel",
        "Aide sociale à l’enfance (ASE)",
        "En personne Île-de-France, Haute-Garonne, Ille-et-Vilaine, Nord",
        "À distance Non proposé",
        "Stage, alternance, premier emploi",
        "Ouverte à chaque jeune, sans intermédiaire",
        "ouilive.co",
    ):
        assert expected in words, expected
    assert f'href="{members["proxite"].website}" rel="noopener external"' in page


def test_what_an_entry_does_not_say_is_called_unsaid(visitor: Visitor, members: dict[str, Entry]) -> None:
    words = said(visitor.open("/associations/kunact").text)
    assert "Âges non précisé Situations" in words
    assert "En personne non précisé À distance non précisé" in words
    assert "Rythme non précisé" in words


@pytest.mark.parametrize(
    ("territory", "words"),
    [
        (Territory(Scope.FRANCE, frozenset(), frozenset()), "Toute la France, outre-mer compris"),
        (Territory(Scope.MAINLAND, frozenset(), frozenset()), "Toute la France hexagonale, hors Corse"),
        (
            Territory(Scope.MAINLAND, frozenset({"974"}), frozenset()),
            "Toute la France hexagonale, hors Corse. Lieux nommés\u202f: La Réunion",
        ),
        (Territory(Scope.LISTED, frozenset({"59", "2A"}), frozenset()), "Corse-du-Sud, Nord"),
        (Territory(Scope.LISTED, frozenset({"75", "59"}), frozenset({"11"})), "Île-de-France, Nord"),
        (Territory(Scope.LISTED, frozenset(), frozenset()), "non précisé"),
        (None, "Non proposé"),
    ],
)
def test_a_territory_is_said_in_words(
    visitor: Visitor, door: Flask, territory: Territory | None, words: str
) -> None:
    entry = ENTRIES["nqt"]
    told = replace(entry, profile=replace(entry.profile, in_person=territory))
    with hub_of(door).begin() as work:
        work.session.add(row(told))
    assert f"En personne {words} À distance" in said(visitor.open("/associations/nqt").text)


def test_conditions_are_said_as_conditions(visitor: Visitor, door: Flask) -> None:
    entry = ENTRIES["nqt"]
    profile = replace(
        entry.profile,
        required_publics=frozenset({Public.HANDICAP}),
        girls_only=True,
        volunteering_done=True,
        project=Theme.CREATION,
        small_town=True,
        partner_schools=frozenset({"0750712S", "9999999A"}),
        ase_conventions=frozenset({"59"}),
    )
    with hub_of(door).begin() as work:
        work.session.add(
            row(replace(entry, profile=profile, places_a_year=120, website=None, sources=("Oral",)))
        )
    words = said(visitor.open("/associations/nqt").text)
    for expected in (
        "Réservé à\u202f: Situation de handicap",
        "Réservé aux filles",
        "Réservé à qui a fait un service civique ou du bénévolat",
        "Il faut avoir choisi ce besoin\u202f: Création d’activité",
        "Niveau demandé\u202f: Bac + 3 au moins",
        "Seulement les petites villes",
        "Lycée Diderot (Paris)",
        "9999999A",
        "Conventions signées avec un département (ASE) Nord",
        "120 jeunes",
        "Oral",
    ):
        assert expected in words, expected
    assert "site de l’association" not in words


def test_a_source_is_a_link_only_when_it_is_a_page(visitor: Visitor, door: Flask) -> None:
    sources = ("javascript:alert(1)", "https://www.exemple.org/a", "Entretien du 3 mars", "http://")
    with hub_of(door).begin() as work:
        work.session.add(row(replace(ENTRIES["nqt"], sources=sources)))
    page = visitor.open("/associations/nqt").text
    assert re.findall(r'href="([^"]*)" rel="noopener external nofollow">([^<]*)<', page) == [
        ("https://www.exemple.org/a", "exemple.org")
    ]


def test_the_map_counts_those_who_come_and_leads_to_them(visitor: Visitor, members: dict[str, Entry]) -> None:
    page = visitor.open("/associations").text
    shapes = re.findall(r'<a href="([^"]+)" tabindex="-1"><title>(.*?)\u202f: (\d+)</title>', page)
    assert {unescape(name) for _, name, _ in shapes} == {DEPARTMENTS[code].name for code in outlines.OUTLINES}
    for link, name, counted in shapes[::12]:
        assert number(visitor.open(unescape(link))) == int(counted), name
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
    shown = dict(re.findall(r"<title>(.*?)\u202f: (\d+)</title>", svg[0]))
    assert shown.items() <= dict(re.findall(r'resultats">([^<]*)</a> (\d+)</li>', listed)).items()
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


def test_the_pages_keep_the_manners_of_the_door(visitor: Visitor, members: dict[str, Entry]) -> None:
    for path in PAGES:
        answer = visitor.open(path)
        assert answer.text.count("<h1") == 1
        assert not re.search(r"<style|\sstyle=|\son\w+=|<script(?! src=\"/static/)", answer.text)
        words = TAG.sub("\n", answer.text)
        assert not re.findall(r".{0,20} [;:!?»].{0,5}|.{0,5}« .{0,20}|\w'\w", unescape(words)), path


def test_the_pages_are_light(visitor: Visitor, members: dict[str, Entry]) -> None:
    for path in (
        "/associations",
        "/associations?lieu=59",
        "/associations/proxite",
        "/associations/departements",
    ):
        assert len(gzip.compress(visitor.open(path).data, 6)) < HTML_LIMIT, path


def test_an_empty_directory_is_still_a_page(visitor: Visitor) -> None:
    assert number(search(visitor)) == 0
    assert visitor.open("/associations/departements").status_code == 200


def test_what_changes_in_the_database_changes_on_the_map(visitor: Visitor, door: Flask) -> None:
    before = visitor.open("/associations?page=1").text
    with hub_of(door).begin() as work:
        work.session.add(row(ENTRIES["proxite"]))
    assert "<title>Nord\u202f: 0</title>" in before
    assert "<title>Nord\u202f: 1</title>" in visitor.open("/associations?page=1").text


@pytest.mark.browser
@pytest.mark.parametrize("viewport", [DESKTOP, PHONE], ids=["desk", "phone"])
def test_anybody_finds_an_association_without_a_script(
    browser: Browser, door: Flask, members: dict[str, Entry], viewport: ViewportSize
) -> None:
    with answering(door) as port, well_behaved_page(browser, viewport, scripts=False) as page:
        page.goto(f"http://{LOOPBACK}:{port}/associations")
        page.get_by_label("Ville, code postal ou département").fill("Lille")
        page.keyboard.press("Enter")
        expect(page.get_by_role("heading", level=2).first).to_contain_text("associations pour ce lieu")
        page.get_by_role("link", name="DUO for a JOB").click()
        expect(page.get_by_role("heading", level=1)).to_have_text("DUO for a JOB")
        expect(page.get_by_text("À confirmer par l’association")).to_be_visible()


@pytest.mark.browser
def test_the_directory_is_accessible_in_light_and_in_dark(
    browser: Browser, door: Flask, members: dict[str, Entry]
) -> None:
    with answering(door) as port, well_behaved_page(browser, PHONE) as page:
        for path in (*PAGES, "/associations?lieu=Tombouctou&age=99"):
            page.goto(f"http://{LOOPBACK}:{port}{path}")
            for scheme in ("light", "dark"):
                page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
                assert accessibility_faults(page) == [], (path, scheme)
            assert not overflows(page), path
