"""CPU and wall time of one request, kinds of request taking turns so that a busy moment hurts all alike."""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from bench.client import Client, Environ

ROUNDS, REQUESTS = 9, 40


class Unexpected(Exception):
    """The answer is not the one that is measured."""


@dataclass(frozen=True, slots=True)
class Kind:
    """``prepare`` makes the next request, outside the measure; ``expected`` is the status of its answer."""

    name: str
    client: Client
    prepare: Callable[[], Environ]
    expected: int


@dataclass(frozen=True, slots=True)
class Measured:
    """Microseconds of CPU (this process, user and system) for one request, and requests a second: medians."""

    cpu: float
    rate: float
    size: int


def measure(kinds: Sequence[Kind], *, rounds: int = ROUNDS, requests: int = REQUESTS) -> dict[str, Measured]:
    found: dict[str, list[tuple[float, float, int]]] = {kind.name: [] for kind in kinds}
    for turn in range(rounds + 1):
        for kind in kinds:
            times = _round(kind, requests)
            if turn:  # the first warms up
                found[kind.name].append(times)
    return {name: _median(times) for name, times in found.items()}


def _round(kind: Kind, requests: int) -> tuple[float, float, int]:
    environs = [kind.prepare() for _ in range(requests)]
    cpu, wall = time.process_time(), time.perf_counter()
    answers = [kind.client.call(environ) for environ in environs]
    cpu, wall = time.process_time() - cpu, time.perf_counter() - wall
    if wrong := {answer.status for answer in answers} - {kind.expected}:
        raise Unexpected(f"{kind.name}: {wrong} instead of {kind.expected}")
    return cpu / requests * 1e6, requests / wall, len(answers[-1].body)


def _median(times: list[tuple[float, float, int]]) -> Measured:
    cpus, rates, sizes = zip(*times, strict=True)
    return Measured(statistics.median(cpus), statistics.median(rates), sizes[-1])
