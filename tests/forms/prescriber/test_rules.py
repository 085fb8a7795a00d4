"""The same rules for a page and for a row of a file: pure, so that each edge is one line here."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from forms.answers import Unfinished
from forms.prescriber import rules
from forms.prescriber.reading import Fault, Reading
from forms.prescriber.told import Told, to_registration
from hub import schools
from hub.calendar import civil
from hub.vocabulary import (
    Channel,
    ContactBy,
    ContactFirst,
    Guardian,
    Need,
    PrescriberKind,
    Professional,
    Public,
    Theme,
    WrittenAgreement,
)

TODAY = date(2026, 3, 2)
ONCE = "0" * 32
COLLEGE = "0590001F"
ANA = Professional("Ana Roy", "CPE", "Lycée Voltaire", "ana.roy@lycee.example", None)
AT_SCHOOL = Told(kind=PrescriberKind.SCHOOL, professional=ANA, uai="0590121L")
IN_CARE = Told(kind=PrescriberKind.ASE, professional=ANA)
ELSEWHERE = Told(kind=PrescriberKind.MISSION_LOCALE, professional=ANA)
ROW = {
    "first_name": "Lou",
    "last_name": "Canari",
    "birth_month": "Mai",
    "birth_year": "2009",
    "postal_code": "59100",
    "situation": "Lycée professionnel",
    "level": "première",
    "themes": "Orientation",
    "mode": "en personne ou a distance",
    "email": "lou@canari.example.org",
    "contact_first": "Le jeune",
    "young_agrees": "oui",
    "guardian_agrees": "Oui",
    "evaluated": "x",
    "written": "obtenu",
    "department": "Nord",
}
GUARDIAN = {
    "guardian_first_name": "Ana",
    "guardian_last_name": "Canari",
    "guardian_email": "ana@canari.example.org",
}


def read(told: Told = AT_SCHOOL, /, **changes: Any) -> tuple[Told, list[Fault]]:
    """``today`` apart, each change is a cell."""
    today = changes.pop("today", TODAY)
    return rules.read_row(Reading({**ROW, **changes}, told, today=today))


def faults(told: Told = AT_SCHOOL, /, **changes: Any) -> dict[str, str]:
    return {fault.field: fault.said for fault in read(told, **changes)[1]}


def need_of(told: Told) -> Need:
    need = to_registration(told, form_token=ONCE, source=None, language="fr").need
    assert isinstance(need, Need)
    return need


def test_a_row_in_the_words_that_people_read_becomes_a_registration() -> None:
    told, wrong = read(group="1re B", marker="3B no 7")
    assert wrong == []
    registration = to_registration(told, form_token=ONCE, source="lycee", language="fr")
    need, who = registration.need, registration.identity
    assert isinstance(need, Need) and need.prescriber is not None
    assert (need.age, need.channel, need.prescriber.uai) == (16, Channel.PRESCRIBER, "0590121L")
    assert need.themes == {Theme.ORIENTATION}
    assert who.referred_by is not None and who.referred_by.professional == ANA
    assert (who.referred_by.group, who.referred_by.contact_first) == ("1re B", ContactFirst.YOUNG_PERSON)
    assert (who.referred_by.evaluated, who.referred_by.written) == (None, None)
    assert (registration.marker, registration.source) == ("3B no 7", "lycee")


def test_codes_are_understood_as_well_as_words() -> None:
    told, wrong = read(
        situation="lycee_pro", themes=["orientation", "confiance"], birth_month="05", mode="remote"
    )
    assert wrong == [] and told.themes == {Theme.ORIENTATION, Theme.CONFIANCE}


@pytest.mark.parametrize(
    ("typed", "themes"),
    [
        ("Stage, alternance, premier emploi", {Theme.INSERTION}),
        ("Stage, alternance, premier emploi; orientation", {Theme.INSERTION, Theme.ORIENTATION}),
        ("orientation, confiance en soi", {Theme.ORIENTATION, Theme.CONFIANCE}),
        ("ORIENTATION | scolarite", {Theme.ORIENTATION, Theme.SCOLARITE}),
    ],
)
def test_a_cell_may_hold_several_answers(typed: str, themes: set[Theme]) -> None:
    assert read(themes=typed)[0].themes == themes


def test_nothing_can_be_registered_of_what_was_not_told() -> None:
    with pytest.raises(Unfinished):
        to_registration(AT_SCHOOL, form_token=ONCE, source=None, language="fr")


@pytest.mark.parametrize(
    ("field", "changes"),
    [
        ("birth_month", {"birth_month": "13"}),
        ("birth_month", {"birth_month": "deux"}),
        ("birth_month", {"birth_month": "0"}),
        ("birth_year", {"birth_year": "09"}),
        ("birth_year", {"birth_year": "²009"}),
        ("birth_year", {"birth_year": "2027"}),
        ("birth_year", {"birth_year": "1800"}),
        ("birth_year", {"birth_year": "1990"}),
        ("birth_year", {"birth_year": "2022"}),
        ("postal_code", {"postal_code": "99999"}),
        ("postal_code", {"postal_code": ""}),
        ("commune", {"postal_code": "01200"}),
        ("commune", {"postal_code": "59000", "commune": "Roubaix"}),
        ("commune", {"postal_code": "01200", "commune": "Lille"}),
        ("situation", {"situation": "primaire"}),
        ("situation", {"situation": "plombier"}),
        ("level", {"level": "cp"}),
        ("level", {"level": ""}),
        ("themes", {"themes": ""}),
        ("themes", {"themes": "scolarite;orientation;culture"}),
        ("themes", {"themes": "concours"}),
        ("mode", {"mode": ""}),
        ("publics", {"publics": "rep"}),
        ("qpv", {"qpv": "peut-être"}),
        ("message", {"message": "é" * 301}),
        ("first_name", {"first_name": ""}),
        ("first_name", {"first_name": "Lou\x0bBcc: x"}),
        ("last_name", {"last_name": "http://x.example"}),
        ("email", {"email": "lou@"}),
        ("email", {"email": "ANA.ROY@lycee.example"}),
        ("phone", {"phone": "12"}),
        ("group", {"group": "3" * 41}),
        ("contact_first", {"contact_first": ""}),
        ("contact_first", {"email": ""}),
        ("contact_first", {"contact_first": "guardian"}),
        ("guardian_email", {"guardian_first_name": "Ana", "guardian_last_name": "Canari"}),
        ("guardian_email", {**GUARDIAN, "guardian_email": "lou@canari.example.org"}),
        ("guardian_email", {**GUARDIAN, "guardian_email": "ana.roy@lycee.example"}),
        ("young_agrees", {"young_agrees": "non"}),
        ("young_agrees", {"young_agrees": "demain"}),
        ("guardian_agrees", {"guardian_agrees": ""}),
    ],
)
def test_what_is_wrong_is_said_of_the_field_where_it_is(field: str, changes: dict[str, str]) -> None:
    assert set(faults(**changes)) == {field}


def test_a_commune_that_contradicts_its_code_is_told_which_ones_have_it() -> None:
    assert read(postal_code="59000", commune="Roubaix")[1][0].values == {"communes": "Lille"}
    (several,) = read(postal_code="70190", commune="Lille")[1]
    assert str(several.values["communes"]).count(",") == 7 and str(several.values["communes"]).endswith("…")


@pytest.mark.parametrize(
    ("code", "commune"),
    [
        ("59000", "LILLE CEDEX 9"),
        ("75011", "Paris 11e arrondissement"),
        ("76600", "Havre"),
        ("42000", "ST ETIENNE"),
        ("01200", "74109"),
        ("74940", "Annecy-le-Vieux"),
    ],
)
def test_a_commune_is_recognised_as_it_is_written_on_a_letter(code: str, commune: str) -> None:
    """A village that became a part of its neighbour contradicts nothing."""
    assert faults(postal_code=code, commune=commune) == {}


def test_a_fault_repeats_nothing_that_was_typed() -> None:
    _told, wrong = read(
        first_name="Zéphyrine2", email="zephyrine@", situation="Zéphyrine", message="\x00Zéphyrine"
    )
    said = " ".join(f"{fault.said} {fault.values}" for fault in wrong)
    assert wrong and "phyrine" not in said


def test_every_fault_of_a_row_is_told_at_once() -> None:
    assert set(faults(level="", themes="", first_name="", young_agrees="")) == {
        *("level", "themes", "first_name", "young_agrees")
    }


# --- how old ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("moment", "month", "age"),
    [
        (datetime(2026, 3, 31, 21, 59, tzinfo=UTC), "3", 14),
        (datetime(2026, 3, 31, 22, 1, tzinfo=UTC), "3", 15),
        (datetime(2026, 2, 28, 12, tzinfo=UTC), "2", 14),
        (datetime(2024, 2, 29, 12, tzinfo=UTC), "2", 12),
        (datetime(2024, 2, 29, 23, 30, tzinfo=UTC), "2", 13),
    ],
    ids=[
        "last minute of 14 in Paris",
        "midnight in Paris",
        "born on a 29 February",
        "on one",
        "the day after",
    ],
)
def test_the_birthday_is_still_to_come_throughout_its_month(moment: datetime, month: str, age: int) -> None:
    told, _wrong = read(
        today=civil(moment),
        birth_month=month,
        birth_year="2011",
        situation="college",
        level="troisieme",
        **GUARDIAN,
    )
    assert told.age == age


@pytest.mark.parametrize(
    ("year", "month", "accepted"),
    [
        ("2015", "3", False),
        ("2015", "2", True),
        ("2005", "3", True),
        ("2005", "2", False),
        ("2016", "1", False),
    ],
    ids=["ten, eleven this month", "eleven", "twenty, 21 this month", "twenty-one", "ten"],
)
def test_child_welfare_refers_from_eleven_to_twenty(year: str, month: str, accepted: bool) -> None:
    young = int(year) > 2010
    _told, wrong = read(
        IN_CARE,
        birth_year=year,
        birth_month=month,
        situation="college" if young else "emploi",
        level="sixieme" if young else "bac",
        contact_first="prescriber",
    )
    assert (wrong == []) is accepted
    if not accepted:
        assert [fault.field for fault in wrong] == ["birth_year"]
        assert "11 à 20 ans" in wrong[0].said


@pytest.mark.parametrize(
    ("year", "accepted"), [("2021", True), ("1996", True), ("1995", False), ("2022", False)]
)
def test_elsewhere_from_five_to_thirty(year: str, accepted: bool) -> None:
    changes = (
        {"situation": "primaire", "level": "cp"} if year > "2000" else {"situation": "emploi", "level": "bac"}
    )
    wrong = faults(
        ELSEWHERE, birth_year=year, birth_month="2", contact_first="prescriber", **changes, **GUARDIAN
    )
    assert ("birth_year" not in wrong) is accepted


# --- child welfare ---------------------------------------------------------------------------------


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


# --- publics ---------------------------------------------------------------------------------------


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


# --- marker, contact -------------------------------------------------------------------------------


@pytest.mark.parametrize("marker", ["Lou", "lou c", "LOU", "CANARI", "3Bcanari", "Dupré", "dupre 2"])
def test_a_marker_that_tells_the_name_is_refused(marker: str) -> None:
    assert set(faults(last_name="Canari-Dupré", marker=marker)) == {"marker"}


@pytest.mark.parametrize("marker", ["", "LC", "L. C. 3B", "no 7", "bleu", "12 caractères"[:12]])
def test_initials_or_a_number_make_a_good_marker(marker: str) -> None:
    told, wrong = read(last_name="Canari-Dupré", marker=marker)
    assert wrong == [] and told.marker == marker


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


# --- who registers ---------------------------------------------------------------------------------

YOU = {
    "kind": "mission_locale",
    "your_organisation": "Mission locale de Roubaix",
    "your_name": "Ana Roy",
    "your_function": "Conseillère",
    "your_email": "ana@ml-roubaix.example",
}


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


def test_a_choice_of_an_earlier_search_is_not_kept() -> None:
    assert set(you(kind="school", school="voltaire", uai="0590121L")[1]) == {"uai"}


def test_a_school_that_is_not_in_the_list_is_named_by_hand() -> None:
    assert set(you(kind="school", school="Atlantide")[1]) == {"school"}
    told, wrong = you(
        kind="school", school="Atlantide", uai="none", your_organisation="Collège de l’Atlantide"
    )
    assert wrong == {} and told.uai is None and told.professional is not None
    assert told.professional.organisation == "Collège de l’Atlantide"


def test_a_college_is_known_by_its_uai_though_it_is_in_no_list() -> None:
    assert schools.school(COLLEGE) is None and schools.is_uai(COLLEGE)
    told, wrong = you(kind="school", school=COLLEGE, your_organisation="Collège Anne-Frank")
    assert wrong == {} and told.uai == COLLEGE


def test_nobody_else_has_a_school() -> None:
    assert you(school="0590121L")[0].uai is None


def test_a_row_asks_of_each_kind_what_is_its_own() -> None:
    assert {"department", "evaluated", "written"} <= set(rules.asked(IN_CARE))
    assert "group" in rules.asked(AT_SCHOOL) and "department" not in rules.asked(AT_SCHOOL)
    assert "guardian_agrees" in rules.asked(ELSEWHERE) and "written" not in rules.asked(ELSEWHERE)


CELLS = st.dictionaries(
    st.sampled_from([*rules.asked(IN_CARE), *rules.asked(AT_SCHOOL), *YOU, "school", "uai", "rural"]),
    st.one_of(
        st.text(max_size=40), st.lists(st.text(max_size=10), max_size=3), st.sampled_from([*ROW.values()])
    ),
)


@settings(max_examples=300, deadline=None)
@given(cells=CELLS, told=st.sampled_from([AT_SCHOOL, IN_CARE, ELSEWHERE, Told()]))
def test_whatever_a_row_holds_it_is_a_registration_or_a_list_of_sentences(
    cells: dict[str, str | list[str]], told: Told
) -> None:
    rules.you(Reading(cells, Told(), today=TODAY))
    found, wrong = rules.read_row(Reading({**ROW, **cells}, told, today=TODAY))
    assert wrong or told.kind is None or to_registration(found, form_token=ONCE, source=None, language="fr")
