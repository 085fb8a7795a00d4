"""An open-loop generator: each request leaves at its own moment, whether or not those before it were answered.

Its latency counts from the moment it should have left, so that a slow answer delays nobody in the figures only
(what is called coordinated omission).
"""

from __future__ import annotations

import asyncio
import re
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass, field

from hub.supervisor import LOOPBACK

PATIENCE = 60.0  # seconds: then the answer is counted as none
MOST_CONNECTIONS = 512
LENGTH = re.compile(rb"content-length: *(\d+)", re.IGNORECASE)
ENOUGH = 2**20
GONE = 0
"""In place of a status, where no answer came."""


@dataclass(frozen=True, slots=True)
class Request:
    """``at``: seconds after the beginning; ``then``: what the same person asks once this is answered, or None."""

    at: float
    kind: str
    port: int
    content: bytes
    expected: int = 200
    then: Callable[[bytes], Request | None] | None = None


@dataclass(slots=True)
class Seen:
    """``seconds``: by kind, of each request; ``behind``: how late the generator itself was, at the worst."""

    seconds: dict[str, list[float]] = field(default_factory=dict)
    statuses: dict[tuple[str, int], int] = field(default_factory=dict)
    unexpected: int = 0
    behind: float = 0.0

    def note(self, request: Request, status: int, took: float) -> None:
        self.seconds.setdefault(request.kind, []).append(took)
        key = request.kind, status
        self.statuses[key] = self.statuses.get(key, 0) + 1
        self.unexpected += status != request.expected


def send_all(requests: Iterable[Request], *, told: Callable[[int], None]) -> Seen:
    """Send each at its moment; ``told`` is called with how many more have left, about once a second."""
    return asyncio.run(_Sender(told).run(sorted(requests, key=lambda each: each.at)))


class _Sender:
    def __init__(self, told: Callable[[int], None]) -> None:
        self._told = told
        self._seen = Seen()
        self._free: dict[int, list[_Line]] = {}
        self._room = asyncio.Semaphore(MOST_CONNECTIONS)

    async def run(self, requests: list[Request]) -> Seen:
        began, left, shown = time.perf_counter(), 0, 0.0
        async with asyncio.TaskGroup() as group:
            for request in requests:
                pause = began + request.at - time.perf_counter()
                if pause > 0:
                    await asyncio.sleep(pause)
                self._seen.behind = max(self._seen.behind, -pause)
                group.create_task(self._follow(request, began + request.at))
                left += 1
                if request.at - shown >= 1:
                    self._told(left)
                    left, shown = 0, request.at
        self._told(left)
        for line in self._lines():
            await line.close()
        return self._seen

    async def _follow(self, request: Request, due: float) -> None:
        following: Request | None = request
        while following is not None:
            status, head = await self._asked(following)
            self._seen.note(following, status, time.perf_counter() - due)
            answered = following.then and status == following.expected
            following = following.then(head) if answered and following.then else None
            due = time.perf_counter()

    async def _asked(self, request: Request) -> tuple[int, bytes]:
        """Once more on a new line where a kept one was shut meanwhile, as browsers do."""
        async with self._room:
            kept = self._free.setdefault(request.port, [])
            line = kept.pop() if kept else None
            try:
                async with asyncio.timeout(PATIENCE):
                    head = await line.ask(request.content) if line else b""
                    if not head:
                        if line:
                            await line.close()
                        line = await _Line.to(request.port)
                        head = await line.ask(request.content)
            except (OSError, TimeoutError, asyncio.IncompleteReadError):
                head = b""
            if line and head:
                kept.append(line)
            elif line:
                await line.close()
        return (int(head.split(b" ", 2)[1]) if head else GONE), head

    def _lines(self) -> Iterator[_Line]:
        for lines in self._free.values():
            yield from lines


class _Line:
    """A connection that is kept."""

    def __init__(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self._reader, self._writer = reader, writer

    @classmethod
    async def to(cls, port: int) -> _Line:
        return cls(*await asyncio.open_connection(LOOPBACK, port, limit=ENOUGH))

    async def ask(self, content: bytes) -> bytes:
        """The head of the answer, its body read to the end; nothing where the line was shut before."""
        try:
            self._writer.write(content)
            head = await self._reader.readuntil(b"\r\n\r\n")
        except (ConnectionError, asyncio.IncompleteReadError):
            return b""
        length = LENGTH.search(head)
        if length:
            await self._reader.readexactly(int(length[1]))
        else:
            await self._chunks()
        return head

    async def close(self) -> None:
        self._writer.close()
        with suppress(OSError):
            await self._writer.wait_closed()

    async def _chunks(self) -> None:
        while size := int(await self._reader.readline(), 16):
            await self._reader.readexactly(size + 2)
        await self._reader.readline()
