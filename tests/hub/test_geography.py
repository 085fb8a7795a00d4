"""Where a postal code is, whatever its prefix seems to say."""

from __future__ import annotations

import gzip
import json
import tomllib
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest

from hub import geography
from hub.geography import AmbiguousPostalCode, UnknownCommune, UnknownPostalCode
from hub.geography.reduce import reduce

EVERY_CODE = sorted(geography._communes())


@pytest.mark.parametrize(
    ("postal_code", "commune", "name", "department", "region"),
    [
        ("59100", "59512", "Roubaix", "59", "32"),
        ("75011", "75056", "Paris", "75", "11"),
        ("75116", "75056", "Paris", "75", "11"),
        ("69003", "69123", "Lyon", "69", "84"),
        ("13008", "13055", "Marseille", "13", "93"),
        ("20000", "2A004", "Ajaccio", "2A", "94"),
        ("20600", "2B033", "Bastia", "2B", "94"),
        ("97400", "97411", "Saint-Denis", "974", "04"),
        ("97133", "97701", "Saint-Barthélemy", "977", "977"),
        ("97150", "97801", "Saint-Martin", "978", "978"),
        ("98800", "98818", "Nouméa", "988", "988"),
    ],
)
def test_a_postal_code_says_its_commune_its_department_and_its_region(
    postal_code: str, commune: str, name: str, department: str, region: str
) -> None:
    found = geography.place(postal_code, commune)
    assert (found.commune, found.name, found.department, found.region) == (commune, name, department, region)


@pytest.mark.parametrize(
    ("postal_code", "city"),
    [(f"750{n:02}", "75056") for n in range(1, 21)]
    + [(f"6900{n}", "69123") for n in range(1, 10)]
    + [(f"130{n:02}", "13055") for n in range(1, 17)],
)
def test_an_arrondissement_is_its_whole_city(postal_code: str, city: str) -> None:
    assert [found.commune for found in geography.places(postal_code)] == [city]


def test_the_code_of_an_arrondissement_is_understood_where_it_belongs() -> None:
    assert geography.place("75011", "75111").commune == "75056"
    with pytest.raises(UnknownCommune):
        geography.place("75011", "75112")


@pytest.mark.parametrize(
    "department", ["975", "977", "978", "986", "987", "988", "971", "972", "973", "974", "976"]
)
def test_every_inhabited_land_overseas_is_there(department: str) -> None:
    found = [
        where for code in EVERY_CODE for where in geography.places(code) if where.department == department
    ]
    assert found
    assert all(geography.is_overseas(where) for where in found)


@pytest.mark.parametrize(
    ("postal_code", "name"), [("75000", "Paris"), ("69000", "Lyon"), ("13000", "Marseille")]
)
def test_the_code_that_people_write_for_a_whole_city_is_that_city(postal_code: str, name: str) -> None:
    (city,) = geography.places(postal_code)
    assert (city.name, city.postal_code) == (name, postal_code)
    assert city.population > 500_000
    assert geography.place(postal_code, city.commune) == city


def test_a_code_across_two_departments_gives_both_and_the_commune_decides() -> None:
    assert {where.department for where in geography.places("01200")} == {"01", "74"}
    assert geography.place("01200", "74109").department == "74"


def test_the_largest_commune_of_a_shared_code_comes_first() -> None:
    for code in EVERY_CODE:
        found = geography.places(code)
        assert list(found) == sorted(found, key=lambda where: (-where.population, where.name))


def test_a_shared_code_without_a_commune_is_asked_again() -> None:
    for nothing_chosen in (None, ""):
        with pytest.raises(AmbiguousPostalCode):
            geography.place("01200", nothing_chosen)


@pytest.mark.parametrize("unknown", ["00000", "5910", "591000", "Lille", "", "59100\t", "５９１００"])
def test_an_unknown_code_has_no_place(unknown: str) -> None:
    assert geography.places(unknown) == ()
    with pytest.raises(UnknownPostalCode):
        geography.place(unknown)


def test_a_commune_that_does_not_have_the_code_is_refused() -> None:
    with pytest.raises(UnknownCommune):
        geography.place("59100", "75056")


def test_what_was_typed_is_not_repeated_in_a_refusal() -> None:
    for postal_code, commune in (("99999", None), ("59100", "99999"), ("01200", None)):
        with pytest.raises(ValueError) as refusal:
            geography.place(postal_code, commune)
        assert postal_code not in str(refusal.value)
        assert "99999" not in str(refusal.value)


def test_a_commune_is_found_by_its_name_however_it_is_typed() -> None:
    for typed in ("Saint-Étienne", "ST ETIENNE", " saint  étienne "):
        assert geography.communes_called(typed)[0].commune == "42218"
    assert [place.name for place in geography.communes_called("lyon")] == ["Lyon"]


@pytest.mark.parametrize(
    ("typed", "name"),
    [
        ("paris 11", "Paris"),
        ("Lyon 3e", "Lyon"),
        ("Marseille 8ème arrondissement", "Marseille"),
        ("LILLE CEDEX 9", "Lille"),
    ],
)
def test_a_part_of_a_city_means_the_city(typed: str, name: str) -> None:
    assert [place.name for place in geography.communes_called(typed)] == [name]


def test_among_the_communes_of_a_code_articles_are_not_asked_for() -> None:
    among = geography.places("76600") + geography.places("59100")
    for typed in ("Havre", "LE HAVRE", "Le Havre Cedex"):
        assert [place.name for place in geography.called(typed, among)] == ["Le Havre"]
    assert geography.called("Lille", among) == []


