"""Tables change while the former code still runs: what is added disturbs nobody, what is taken away says so."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import pytest
from click.testing import CliRunner
from sqlalchemy import Engine, create_engine, text

from hub.cli import main
from hub.cli.databases import narrowing
from hub.lifecycle import OfferState
from hub.models import Offer
from tests.associations.partner import registered
from tests.parts.databases import ROOT, bring_back, migrate
from tests.parts.patience import PATIENCE, until
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
WAITING = text(
    "SELECT count(*) FROM pg_stat_activity"
    " WHERE query ~ '^\\s*(DROP|CREATE) INDEX CONCURRENTLY' AND wait_event_type = 'Lock'"
)
MADE = text(
    "SELECT pg_get_indexdef(indexrelid) FROM pg_index"
    " WHERE indisvalid AND indexrelid = 'ix_journey_events_happened_at'::regclass"
)


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


def test_an_index_is_made_while_somebody_registers(own_postgresql_url: str) -> None:
    """One was begun before, and interrupted."""
    bring_back(own_postgresql_url, "0026")
    engine = create_engine(own_postgresql_url)
    writes = text("LOCK TABLE journey_events IN ROW EXCLUSIVE MODE")
    with engine.begin() as connection:
        connection.execute(text("CREATE INDEX ix_journey_events_happened_at ON journey_events (id)"))
    with ThreadPoolExecutor() as pool:
        with engine.connect() as slow, engine.connect() as quick:
            slow.execute(writes)
            made = pool.submit(migrate, own_postgresql_url)
            until(lambda: is_waiting(engine), "the index waits for who was there before")
            quick.execute(text("SET lock_timeout = '1s'"))
            quick.execute(writes)
        made.result(PATIENCE)
    with engine.begin() as connection:
        assert connection.scalar(MADE).endswith("USING btree (happened_at)")
    engine.dispose()


def is_waiting(engine: Engine) -> bool:
    with engine.connect() as connection:
        return bool(connection.scalar(WAITING))


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
