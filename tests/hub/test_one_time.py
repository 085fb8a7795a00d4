from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from hub.vault import one_time

OF_THE_RFC = b"12345678901234567890"


@pytest.mark.parametrize(
    ("seconds", "code"),
    [
        (59, "287082"),
        (1_111_111_109, "081804"),
        (1_111_111_111, "050471"),
        (1_234_567_890, "005924"),
        (2_000_000_000, "279037"),
        (20_000_000_000, "353130"),
    ],
)
def test_codes_are_those_of_rfc_6238(seconds: int, code: str) -> None:
    """Appendix B, of whose eight digits an application shows the last six."""
    assert one_time.code_at(OF_THE_RFC, seconds // one_time.STEP_SECONDS) == code


@pytest.mark.parametrize(("late", "fits"), [(-61, False), (-30, True), (0, True), (30, True), (61, False)])
def test_a_telephone_may_be_half_a_minute_wrong(late: int, fits: bool) -> None:
    now = datetime(2026, 3, 2, 11, 0, 15, tzinfo=UTC)
    shown = one_time.code_at(OF_THE_RFC, one_time.step_at(now + timedelta(seconds=late)))
    assert (one_time.matching_step(OF_THE_RFC, shown, now=now) is not None) is fits


def test_each_secret_is_as_long_as_the_rfc_asks_and_like_no_other() -> None:
    """RFC 4226, R6: 160 bits."""
    made = {one_time.new_secret() for _ in range(3)}
    assert [len(secret) for secret in made] == [20, 20, 20]


def test_the_square_says_whose_secret_it_is() -> None:
    told = one_time.address(OF_THE_RFC, account="amina@asso.example", issuer="La Passerelle")
    assert told == (
        "otpauth://totp/La%20Passerelle:amina%40asso.example"
        "?secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ&issuer=La%20Passerelle"
    )
