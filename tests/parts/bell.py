"""A real Redis, empty at the start of each test."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from redis import Redis

from hub.embedded import EmbeddedRedis, NoRedis, embed_redis
from hub.supervisor import spawn
from tests.parts.absence import go_without
from tests.parts.patience import PATIENCE, until


@pytest.fixture(scope="session")
def redis_server() -> Iterator[EmbeddedRedis]:
    with tempfile.TemporaryDirectory(prefix="hub-redis-") as folder:
        try:
            redis = embed_redis(Path(folder))
        except NoRedis as reason:
            go_without("Redis", reason)
        child = spawn(redis.command, {})
        try:
            wait_for(redis)
            yield redis
        finally:
            child.terminate()
            child.wait(PATIENCE)


@pytest.fixture
def redis_url(redis_server: EmbeddedRedis) -> str:
    with Redis.from_url(redis_server.url) as redis:
        redis.flushall()
    return redis_server.url


def wait_for(redis: EmbeddedRedis) -> None:
    until(redis.answers, "an answer of Redis")
