"""The whole hub as real programs, each of which may be killed by ``kill -9`` and is started again, as systemd would."""

from __future__ import annotations

import os
import shutil
import signal
import socket
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from random import Random
from tempfile import mkdtemp

from hub.embedded import embed_redis
from hub.supervisor import LOOPBACK, answers, free_port, spawn
from tests.parts.databases import migrate
from tests.parts.mortal import MortalRedis
from tests.parts.mortal_postgres import MortalPostgres, mortal_postgres
from tests.parts.patience import until
from tests.parts.post import Letterbox
from tests.parts.postgres import new_database
from tests.parts.proposed import give_places
from tests.parts.town import Town, town_at
from tests.parts.workers import KeptWorker, kept_at_work

HOUSES = ("article-1", "jobirl", "proxite", "nqt", "la-cordee")
AS_MANY_NAMES_AS_CARDS = {"HUB_RELEASES": "9999/9999", "HUB_RELEASES_EACH": "9999/9999"}
"""Of thousands in an hour none is held back for the desk to look at: here nobody sits there."""
PATIENCE = 180.0  # seconds for a door to open on a machine that does much else
SWEEP_SECONDS = 2.0
"""Of the one who only sweeps: whoever kills it then finds it at work."""


class Door:
    """``hub serve``, its two workers or one; it is killed whole, or one of its workers is."""

    def __init__(self, name: str, environ: Mapping[str, str], *, workers: int) -> None:
        self.port = free_port()
        told = ["serve", name, "--port", str(self.port), "--workers", str(workers)]
        self._command = [sys.executable, "-m", "hub.cli", *told]
        self._environ = {**os.environ, **environ}
        self._child = self._spawned()

    @property
    def pid(self) -> int:
        return self._child.pid

    def is_open(self) -> bool:
        return answers(self.port, "/healthz")

    def kill(self) -> None:
        os.killpg(self._child.pid, signal.SIGKILL)
        self._child.wait()
        self._child = self._spawned()

    def kill_a_worker(self, chance: Random) -> bool:
        """Whether there was one."""
        alive = children(self._child.pid)
        with suppress(ProcessLookupError):
            if alive:
                os.kill(chance.choice(alive), signal.SIGKILL)
                return True
        return False

    def keep_open(self) -> None:
        """As systemd does: a server gives up when one of its workers dies twice within seconds."""
        if self._child.poll() is not None:
            self._child = self._spawned()

    def end(self) -> None:
        with suppress(ProcessLookupError):
            os.killpg(self._child.pid, signal.SIGKILL)
        self._child.wait()

    def _spawned(self) -> subprocess.Popen[bytes]:
        return spawn(self._command, self._environ)


def children(pid: int) -> list[int]:
    with suppress(OSError):
        return [int(each) for each in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]
    return []


@dataclass(frozen=True, slots=True)
class City:
    """Two doors, a worker who listens to the bell, one who only sweeps, Redis, and on PostgreSQL its server.

    ``post`` is the file where each letter that arrived has a line.
    """

    town: Town
    public: Door
    partners: Door
    worker: KeptWorker
    sweeper: KeptWorker
    redis: MortalRedis
    postgres: MortalPostgres | None
    post: Path
    chance: Random = field(default_factory=lambda: Random(9))  # noqa: S311 (a repeatable story, no secret)

    def ways_to_kill(self) -> dict[str, tuple[int, Callable[[], bool]]]:
        """How often of a hundred kills, and how; it answers whether there was somebody to kill."""
        ways: dict[str, tuple[int, Callable[[], bool]]] = {
            "public door": (4, partial(_done, self.public.kill)),
            "worker of the public door": (14, partial(self.public.kill_a_worker, self.chance)),
            "partners' door": (3, partial(_done, self.partners.kill)),
            "worker of the partners' door": (7, partial(self.partners.kill_a_worker, self.chance)),
            "worker": (28, partial(_done, self.worker.kill)),
            "sweep": (28, partial(_done, self.sweeper.kill)),
            "Redis": (8, self._kill_redis),
        }
        if self.postgres:
            ways["PostgreSQL"] = (3, self._kill_postgres)
            ways["connection of PostgreSQL"] = (5, partial(self.postgres.kill_a_hand, self.chance))
        return ways

    def _kill_redis(self) -> bool:
        self.redis.kill()
        self.redis.start()
        return True

    def _kill_postgres(self) -> bool:
        if self.postgres:
            self.postgres.kill()
            self.postgres.start()
        return self.postgres is not None

    def is_open(self) -> bool:
        return self.public.is_open() and self.partners.is_open()

    def keep_open(self) -> None:
        self.public.keep_open()
        self.partners.keep_open()