@pytest.mark.parametrize(
    ("typed", "codes"),
    [
        ("corse", ("2A", "2B")),
        ("Ile de France", ("75", "77", "78", "91", "92", "93", "94", "95")),
        ("Réunion", ("974",)),
        ("Seine-St-Denis", ("93",)),
        ("2a", ("2A",)),
        ("1", ("01",)),
        ("Paris 11", ()),
        ("20", ()),
        ("le", ()),
        ("", ()),
    ],
)
def test_departments_are_known_by_number_by_name_and_by_region(typed: str, codes: tuple[str, ...]) -> None:
    assert geography.departments_called(typed) == codes


@pytest.mark.parametrize(
    ("codes", "said"),
    [
        ((), ""),
        (("59", "62"), "Nord, Pas-de-Calais"),
        (("02", "30", "59", "60", "62", "80"), "Hauts-de-France, Gard"),
        (("2A", "2B", "974"), "Corse, La Réunion"),
    ],
)
def test_a_whole_region_is_called_by_its_name(codes: tuple[str, ...], said: str) -> None:
    assert geography.in_words(codes) == said


def test_communes_of_one_name_come_the_most_populous_first() -> None:
    found = geography.communes_called("Saint-Denis")
    assert [place.department for place in found[:2]] == ["974", "93"]
    assert len({place.commune for place in found}) == len(found)


@pytest.mark.parametrize("typed", ["", "-", "Tombouctou", "59100"])
def test_a_name_of_no_commune_finds_none(typed: str) -> None:
    assert geography.communes_called(typed) == ()


def test_the_packaged_figures_are_those_of_the_country() -> None:
    every = [geography.places(code) for code in EVERY_CODE]
    assert len(every) == 6_310 + len(geography.WHOLE_CITIES)
    assert sum(len(found) > 1 for found in every) == 4_205
    assert sum(len({where.department for where in found}) > 1 for found in every) == 16
    assert (len(geography.DEPARTMENTS), len(geography.REGIONS)) == (109, 26)


def test_every_place_stands_in_a_department_of_a_region_that_has_a_name() -> None:
    for code in EVERY_CODE:
        for where in geography.places(code):
            assert geography.DEPARTMENTS[where.department].region == where.region
            assert geography.region_name(where.region)


def test_names_are_written_as_the_french_write_them() -> None:
    assert geography.department_name("95") == "Val-d’Oise"
    assert geography.region_name("93") == "Provence-Alpes-Côte d’Azur"


def test_a_department_counts_its_great_city_once() -> None:
    assert geography.population_of_department("75") == geography.place("75011").population
    assert 68_000_000 < sum(each.population for each in geography.DEPARTMENTS.values()) < 70_000_000


def test_a_village_is_rural_and_a_small_town_is_not() -> None:
    village, town, city = (
        geography.place(*where) for where in (("01200", "74109"), ("01200", "01033"), ("59100", None))
    )
    assert [geography.is_rural(where) for where in (village, town, city)] == [True, False, False]
    assert [geography.is_small_town(where) for where in (village, town, city)] == [True, True, False]


def test_the_packaged_files_are_those_of_the_manifest() -> None:
    manifest = tomllib.loads(geography.FOLDER.joinpath("MANIFEST.toml").read_text(encoding="utf-8"))
    for name, expected in manifest["sha256"].items():
        assert sha256(_read(name)).hexdigest() == expected, name


def _read(name: str) -> bytes:
    if name == "communes.tsv":
        return gzip.decompress(_read("communes.tsv.gz"))
    return geography.FOLDER.joinpath(name).read_bytes()


def test_the_same_package_gives_the_same_bytes(tmp_path: Path) -> None:
    package, first, second = (tmp_path / name for name in ("package", "first", "second"))
    for folder in (package / "data", first, second):
        folder.mkdir(parents=True)
    _write_package(package)
    reduce(package, into=first)
    reduce(package, into=second)
    assert {path.name: path.read_bytes() for path in first.iterdir()} == {
        path.name: path.read_bytes() for path in second.iterdir()
    }
    assert gzip.decompress((first / "communes.tsv.gz").read_bytes()).decode().splitlines()[1:] == [
        "13008\t13055\t13208\tMarseille\t13\t886040",
        "13420\t13042\t\tGémenos\t13\t6546",
    ]
    assert "13\tBouches-du-Rhône\t93\tmetro\t892586" in (first / "departments.tsv").read_text(
        encoding="utf-8"
    )


def _write_package(package: Path) -> None:
    """A France of two communes, one of which has arrondissements, and one that merged into another."""
    standing = {"departement": "13", "type": "commune-actuelle"}
    content: dict[str, Any] = {
        "communes": [
            {**standing, "code": "13042", "nom": "Gémenos", "codesPostaux": ["13420"], "population": 6_546},
            {
                **standing,
                "code": "13055",
                "nom": "Marseille",
                "codesPostaux": ["13008"],
                "population": 886_040,
            },
            {
                "code": "13208",
                "nom": "Marseille 8e Arrondissement",
                "departement": "13",
                "type": "arrondissement-municipal",
                "commune": "13055",
                "codesPostaux": ["13008"],
                "population": 84_683,
            },
            {"code": "13999", "nom": "Hameau", "departement": "13", "type": "commune-deleguee"},
        ],
        "departements": [{"code": "13", "nom": "Bouches-du-Rhône", "region": "93", "zone": "metro"}],
        "regions": [{"code": "93", "nom": "Provence-Alpes-Côte d'Azur"}],
    }
    for name, rows in content.items():
        (package / "data" / f"{name}.json").write_text(json.dumps(rows), encoding="utf-8")
    (package / "package.json").write_text('{"name": "france", "version": "1"}', encoding="utf-8")
    (package / "LICENSE").write_text("MIT", encoding="utf-8")
