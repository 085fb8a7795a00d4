"""``python -m tests.parts.dying MOMENT``: workers that kill themselves at one commit after another.

Each sweeps ten minutes after the one before, when its claims have run out, and dies just before or just after its n-th
commit, n growing.  They are forked from one program, so that a death costs milliseconds.
"""

from __future__ import annotations

import os
import signal
import sys
from datetime import datetime
from itertools import count

from sqlalchemy import event
from sqlalchemy.orm import Session

import worker
from tests.parts.town import StillClock

INSTANTS = ("before_commit", "after_commit")
DEEPEST = 6
CLAIMS_HAVE_RUN_OUT = 11  # minutes


def main() -> None:
    clock = StillClock(datetime.fromisoformat(sys.argv[1]))
    deaths = sum(_dies(instant, nth, clock) for nth in range(1, DEEPEST + 1) for instant in INSTANTS)
    sys.stdout.write(f"{deaths} {clock.now.isoformat()}\n")


def _dies(instant: str, nth: int, clock: StillClock) -> bool:
    clock.forward(minutes=CLAIMS_HAVE_RUN_OUT)
    child = os.fork()
    if child == 0:
        _sweep_until(instant, nth, clock)
        os._exit(0)
    status = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
    if status not in (0, -signal.SIGKILL):
        sys.exit(f"a worker ended with {status}")
    return status != 0


def _sweep_until(instant: str, nth: int, clock: StillClock) -> None:
    commits = count(1)

    def die_at_the_nth(session: Session) -> None:
        if next(commits) == nth:
            os.kill(os.getpid(), signal.SIGKILL)

    event.listen(Session, instant, die_at_the_nth)
    worker.office(clock=clock).sweep()


if __name__ == "__main__":
    main()
