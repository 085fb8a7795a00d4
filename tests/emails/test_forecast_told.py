"""The first letter says how long others waited, and no later one does."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from hub import offers
from hub.models import Expected, Member, OutboxMessage
from tests.emails.conftest import PostRoom
from tests.parts.people import EMAIL, identity, registration
from tests.parts.town import text_of

on_sqlite = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)


@on_sqlite
@pytest.mark.parametrize(
    ("language", "said"),
    [
        (
            "fr",
            "La moitié des demandes comme la tienne ont une réponse en 5 jours, et neuf sur dix en 14 jours.",
        ),
        ("en", "Half of requests like yours are answered within 5 days, and nine in ten within 14 days."),
    ],
)
def test_the_first_letter_says_it_in_the_language_of_the_form(
    room: PostRoom, language: str, said: str
) -> None:
    with room.hub.begin() as work:
        work.session.add(Expected(alike="young_person:15-17:59", half=5, nine=14))
    reference = room.register(registration(who=identity(language=language)))
    room.make_round()
    [first] = room.letters_to(EMAIL)
    assert said in " ".join(text_of(first).split())
    member = room.join()
    with room.portal.begin() as work:
        offers.accept(work, room.offer(work, reference), work.session.get_one(Member, member.id))
    room.make_round()
    last = text_of(room.letters_to(EMAIL)[-1])
    assert "comme la tienne" not in last and "like yours" not in last


@on_sqlite
def test_a_young_hub_says_nothing_of_it(room: PostRoom) -> None:
    room.register(registration())
    room.make_round()
    [first] = room.letters_to(EMAIL)
    assert "comme la tienne" not in text_of(first) and "jours." not in text_of(first)
    with room.hub.read() as work:
        assert work.session.scalars(select(OutboxMessage.sent_at)).all() != [None]
