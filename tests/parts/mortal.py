"""A Redis that a test may kill, freeze, empty and start again."""

from __future__ import annotations

import signal
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from redis import Redis

from hub.embedded import EmbeddedRedis, NoRedis, embed_redis
from hub.supervisor import spawn
from tests.parts.absence import go_without
from tests.parts.bell import wait_for
from tests.parts.patience import PATIENCE


class MortalRedis:
    def __init__(self, embedded: EmbeddedRedis) -> None:
        self._embedded = embedded
        self._child: subprocess.Popen[bytes] | None = None

    @property
    def url(self) -> str:
        return self._embedded.url

    def start(self) -> None:
        self._child = spawn(self._embedded.command, {})
        wait_for(self._embedded)

    def empty(self) -> None:
        with Redis.from_url(self.url) as redis:
            redis.flushall()

    def freeze(self) -> None:
        """It takes connections and answers nothing."""
        if self._child:
            self._child.send_signal(signal.SIGSTOP)

    def kill(self) -> None:
        if self._child:
            self._child.kill()
            self._child.wait(PATIENCE)
            self._child = None


@pytest.fixture
def mortal_redis() -> Iterator[MortalRedis]:
    with tempfile.TemporaryDirectory(prefix="hub-redis-") as folder:
        try:
            redis = MortalRedis(embed_redis(Path(folder)))
        except NoRedis as reason:
            go_without("Redis", reason)
        redis.start()
        yield redis
        redis.kill()
