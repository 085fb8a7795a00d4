"""``hub doctor``: a line for each thing looked at, and a status that a nightly job can trust."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result
from sqlalchemy import text

from hub import intake, webinars
from hub.cli import main
from hub.vault import Process
from tests.parts.people import CANARIES, registration
from tests.parts.town import Town


@pytest.fixture
def town(town: Town) -> Town:
    """Of today, as the doctor's own clock is."""
    town.clock.now = datetime.now(UTC)
    with town.administration.begin() as work:
        webinars.plan(work)
    return town


def doctor(town: Town, *options: str, **changes: str) -> Result:
    return CliRunner().invoke(main, ["doctor", *options], env=town.environ | changes)


def findings(town: Town, **changes: str) -> dict[str, dict[str, Any]]:
    """What is wrong, by subject; the status must agree."""
    result = doctor(town, "--json", **changes)
    found = [json.loads(line) for line in result.output.splitlines()]
    wrong = {finding["subject"]: finding for finding in found if not finding["fine"]}
    assert result.exit_code == (1 if wrong else 0)
    assert all(set(finding) == {"subject", "sentence", "references", "fine"} for finding in found)
    return wrong


def tell(town: Town, order: str) -> None:
    with town.hub.begin() as work:
        work.session.execute(text(order))


def test_a_hub_in_good_health_is_said_to_be(town: Town) -> None:
    result = doctor(town)
    assert result.exit_code == 0
    assert {line[0] for line in result.output.splitlines()} == {"✓"}
    assert findings(town) == {}


def test_registrations_left_lying_are_named_by_their_reference_ten_at_most(town: Town) -> None:
    town.clock.now = datetime.now(UTC)
    town.clock.forward(hours=-1)
    with town.front.begin() as work:
        references = [intake.register(work, registration()).reference for _ in range(12)]
    result = doctor(town)
    assert result.exit_code == 1
    assert sum(reference in result.output for reference in references) == 10
    assert "… et 2 de plus" in result.output
    assert not any(canary in result.output for canary in CANARIES)
    assert findings(town)["routing"]["references"] == references


def test_tables_left_behind_by_a_new_version_are_found(town: Town) -> None:
    tell(town, "UPDATE alembic_version SET version_num = 'of long ago'")
    assert set(findings(town)) == {"tables"}
    tell(town, "DELETE FROM alembic_version")
    assert set(findings(town)) == {"tables"}


def test_a_database_without_tables_is_found(town: Town, empty_database_url: str) -> None:
    assert "database" in findings(town, DATABASE_URL=empty_database_url)


@pytest.mark.parametrize("process", list(Process))
def test_keys_that_others_may_read_are_found_and_never_shown(town: Town, process: Process) -> None:
    folder = Path(town.environ["HUB_KEYS_DIR"]) / process
    key = sorted(folder.glob("*.key"))[0]
    key.chmod(0o644)
    wrong = findings(town)
    assert set(wrong) == {f"settings_{process}"}
    assert key.name in str(wrong) and key.read_text() not in str(wrong)


def test_missing_keys_are_found(town: Town) -> None:
    assert "database" in findings(town, HUB_KEYS_DIR="/nowhere")


def test_a_redis_that_does_not_answer_is_found(town: Town) -> None:
    assert set(findings(town, REDIS_URL="unix:///nowhere/redis.sock")) == {"redis"}


def test_where_no_rule_book_can_be_read_the_rest_is_told_all_the_same(town: Town) -> None:
    wrong = findings(town, HUB_RULES="/nowhere", REDIS_URL="unix:///nowhere/redis.sock")
    assert {"rule_book_in_use", "redis"} <= set(wrong)
