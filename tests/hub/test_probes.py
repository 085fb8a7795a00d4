"""What machines ask of a door: alive, ready, measured; strangers learn one word."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from http import HTTPStatus
from pathlib import Path

import pytest
from sqlalchemy import text

from hub import gauges, probes
from hub.gauges import Gauge, NotAllRows
from tests.associations.partner import registered
from tests.parts.post import Letterbox
from tests.parts.town import Town, town_at

TOKEN = "a-token-of-more-than-24-signs"  # noqa: S105 (of a test)
BEARER = {"Authorization": f"Bearer {TOKEN}"}


@pytest.fixture
def watched(town: Town, tmp_path: Path) -> Iterator[Town]:
    backups = tmp_path / "backups"
    backups.mkdir()
    (backups / "2026-03-01.backup").touch()
    told = {"HUB_METRICS_TOKEN": TOKEN, "HUB_BACKUPS_DIR": str(backups)}
    watched = replace(town, environ=town.environ | told)
    yield watched
    watched.close()


def test_both_doors_are_alive_and_ready(town: Town) -> None:
    for door in (town.public, town.partners):
        visitor = door.test_client()
        assert visitor.get("/healthz").text == "ok\n"
        assert visitor.get("/readyz").text == "ready\n"


def test_a_door_whose_tables_are_older_than_its_code_is_not_ready_and_says_no_more(
    town: Town, caplog: pytest.LogCaptureFixture
) -> None:
    _tables_are(town, "0001")
    answer = town.visitor().get("/readyz")
    assert (answer.status_code, answer.text) == (HTTPStatus.SERVICE_UNAVAILABLE, "not ready\n")
    assert "not ready: TablesAreOlder" in caplog.text
    assert town.visitor().get("/healthz").text == "ok\n"


def test_a_door_whose_tables_are_newer_than_its_code_goes_on(town: Town) -> None:
    _tables_are(town, "9999")
    assert town.visitor().get("/readyz").text == "ready\n"


def test_readiness_is_looked_up_once_a_second(town: Town) -> None:
    assert town.visitor().get("/readyz").text == "ready\n"
    _tables_are(town, "0001")
    assert town.visitor().get("/readyz").text == "ready\n"


def test_the_newest_migration_is_the_last_file() -> None:
    assert re.fullmatch(r"\d{4}", probes.newest_migration())


def test_metrics_exist_for_whoever_holds_the_token_at_the_partners_door_only(watched: Town) -> None:
    inside = watched.partners.test_client()
    assert inside.get("/metrics").status_code == HTTPStatus.NOT_FOUND
    assert inside.get("/metrics", headers={"Authorization": "Bearer no"}).status_code == HTTPStatus.NOT_FOUND
    assert watched.public.test_client().get("/metrics", headers=BEARER).status_code == HTTPStatus.NOT_FOUND
    answer = inside.get("/metrics", headers=BEARER)
    assert answer.status_code == HTTPStatus.OK
    assert answer.content_type == gauges.CONTENT_TYPE
    assert "\nhub_backup_age_seconds " in answer.text


def test_without_a_token_in_the_settings_no_token_opens(town: Town) -> None:
    inside = town.partners.test_client()
    for given in ("", "Bearer ", "Bearer x"):
        assert inside.get("/metrics", headers={"Authorization": given}).status_code == HTTPStatus.NOT_FOUND


def test_queues_are_told_by_their_age_and_people_by_tens(town: Town) -> None:
    town.join("article-1")
    registered(town)
    town.settle()
    with town.front.begin() as work:
        work.session.execute(text("UPDATE referrals SET next_at = '2026-03-02 10:00:00'"))
    found = _measured(town)
    assert found["hub_queue_length"] == 10, "one is told as ten"
    assert found["hub_queue_age_seconds"] == 3600
    assert found["hub_outbox_age_seconds"] == found["hub_without_next_date_seconds"] == 0


@pytest.fixture
def other_account(own_postgresql_url: str, tmp_path: Path, letterbox: Letterbox) -> Iterator[Town]:
    """A hub on PostgreSQL whose account is not shown every row."""
    with town_at(own_postgresql_url, tmp_path, letterbox) as town:
        with town.administration.begin() as work:
            work.session.execute(text("ALTER TABLE referrals ENABLE ROW LEVEL SECURITY"))
            work.session.execute(text("CREATE ROLE hub_seer NOSUPERUSER"))
            work.session.execute(text("GRANT SELECT ON ALL TABLES IN SCHEMA public TO hub_seer"))
        yield town
        with town.administration.begin() as work:
            work.session.execute(text("DROP OWNED BY hub_seer"))
            work.session.execute(text("DROP ROLE hub_seer"))


def test_whoever_is_not_shown_every_row_measures_nothing(other_account: Town) -> None:
    with pytest.raises(NotAllRows), other_account.hub.read() as work:
        work.session.execute(text("SET LOCAL ROLE hub_seer"))
        list(gauges.measure(work))


def test_a_bell_that_is_away_is_told(town: Town) -> None:
    told = {each.name: each.value for each in gauges.everything(town.hub, bell=lambda: None, backups=None)}
    assert (told["hub_redis_up"], told["hub_bell_length"]) == (0, 0)


def test_the_text_is_what_prometheus_reads() -> None:
    said = gauges.text(
        [Gauge("a_seconds", "An age", 1.5), *(Gauge("b", "Two", n, ("kind", str(n))) for n in (1, 2))]
    )
    assert said == (
        "# HELP a_seconds An age\n# TYPE a_seconds gauge\na_seconds 1.5\n"
        '# HELP b Two\n# TYPE b gauge\nb{kind="1"} 1\nb{kind="2"} 2\n'
    )


def _measured(town: Town) -> dict[str, float]:
    return {each.name: each.value for each in gauges.everything(town.hub, bell=None, backups=None)}


def _tables_are(town: Town, version: str) -> None:
    with town.hub.begin() as work:
        work.session.execute(text("UPDATE alembic_version SET version_num = :version"), {"version": version})
