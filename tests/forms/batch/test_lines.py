from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date

import pytest
from flask import Flask
from flask_babel import Babel

from forms.batch import to_fill_in
from forms.batch.bounded import Row, rows_of
from forms.batch.columns import Headings, attested, headings, of_file
from forms.batch.lines import Line, normal, read
from forms.prescriber import contact
from forms.prescriber.told import Told
from hub.vocabulary import PrescriberKind, Professional
from tests.parts.files import CELLS, csv_of, people

TODAY = date(2026, 3, 2)
ANA = Professional("Ana Roy", "Conseillère", "Mission locale", "ana.roy@ml-roubaix.example", None)
TOLD = Told(kind=PrescriberKind.MISSION_LOCALE, professional=ANA)
CARE = replace(TOLD, kind=PrescriberKind.ASE)


@pytest.fixture(autouse=True)
def page() -> Iterator[None]:
    app = Flask(__name__)
    Babel(app, default_locale="fr")
    with app.test_request_context():
        yield


def titles(cells: dict[str, str] | None = None, told: Told = TOLD) -> Headings:
    return headings([*(cells or CELLS)], told)


def lines(*cells: dict[str, str], told: Told = TOLD) -> list[Line]:
    rows = [Row(number, (*each.values(),)) for number, each in enumerate(cells, start=2)]
    return read(rows, titles(cells[0], told), told, attested(told), today=TODAY)


def faults(changes: Mapping[str, str] | None = None, told: Told = TOLD) -> list[tuple[str, str]]:
    (line,) = lines({**CELLS, **(changes or {})}, told=told)
    return [(fault.field, fault.said) for fault in line.faults]


def test_a_line_that_is_right_is_ready() -> None:
    assert faults() == []


def test_each_wrong_cell_has_its_own_sentence() -> None:
    wrong = faults({"Code postal": "99999", "Besoins": "rien", "E-mail du jeune": "zoé"})
    assert [field for field, _ in wrong] == ["postal_code", "themes", "email"]


@pytest.mark.parametrize("typed", ["", "13", "moi"])
def test_a_month_is_asked_for_as_a_cell_holds_it(typed: str) -> None:
    ((field, said),) = faults({"Mois de naissance": typed})
    assert field == "birth_month" and "un nombre de 1 à 12, ou le mois en lettres" in said


def test_an_age_that_cannot_be_read_hides_what_depends_on_it() -> None:
    assert [field for field, _ in faults({"Année de naissance": "hier", "Besoins": "rien"})] == ["birth_year"]


@pytest.mark.parametrize(
    ("title", "typed"),
    [
        ("Code postal", "1000"),
        ("Code postal", "59\u00a0100"),
        ("Prénom", "Jean\u2011Paul"),
        ("Nom", "N´Diaye\u00a0J.P."),
        ("Téléphone", "612345678"),
        ("Mois de naissance", "Mai"),
        ("Situation", "RECHERCHE D'EMPLOI"),
        ("Classe ou diplôme", "autre"),
        ("Classe ou diplôme", "Bac + 3"),
        ("Classe ou diplôme", "BAC+2"),
        ("Besoins", "confiance en soi, orientation"),
    ],
)
def test_what_a_spreadsheet_or_a_hurry_changes_is_understood(title: str, typed: str) -> None:
    cells = {**CELLS, "Commune": "Bourg-en-Bresse"} if typed == "1000" else dict(CELLS)
    (line,) = lines({**cells, title: typed})
    assert line.faults == ()


@pytest.mark.parametrize(
    ("title", "typed", "field", "read_as"),
    [
        ("Classe ou diplôme", "2nde", "level", "seconde"),
        ("Classe ou diplôme", "1ère", "level", "premiere"),
        ("Classe ou diplôme", "Tle", "level", "terminale"),
        ("Classe ou diplôme", "Term.", "level", "terminale"),
        ("Situation", "Lycée pro", "situation", "lycee_pro"),
        ("Situation", "LP", "situation", "lycee_pro"),
        ("Mois de naissance", "févr.", "birth_month", "février"),
        ("Rencontres", "Les deux", "mode", "either"),
        ("Qui contacter d’abord", "jeune", "contact_first", "young_person"),
        ("Qui contacter d’abord", "Professionnel", "contact_first", "prescriber"),
    ],
)
def test_answers_are_understood_as_schools_write_them(
    title: str, typed: str, field: str, read_as: str
) -> None:
    pupil = {"Année de naissance": "2009", "Situation": "Lycée professionnel", "Classe ou diplôme": "Seconde"}
    (line,) = lines({**CELLS, **pupil, title: typed})
    assert line.faults == () and line.cells[field] == read_as


@pytest.mark.parametrize("typed", ["6ème", "6e", "6°", "Sixième"])
def test_a_class_of_a_college_is_understood_too(typed: str) -> None:
    child = {"Année de naissance": "2014", "Situation": "Collège", "Classe ou diplôme": typed}
    assert "level" not in [field for field, _ in faults(child)]


OPTIONAL = tuple(column.title for column in of_file(TOLD).values() if not column.needed)


