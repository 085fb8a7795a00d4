"""A house with its first worker, on one database or on either."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from hub.models import Member
from hub.work import Hub
from tests.hub.rule_books.house import House, a_coordinator, house_on


@pytest.fixture
def house(sqlite_url: str, tmp_path: Path) -> Iterator[House]:
    with house_on(sqlite_url, tmp_path / "routing_rules.yaml") as built:
        yield built


@pytest.fixture
def either_house(database_url: str, tmp_path: Path) -> Iterator[House]:
    """On one database, then on the other."""
    with house_on(database_url, tmp_path / "routing_rules.yaml") as built:
        yield built


@pytest.fixture
def worker(house: House) -> Hub:
    return house.made[0]


@pytest.fixture
def coordinator(worker: Hub) -> Member:
    return a_coordinator(worker)
