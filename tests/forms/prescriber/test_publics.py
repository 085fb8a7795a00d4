"""The publics of a young person: told, known by their commune, or kept with consent only."""

from __future__ import annotations

from hub.vocabulary import Public
from tests.forms.prescriber.row import GUARDIAN, read


def test_handicap_is_kept_with_consent_only() -> None:
    told, _wrong = read(publics="handicap")
    assert Public.HANDICAP not in told.publics and told.handicap_left_out and not told.health_consent
    told, _wrong = read(publics="handicap", health_consent="oui")
    assert Public.HANDICAP in told.publics and not told.handicap_left_out and told.health_consent


def test_a_consent_without_a_handicap_is_no_health_record() -> None:
    assert read(health_consent="oui")[0].health_consent is False


def test_rep_is_of_schools_and_colleges_and_qpv_of_everybody() -> None:
    told, wrong = read(
        birth_year="2013",
        situation="college",
        level="sixieme",
        publics="rep",
        qpv="oui",
        **GUARDIAN,
        contact_first="guardian",
    )
    assert wrong == [] and {Public.REP, Public.QPV} <= told.publics
    assert read(qpv="unsure")[1] == []


def test_a_village_is_known_by_its_population_and_may_be_corrected() -> None:
    village = {"postal_code": "48220", "commune": "48116"}
    assert Public.RURAL in read(**village)[0].publics
    assert Public.RURAL not in read(**village, rural="non")[0].publics
    assert Public.RURAL in read(rural="oui")[0].publics


def test_a_commune_may_be_told_by_its_name() -> None:
    told, wrong = read(postal_code="48220", commune="PONT DE MONTVERT SUD MONT LOZERE")
    assert wrong == [] and told.place is not None and told.place.commune == "48116"
