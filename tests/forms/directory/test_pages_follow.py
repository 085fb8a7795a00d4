"""The directory's ready pages follow what an association says of itself."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from forms.ready import NOTICED_IN
from hub import criteria, queries
from hub.models import Role
from tests.parts.post import Letterbox
from tests.parts.town import Town, association, town_at

PAGE = "/associations/proxite"
FIVE_SECONDS = 5


@pytest.fixture
def town(sqlite_url: str, tmp_path: Path, letterbox: Letterbox) -> Iterator[Town]:
    with town_at(sqlite_url, tmp_path, letterbox) as opened:
        opened.join("proxite", role=Role.MANAGER)
        yield opened


def confirm(town: Town) -> None:
    with town.portal.begin() as work:
        row = association(work.session, "proxite")
        criteria.confirm(work, row, queries.members_of(work.session, row.id)[0])


def test_a_page_says_within_five_seconds_that_its_association_confirmed_it(town: Town) -> None:
    visitor = town.visitor()
    for _ in range(2):
        before = visitor.get(PAGE)
    assert "À confirmer par l’association" in before.text and before.headers["ETag"]
    confirm(town)
    kept = visitor.get(PAGE, headers={"If-None-Match": before.headers["ETag"]})
    assert kept.status_code == 304, "looked up now and then, not for each visitor"
    assert NOTICED_IN.total_seconds() < FIVE_SECONDS
    town.clock.forward(seconds=NOTICED_IN.total_seconds())
    after = visitor.get(PAGE, headers={"If-None-Match": before.headers["ETag"]})
    assert after.status_code == 200 and "Confirmé par l’association" in after.text
    assert after.headers["ETag"] != before.headers["ETag"]


def test_a_page_that_nobody_wrote_of_is_not_rendered_again(town: Town) -> None:
    visitor = town.visitor()
    for _ in range(2):
        visitor.get("/urgence")
    ready = town.public.wsgi_app
    kept = ready._pages["/urgence"]  # type: ignore[attr-defined]
    town.clock.forward(seconds=NOTICED_IN.total_seconds())
    visitor.get("/urgence")
    assert ready._pages["/urgence"] is kept  # type: ignore[attr-defined]
    confirm(town)
    town.clock.forward(seconds=NOTICED_IN.total_seconds())
    visitor.get("/urgence")
    assert ready._pages["/urgence"] is not kept  # type: ignore[attr-defined]
