"""The centre (one PostgreSQL, one Redis, one mail server) and as many machines as wanted around it."""

from __future__ import annotations

import os
import shutil
import signal
import sys
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from http import HTTPStatus
from http.client import HTTPConnection
from pathlib import Path
from tempfile import mkdtemp
from types import SimpleNamespace
from typing import Any

from sqlalchemy import URL

from bench.crash.city import HOUSES
from bench.machines.net import CENTRE, Machine
from hub.embedded import embed_redis
from hub.supervisor import answers, free_port, spawn
from tests.parts.databases import migrate
from tests.parts.patience import until
from tests.parts.postgres import find_programs, make_cluster, start, wait_for
from tests.parts.proposed import give_places
from tests.parts.town import Town, town_at

REDIS, MAIL = 6379, 2525
SETTINGS = (
    f"listen_addresses={CENTRE}",
    "fsync=on",
    "tcp_keepalives_idle=5",
    "tcp_keepalives_interval=2",
    "tcp_keepalives_count=3",
    "tcp_user_timeout=10000",
    "idle_in_transaction_session_timeout=30000",
)
"""A machine that vanished holds what it had locked until the server misses it: seconds, not two hours."""
NETWORK = "host all all 10.77.0.0/24 trust\n"
PATIENCE = 600.0


@dataclass(frozen=True, slots=True)
class Cluster:
    town: Town
    machines: Sequence[Machine]
    port: int
    post: Path


@contextmanager
def cluster(many: int, *, sweep_seconds: float) -> Iterator[Cluster]:
    with ExitStack() as stack:
        folder = Path(mkdtemp(prefix="hub-machines-"))
        stack.callback(shutil.rmtree, folder, ignore_errors=True)
        url = _database(folder, stack)
        _redis(folder, stack)
        _mail(folder, stack)
        migrate(url)
        letterbox: Any = SimpleNamespace(host=CENTRE, port=MAIL)
        town = stack.enter_context(town_at(url, folder, letterbox, f"redis://{CENTRE}:{REDIS}"))
        town.clock.now = datetime.now(UTC)
        town.join(*HOUSES)
        town.open_desk()
        give_places(town, *HOUSES)
        machines = [Machine(number) for number in range(1, many + 1)]
        for machine in machines:
            stack.callback(machine.end)
            _furnish(machine, town, sweep_seconds)
        port = _balancer(machines, stack)
        yield Cluster(town, machines, port, folder / "post")


def _furnish(machine: Machine, town: Town, sweep_seconds: float) -> None:
    environ = {**town.environ, "HUB_PROXIES": "1"}
    hub = (sys.executable, "-m", "hub.cli", "serve")
    for door, port in (("public", "8000"), ("partners", "8001")):
        machine.run([*hub, door, "--host", machine.address, "--port", port], environ)
    program = f"import worker; worker.main(sweep_seconds={sweep_seconds})"
    machine.run([sys.executable, "-c", program], environ)


def _database(folder: Path, stack: ExitStack) -> str:
    """Over the network, as several machines must reach it."""
    home = folder / "pg"
    home.mkdir()
    folder.chmod(0o755)
    programs = find_programs()
    log = stack.enter_context((folder / "pg.log").open("ab"))
    make_cluster(programs, home, log)
    with (home / "cluster" / "pg_hba.conf").open("a") as rules:
        rules.write(NETWORK)
    child = start(programs, home, log, SETTINGS)
    stack.callback(child.wait)
    stack.callback(child.send_signal, signal.SIGINT)
    wait_for(child, home)
    url = URL.create("postgresql+psycopg", "postgres", host=CENTRE, database="postgres")
    return url.render_as_string(hide_password=False)


def _redis(folder: Path, stack: ExitStack) -> None:
    embedded = embed_redis(folder / "redis")
    told = ["--port", str(REDIS), "--bind", CENTRE, "--protected-mode", "no", "--dir", str(embedded.folder)]
    _keep(stack, [str(embedded.executable), *told, "--save", "", "--logfile", str(folder / "redis.log")])


def _mail(folder: Path, stack: ExitStack) -> None:
    (folder / "post").touch()
    _keep(stack, [sys.executable, "-m", "bench.crash.sink", str(MAIL), str(folder / "post"), CENTRE])


def _balancer(machines: Sequence[Machine], stack: ExitStack) -> int:
    port = free_port()
    told = [str(port), *(machine.address for machine in machines)]
    _keep(stack, [sys.executable, "-m", "bench.machines.balancer", *told])
    for machine in machines:
        for door in (8000, 8001):
            until(
                lambda at=machine.address, door=door: _is_open(at, door),  # type: ignore[misc]
                f"the door of {machine.address}",
                seconds=PATIENCE,
            )
    until(lambda: answers(port, "/healthz"), "the balancer", seconds=PATIENCE)
    return port


def _is_open(address: str, port: int) -> bool:
    connection = HTTPConnection(address, port, timeout=2)
    try:
        connection.request("GET", "/healthz")
        return connection.getresponse().status == HTTPStatus.OK
    except OSError:
        return False
    finally:
        connection.close()


def _keep(stack: ExitStack, command: Sequence[str]) -> None:
    child = spawn(command, os.environ)
    stack.callback(child.wait)
    stack.callback(child.kill)
