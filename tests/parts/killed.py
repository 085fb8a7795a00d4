"""``python -m tests.parts.killed MOMENT KILLS SEED``: postmen who are killed on their round, one after the other.

Each sets out when the claims of the one before have run out, and is killed (``kill -9``) at any moment; the last one is
left in peace.  They are forked from one program, so that a death costs milliseconds.
"""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from random import Random

import worker
from tests.parts.post import Letterbox
from tests.parts.town import StillClock

CLAIMS_HAVE_RUN_OUT = 16  # minutes; the longest pause has, too
LONGEST_ROUND = 0.5  # seconds
ENOUGH = 300


@dataclass(frozen=True, slots=True)
class Left:
    """How many were killed on their round; of so many letters, how many never came and how many came again."""

    kills: int
    letters: int
    lost: int
    copies: int


def kill_senders(environ: Mapping[str, str], began: datetime, kills: int, *, seed: int = 1) -> int:
    """Answers how many were on their round when they were killed."""
    told = [sys.executable, "-m", "tests.parts.killed", began.isoformat(), str(kills), str(seed)]
    done = subprocess.run(told, env={**os.environ, **environ}, check=True, stdout=subprocess.PIPE, text=True)
    return int(done.stdout)


def left(letterbox: Letterbox, letters: int, kills: int) -> Left:
    """Copies are told by their number: each letter has its own."""
    came = Counter(letter["Message-ID"] for letter in letterbox.letters)
    return Left(kills, letters, letters - len(came), came.total() - len(came))


def main() -> None:
    clock, wanted, chance = (
        StillClock(datetime.fromisoformat(sys.argv[1])),
        int(sys.argv[2]),
        Random(sys.argv[3]),
    )
    killed = 0
    for _ in range(ENOUGH):
        if killed == wanted:
            break
        killed += _is_killed(clock, chance.uniform(0, LONGEST_ROUND))
    clock.forward(minutes=CLAIMS_HAVE_RUN_OUT)
    worker.office(clock=clock).post()
    sys.stdout.write(str(killed))


def _is_killed(clock: StillClock, after: float) -> bool:
    clock.forward(minutes=CLAIMS_HAVE_RUN_OUT)
    child = os.fork()
    if child == 0:
        worker.office(clock=clock).post()
        os._exit(0)
    time.sleep(after)
    os.kill(child, signal.SIGKILL)
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == -signal.SIGKILL


if __name__ == "__main__":
    main()
