from __future__ import annotations

from sqlalchemy import select

from hub.models import Prescriber
from tests.parts.leaks import find_leaks
from tests.parts.prescribers import ADDRESS, CANARIES, register
from tests.parts.town import Town
from tests.parts.witness import tables


def prescribers_left(town: Town) -> int:
    with town.hub.read() as work:
        return len(work.session.scalars(select(Prescriber)).all())


def test_a_professional_is_recognised_by_their_address_and_read_in_no_row(town: Town) -> None:
    with town.front.begin() as work:
        register(work)
        register(work, email=ADDRESS.upper())
    assert prescribers_left(town) == 1
    assert find_leaks(tables(town.hub), CANARIES) == []
