"""A company and the associations that it is introduced to: who hears of it, and who hears that it is over."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from hub.models import Member
from hub.partnership import CompanyState
from tests.hub import test_companies
from tests.hub.test_companies import introduced, moved
from tests.parts.companies import CONTACT
from tests.parts.post import Letterbox
from tests.parts.town import Town, town_at

reference, desk = test_companies.reference, test_companies.desk


@pytest.fixture
def town(sqlite_url: str, tmp_path: Path, letterbox: Letterbox) -> Iterator[Town]:
    with town_at(sqlite_url, tmp_path, letterbox) as opened:
        yield opened


def subjects(town: Town, address: str) -> list[str]:
    town.settle()
    return [str(letter["Subject"]) for letter in town.letters_to(address)]


def test_whoever_is_introduced_to_two_associations_hears_of_both_on_that_day(
    town: Town, reference: str, desk: Member
) -> None:
    moved(town, reference, CompanyState.NEEDS_DEFINED, desk)
    for slug in ("nqt", "proxite"):
        introduced(town, reference, slug, desk)
    assert subjects(town, CONTACT.email).count("Nous vous présentons une association") == 2
