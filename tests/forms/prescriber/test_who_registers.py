"""The professional who registers, and the school where they work."""

from __future__ import annotations

import pytest

from forms.prescriber import rules
from forms.prescriber.reading import Reading
from forms.prescriber.told import Told
from hub import schools
from hub.vocabulary import PrescriberKind
from tests.forms.conftest import Visitor
from tests.forms.prescriber.professional import FORM, PUPIL
from tests.forms.prescriber.row import TODAY, YOU

SEVERAL = "/inscrire-un-jeune/plusieurs"
COLLEGE = "0590001F"


def you(**changes: str) -> tuple[Told, dict[str, str]]:
    reading = Reading({**YOU, **changes}, Told(), today=TODAY)
    return rules.you(reading), {fault.field: fault.said for fault in reading.faults}


def test_a_professional_is_known_by_name_function_organisation_and_address() -> None:
    told, wrong = you(your_phone="03 20 98 01 23")
    assert wrong == {} and told.kind is PrescriberKind.MISSION_LOCALE and told.professional is not None
    assert told.professional.phone == "+33320980123"


@pytest.mark.parametrize("field", ["kind", "your_organisation", "your_name", "your_function", "your_email"])
def test_each_of_these_is_needed(field: str) -> None:
    assert set(you(**{field: ""})[1]) == {field}


@pytest.mark.parametrize("typed", ["0590121L", "059 0121 l", "lycée des métiers César Baggio"])
def test_a_lycee_brings_its_own_name(typed: str) -> None:
    told, wrong = you(kind="school", school=typed, your_organisation="")
    assert wrong == {} and told.uai == "0590121L" and told.professional is not None
    assert "Baggio" in told.professional.organisation


def test_several_lycees_are_offered_and_one_is_chosen() -> None:
    assert set(you(kind="school", school="voltaire")[1]) == {"uai"}
    told, wrong = you(kind="school", school="voltaire", uai="0750675B")
    assert wrong == {} and told.uai == "0750675B"


@pytest.mark.parametrize("typed", ["59280", "Armentières", "Armentières privé"])
def test_a_town_or_its_code_decides_for_nobody_where_they_work(typed: str) -> None:
    told, wrong = you(kind="school", school=typed, your_organisation="")
    assert set(wrong) == {"uai"} and told.uai is None
    assert you(kind="school", school=typed, uai="0592926K")[0].uai == "0592926K", "once it is chosen"
    named = you(kind="school", school=typed, uai="none", your_organisation="Collège Jules-Ferry")
    assert named[1] == {} and named[0].uai is None


@pytest.mark.parametrize("form", [FORM, SEVERAL])
def test_the_code_of_a_town_offers_all_its_lycees_without_any_script(visitor: Visitor, form: str) -> None:
    asked = visitor.send(form, {**PUPIL[""], "school": "59280"})
    assert asked.status_code == 422
    assert asked.text.count(" Armentières, UAI ") == 5 and "Il n’est pas dans la liste" in asked.text


def test_a_choice_of_an_earlier_search_is_not_kept() -> None:
    assert set(you(kind="school", school="voltaire", uai="0590121L")[1]) == {"uai"}


def test_a_school_that_is_not_in_the_list_is_named_by_hand() -> None:
    assert set(you(kind="school", school="Xanadu")[1]) == {"school"}
    told, wrong = you(kind="school", school="Xanadu", uai="none", your_organisation="Collège de l’Atlantide")
    assert wrong == {} and told.uai is None and told.professional is not None
    assert told.professional.organisation == "Collège de l’Atlantide"


def test_a_college_is_known_by_its_uai_though_it_is_in_no_list() -> None:
    assert schools.school(COLLEGE) is None and schools.is_uai(COLLEGE)
    told, wrong = you(kind="school", school=COLLEGE, your_organisation="Collège Anne-Frank")
    assert wrong == {} and told.uai == COLLEGE


def test_nobody_else_has_a_school() -> None:
    assert you(school="0590121L")[0].uai is None
