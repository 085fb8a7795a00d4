"""The same rules for a page and for a row of a file: pure, so that each edge is one line here."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from forms.answers import Unfinished
from forms.prescriber import rules
from forms.prescriber.reading import Reading
from forms.prescriber.told import Told, to_registration
from hub.vocabulary import Channel, ContactFirst, Need, Theme
from tests.forms.prescriber.row import (
    ANA,
    AT_SCHOOL,
    ELSEWHERE,
    GUARDIAN,
    IN_CARE,
    ONCE,
    ROW,
    TODAY,
    YOU,
    faults,
    read,
)


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
