"""What a browser keeps for a while, and nobody reads."""

from __future__ import annotations

from datetime import timedelta

import pytest

from hub.vault import CookieBox, DraftBox
from tests.hub.vault.conftest import NOON


def test_what_a_browser_keeps_for_one_use_opens_for_no_other() -> None:
    page, other = (CookieBox(bytes(32), use=use, kept=60) for use in ("page", "other"))
    sealed = page.seal(b"token", now=NOON)
    assert page.open(sealed, now=NOON + timedelta(seconds=60)) == b"token"
    assert page.open(sealed, now=NOON + timedelta(seconds=61)) is None
    assert other.open(sealed, now=NOON) is None


def test_a_draft_comes_back_for_two_days_and_no_longer() -> None:
    box = DraftBox(bytes(32))
    sealed = box.seal({"first_name": "Lila"}, now=NOON)
    assert "Lila" not in sealed
    assert box.open(sealed, now=NOON + timedelta(hours=48)) == {"first_name": "Lila"}
    assert box.open(sealed, now=NOON + timedelta(hours=48, seconds=1)) is None


@pytest.mark.parametrize("sealed", ["", "nonsense", "gAAAAA", "é"])
def test_what_is_no_draft_is_no_draft(sealed: str) -> None:
    assert DraftBox(bytes(32)).open(sealed, now=NOON) is None


def test_the_draft_of_another_door_is_no_draft() -> None:
    assert DraftBox(bytes(32)).open(DraftBox(b"1" * 32).seal({}, now=NOON), now=NOON) is None
