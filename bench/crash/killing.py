"""The kills, spread over the registrations: each falls while people are at the door."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import timedelta
from random import Random
from time import perf_counter
from typing import TypeVar

import click
from sqlalchemy.exc import SQLAlchemyError

from bench.crash import reckoning
from bench.crash.city import City
from bench.crash.crowd import Crowd, at_the_door, crowd_at
from bench.crash.members import Members, at_their_desks
from tests.parts.reckoning import let_claims_run_out, places

A = TypeVar("A")
TOGETHER = 12
LONGEST_STANDSTILL = timedelta(minutes=3).total_seconds()
LONGEST_PAUSE = timedelta(minutes=10).total_seconds()
"""Without a step of anybody's journey, after which the worker will never come to rest."""
CLAIMS_LAST = timedelta(minutes=16)
"""A claim, or the longest pause after a failure."""
PAUSE, BREATH = 0.05, 3.0


@dataclass(slots=True)
class Found:
    """What came of a run.  ``longest``: seconds between two acknowledged registrations, at the worst."""

    name: str
    kills: Counter[str] = field(default_factory=Counter)
    acknowledged: int = 0
    sent_again: int = 0
    accepted: int = 0
    letters: int = 0
    copies: int = 0
    longest: float = 0.0
    seconds: float = 0.0
    faults: list[str] = field(default_factory=list)


def run(city: City, name: str, *, kills: int, registrations: int, together: int = TOGETHER) -> Found:
    began, before, found = perf_counter(), places(city.town), Found(name)
    crowd = crowd_at(city.public.port, city.town.environ, registrations)
    members = Members(city, pause=max(0.5, registrations / 5000))
    with at_their_desks(members), at_the_door(crowd, together):
        _kill(city, crowd, found, kills)
    found.faults += come_to_rest(city)
    _reckon(city, crowd, members, before, found)
    found.seconds = perf_counter() - began
    return found


def _kill(city: City, crowd: Crowd, found: Found, kills: int) -> None:
    """One after so many registrations, until all are acknowledged."""
    ways, plan = city.ways_to_kill(), _plan(city, kills)
    seen, since = 0, perf_counter()
    with click.progressbar(length=crowd.most, label=f"{found.name}, {kills} kills") as bar:
        while seen < crowd.most:
            time.sleep(PAUSE)
            city.keep_open()
            now = len(crowd.acknowledged)
            if now > seen:
                found.longest = max(found.longest, perf_counter() - since)
                bar.update(now - seen)
                seen, since = now, perf_counter()
            if perf_counter() - since > LONGEST_STANDSTILL:
                found.faults.append(f"standstill after {seen} registrations")
                return
            while plan and sum(found.kills.values()) < kills * seen / crowd.most:
                way = next(plan)
                found.kills[way] += ways[way][1]()


def _plan(city: City, kills: int) -> Iterator[str]:
    """Ways to kill in their shares, shuffled, without an end: a kill that found nobody is not counted."""
    shares = {way: share for way, (share, _) in city.ways_to_kill().items()}
    chance = Random(kills)  # noqa: S311 (a repeatable story, no secret)
    while True:
        deck = chance.sample([*shares], k=sum(shares.values()), counts=[*shares.values()])
        yield from deck


def come_to_rest(city: City) -> list[str]:
    """Nobody is killed any more.  Whenever nothing moves, as if the ten minutes that the dead had claimed were over."""
    steps, since = 0, perf_counter()
    while not _persist(lambda: reckoning.is_at_rest(city.town, within=CLAIMS_LAST)):
        if (now := _persist(lambda: reckoning.steps(city.town))) != steps:
            steps, since = now, perf_counter()
        if perf_counter() - since > LONGEST_PAUSE:
            return ["the worker never came to rest"]
        if _persist(lambda: reckoning.is_at_rest(city.town)):
            _persist(lambda: let_claims_run_out(city.town))
        time.sleep(BREATH)
    return []


def _persist(ask: Callable[[], A]) -> A:
    """The database may be getting up."""
    for _ in range(100):
        try:
            return ask()
        except SQLAlchemyError:
            time.sleep(0.2)
    return ask()


def _reckon(city: City, crowd: Crowd, members: Members, before: dict[str, int], found: Found) -> None:
    post = reckoning.post_in(city.post)
    found.acknowledged = len(crowd.acknowledged)
    found.sent_again = sum(crowd.sent.values()) - len(crowd.sent)
    found.accepted, found.letters, found.copies = len(members.accepted), post.arrived, post.copies
    found.faults += reckoning.all_of(city.town, crowd, members, before, city.post)
