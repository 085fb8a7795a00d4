"""Time of one decision: everybody sets up, the answers are compared, then all take turns.

A contender that would keep everybody waiting is left out of a size: how long is reckoned from the size before.
"""

from __future__ import annotations

import gc
import statistics
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from bench.routing.contenders import Contender, Ready, Scene
from bench.routing.facts import FITS, Answer

ROUNDS = 5
SLICE = 0.1
COMPARING = 0.5
PATIENCE = 45.0
"""Seconds: of timing in one round, of answering for the comparison, and of waiting for one contender in all."""


class Disagreement(Exception):
    """Two contenders answer the same need differently: nothing is worth timing."""


@dataclass(slots=True)
class Timed:
    """``setup`` in seconds; how many answers were ``compared``, how many ``decisions`` timed."""

    setup: float
    compared: int
    decisions: int = 0
    rounds: list[float] = field(default_factory=list)

    @property
    def micros(self) -> float:
        """Microseconds of processor for one decision: the median of the rounds."""
        return statistics.median(self.rounds) * 1e6

    def expected(self, times: float) -> float:
        """Seconds of waiting for a directory so many times as large."""
        one = self.micros / 1e6 * times
        return self.setup * times + one + max(COMPARING, one) + ROUNDS * max(SLICE, one)


def measure(
    scene: Scene, contenders: Sequence[Contender], *, told: Callable[[str], object], rounds: int = ROUNDS
) -> dict[str, Timed]:
    """Each contender's time on a directory, once all have given the same answers.  ``told`` hears of each step."""
    found: dict[str, Timed] = {}
    ready: dict[str, Ready] = {}
    known: list[Answer] = []
    for contender in contenders:
        started = time.process_time()
        ready[contender.name] = contender.ready(scene)
        setup = time.process_time() - started
        found[contender.name] = Timed(setup, _compare(contender.name, ready[contender.name], known))
        told(contender.name)
    gc.collect()
    gc.freeze()  # what the others keep is none of one's own garbage
    for _ in range(rounds):
        for name, each in ready.items():
            _round(each, found[name])
            told(name)
    gc.unfreeze()
    return found


def _compare(name: str, ready: Ready, known: list[Answer]) -> int:
    """Answers need after need while there is time; the first contender's answers are those the others must give."""
    started = time.process_time()
    for number, question in enumerate(ready.questions):
        answer = ready.answer(ready.decide(question))
        if number == len(known):
            known.append(answer)
        if not _alike(answer, known[number]):
            raise Disagreement(f"{name}, need {number}")
        if time.process_time() - started > COMPARING:
            break
    return number + 1


def _alike(one: Answer, other: Answer) -> bool:
    return one.best == other.best and _ruled_out(one) == _ruled_out(other)


def _ruled_out(answer: Answer) -> list[int]:
    return [min(code, FITS) for code in answer.codes]


def _round(ready: Ready, timed: Timed) -> None:
    """Goes on where the round before stopped, so that slow contenders too meet different needs."""
    questions, decide = ready.questions, ready.decide
    spent, count = 0.0, 0
    while spent < SLICE:
        asked = [questions[(timed.decisions + turn) % len(questions)] for turn in range(max(1, 2 * count))]
        started = time.process_time()
        for question in asked:
            decide(question)
        spent, count = time.process_time() - started, len(asked)
        timed.decisions += count
    timed.rounds.append(spent / count)
