"""The page of one association: what its entry says, and nothing that it does not."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest
from flask import Flask

from hub.directory import Entry
from hub.routing import Scope, Territory
from hub.vocabulary import Public, Theme
from tests.forms.conftest import Visitor, hub_of
from tests.forms.directory.shelf import (
    CARD,
    ENTRIES,
    VERIFIED,
    row,
    said,
    search,
)


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
