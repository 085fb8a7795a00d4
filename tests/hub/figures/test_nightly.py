"""The worker counts at night: what a hub with thirty young people may tell, and what it may not."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from contextlib import ExitStack
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import func, select

from hub import intake, offers
from hub.figures import nightly
from hub.figures.tallying import tally_due
from hub.lifecycle import OfferState
from hub.models import FiguresCounted, Member, Offer, Referral, Tally
from hub.queries import kept_figures
from hub.vocabulary import DeclineReason, Public, Theme
from tests.parts.people import CANARIES, registration
from tests.parts.post import Letterbox
from tests.parts.postgres import new_database
from tests.parts.town import Town, town_at

FEW = 9
"""One less than may be told of."""


def come(town: Town, many: int, **changes: Any) -> list[str]:
    with town.front.begin() as work:
        return [intake.register(work, registration(**changes)).reference for _ in range(many)]


def told(town: Town, subject: str = nightly.NETWORK, period: str = nightly.LAST_MONTHS) -> dict[str, Any]:
    with town.hub.read() as work:
        found = kept_figures.figures_of(work.session, subject, period)
        assert found
        return found.content


def tallied(town: Town, trait: str) -> dict[str, int]:
    with town.hub.read() as work:
        rows = work.session.execute(select(Tally.word, Tally.registrations).where(Tally.trait == trait))
        return {word: many for word, many in rows}


def answer(town: Town, member: Member) -> None:
    """Of this association's open cards: one in four declined, the others accepted."""
    with town.portal.begin() as work:
        by = work.session.get_one(Member, member.id)
        mine = select(Offer).where(Offer.association_id == by.association_id, Offer.state == OfferState.OPEN)
        for turn, offer in enumerate(work.session.scalars(mine.order_by(Offer.id)).all()):
            if turn % 4:
                offers.accept(work, offer, by)
            else:
                offers.decline(work, offer, by, reason=DeclineReason.NO_MENTOR)


@pytest.fixture(scope="module", params=["sqlite", "postgresql"])
def lived(
    request: pytest.FixtureRequest, sqlite_with_tables: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Town]:
    """Fourteen young people came in March and one association answered two working days later; it is May."""
    folder, box = tmp_path_factory.mktemp("lived"), Letterbox()
    with ExitStack() as stack:
        if request.param == "sqlite":
            shutil.copy(sqlite_with_tables, folder / "hub.db")
            url = f"sqlite:///{folder / 'hub.db'}"
        else:
            server = request.getfixturevalue("postgresql")
            like = request.getfixturevalue("postgresql_with_tables")
            url = stack.enter_context(new_database(server, like=like)).render_as_string(hide_password=False)
        box.open()
        stack.callback(box.shut)
        town = stack.enter_context(town_at(url, folder, box))
        member, *_ = town.join("article-1")
        come(town, 11)
        come(town, 3, themes=frozenset({Theme.CULTURE}), publics=frozenset({Public.REFUGIE}))
        town.office.move()
        town.clock.forward(days=2)
        answer(town, member)
        town.office.move()
        town.clock.forward(days=60)
        town.office.count()
        yield town


def test_the_network_is_told_without_its_small_groups(lived: Town) -> None:
    content = told(lived)
    assert content["months"]["young_person"] == {"2026-03": 14, "2026-04": 0}
    assert content["funnel"]["registered"] == 14
    assert content["traits"]["young_person"]["public"]["refugie"] is None
    assert content["traits"]["young_person"]["theme"]["culture"] is None
    assert content["waits"]["months"]["2026-03"]["soon"] is not None
    assert all(many is None or many == 0 or many >= 10 for many in numbers(content["houses"]))


def test_an_association_reads_its_own_and_the_sum_is_right(lived: Town) -> None:
    content = told(lived, "article-1")
    ends = content["ends"]
    with lived.hub.read() as work:
        made = work.session.scalar(select(func.count(Offer.id))) or 0
    assert sum(ends.values()) == content["funnel"]["offered"] == made
    assert content["funnel"]["accepted"] == ends["accepted"] > 0
    assert content["reasons"] == {"no_mentor": ends["declined"]}
    assert content["delays"]["2-3"] == ends["accepted"] + ends["declined"]
    assert content["shares"]["in_time"] == 1 and content["peers"]["in_time"] is None
    assert told(lived, "article-1", "2026")["funnel"] == content["funnel"]


def test_figures_name_nobody(lived: Town) -> None:
    with lived.hub.read() as work:
        kept = [row.content for row in work.session.scalars(select(FiguresCounted))]
        references = list(work.session.scalars(select(Referral.reference)))
    written = json.dumps(kept)
    assert not [word for word in (*CANARIES, *references) if word in written]


def test_they_are_counted_once_a_night(lived: Town) -> None:
    assert not nightly.keep_up(lived.hub)
    lived.clock.forward(hours=24)
    assert nightly.keep_up(lived.hub)


def numbers(rows: list[dict[str, Any]]) -> list[int | None]:
    return [value for row in rows for name, value in row.items() if name != "name"]


@pytest.fixture
def small(sqlite_url: str, tmp_path: Path, letterbox: Letterbox) -> Iterator[Town]:
    with town_at(sqlite_url, tmp_path, letterbox) as opened:
        yield opened


def test_needs_are_counted_ten_at_a_time_and_each_once(small: Town) -> None:
    come(small, FEW)
    come(small, 2, age=12)
    small.office.move()
    assert tally_due(small.hub) == 0 and tallied(small, "department") == {}
    come(small, 2)
    small.office.move()
    assert tally_due(small.hub) == FEW + 2, "children whose guardian said nothing are not counted"
    assert sum(tallied(small, "department").values()) == FEW + 2
    assert tally_due(small.hub) == 0
    assert not nightly.keep_up(small.hub), "what came today waits for the night"
    small.clock.now += timedelta(hours=20)
    assert nightly.keep_up(small.hub)


def test_a_hub_without_anybody_has_no_figures(small: Town) -> None:
    small.clock.forward(days=40)
    assert not nightly.keep_up(small.hub)
