"""The town of the inboxes, and an association for each test."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from hub import membership
from hub.directory import DEFAULT
from hub.models import Member
from tests.associations.inbox.house import OTHERS, House
from tests.parts.post import Letterbox
from tests.parts.proposed import give_places
from tests.parts.town import Town, association, town_at


@pytest.fixture(scope="module")
def town(
    sqlite_with_tables: Path, tmp_path_factory: pytest.TempPathFactory, letterbox: Letterbox
) -> Iterator[Town]:
    """One for all of these tests: each has an association of its own."""
    folder = tmp_path_factory.mktemp("inbox")
    shutil.copy(sqlite_with_tables, folder / "hub.db")
    with town_at(f"sqlite:///{folder / 'hub.db'}", folder, letterbox) as opened:
        give_places(opened, *(path.stem for path in DEFAULT.glob("*.yaml")))
        yield opened


@pytest.fixture(scope="module")
def letterbox() -> Iterator[Letterbox]:
    box = Letterbox()
    box.open()
    yield box
    box.shut()


@pytest.fixture(scope="module")
def slugs() -> Iterator[str]:
    return iter(sorted({path.stem for path in DEFAULT.glob("*.yaml")} - {OTHERS}))


@pytest.fixture(scope="module")
def other(town: Town) -> Member:
    return town.join(OTHERS)[0]


@pytest.fixture
def house(town: Town, slugs: Iterator[str], other: Member) -> House:
    us = next(slugs)
    with town.administration.begin() as work:
        ours = association(work.session, us)
        camille, sacha = (
            membership.invite(work, email=f"{name}@{us}.example", association=ours)
            for name in ("camille", "sacha")
        )
    return House(town, us, camille, sacha, other)
