"""What may follow what for a company, and which nine digits are a SIREN."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hub.partnership import INTRODUCIBLE, MOVES, OVER, CompanyState, ImpossibleMove, is_siren, moved
from tests.parts.companies import CONTACT, company

LA_POSTE = "356000000"


@pytest.mark.parametrize("digits", ["732829320", "552100554", "443061841", LA_POSTE])
def test_a_siren_that_exists_is_one(digits: str) -> None:
    assert is_siren(digits)


@pytest.mark.parametrize(
    "digits",
    [
        "",
        "73282932",
        "7328293200",
        "73282932O",
        "732 829 320",
        "000000000",
        "７３２８２９３２０",
        "-32829320",
    ],
)
def test_what_has_not_nine_plain_digits_is_none(digits: str) -> None:
    assert not is_siren(digits)


@given(place=st.integers(0, 8), digit=st.integers(0, 9))
def test_one_mistyped_digit_is_seen(place: int, digit: int) -> None:
    mistyped = "732829320"[:place] + str(digit) + "732829320"[place + 1 :]
    assert is_siren(mistyped) is (mistyped == "732829320")


@given(st.integers(0, 99_999_999))
def test_each_eight_digits_have_one_ninth(first: int) -> None:
    last = [digit for digit in range(10) if is_siren(f"{first:08d}{digit}")]
    assert len(last) == (0 if first == 0 else 1)


def test_every_state_says_what_may_follow() -> None:
    assert set(MOVES) == set(CompanyState)
    assert {state for state, to in MOVES.items() if to <= OVER} == OVER


def test_whatever_happens_a_company_may_be_closed_and_forgotten() -> None:
    for state in set(CompanyState) - OVER:
        assert moved(state, CompanyState.CLOSED) is CompanyState.CLOSED
        assert moved(state, CompanyState.FORGOTTEN) is CompanyState.FORGOTTEN


def test_nobody_is_introduced_before_being_called() -> None:
    assert CompanyState.TO_CALL not in INTRODUCIBLE
    with pytest.raises(ImpossibleMove):
        moved(CompanyState.TO_CALL, CompanyState.INTRODUCED)


def test_what_is_over_does_not_begin_again() -> None:
    for state in set(CompanyState) - {CompanyState.FORGOTTEN}:
        with pytest.raises(ImpossibleMove):
            moved(CompanyState.CLOSED, state)


def test_a_registration_and_its_contact_never_print() -> None:
    assert "Ombeline" not in repr(CONTACT) + repr(company())
