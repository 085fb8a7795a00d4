"""The Redis of one machine: private, durable, and away without harm where there is none."""

from __future__ import annotations

import socket
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from redis import Redis

from hub import embedded
from hub.embedded import EmbeddedRedis, NoRedis, embed_redis
from hub.supervisor import spawn
from tests.parts.bell import wait_for
from tests.parts.patience import PATIENCE


@pytest.fixture
def folder() -> Iterator[Path]:
    with tempfile.TemporaryDirectory(prefix="hub-redis-") as short:
        yield Path(short) / "redis"


def test_only_its_owner_can_reach_it(folder: Path, redis_server: EmbeddedRedis) -> None:
    redis = embed_redis(folder)
    assert redis.folder.stat().st_mode & 0o077 == 0
    assert redis_server.socket.stat().st_mode & 0o077 == 0
    with Redis.from_url(redis_server.url) as client:
        assert client.config_get("port") == {"port": "0"}


def test_what_it_was_told_survives_a_stop(folder: Path) -> None:
    for told in (None, b"yes"):
        redis = embed_redis(folder)
        child = spawn(redis.command, {})
        wait_for(redis)
        with Redis.from_url(redis.url) as client:
            assert client.get("told") == told
            client.set("told", "yes")
        child.terminate()
        assert child.wait(PATIENCE) == 0


def test_one_that_is_not_there_or_hears_and_says_nothing_does_not_answer(folder: Path) -> None:
    redis = embed_redis(folder)
    assert not redis.answers()
    with socket.socket(socket.AF_UNIX) as silent:
        silent.bind(str(redis.socket))
        silent.listen()
        assert not redis.answers()


def test_a_path_too_long_for_a_socket_is_said_and_not_tried(tmp_path: Path) -> None:
    with pytest.raises(NoRedis, match="trop long"):
        embed_redis(tmp_path / ("deep" * 30))


def test_without_a_server_the_reason_is_a_sentence(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "")
    monkeypatch.setattr(embedded, "PACKED", "no_such_package")
    with pytest.raises(NoRedis, match="aucun redis-server"):
        embed_redis(folder)
