"""A file in the words of an English page: the template offers them, the file may say them, refusals name them."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from io import BytesIO

import pytest
from flask import Flask
from openpyxl import load_workbook

from forms.batch import to_fill_in
from forms.batch.bounded import Row
from forms.batch.columns import attested, headings
from forms.batch.lines import Line, read
from forms.languages import CATALOGUES
from forms.prescriber.told import Told
from hub.languages import speak
from hub.vocabulary import PrescriberKind, Professional

TODAY = date(2026, 3, 2)
TOLD = Told(
    kind=PrescriberKind.MISSION_LOCALE,
    professional=Professional("Ana Roy", "Adviser", "Mission locale", "ana.roy@ml-roubaix.example", None),
)
ENGLISH = {
    "First name": "Zéphyrine",
    "Last name": "Quatremère-Obiang",
    "Month of birth": "May",
    "Year of birth": "2003",
    "Postcode": "59100",
    "Situation": "looking for a job",
    "School year or qualification": "other",
    "Needs": "Choosing studies and a career; Self-confidence",
    "Meetings": "In person or remotely",
    "Particular situations": "Has a grant",
    "Priority neighbourhood": "yes",
    "Young person’s e-mail": "zephyrine.q@lycee.example",
    "Who to contact first": "The young person",
}


@pytest.fixture(autouse=True)
def page() -> Iterator[None]:
    app = Flask(__name__)
    speak(app, CATALOGUES)
    with app.test_request_context("/en/", environ_overrides={"hub.language": "en"}):
        yield


def line(**changes: str) -> Line:
    cells = {**ENGLISH, **{title.replace("_", " "): said for title, said in changes.items()}}
    (found,) = read([Row(2, (*cells.values(),))], headings([*cells], TOLD), TOLD, attested(TOLD), today=TODAY)
    return found


def test_a_line_in_english_is_read_as_the_same_line_in_french() -> None:
    found = line()
    assert not found.faults
    assert found.cells["themes"] == "Orientation ; Confiance en soi"
    assert (found.cells["birth_month"], found.cells["qpv"], found.cells["level"]) == ("mai", "oui", "other")


def test_a_line_in_french_is_read_from_an_english_page_too() -> None:
    assert line(Situation="Recherche d’emploi", Needs="Orientation").ready


def test_a_refusal_names_the_choices_in_english() -> None:
    (fault,) = line(Meetings="By post").faults
    assert fault.values["choices"] == "In person · Remotely · In person or remotely"


def test_the_template_offers_english_words_and_its_example_says_them() -> None:
    people, guide, words = load_workbook(BytesIO(to_fill_in.xlsx(TOLD))).worksheets
    said = {cell for row in words.iter_rows(values_only=True) for cell in row}
    assert {"Looking for a job", "Self-confidence", "May", "other"} <= said
    examples = {row[0]: row[3] for row in guide.iter_rows(values_only=True)}
    assert examples["Needs"] == "Choosing studies and a career\u202f; Self-confidence"
    assert people["A1"].value == "Marker"
