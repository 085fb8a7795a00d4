from __future__ import annotations

import stat
from datetime import UTC, datetime
from pathlib import Path

import pytest

from emails.letterbox.pages import make_pages
from emails.letterbox.shelf import Shelf
from emails.letterbox.telephone import NotAKey, Telephone

OF_THE_RFC = "GEZD GNBV GY3T QOJQ GEZD GNBV GY3T QOJQ"
NOW = datetime.fromtimestamp(59, UTC)


def test_it_shows_the_digits_of_this_half_minute_and_how_long_they_stay(tmp_path: Path) -> None:
    telephone = Telephone(tmp_path)
    telephone.keep(OF_THE_RFC.lower())
    telephone.keep(OF_THE_RFC)
    assert telephone.shown(NOW) == [("GEZD", "287082", 1)]


def test_its_keys_are_a_private_file(tmp_path: Path) -> None:
    Telephone(tmp_path).keep(OF_THE_RFC)
    (file,) = tmp_path.iterdir()
    assert stat.S_IMODE(file.stat().st_mode) == 0o600


@pytest.mark.parametrize("typed", ["", "GEZD", "1890", "é" * 32, "GEZD" * 8 + "!"])
def test_what_is_no_key_is_refused(tmp_path: Path, typed: str) -> None:
    with pytest.raises(NotAKey):
        Telephone(tmp_path).keep(typed)
    assert not list(tmp_path.iterdir())


def test_its_page_keeps_a_key_and_says_when_it_is_none(tmp_path: Path) -> None:
    page = make_pages(Shelf(tmp_path)).test_client()
    assert page.post("/telephone", data={"key": "GEZD"}).status_code == 422
    assert page.post("/telephone", data={"key": OF_THE_RFC}).status_code == 303
    assert "GEZD…" in page.get("/telephone").text
