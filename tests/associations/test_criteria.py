"""Our criteria: read, tried, kept and taken back, by whom may."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from html import unescape
from pathlib import Path
from typing import Any

import pytest

from hub import membership
from hub.cards import Area, AreaKind, Form, form_key
from hub.models import CardCount, Member, Role
from hub.vocabulary import AgeBand, Level, Mode, Theme
from tests.associations.partner import Partner
from tests.parts.post import Letterbox
from tests.parts.town import Town, association, town_at

SLUG = "proxite"
TAG = re.compile(r"<[^>]*>")
IN_SEINE_SAINT_DENIS, IN_PAS_DE_CALAIS = 44, 3


@pytest.fixture
def town(sqlite_url: str, tmp_path: Path, letterbox: Letterbox) -> Iterator[Town]:
    with town_at(sqlite_url, tmp_path, letterbox) as opened:
        with opened.administration.begin() as work:
            for department, count in (("93", IN_SEINE_SAINT_DENIS), ("62", IN_PAS_DE_CALAIS)):
                work.session.add(CardCount(form=form_of(department), month=date(2026, 1, 1), cards=count))
        yield opened


def form_of(department: str) -> str:
    return form_key(
        Form(
            area=Area(AreaKind.DEPARTMENT, department),
            bands=(AgeBand.FROM_11_TO_14,),
            level=Level.QUATRIEME,
            themes=(Theme.SCOLARITE,),
            families=(),
            mode=Mode.EITHER,
        )
    )


@pytest.fixture
def manager(town: Town) -> Partner:
    return Partner.signed_in(town, town.join(SLUG, role=Role.MANAGER)[0])


def said(page: str) -> str:
    return re.sub(r"\s+", " ", unescape(TAG.sub(" ", page)))


def entry(town: Town) -> dict[str, Any]:
    with town.hub.read() as work:
        return association(work.session, SLUG).profile


def send(partner: Partner, path: str, seen_on: str = "/criteres/qui", **typed: Any) -> Any:
    """Post, with the version that the form was opened with, unless told otherwise."""
    page = partner.open(seen_on).text
    found = re.search(r'name="version" type="hidden" value="(\d+)"', page)
    version = {"version": found[1]} if found else {}
    return partner.send(path, seen_on=seen_on, **{**version, **typed})


Typed = dict[str, Any]
WHERE: Typed = {
    "in_person": "listed",
    "in_person_places": ["r11", "d62"],
    "remote": "france",
    "small_town": "y",
}
WHOM: Typed = {
    "youngest": "12",
    "oldest": "20",
    "situations": ["college", "lycee_pro"],
    "first_class": "cinquieme",
}


def test_what_stands_is_read_in_words_with_its_missing_parts(town: Town, manager: Partner) -> None:
    page = said(manager.open("/criteres/").text)
    assert "De 11 à 30 ans" in page and "Île-de-France" in page and "Fiche à confirmer" in page
    assert "40 fiches de jeunes, sur 50" in page, "rounded: 44 of 47"
    with town.administration.begin() as work:
        row = association(work.session, SLUG)
        row.profile = {**row.profile, "criteria": {**row.profile["criteria"], "ages": None, "ways": []}}
    page = said(manager.open("/criteres/").text)
    assert "Aucune fiche ne peut vous être proposée" in page
    assert "Il manque : Qui vous accompagnez , Par quelle voie ." in page


def test_a_chapter_is_tried_on_the_year_s_cards_and_kept_only_when_told(town: Town, manager: Partner) -> None:
    before = entry(town)
    elsewhere = {**WHERE, "in_person_places": ["d62"], "remote": "none"}
    tried = send(manager, "/criteres/ou/essayer", "/criteres/ou", **elsewhere)
    page = said(tried.text).split("Accompagnez-vous")[0]
    assert tried.status_code == 200 and entry(town) == before
    assert "Seine-Saint-Denis −40" in page and "40 de moins" in page
    assert "Pas-de-Calais +" not in page, "fewer than ten are not told"
    assert not re.search(rf"\b{IN_SEINE_SAINT_DENIS}\b|\b47\b", page), "no exact figure"
    kept = send(manager, "/criteres/ou", "/criteres/ou", **WHERE)
    assert kept.status_code == 303
    criteria = entry(town)["criteria"]
    assert criteria["in_person"] == {"scope": "listed", "departments": ["62"], "regions": ["11"]}
    assert criteria["remote"] == {"scope": "france", "departments": [], "regions": []}
    assert criteria["small_town"] and criteria["ages"] == before["criteria"]["ages"]


CHAPTERS: dict[str, Typed] = {
    "qui": WHOM,
    "quoi": {"themes": ["culture", "scolarite"], "project": "culture"},
    "publics": {"required_publics": ["qpv"], "favoured_publics": ["ase", "rep"], "girls_only": "y"},
    "voies": {
        "ways": ["prescriber", "partner_school"],
        "partner_schools": "0590119J, 0590119j",
        "ase_conventions": ["d59", "d62"],
    },
    "mentors": {
        "wanted": "y",
        "ages": ["50+"],
        "reach": "own",
        "in_person": "none",
        "remote": "france",
    },
    "presentation": {
        "website": "https://www.proxite.com",
        "rhythm": " une  heure ",
        "companies": "no",
        "school_year": "59",
    },
}


def test_every_chapter_says_what_it_asks_and_nothing_else(town: Town, manager: Partner) -> None:
    before = entry(town)
    for chapter, typed in CHAPTERS.items():
        answer = send(manager, f"/criteres/{chapter}", f"/criteres/{chapter}", **typed)
        assert answer.status_code == 303, (chapter, said(answer.text))
    now, criteria = entry(town), entry(town)["criteria"]
    assert criteria["ages"] == {"from": 12, "to": 20} and criteria["situations"] == ["college", "lycee_pro"]
    assert (criteria["themes"], criteria["project"]) == (["scolarite", "culture"], "culture")
    assert (criteria["required_publics"], criteria["girls_only"]) == (["qpv"], True)
    assert (criteria["partner_schools"], criteria["ase_conventions"]) == (["0590119J"], ["59", "62"])
    assert criteria["in_person"] == before["criteria"]["in_person"]
    assert now["mentors"]["reach"] == {
        "in_person": None,
        "remote": {"scope": "france", "departments": [], "regions": []},
    }
    assert (now["mentors"]["themes"], now["mentors"]["audiences"]) == (None, None)
    assert (now["website"], now["rhythm"]) == ("https://www.proxite.com", "une heure")
    assert (now["companies"], now["school_year"]) == (False, "59")
    assert "celles de ce département\u202f: Nord, zone B" in unescape(manager.open("/criteres/").text)
    assert (now["name"], now["slug"]) == (before["name"], before["slug"])


WRONG: tuple[tuple[str, Typed, str], ...] = (
    ("qui", {**WHOM, "youngest": "25"}, "L’âge le plus grand vient après"),
    ("qui", {**WHOM, "oldest": ""}, "Indiquez l’âge le plus grand."),
    ("qui", {**WHOM, "situations": []}, "Cochez au moins une réponse"),
    ("quoi", {"themes": ["culture"], "project": "concours"}, "doit être aussi coché"),
    ("ou", {"in_person": "listed", "remote": "none"}, "Cochez au moins un lieu"),
    ("ou", {"in_person": "none", "remote": "none"}, "au moins une façon d’accompagner"),
    ("voies", {"ways": ["open"], "partner_schools": "0590119Z"}, "À corriger : 0590119Z."),
    ("mentors", {"wanted": "y", "reach": "same", "in_person": "none", "remote": "none"}, "au moins un âge"),
    ("mentors", {"reach": "own", "in_person": "none", "remote": "none"}, "Dites au moins une façon"),
    ("presentation", {"website": "javascript:alert(1)", "companies": ""}, "adresse complète"),
    ("presentation", {"rhythm": "a\u200bb", "companies": ""}, "invisible"),
    ("presentation", {"companies": "", "school_year": "974"}, "choix valide"),
)


def test_what_cannot_be_is_said_where_it_stands_and_nothing_is_kept(town: Town, manager: Partner) -> None:
    before = entry(town)
    for chapter, typed, sentence in WRONG:
        for path in (f"/criteres/{chapter}/essayer", f"/criteres/{chapter}"):
            answer = send(manager, path, f"/criteres/{chapter}", **typed)
            assert answer.status_code == 422 and sentence in said(answer.text), (path, said(answer.text))
    assert entry(town) == before


def test_a_colleague_s_change_of_the_same_is_shown_before_it_is_said_otherwise(
    town: Town, manager: Partner
) -> None:
    send(manager, "/criteres/qui", **WHOM)
    clash = send(manager, "/criteres/qui", **{**WHOM, "youngest": "15", "version": "1"})
    assert clash.status_code == 409
    assert "Un collègue a changé ces mêmes critères" in said(clash.text)
    assert entry(town)["criteria"]["ages"] == {"from": 12, "to": 20}
    found = re.search(r'name="version" type="hidden" value="(\d+)"', clash.text)
    assert found and found[1] == "2", "saved again, it is said on top of what the colleague said"


def test_a_member_reads_and_tries_and_only_a_manager_keeps(town: Town, manager: Partner) -> None:
    member = Partner.signed_in(town, town.join("afev")[0])
    assert "Seuls les responsables" in said(member.open("/criteres/").text)
    page = member.open("/criteres/qui")
    assert page.status_code == 200
    tried = send(member, "/criteres/qui/essayer", **WHOM)
    assert tried.status_code == 200 and "Enregistrer" not in said(tried.text)
    for path in ("/criteres/qui", "/criteres/confirmer", "/criteres/historique/1/reprendre"):
        assert send(member, path, **WHOM).status_code == 404, path
    assert manager.open("/criteres/nulle-part").status_code == 404
    assert manager.open("/criteres/historique/99").status_code == 404


def test_the_history_says_who_changed_what_and_leads_back(town: Town, manager: Partner) -> None:
    colleague = Partner.signed_in(town, invited(town, "responsable@proxite.example"))
    send(colleague, "/criteres/ou", "/criteres/ou", **{**WHERE, "in_person_places": ["r11", "d62"]})
    colleague.send("/criteres/confirmer", seen_on="/criteres/")
    page = said(manager.open("/criteres/historique").text)
    assert "responsable@proxite.example" in page and "Fiche confirmée" in page
    assert "en plus : Pas-de-Calais" in page and "en moins : Haute-Garonne" in page
    again = said(manager.open("/criteres/historique/1").text)
    assert "en plus : Haute-Garonne" in again and "Revenir à cette version" in again
    back = manager.send("/criteres/historique/1/reprendre", seen_on="/criteres/historique/1")
    assert back.status_code == 303
    assert "31" in entry(town)["criteria"]["in_person"]["departments"]
    assert "Retour à la version 1" in said(manager.open("/criteres/historique").text)
    assert "Fiche confirmée" in said(manager.open("/criteres/").text)
    assert said(manager.open("/criteres/historique?avant=1").text).count("Aucune version plus ancienne") == 1


def invited(town: Town, email: str) -> Member:
    with town.administration.begin() as work:
        return membership.invite(
            work, email=email, association=association(work.session, SLUG), role=Role.MANAGER
        )
