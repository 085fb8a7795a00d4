"""A PostgreSQL that loses nothing by its settings, and may be killed at any moment: as a whole, or one of its hands."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from random import Random

import psycopg
from sqlalchemy import URL

from tests.parts.patience import until
from tests.parts.postgres import dsn, find_programs, make_cluster, start, wait_for

SETTINGS = ("listen_addresses=", "max_connections=100", "fsync=on", "synchronous_commit=on")
HANDS = "SELECT pid FROM pg_stat_activity WHERE backend_type = 'client backend' AND pid <> pg_backend_pid()"


class MortalPostgres:
    def __init__(self, folder: Path) -> None:
        self._programs, self._folder = find_programs(), folder
        self._child: subprocess.Popen[str] | None = None
        with (folder / "log").open("ab") as log:
            make_cluster(self._programs, folder, log)

    @property
    def url(self) -> URL:
        return URL.create("postgresql", "postgres", database="postgres", query={"host": str(self._folder)})

    def start(self) -> None:
        with (self._folder / "log").open("ab") as log:
            self._child = start(self._programs, self._folder, log, SETTINGS)
        wait_for(self._child, self._folder)

    def kill(self) -> None:
        """kill -9 to the one that watches over all others, which then end by themselves."""
        if self._child:
            family = [self._child.pid, *_children(self._child.pid)]
            self._child.kill()
            self._child.wait()
            until(lambda: not any(map(_lives, family[1:])), "the end of what the postmaster left behind")
            self._child = None

    def kill_a_hand(self, chance: Random) -> bool:
        """kill -9 to one that serves a connection: all others are shown out, and the log is played again.

        Whether there was one.
        """
        with suppress(psycopg.OperationalError), psycopg.connect(dsn(self.url), autocommit=True) as asking:
            hands = [row[0] for row in asking.execute(HANDS).fetchall()]
            if hands:
                os.kill(chance.choice(hands), signal.SIGKILL)
                return True
        return False

    def end(self) -> None:
        if self._child:
            self._child.send_signal(signal.SIGINT)
            self._child.wait()


def _children(pid: int) -> list[int]:
    with suppress(OSError):
        return [int(child) for child in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]
    return []


def _lives(pid: int) -> bool:
    """Neither gone nor waiting to be buried."""
    with suppress(OSError):
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    return False


@contextmanager
def mortal_postgres() -> Iterator[MortalPostgres]:
    """Raises :class:`tests.parts.absence.Absent` where there is none to be had."""
    folder = Path(tempfile.mkdtemp(prefix="hub-pg-"))
    try:
        server = MortalPostgres(folder)
        server.start()
        yield server
        server.end()
    finally:
        shutil.rmtree(folder, ignore_errors=True)
