"""The doorbell: RQ tells a worker that there is something to do.  Only the database remembers what.

A job carries an errand's name and a row's id, never anything of a person.  Redis away or empty costs a little time, and
never a visitor's answer.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Sequence

from redis import Redis
from redis.backoff import NoBackoff
from redis.exceptions import RedisError
from redis.retry import Retry
from rq import Queue
from rq.serializers import JSONSerializer

from hub.work import Errand, Ring

QUEUE = "errands"
RUN_ERRAND = "worker.run_errand"
IMPATIENCE_SECONDS = 0.5

logger = logging.getLogger(__name__)


def bell(redis_url: str) -> Ring:
    """A bell that never makes anybody wait for more than half a second, and never raises."""
    if not redis_url:
        return lambda errands: None
    queue = queue_at(
        Redis.from_url(
            redis_url,
            socket_timeout=IMPATIENCE_SECONDS,
            socket_connect_timeout=IMPATIENCE_SECONDS,
            retry=Retry(NoBackoff(), 0),
        )
    )

    def ring(errands: Sequence[tuple[Errand, int]]) -> None:
        try:
            for errand, row_id in errands:
                queue.enqueue(RUN_ERRAND, errand.value, row_id, result_ttl=0, failure_ttl=0)
        except Exception as error:  # the work is committed: nobody must hear that it failed
            logger.warning("no bell (%s); the next sweep will do the work", type(error).__name__)

    return ring


def bell_length(redis_url: str) -> Callable[[], int | None] | None:
    """What answers how many errands were rung and not heard yet, None while Redis is away; None without a Redis."""
    if not redis_url:
        return None

    def length() -> int | None:
        redis = Redis.from_url(
            redis_url, socket_timeout=IMPATIENCE_SECONDS, socket_connect_timeout=IMPATIENCE_SECONDS
        )
        try:
            return queue_at(redis).count
        except RedisError:
            return None
        finally:
            redis.close()

    return length


def queue_at(redis: Redis) -> Queue:
    return Queue(QUEUE, connection=redis, serializer=JSONSerializer)
