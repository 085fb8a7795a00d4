"""A postal code, however it is typed or pasted, on the pages that ask for one."""

from __future__ import annotations

import pytest

from tests.forms.conftest import FORM, Visitor
from tests.forms.prescriber import professional
from tests.forms.prescriber.professional import PUPIL

PASTED = ("59 100", "59\u00a0100", "59\u202f100\u200b", " 5 9 1 0 0 ")


@pytest.mark.parametrize("typed", [*PASTED, "75000", "69 000", "13000"])
def test_a_postal_code_may_hold_any_space_or_mean_a_whole_city(visitor: Visitor, typed: str) -> None:
    visitor.fill("")
    sent = visitor.send(FORM + "/ou", {"postal_code": typed, "situation": "lycee_pro"})
    assert sent.status_code == 303


@pytest.mark.parametrize("typed", PASTED)
def test_a_professional_may_paste_it_too(visitor: Visitor, typed: str) -> None:
    professional.fill(visitor, PUPIL, "", "/jeune", changes={"/jeune": {"postal_code": typed}})
