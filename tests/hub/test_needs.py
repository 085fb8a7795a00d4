"""A need in plain JSON, there and back."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hub import geography, needs
from hub.needs import BadNeed
from hub.vocabulary import (
    Availability,
    Channel,
    Engagement,
    Kind,
    Level,
    MentorAge,
    MentorAudience,
    MentorStatus,
    Mode,
    Need,
    Prescriber,
    PrescriberKind,
    Public,
    Sector,
    Situation,
    Theme,
)

ROUBAIX = {
    "id": "1",
    "kind": "young_person",
    "age": 17,
    "postal_code": "59100",
    "commune": "59512",
    "situation": "lycee_pro",
    "level": None,
    "themes": ["orientation"],
    "publics": ["qpv"],
    "mode": "either",
    "channel": "self",
    "prescriber": None,
}
MENTOR = {
    "id": "2",
    "kind": "mentor",
    "age": "50+",
    "status": "retraite",
    "sector": "artisanat",
    "postal_code": "59100",
    "commune": None,
    "audiences": ["lycee_pro", "insertion"],
    "themes": ["insertion"],
    "mode": "in_person",
    "availability": "weekly",
}
VILLAGE = {"postal_code": "09140", "commune": "09285"}
SCHOOL = {"kind": "school", "department": "59", "uai": "0590001A"}


def changed(**changes: Any) -> dict[str, Any]:
    return {**ROUBAIX, **changes}


def without(*keys: str) -> dict[str, Any]:
    return {key: value for key, value in ROUBAIX.items() if key not in keys}


def problems(content: object) -> tuple[str, ...]:
    with pytest.raises(BadNeed) as caught:
        needs.from_json(content)
    return caught.value.problems


def test_the_documented_form_is_read() -> None:
    assert needs.from_json(ROUBAIX) == Need(
        kind=Kind.YOUNG_PERSON,
        age=17,
        place=geography.place("59100"),
        situation=Situation.LYCEE_PRO,
        level=None,
        themes=frozenset({Theme.ORIENTATION}),
        publics=frozenset({Public.QPV}),
        mode=Mode.EITHER,
        channel=Channel.SELF,
        prescriber=None,
    )


def test_what_may_be_left_out_may_be_left_out() -> None:
    assert needs.from_json(without("id", "commune", "level", "prescriber")) == needs.from_json(ROUBAIX)


def test_a_prescriber_is_read_with_the_channel_that_says_so() -> None:
    need = needs.from_json(changed(channel="prescriber", prescriber=SCHOOL))
    assert isinstance(need, Need) and need.prescriber == Prescriber(PrescriberKind.SCHOOL, "59", "0590001A")


@pytest.mark.parametrize(
    ("content", "rural"),
    [
        (changed(**VILLAGE), True),
        (changed(), False),
        (changed(publics=["rural"]), True),
        (changed(**VILLAGE, rural=False), False),
        (changed(rural=True), True),
        (changed(**VILLAGE, rural=None), True),
    ],
)
def test_rural_is_what_the_person_says_or_else_what_the_commune_is(
    content: dict[str, Any], rural: bool
) -> None:
    need = needs.from_json(content)
    assert isinstance(need, Need) and (Public.RURAL in need.publics) is rural


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        ([], "attendu un objet JSON."),
        (without("age"), "clés manquantes\u202f: age."),
        (changed(colour="red"), "clé inconnue"),
        (changed(age=4), "«\u00a0age\u00a0»"),
        (changed(age=31), "«\u00a0age\u00a0»"),
        (changed(age=True), "«\u00a0age\u00a0»"),
        (changed(age="17"), "«\u00a0age\u00a0»"),
        (changed(postal_code=59100), "«\u00a0postal_code\u00a0»"),
        (changed(postal_code="59999"), "code postal"),
        (changed(postal_code="48000", commune=None), "Plusieurs communes"),
        (changed(commune="75056"), "commune"),
        (changed(situation="astronaute"), "«\u00a0situation\u00a0»"),
        (changed(situation=["lycee_pro"]), "«\u00a0situation\u00a0»"),
        (changed(level="bac12"), "«\u00a0level\u00a0»"),
        (changed(themes=[]), "«\u00a0themes\u00a0»"),
        (changed(themes="orientation"), "«\u00a0themes\u00a0»"),
        (changed(themes=[["orientation"]]), "«\u00a0themes\u00a0»"),
        (changed(publics=["riche"]), "«\u00a0publics\u00a0»"),
        (changed(publics=None), "«\u00a0publics\u00a0»"),
        (changed(rural="oui"), "«\u00a0rural\u00a0»"),
        (changed(mode={}), "«\u00a0mode\u00a0»"),
        (changed(kind="astronaute"), "«\u00a0kind\u00a0»"),
        (changed(channel="prescriber"), "«\u00a0prescriber\u00a0»"),
        (changed(prescriber=SCHOOL), "«\u00a0prescriber\u00a0»"),
        (
            changed(channel="prescriber", prescriber={"kind": "school", "name": "x"}),
            "«\u00a0prescriber\u00a0»",
        ),
        (changed(channel="prescriber", prescriber={**SCHOOL, "uai": 12}), "«\u00a0prescriber\u00a0»"),
        (changed(channel="prescriber", prescriber={"kind": []}), "«\u00a0prescriber\u00a0»"),
        (changed(place={"name": "Roubaix"}), "«\u00a0place\u00a0»"),
        (changed(place="Roubaix"), "«\u00a0place\u00a0»"),
    ],
)
def test_each_mistake_is_a_sentence(content: object, expected: str) -> None:
    [problem] = problems(content)
    assert expected in problem


def test_what_a_mentor_offers_is_read() -> None:
    assert needs.from_json(MENTOR) == Engagement(
        age=MentorAge.FROM_50,
        status=MentorStatus.RETRAITE,
        sector=Sector.ARTISANAT,
        place=geography.place("59100"),
        audiences=frozenset({MentorAudience.LYCEE_PRO, MentorAudience.INSERTION}),
        themes=frozenset({Theme.INSERTION}),
        mode=Mode.IN_PERSON,
        availability=Availability.WEEKLY,
    )


def test_a_mentor_s_sector_may_be_left_out() -> None:
    untold = needs.from_json({key: value for key, value in MENTOR.items() if key != "sector"})
    assert isinstance(untold, Engagement) and untold.sector is None


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        ({**MENTOR, "age": 57}, "«\u00a0age\u00a0»"),
        ({**MENTOR, "status": None}, "«\u00a0status\u00a0»"),
        ({**MENTOR, "sector": "magie"}, "«\u00a0sector\u00a0»"),
        ({**MENTOR, "audiences": []}, "«\u00a0audiences\u00a0»"),
        ({**MENTOR, "availability": "toujours"}, "«\u00a0availability\u00a0»"),
        ({**MENTOR, "situation": "emploi"}, "clé inconnue"),
        ({key: value for key, value in MENTOR.items() if key != "mode"}, "clés manquantes\u202f: mode."),
    ],
)
def test_each_mistake_about_a_mentor_is_a_sentence(content: object, expected: str) -> None:
    [problem] = problems(content)
    assert expected in problem


def test_everything_wrong_is_said_at_once() -> None:
    assert len(problems(changed(age=99, mode="telepathy", themes=[]))) == 3


def test_no_sentence_repeats_what_was_typed() -> None:
    canary = "Zoé-Canari"
    wrong = dict.fromkeys(
        [*needs.REQUIRED, "commune", "place", "level", "publics", "rural", "prescriber"], canary
    )
    assert canary not in str(problems({**wrong, canary: canary, "prescriber": {canary: canary}}))
    of_a_mentor = dict.fromkeys([*needs.OF_A_MENTOR, *needs.OPTIONAL_OF_A_MENTOR], canary)
    assert canary not in str(problems({**of_a_mentor, canary: canary, "kind": "mentor"}))


def test_a_sealed_need_opens_although_its_commune_has_merged() -> None:
    kept = needs.to_json(needs.from_json(ROUBAIX))
    kept["place"] = {**kept["place"], "commune": "59999", "name": "Grand-Roubaix"}
    assert needs.from_json({**kept, "commune": "59999"}).place.name == "Grand-Roubaix"


PLACES = [place for code in ("59100", "75011", "20000", "97400", "09140") for place in geography.places(code)]
any_need = st.builds(
    Need,
    kind=st.just(Kind.YOUNG_PERSON),
    age=st.integers(5, 30),
    place=st.sampled_from(PLACES),
    situation=st.sampled_from(Situation),
    level=st.none() | st.sampled_from(Level),
    themes=st.frozensets(st.sampled_from(Theme), min_size=1),
    publics=st.frozensets(st.sampled_from(Public)),
    mode=st.sampled_from(Mode),
    channel=st.sampled_from([Channel.SELF, Channel.GUARDIAN]),
    prescriber=st.none(),
) | st.builds(
    Need,
    kind=st.just(Kind.YOUNG_PERSON),
    age=st.integers(5, 30),
    place=st.sampled_from(PLACES),
    situation=st.sampled_from(Situation),
    level=st.none(),
    themes=st.just(frozenset({Theme.CULTURE})),
    publics=st.just(frozenset()),
    mode=st.just(Mode.REMOTE),
    channel=st.just(Channel.PRESCRIBER),
    prescriber=st.builds(
        Prescriber,
        st.sampled_from(PrescriberKind),
        st.none() | st.sampled_from(["59", "2A"]),
        st.none() | st.just("0590001A"),
    ),
)

any_engagement = st.builds(
    Engagement,
    age=st.sampled_from(MentorAge),
    status=st.sampled_from(MentorStatus),
    sector=st.none() | st.sampled_from(Sector),
    place=st.sampled_from(PLACES),
    audiences=st.frozensets(st.sampled_from(MentorAudience), min_size=1),
    themes=st.frozensets(st.sampled_from(Theme), min_size=1),
    mode=st.sampled_from(Mode),
    availability=st.sampled_from(Availability),
)


@given(any_need | any_engagement)
def test_a_need_sealed_and_opened_is_the_same(need: Need | Engagement) -> None:
    assert needs.from_json(json.loads(json.dumps(needs.to_json(need)))) == need
