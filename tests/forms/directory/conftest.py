"""A directory that holds the real entries."""

from __future__ import annotations

import pytest
from flask import Flask

from hub.directory import Entry
from tests.forms.conftest import hub_of
from tests.forms.directory.shelf import ENTRIES, VERIFIED, row


@pytest.fixture
def members(door: Flask) -> dict[str, Entry]:
    """The real entries, as a hub keeps them; one of them was confirmed."""
    with hub_of(door).begin() as work:
        work.session.add_all(row(entry, verified=slug == VERIFIED) for slug, entry in ENTRIES.items())
    return ENTRIES
