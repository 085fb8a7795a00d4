from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any

import pytest
from flask import Flask
from werkzeug.datastructures import MultiDict

from forms.answers import Answers
from forms.drafts import Draft
from forms.plain import grown, told_by
from forms.walk import read, walk
from forms.young_person import FORM
from hub import geography
from hub.vocabulary import Channel, ContactBy, Guardian, Level, Theme

TODAY = date(2026, 3, 2)
FIRST = {"pour-qui": {"channel": ["self"], "birth_month": ["3"], "birth_year": ["2008"]}}
FULL = Answers(
    channel=Channel.SELF,
    age=16,
    place=geography.place("59100", "59512"),
    level=Level.PREMIERE,
    themes=frozenset({Theme.ORIENTATION, Theme.CONFIANCE}),
    message="Découvrir",
    email=None,
    contact_by=ContactBy.TEXT,
    guardian=Guardian("Ana", "Canari", "ana@canari.example.org"),
)


def draft_of(door: Flask) -> Draft:
    with door.test_request_context():
        walked = read(FORM, FIRST, {}, today=TODAY)
    return Draft(typed=dict(FIRST), told=walked.told, validated_on=TODAY)


def test_a_page_is_read_in_the_light_of_those_before(door: Flask) -> None:
    with door.test_request_context():
        walked = read(FORM, FIRST, {}, today=TODAY)
    assert (walked.next_page, walked.answers.age) == ("ou", 17), "in the month of birth, still seventeen"


def test_what_was_valid_today_is_not_read_again(door: Flask) -> None:
    draft = draft_of(door)
    draft.typed["pour-qui"] = {"channel": ["nonsense"]}
    assert walk(FORM, draft, today=TODAY).next_page == "ou"
    with door.test_request_context():
        assert walk(FORM, draft, today=TODAY + timedelta(days=1)).next_page == "pour-qui"


def test_answers_told_before_the_form_changed_are_read_again(door: Flask) -> None:
    draft = draft_of(door)
    draft.told = {"pour-qui": {"a field of yesterday": 1}}
    with door.test_request_context():
        assert walk(FORM, draft, today=TODAY).answers.age == 17


def test_answers_come_back_from_plain_json_as_they_were() -> None:
    told = told_by(Answers(), FULL)
    assert "email" not in told and told["themes"] == ["confiance", "orientation"]
    assert grown(Answers(), told) == FULL


@dataclass(frozen=True)
class Appointment:
    days: tuple[date, ...] = ()
    formal: bool = True


def test_days_and_tuples_are_answers_too() -> None:
    booked = Appointment((date(2026, 3, 5), date(2026, 3, 12)))
    told = told_by(Appointment(), booked)
    assert told == {"days": ["2026-03-05", "2026-03-12"]}
    assert grown(Appointment(), told) == booked


def test_taking_back_an_answer_is_told_too() -> None:
    told = told_by(FULL, replace(FULL, place=None))
    assert grown(FULL, told).place is None


@pytest.mark.parametrize("told", [{"unknown": 1}, {"age": "seize"}, {"themes": 4}, {"place": {"x": 1}}])
def test_what_is_no_answer_is_refused(told: dict[str, Any]) -> None:
    with pytest.raises((KeyError, TypeError, ValueError)):
        grown(Answers(), told)


def test_a_page_knows_what_was_told_before_it(door: Flask) -> None:
    with door.test_request_context():
        walked = read(FORM, FIRST, {}, today=TODAY)
        page = FORM.pages["ou"](walked.answers, today=TODAY, formdata=MultiDict())
    assert walked.before("ou") == page.before and walked.before("besoin") is None
