"""One letter a working morning at most, of what waits at the association, to those who chose to read it."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from hub import mornings, offers, places, queries
from hub.models import Member
from tests.associations.partner import card_of, registered
from tests.parts.town import Town, address_of, association, text_of

TUESDAY_AT_EIGHT = datetime(2026, 3, 3, 7, 5, tzinfo=UTC)
READER = address_of("article-1")


@pytest.fixture
def member(town: Town) -> Member:
    return town.join("article-1")[0]


def digests(town: Town, address: str = READER) -> list[str]:
    town.settle()
    return [text_of(each) for each in town.letters_to(address) if each["Subject"] == "Vos fiches ce matin"]


def test_the_digest_says_what_is_new_once_a_morning(town: Town, member: Member) -> None:
    card = card_of(town, registered(town))
    assert digests(town) == []
    town.clock.now = TUESDAY_AT_EIGHT
    [letter] = digests(town)
    assert f"Nouvelles\u202f: 1\u00a0fiche ({card})." in letter
    town.clock.forward(hours=2)
    assert len(digests(town)) == 1
