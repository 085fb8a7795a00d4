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

from sqlalchemy import func, select

import worker
from hub.models import OutboxMessage
from tests.parts.dying import AFTER, at_each_commit
from tests.parts.post import Letterbox
from tests.parts.town import StillClock

CLAIMS_HAVE_RUN_OUT = 16  # minutes; the longest pause has, too
MOST_COMMITS = 12
LONGEST_AFTER = 0.02  # seconds


@dataclass(frozen=True, slots=True)
class Left:
    """How many were killed on their round; of so many letters, how many never came and how many came again.

    ``carried``: how many those who were killed had carried.
    """

    kills: int
    carried: int
    letters: int
    lost: int
    copies: int


def kill_senders(
    environ: Mapping[str, str], began: datetime, kills: int, *, seed: int = 1
) -> tuple[int, int]:
    """Answers how many were on their round when they were killed, and how many letters they had carried."""
    told = [sys.executable, "-m", "tests.parts.killed", began.isoformat(), str(kills), str(seed)]
    done = subprocess.run(told, env={**os.environ, **environ}, check=True, stdout=subprocess.PIPE, text=True)
    killed, carried = map(int, done.stdout.split())
    return killed, carried


def left(letterbox: Letterbox, letters: int, kills: int, carried: int) -> Left:
    """Copies are told by their number: each letter has its own."""
    came = Counter(letter["Message-ID"] for letter in letterbox.letters)
    return Left(kills, carried, letters, letters - len(came), came.total() - len(came))


def main() -> None:
    began, wanted, chance = sys.argv[1], int(sys.argv[2]), Random(sys.argv[3])
    clock = StillClock(datetime.fromisoformat(began))
    killed = 0
    while killed < wanted and _is_killed(
        clock, chance.randint(1, MOST_COMMITS), chance.uniform(0, LONGEST_AFTER)
    ):
        killed += 1
    clock.forward(minutes=CLAIMS_HAVE_RUN_OUT)
    last = worker.office(clock=clock)
    with last.hub.read() as work:
        carried = work.session.scalar(select(func.count(OutboxMessage.sent_at)))
    last.post()
    sys.stdout.write(f"{killed} {carried}")


def _is_killed(clock: StillClock, commits: int, after: float) -> bool:
    """So many seconds after so many of its commits: whatever is done between two of them is interrupted too."""
    clock.forward(minutes=CLAIMS_HAVE_RUN_OUT)
    heard, said = os.pipe()
    child = os.fork()
    if child == 0:
        at_each_commit(AFTER, lambda: os.write(said, b"."))
        worker.office(clock=clock).post()
        os._exit(0)
    os.close(said)
    while commits and (told := os.read(heard, 1)):
        commits -= len(told)
    os.close(heard)
    time.sleep(after)
    os.kill(child, signal.SIGKILL)
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == -signal.SIGKILL


if __name__ == "__main__":
    main()
