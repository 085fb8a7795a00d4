"""Tables change while the former code still runs: what is added disturbs nobody, what is taken away says so."""

from __future__ import annotations

import pytest
from click.testing import CliRunner
from sqlalchemy import text

from hub.cli import main
from hub.cli.databases import narrowing
from hub.lifecycle import OfferState
from hub.models import Offer
from tests.associations.partner import registered
from tests.parts.databases import ROOT
from tests.parts.town import Town

SINCE = "0022"
"""From this one on, a hub in production changes its tables while it runs."""
TAKES_AWAY: dict[str, str] = {}
"""Migrations that take something away, and since which version no code reads it: they come a version later."""
TO_COME = (
    "ALTER TABLE referrals ADD COLUMN to_come VARCHAR(20)",
    "ALTER TABLE offers ADD COLUMN counted INTEGER NOT NULL DEFAULT 0",
    "ALTER TABLE outbox_messages ADD COLUMN said_by INTEGER REFERENCES members (id)",
    "CREATE TABLE novelties (id INTEGER PRIMARY KEY, referral_id INTEGER REFERENCES referrals (id))",
    "CREATE INDEX ix_referrals_to_come ON referrals (to_come)",
    "UPDATE alembic_version SET version_num = '9999'",
)
"""All that an expansion may do."""


@pytest.fixture
def database_url(own_database_url: str) -> str:
    """Its tables are changed."""
    return own_database_url


def test_a_hub_at_work_goes_on_over_tables_that_are_newer_than_its_code(town: Town) -> None:
    town.join("article-1", "jobirl")
    before = registered(town)
    assert town.visitor().get("/trouver-un-mentor").status_code < 400
    with town.administration.begin() as work:
        for statement in TO_COME:
            work.session.execute(text(statement))
    after = registered(town)
    town.settle()
    with town.hub.read() as work:
        states = [offer.state for offer in work.session.query(Offer)]
    assert states == [OfferState.OPEN] * len({before, after})
    assert town.visitor().get("/readyz").text == "ready\n"
    assert town.visitor().get("/trouver-un-mentor").status_code < 400


@pytest.mark.parametrize(
    "name", [path.name for path in (ROOT / "migrations" / "versions").glob("[0-9]*.py") if path.name >= SINCE]
)
def test_a_migration_only_adds_or_says_since_when_nobody_reads_what_it_takes_away(name: str) -> None:
    source = (ROOT / "migrations" / "versions" / name).read_text()
    assert not narrowing(source) or name[:4] in TAKES_AWAY


def test_what_takes_away_is_found_in_what_upgrade_calls_too() -> None:
    assert narrowing("def upgrade():\n    clear()\ndef clear():\n    op.drop_column('a', 'b')\n") == [
        "drop_column"
    ]
    assert (
        narrowing(
            "def upgrade():\n    op.add_column('a', b)\ndef downgrade():\n    op.drop_column('a', 'b')\n"
        )
        == []
    )


def test_the_status_of_the_tables_is_said(sqlite_url: str, tmp_path_factory: pytest.TempPathFactory) -> None:
    fresh = f"sqlite:///{tmp_path_factory.mktemp('fresh') / 'hub.db'}"
    told = CliRunner().invoke(main, ["database", "status"], env={"DATABASE_URL": fresh})
    assert told.exit_code == 1
    assert "tables aucune" in told.output
    assert "0001  ajoute" in told.output
    told = CliRunner().invoke(main, ["database", "status"], env={"DATABASE_URL": sqlite_url})
    assert told.exit_code == 0