def _done(kill: Callable[[], None]) -> bool:
    kill()
    return True


@contextmanager
def city_on(
    name: str, *, sweep_seconds: float = SWEEP_SECONDS, workers: int = 2, like: Path | None = None
) -> Iterator[City]:
    """On ``SQLite`` or ``PostgreSQL``; ``like``: a database of SQLite with its tables.

    Raises :class:`tests.parts.absence.Absent` or :class:`hub.embedded.NoRedis`.
    """
    with ExitStack() as stack:
        folder = Path(mkdtemp(prefix="hub-crash-"))
        stack.callback(shutil.rmtree, folder, ignore_errors=True)
        postgres = stack.enter_context(mortal_postgres()) if name == "PostgreSQL" else None
        url = f"sqlite:///{folder}/hub.db"
        if postgres:
            url = stack.enter_context(new_database(postgres.url)).render_as_string(hide_password=False)
        if like:
            shutil.copy(like, folder / "hub.db")
        else:
            migrate(url)
        redis = MortalRedis(embed_redis(folder / "redis"))
        redis.start()
        stack.callback(redis.kill)
        letterbox = Letterbox()  # only its address: letters go to a program of their own
        sink = _sink(letterbox.port, folder / "post")
        stack.callback(sink.wait)
        stack.callback(sink.kill)
        town = stack.enter_context(town_at(url, folder, letterbox, redis.url))
        _furnish(town)
        yield stack.enter_context(_running(town, folder, redis, postgres, sweep_seconds, workers))


@contextmanager
def _running(
    town: Town,
    folder: Path,
    redis: MortalRedis,
    postgres: MortalPostgres | None,
    sweep_seconds: float,
    workers: int,
) -> Iterator[City]:
    with ExitStack() as stack:
        environ = {**town.environ, "HUB_PROXIES": "1", **AS_MANY_NAMES_AS_CARDS}
        public, partners = Door("public", environ, workers=workers), Door("partners", environ, workers=1)
        stack.callback(public.end)
        stack.callback(partners.end)
        alone = folder / "alone"
        alone.mkdir()
        worker = stack.enter_context(kept_at_work(environ, folder))
        sweeper = stack.enter_context(
            kept_at_work({**environ, "REDIS_URL": ""}, alone, sweep_seconds=sweep_seconds)
        )
        city = City(town, public, partners, worker, sweeper, redis, postgres, folder / "post")
        until(city.is_open, "the doors", seconds=PATIENCE)
        yield city


def _furnish(town: Town) -> None:
    town.clock.now = datetime.now(UTC)
    town.join(*HOUSES)
    town.open_desk()
    give_places(town, *HOUSES)


def _sink(port: int, kept: Path) -> subprocess.Popen[bytes]:
    kept.touch()
    child = spawn([sys.executable, "-m", "bench.crash.sink", str(port), str(kept)], os.environ)
    until(lambda: _listens(port), "the mail server")
    return child


def _listens(port: int) -> bool:
    with socket.socket() as probe:
        return probe.connect_ex((LOOPBACK, port)) == 0
