"""Both doors as they run in production, each with a bound on its memory, and everything that a socket can carry."""

from __future__ import annotations

import os
import resource
import socket
import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import partial
from http.client import HTTPException
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory
from time import perf_counter

from bench.fuzz import crowd, values
from bench.fuzz.inside import jar_of
from bench.fuzz.judge import Judge
from bench.fuzz.knocking import OverHttp
from bench.fuzz.learning import Lesson
from hub.supervisor import LOOPBACK, answers, free_port, spawn
from tests.associations.furnished import build
from tests.parts.databases import migrate
from tests.parts.patience import until
from tests.parts.post import Letterbox
from tests.parts.town import Town, town_at

MEMORY = 1024**3
"""Bytes of data of one door's process; it is killed by what it asks beyond."""
PATIENCE = 20.0
"""Seconds: on a machine that does everything else at the same time."""
SILENCE = 3.0
ANSWER = 65_536
NAMED = "localhost"


@dataclass
class Doors:
    """``ports`` and ``children`` by door."""

    ports: Mapping[str, int]
    children: Mapping[str, int]
    lessons: list[Lesson]

    def heaviest(self) -> int:
        """MiB that a process of a door held at most."""
        return max(_peak(pid) for child in self.children.values() for pid in (child, *_below(child)))

    def are_well(self) -> bool:
        return all(answers(port, "/healthz") for port in self.ports.values())


@contextmanager
def standing() -> Iterator[Doors]:
    with ExitStack() as stack:
        folder = Path(stack.enter_context(TemporaryDirectory()))
        url = f"sqlite:///{folder}/hub.db"
        migrate(url)
        letterbox = Letterbox()
        letterbox.open()
        stack.callback(letterbox.shut)
        town = stack.enter_context(town_at(url, folder, letterbox))
        town.clock.now = datetime.now(UTC)
        house = build(town)
        ports = {"public": free_port(), "partners": free_port()}
        children = {
            door: stack.enter_context(_door(door, port, town.environ)) for door, port in ports.items()
        }
        public, private = (lambda port=port: OverHttp(port=port) for port in ports.values())
        lessons = crowd.public(town, public, partial(_settle, town))
        lessons += crowd.partners(house, private, lambda role: jar_of(house, role))
        for lesson in lessons:
            lesson.learn()
        yield Doors(ports, children, lessons)


def _settle(town: Town) -> None:
    """The doors live by the real clock: what they asked a moment ago is due."""
    town.clock.now = datetime.now(UTC) + timedelta(seconds=1)
    town.settle()


@contextmanager
def _door(door: str, port: int, environ: Mapping[str, str]) -> Iterator[int]:
    program = [sys.executable, "-m", "hub.cli", "serve", door, "--port", str(port)]
    child = spawn(program, os.environ | dict(environ))
    resource.prlimit(child.pid, resource.RLIMIT_DATA, (MEMORY, MEMORY))
    try:
        until(lambda: answers(port, "/healthz"), f"the {door} door", seconds=120)
        yield child.pid
    finally:
        child.terminate()
        child.wait()


def throw(judge: Judge, doors: Doors, inputs: int, seed: int, tick: Callable[[], object]) -> None:
    jars = [dict(lesson.browser.jar) for lesson in doors.lessons]
    for number in range(inputs):
        chance, at = values.drawn_from(seed, "wire", number), number % len(doors.lessons)
        lesson = doors.lessons[at]
        if chance.random() < 0.05:  # noqa: PLR2004
            _shout(judge, chance.choice([*doors.ports.values()]), _shouted(chance))
        else:
            lesson.browser.jar = dict(jars[at])
            _ask(judge, lesson, chance)
        tick()
    if not doors.are_well():
        judge.found["a door is not well at the end"] = f"seed {seed}"


def _ask(judge: Judge, lesson: Lesson, chance: Random) -> None:
    knock = lesson.draw(chance)
    try:
        judge.see(lesson.browser.send(knock))
    except (HTTPException, OSError, ValueError) as error:
        judge.broke(f"{lesson.who}: {knock}", error)


def _shout(judge: Judge, port: int, said: bytes) -> None:
    """Bytes that are hardly HTTP: an answer that is not ours, or none; the door must be there after it."""
    began, answer = perf_counter(), b""
    with suppress(OSError), socket.create_connection((LOOPBACK, port), timeout=SILENCE) as line:
        line.settimeout(SILENCE)
        line.sendall(said)
        line.shutdown(socket.SHUT_WR)
        while len(answer) < ANSWER and (more := line.recv(ANSWER)):
            answer += more
    status = int(answer[9:12]) if answer[:5] == b"HTTP/" and answer[9:12].isdigit() else 400
    judge.asked += 1
    judge.statuses[status] += 1
    if status >= 500 or b"Traceback" in answer:  # noqa: PLR2004
        judge.found.setdefault(f"answers {status} to bytes", repr(said[:200]))
    judge.seconds.append(perf_counter() - began)


def _shouted(chance: Random) -> bytes:
    host = b"Host: localhost\r\n"
    post = b"POST /connexion HTTP/1.1\r\n" + host + b"Content-Type: application/x-www-form-urlencoded\r\n"
    return chance.choice(
        (
            values.raw(chance, 300),
            b"GET / HTTP/1.1\r\n\r\n",
            b"GET / HTTP/1.0\r\n\r\n",
            b"GET / HTTP/1.1\r\n" + host + b"Host: evil.example\r\n\r\n",
            b"GET http://evil.example/ HTTP/1.1\r\n" + host + b"\r\n",
            b"GET /" + b"a" * 70_000 + b" HTTP/1.1\r\n" + host + b"\r\n",
            b"GET / HTTP/1.1\r\n" + host + b"X: " + b"a" * 200_000 + b"\r\n\r\n",
            b"GET / HTTP/1.1\r\n" + host + b"X: a\r\n" * 5_000 + b"\r\n",
            b"GET / HTTP/1.1\r\n" + host + b"Cookie: " + b"page=x; " * 2_000 + b"\r\n\r\n",
            b"GET /\x00\xff HTTP/1.1\r\n" + host + b"\r\n",
            post + b"Content-Length: 99999999\r\n\r\na=1",
            post + b"Content-Length: -1\r\n\r\na=1",
            post + b"Content-Length: 3\r\nContent-Length: 9\r\n\r\na=1",
            post + b"Content-Length: 3\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\nGET / HTTP/1.1\r\n\r\n",
            post + b"Transfer-Encoding: chunked\r\n\r\n" + b"ffff\r\n" + b"a" * 0xFFFF + b"\r\n" + b"zz\r\n",
            post
            + b"Transfer-Encoding: chunked\r\n\r\n"
            + (b"8000\r\n" + b"a" * 0x8000 + b"\r\n") * 60
            + b"0\r\n\r\n",
            post + b"Expect: 100-continue\r\nContent-Length: 3\r\n\r\na=1",
            b"TRACE / HTTP/1.1\r\n" + host + b"\r\n",
            b"GET / HTTP/9.9\r\n" + host + b"\r\n",
            b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n" + values.raw(chance, 100),
        )
    )


def _peak(pid: int) -> int:
    with suppress(OSError):
        for line in Path(f"/proc/{pid}/status").read_text().splitlines():
            if line.startswith("VmHWM:"):
                return int(line.split()[1]) // 1024
    return 0


def _below(pid: int) -> list[int]:
    with suppress(OSError):
        children = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
        return [int(child) for child in children]
    return []
