"""Redis emptied, or killed and back without its memory: how long until whoever registered meanwhile is written to."""

from __future__ import annotations

import time
from dataclasses import dataclass, field
from time import perf_counter

import click
from redis import Redis

from bench.crash.city import City
from bench.crash.crowd import Crowd, crowd_at, domain
from bench.crash.killing import come_to_rest
from bench.crash.reckoning import doctor, lost_and_doubled, post_in, untold

PROMISED = 90.0
"""Seconds after Redis is back within which a letter leaves."""
EACH, AWAY = 4, 2.0
"""Registrations beside each emptying, and seconds for which a killed Redis stays away."""
PAUSE = 0.2


@dataclass(slots=True)
class Emptied:
    """``waits``: for each time, seconds from its return to the last letter of those who registered meanwhile."""

    waits: list[float] = field(default_factory=list)
    acknowledged: int = 0
    faults: list[str] = field(default_factory=list)


def run(city: City, times: int) -> Emptied:
    """Every other time it is killed and comes back empty; the others, it is emptied while it works."""
    found = Emptied()
    crowd = crowd_at(city.public.port, city.town.environ, times * EACH)
    with click.progressbar(range(times), label="Redis vidé") as bar:
        for turn in bar:
            _empty(city, crowd, killed=turn % 2 == 0)
            found.waits.append(_wait(city, crowd, turn))
            if found.waits[-1] > PROMISED:
                found.faults.append(f"after {found.waits[-1]:.0f} s somebody still had no letter")
    found.acknowledged = len(crowd.acknowledged)
    found.faults += [
        *come_to_rest(city),
        *lost_and_doubled(city.town, crowd),
        *untold(crowd, post_in(city.post)),
        *doctor(city.town),
    ]
    return found


def _empty(city: City, crowd: Crowd, *, killed: bool) -> None:
    """Half of them register before, half while it is away or empty."""
    crowd.come_a_few(EACH // 2)
    if killed:
        city.redis.kill()
        crowd.come_a_few(EACH - EACH // 2)
        time.sleep(AWAY)
        city.redis.start()
    with Redis.from_url(city.redis.url) as redis:
        redis.flushall()
    if not killed:
        crowd.come_a_few(EACH - EACH // 2)


def _wait(city: City, crowd: Crowd, turn: int) -> float:
    """Until each has a letter, or twice the promise is over."""
    began, wanted = perf_counter(), {domain(number) for number in range(turn * EACH, (turn + 1) * EACH)}
    while perf_counter() - began < 2 * PROMISED:
        if wanted <= {to.rpartition("@")[2] for to in post_in(city.post).numbers}:
            break
        time.sleep(PAUSE)
    return perf_counter() - began