@pytest.mark.parametrize("word", ["Néant", "-", "—", "N/A", "n/a", "sans objet", "Aucun", " – ", "Aucune."])
def test_a_word_for_nothing_is_an_empty_cell_where_nothing_is_needed(word: str) -> None:
    pupil = {"Année de naissance": "2009", "Situation": "Lycée professionnel", "Classe ou diplôme": "Seconde"}
    bare = {**CELLS, **pupil, "Qui contacter d’abord": "Le professionnel qui l’inscrit"}
    (left,) = lines({**bare, **dict.fromkeys(OPTIONAL, "")})
    (said,) = lines({**bare, **dict.fromkeys(OPTIONAL, word)})
    assert said.faults == () and normal(said.cells) == normal(left.cells)


@pytest.mark.parametrize(
    ("title", "field"),
    [
        ("Code postal", "postal_code"),
        ("Besoins", "themes"),
        ("Situation", "situation"),
        ("Jeune d’accord", "young_agrees"),
    ],
)
def test_a_word_for_nothing_neither_fills_in_what_is_needed_nor_agrees_to_anything(
    title: str, field: str
) -> None:
    for word in ("Néant", "-", "N/A", "sans objet"):
        assert field in [each for each, _ in faults({title: word})]


def test_a_child_s_parent_is_asked_for_although_the_cell_says_that_there_is_none() -> None:
    child = {"Année de naissance": "2014", "Situation": "Collège", "Classe ou diplôme": "6e"}
    said = faults({**child, "E-mail du jeune": "", "E-mail du parent ou tuteur": "N/A"})
    assert ("guardian_email", contact.NO_GUARDIAN_ADDRESS) in said


@pytest.mark.parametrize("marker", ["N.A.", "NA", "A-12", "Aucuns"])
def test_initials_that_look_like_nothing_are_a_marker(marker: str) -> None:
    (line,) = lines({**CELLS, "Repère": marker})
    assert line.marker == marker


def test_headings_are_known_by_title_code_case_and_accent() -> None:
    found = headings(["PRENOM", "last_name", "  repère "], TOLD)
    assert found.fields == {0: "first_name", 1: "last_name", 2: "marker"}


def test_headings_missing_unknown_or_twice_are_told_apart() -> None:
    found = headings(["Prénom", "Couleur", "prénom"], TOLD)
    assert "last_name" in found.missing and found.unknown == ("Couleur",) and found.twice == ("prénom",)
    assert not titles().wrong


def test_the_same_line_twice_in_a_file_counts_once() -> None:
    first, second = lines(dict(CELLS), {**CELLS, "Nom": "  QUATREMÈRE-OBIANG "})
    assert first.ready and not second.ready
    assert second.faults[0].values == {"number": 2} and second.marker == first.marker == "A-12"


def test_the_order_of_columns_changes_nothing_of_a_line() -> None:
    turned = {title: CELLS[title] for title in reversed([*CELLS])}
    (one,), (other,) = lines(dict(CELLS)), lines(turned)
    assert normal(one.cells) == normal(other.cells)


def test_what_is_attested_for_all_may_be_denied_for_one() -> None:
    assert [field for field, _ in faults({"Jeune d’accord": "non"})] == ["young_agrees"]


def test_child_welfare_says_line_by_line_where_the_written_agreement_is() -> None:
    born = {"Année de naissance": "2010", "Situation": "Collège", "Classe ou diplôme": "3e"}
    here = {
        **born,
        "Département responsable": "59",
        "Qui contacter d’abord": "Le professionnel qui l’inscrit",
    }
    assert faults({**here, "Accord écrit": "en cours"}, CARE) == []
    assert [field for field, _ in faults({**here, "Accord écrit": "peut-être"}, CARE)] == ["written"]
    assert "written" in titles(dict(CELLS), CARE).missing


def test_a_line_with_a_fault_keeps_no_name() -> None:
    (line,) = lines({**CELLS, "Code postal": "99999"})
    assert line.cells == {} and line.marker == "A-12"


@pytest.mark.parametrize("first_name", ["Zéphyrine", "Zéphyrine!"])
def test_a_marker_that_tells_the_name_is_shown_nowhere(first_name: str) -> None:
    (line,) = lines({**CELLS, "Prénom": first_name, "Repère": "Zéphyrine"})
    assert not line.ready and line.marker == ""


def test_both_templates_hold_every_column_and_are_read_back() -> None:
    expected = [column.title for column in of_file(TOLD).values()]
    for content in (to_fill_in.csv_template(TOLD), to_fill_in.xlsx(TOLD)):
        assert [row.cells for row in rows_of(content)] == [(*expected,)]


@pytest.mark.parametrize("kind", PrescriberKind)
def test_the_template_s_own_example_is_a_young_person_ready_to_be_registered(kind: PrescriberKind) -> None:
    told = replace(TOLD, kind=kind)
    examples = {column.title: column.example for column in of_file(told).values()}
    (line,) = lines(examples, told=told)
    assert line.faults == ()


@pytest.mark.parametrize("cell", ["=1+1", "+33", "-2", "@SUM(A1)", "\tx", "\rx"])
def test_no_cell_of_a_file_of_ours_starts_a_formula(cell: str) -> None:
    assert to_fill_in.harmless(cell) == f"'{cell}"
    assert to_fill_in.as_csv([[cell]]).decode("utf-8-sig").lstrip('"').startswith("'")


def test_a_file_of_many_is_read_as_it_was_written() -> None:
    rows = rows_of(csv_of(people(50)))
    found = headings(rows[0].cells, TOLD)
    assert all(line.ready for line in read(rows[1:], found, TOLD, attested(TOLD), today=TODAY))
