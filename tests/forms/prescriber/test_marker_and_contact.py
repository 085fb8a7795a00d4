"""A marker that tells no name, and who is called first."""

from __future__ import annotations

import pytest

from forms.prescriber.told import to_registration
from hub.vocabulary import ContactBy, Guardian
from tests.forms.conftest import Visitor
from tests.forms.prescriber.professional import FORM, PUPIL, fill
from tests.forms.prescriber.row import GUARDIAN, ONCE, faults, read


@pytest.mark.parametrize("marker", ["Lou", "lou c", "LOU", "CANARI", "3Bcanari", "Dupré", "dupre 2"])
def test_a_marker_that_tells_the_name_is_refused(marker: str) -> None:
    assert set(faults(last_name="Canari-Dupré", marker=marker)) == {"marker"}


@pytest.mark.parametrize("marker", ["", "LC", "L. C. 3B", "no 7", "bleu", "12 caractères"[:12]])
def test_initials_or_a_number_make_a_good_marker(marker: str) -> None:
    told, wrong = read(last_name="Canari-Dupré", marker=marker)
    assert wrong == [] and told.marker == marker


def test_a_marker_is_promised_on_the_page_and_never_in_a_letter(visitor: Visitor) -> None:
    fill(visitor, PUPIL, "", "/jeune", "/besoin")
    said = visitor.open(FORM + "/contact").text
    assert "votre page ne montrera que lui\u202f; nos e-mails, le numéro de dossier" in said


def test_a_marker_is_short_and_a_name_of_two_letters_is_still_a_name() -> None:
    assert set(faults(marker="1234567890123")) == {"marker"}
    assert set(faults(first_name="Li", marker="Li")) == {"marker"}
    assert faults(first_name="Li", marker="Lilas") == {}


def test_a_child_has_no_address_of_their_own_asked() -> None:
    told, wrong = read(
        birth_year="2013", situation="college", level="sixieme", contact_first="guardian", **GUARDIAN
    )
    assert wrong == [] and told.email is None
    assert told.guardian == Guardian("Ana", "Canari", "ana@canari.example.org")


def test_the_first_contact_with_a_child_goes_by_an_adult() -> None:
    child = {
        "birth_year": "2013",
        "situation": "college",
        "level": "sixieme",
        "phone": "06 12 34 56 78",
        **GUARDIAN,
    }
    assert "adulte" in faults(**child, contact_first="young_person")["contact_first"]


def test_somebody_of_age_has_no_guardian() -> None:
    grown = {"birth_year": "2004", "situation": "emploi", "level": "bac"}
    assert read(**grown, **GUARDIAN)[0].guardian is None
    assert "majeur" in faults(**grown, contact_first="guardian")["contact_first"]


def test_whoever_has_a_telephone_only_is_called() -> None:
    told, wrong = read(email="", phone="06 12 34 56 78")
    assert wrong == []
    assert (
        to_registration(told, form_token=ONCE, source=None, language="fr").identity.contact_by
        is ContactBy.PHONE
    )
