"""Two young people whom one professional registered."""

from __future__ import annotations

import pytest

from hub import strangers
from tests.parts.prescribers import ADDRESS, register
from tests.parts.town import Town


@pytest.fixture
def references(town: Town) -> list[str]:
    """Two young people, registered at an address that its owner has confirmed."""
    town.join("article-1", "jobirl", "afev")
    with town.front.begin() as work:
        strangers.confirm(work, work.vault.address_digest(ADDRESS))
        return [register(work, marker="Bleu 1"), register(work, marker="Vert 2")]
