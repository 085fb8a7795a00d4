"""``python -m tests.parts.dying MOMENT``: workers that kill themselves at one commit after another.

Each sweeps ten minutes after the one before, when its claims have run out, and dies just before or just after its n-th
commit, n growing.  They are forked from one program, so that a death costs milliseconds.
"""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Callable
from datetime import datetime
from itertools import count

from sqlalchemy import Connection, Engine, event
from sqlalchemy.pool import ConnectionPoolEntry, Pool

import worker
from tests.parts.town import StillClock

INSTANTS = BEFORE, AFTER = "before_commit", "after_commit"
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

    def die_at_the_nth() -> None:
        if next(commits) == nth:
            os.kill(os.getpid(), signal.SIGKILL)

    at_each_commit(instant, die_at_the_nth)
    worker.office(clock=clock).sweep()


def at_each_commit(instant: str, then: Callable[[], object]) -> None:
    """Before it reaches the database, or when the connection that committed is given back."""

    def note(connection: Connection) -> None:
        if instant == BEFORE:
            then()
        connection.info[AFTER] = True

    def given_back(_: object, record: ConnectionPoolEntry) -> None:
        if record.info.pop(AFTER, False) and instant == AFTER:
            then()

    event.listen(Engine, "commit", note)
    event.listen(Pool, "checkin", given_back)


if __name__ == "__main__":
    main()
