"""The programs of one machine, started in order and stopped in reverse, so that one Ctrl-C ends them all."""

from __future__ import annotations

import ctypes
import os
import signal
import socket
import subprocess
import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from http import HTTPStatus
from http.client import HTTPConnection

PATIENCE = 60.0  # seconds for a program to be ready
GRACE = 10.0  # seconds for a program to end by itself
PAUSE = 0.05  # seconds between two looks
LOOPBACK = "127.0.0.1"
PR_SET_PDEATHSIG = 1
LIBC = ctypes.CDLL(None)


class CouldNotStart(Exception):
    """A program ended, or stayed silent, where it should have been at work."""


def at_once() -> bool:
    return True


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Program:
    """One command; with ``once``, its end (and not its answer) is what the others wait for."""

    name: str
    command: Sequence[str]
    ready: Callable[[], bool] = at_once
    once: bool = False


def is_taken(port: int) -> bool:
    """Whether nobody else could listen on this port of the loopback."""
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((LOOPBACK, port))
        except OSError:
            return True
    return False


def free_port() -> int:
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as probe:
        probe.bind((LOOPBACK, 0))
        port: int = probe.getsockname()[1]
        return port


def answers(port: int, path: str) -> bool:
    """Whether a page on this port of the loopback is well."""
    connection = HTTPConnection(LOOPBACK, port, timeout=2)
    try:
        connection.request("GET", path)
        return connection.getresponse().status == HTTPStatus.OK
    except OSError:
        return False
    finally:
        connection.close()


def spawn(command: Sequence[str], environ: Mapping[str, str]) -> subprocess.Popen[bytes]:
    """Start a child in its own session (Ctrl-C reaches us alone) that ends when we do, even killed."""
    return subprocess.Popen(  # noqa: S603 (commands are ours)
        command,
        env=environ,
        stdin=subprocess.DEVNULL,
        start_new_session=True,
        preexec_fn=partial(end_with, os.getpid()),  # noqa: PLW1509 (no threads here, and two calls only)
    )


def end_with(parent: int) -> None:
    """Run in the child before it becomes its command: ask the kernel for SIGTERM when the parent dies."""
    if not hasattr(LIBC, "prctl"):  # only Linux has it
        return
    LIBC.prctl(PR_SET_PDEATHSIG, signal.SIGTERM)
    if os.getppid() != parent:
        os._exit(1)


class Supervisor:
    """Starts stage after stage; the programs of one stage start together."""

    def __init__(
        self, *, stages: Iterable[Sequence[Program]], environ: Mapping[str, str], say: Callable[[str], None]
    ) -> None:
        self._stages = stages
        self._environ = environ
        self._say = say
        self._running: list[tuple[Program, subprocess.Popen[bytes], float]] = []
        self._asked_to_stop = False

    def run(self, welcome: Callable[[], None]) -> bool:
        """Keep the programs at work until a signal; false when one of them could not be kept at work."""
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(number, self._ask_to_stop)
        try:
            self._start_all()
            if not self._asked_to_stop:
                welcome()
            while not self._asked_to_stop:
                self._watch()
                time.sleep(PAUSE)
        except CouldNotStart as failure:
            self._say(str(failure))
            return False
        finally:
            self._stop_all()
        return True

    def _ask_to_stop(self, *_: object) -> None:
        self._asked_to_stop = True

    def _start_all(self) -> None:
        for stage in self._stages:
            started = [self._start(program) for program in stage if not self._asked_to_stop]
            for program, child in started:
                self._wait_for(program, child)

    def _start(self, program: Program) -> tuple[Program, subprocess.Popen[bytes]]:
        child = spawn(program.command, self._environ)
        self._running.append((program, child, time.monotonic()))
        return program, child

    def _wait_for(self, program: Program, child: subprocess.Popen[bytes]) -> None:
        deadline = time.monotonic() + PATIENCE
        while not self._asked_to_stop:
            status = child.poll()
            if program.once and status == 0:
                self._running = [entry for entry in self._running if entry[1] is not child]
                return
            if status is not None:
                raise CouldNotStart(f"« {program.name} » s’est arrêté au démarrage (code {status}).")
            if not program.once and program.ready():
                return
            if time.monotonic() > deadline:
                raise CouldNotStart(f"« {program.name} » ne répond pas après {PATIENCE:.0f} secondes.")
            time.sleep(PAUSE)

    def _watch(self) -> None:
        """Start again what ended by itself, unless it ended as soon as it was started."""
        for entry in list(self._running):
            program, child, since = entry
            if child.poll() is None:
                continue
            self._running.remove(entry)
            if time.monotonic() - since < GRACE:
                raise CouldNotStart(
                    f"« {program.name} » s’arrête aussitôt démarré (code {child.returncode})."
                )
            self._say(f"« {program.name} » s’est arrêté (code {child.returncode}) : on le relance.")
            self._start(program)

    def _stop_all(self) -> None:
        for _, child, _ in reversed(self._running):
            child.terminate()
            try:
                child.wait(GRACE)
            except subprocess.TimeoutExpired:
                os.killpg(child.pid, signal.SIGKILL)
                child.wait()
        self._running.clear()
