"""The bell hurries the worker, and never troubles who rings it."""

from __future__ import annotations

import logging
import socket
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from threading import Thread

import pytest
from redis import Redis

from hub.bell import bell, queue_at
from hub.supervisor import LOOPBACK, free_port
from hub.work import Errand

ERRANDS = [(Errand.ROUTE, 1), (Errand.CARRY, 2), (Errand.CARRY, 3)]
LONGEST = 2.0


@contextmanager
def answering(answer: bytes) -> Iterator[str]:
    """A server that says this to everybody who speaks to it, then hangs up."""
    with closing(socket.create_server((LOOPBACK, 0))) as server:
        talking = Thread(target=_talk, args=(server, answer))
        talking.start()
        try:
            yield f"redis://{LOOPBACK}:{server.getsockname()[1]}"
        finally:
            server.shutdown(socket.SHUT_RDWR)
            talking.join()


def _talk(server: socket.socket, answer: bytes) -> None:
    while True:
        try:
            visitor, _ = server.accept()
        except OSError:
            return
        with visitor:
            visitor.recv(4096)
            visitor.sendall(answer)


def seconds_to_ring(url: str) -> float:
    begun = time.monotonic()
    bell(url)(ERRANDS)
    return time.monotonic() - begun


def test_a_job_says_what_to_do_and_the_number_of_a_row(redis_url: str) -> None:
    bell(redis_url)(ERRANDS)
    with Redis.from_url(redis_url) as redis:
        jobs = queue_at(redis).jobs
    assert [job.args for job in jobs] == [["route", 1], ["carry", 2], ["carry", 3]]


def test_without_a_redis_ringing_does_nothing() -> None:
    bell("")(ERRANDS)


@pytest.mark.parametrize(
    "answer",
    [
        b"",
        b"-LOADING Redis is loading the dataset in memory\r\n",
        b"-NOAUTH Authentication required.\r\n",
        b"-OOM command not allowed when used memory > 'maxmemory'.\r\n",
        b"-READONLY You can't write against a read only replica.\r\n",
        b"-MISCONF Redis is configured to save RDB snapshots\r\n",
        b"+OK\r\n",
        b"*-1\r\n$-1\r\n:5\r\n",
        b"HTTP/1.1 400 Bad Request\r\n\r\n",
        b"$5\r\n\xff\xfe",
        b"*1000000\r\n",
        b":\xe9\r\n",
    ],
)
def test_whatever_a_redis_answers_the_bell_raises_nothing(
    answer: bytes, caplog: pytest.LogCaptureFixture
) -> None:
    with answering(answer) as url, caplog.at_level(logging.WARNING):
        assert seconds_to_ring(url) < LONGEST
    assert "the next sweep will do the work" in caplog.text


def test_a_redis_that_is_away_is_not_waited_for() -> None:
    assert seconds_to_ring(f"redis://{LOOPBACK}:{free_port()}") < LONGEST
    assert seconds_to_ring("unix:///nowhere/redis.sock") < LONGEST


def test_a_redis_that_listens_and_never_answers_is_not_waited_for() -> None:
    with closing(socket.create_server((LOOPBACK, 0))) as silent:
        assert seconds_to_ring(f"redis://{LOOPBACK}:{silent.getsockname()[1]}") < LONGEST
