"""What child welfare is asked, what it attests, and what nobody asks of it."""

from __future__ import annotations

import pytest

from forms.prescriber.told import Told, to_registration
from hub.vocabulary import Need, Public, WrittenAgreement
from tests.forms.prescriber.row import AT_SCHOOL, IN_CARE, ONCE, faults, read


def need_of(told: Told) -> Need:
    need = to_registration(told, form_token=ONCE, source=None, language="fr").need
    assert isinstance(need, Need)
    return need


def test_whom_child_welfare_registers_is_in_its_care_without_being_asked() -> None:
    told, wrong = read(IN_CARE)
    assert wrong == [] and told.department == "59" and Public.ASE in told.publics
    assert need_of(told).prescriber is not None
    assert "ase" not in {public.value for public in read(AT_SCHOOL)[0].publics}


@pytest.mark.parametrize(
    ("typed", "code"), [("59", "59"), ("nord", "59"), ("1", "01"), ("2a", "2A"), ("974", "974")]
)
def test_the_departement_in_charge_is_known_by_code_or_name(typed: str, code: str) -> None:
    assert read(IN_CARE, department=typed)[0].department == code


@pytest.mark.parametrize("department", ["", "Atlantide", "00"])
def test_the_departement_in_charge_is_needed(department: str) -> None:
    assert set(faults(IN_CARE, department=department)) == {"department"}


def test_the_evaluation_and_the_agreement_are_attested() -> None:
    assert set(faults(IN_CARE, evaluated="non", written="")) == {"evaluated", "written"}
    told, wrong = read(IN_CARE, written="en cours", guardian_agrees="")
    assert wrong == [] and told.written is WrittenAgreement.UNDER_WAY and told.evaluated is True


def test_a_minor_does_not_decide_alone_in_child_welfare() -> None:
    assert set(faults(IN_CARE, written="adult")) == {"written"}


def test_somebody_of_age_decides_for_themselves_whatever_the_file_says() -> None:
    told, wrong = read(
        IN_CARE, birth_year="2006", situation="emploi", level="bac", written="", contact_first="prescriber"
    )
    assert wrong == [] and told.written is WrittenAgreement.ADULT


def test_child_welfare_need_not_name_the_parents_of_a_child() -> None:
    child = {"birth_year": "2013", "situation": "college", "level": "sixieme", "contact_first": "prescriber"}
    told, wrong = read(IN_CARE, **child)
    assert wrong == [] and told.guardian is None and told.email is None
    assert {"guardian_first_name", "guardian_last_name", "guardian_email"} <= set(faults(AT_SCHOOL, **child))
