"""A mail server on the loopback that is in a mood with some recipients, and well with all others."""

from __future__ import annotations

import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import SMTP
from enum import StrEnum

from hub.supervisor import LOOPBACK

A_BYTE_EACH = 0.1
"""Seconds between two bytes of a slow answer."""


class Mood(StrEnum):
    WELL = "well"
    CLOSES = "421"
    BUSY = "450"
    NOBODY = "550"
    SILENT_AFTER_DATA = "silent after data"
    SILENT_AFTER_THE_DOT = "silent after the dot"
    CUT_AFTER_THE_DOT = "cut after the dot"
    A_BYTE_AT_A_TIME = "a byte at a time"
    LEAVES_AT_DATA = "leaves at data"


class Moody:
    """``moods`` by recipient; ``greeting`` is the first word to whoever connects.

    ``taken`` are the letters that it holds, whether or not it could say so.
    """

    def __init__(self) -> None:
        self.moods: dict[str, Mood] = {}
        self.greeting = b"220 here\r\n"
        self.taken: list[EmailMessage] = []
        self.connections = 0
        self._ends = threading.Event()
        self._talks: list[socket.socket] = []
        self._listening = socket.create_server((LOOPBACK, 0))
        self.port: int = self._listening.getsockname()[1]
        self._threads = [threading.Thread(target=self._listen)]
        self._threads[0].start()

    def to(self, address: str) -> list[EmailMessage]:
        return [letter for letter in self.taken if letter["To"] == address]

    def hang_up(self) -> None:
        """On whoever is connected."""
        for talk in self._talks:
            with suppress(OSError):
                talk.shutdown(socket.SHUT_RDWR)

    def close(self) -> None:
        self._ends.set()
        with suppress(OSError):
            self._listening.shutdown(socket.SHUT_RDWR)
        self._listening.close()
        for thread in self._threads:
            thread.join()

    def _listen(self) -> None:
        while not self._ends.is_set():
            with suppress(OSError):
                talk, _ = self._listening.accept()
                self.connections += 1
                self._talks.append(talk)
                self._threads.append(threading.Thread(target=self._serve, args=(talk,)))
                self._threads[-1].start()

    def _serve(self, talk: socket.socket) -> None:
        with talk, suppress(OSError):
            talk.settimeout(10)
            talk.sendall(self.greeting)
            _Session(self, talk, self._ends).go()


class _Session:
    def __init__(self, server: Moody, talk: socket.socket, ends: threading.Event) -> None:
        self._server, self._talk, self._ends = server, talk, ends
        self._heard = talk.makefile("rb")
        self._mood = Mood.WELL

    def go(self) -> None:
        while line := self._heard.readline():
            word = line[:4].upper()
            if word == b"RCPT":
                address = line.split(b"<")[1].split(b">")[0].decode()
                self._mood = self._server.moods.get(address, Mood.WELL)
            if word == b"QUIT" or not self._answer(word):
                return

    def _answer(self, word: bytes) -> bool:
        """Whether it goes on."""
        if word == b"RCPT" and self._mood in (Mood.CLOSES, Mood.BUSY, Mood.NOBODY):
            self._say(f"{self._mood.value} no".encode())
            return self._mood is not Mood.CLOSES
        if word == b"DATA":
            return self._take()
        self._say(b"250 fine")
        return True

    def _take(self) -> bool:
        if self._mood is Mood.LEAVES_AT_DATA:
            return False
        if self._mood is Mood.SILENT_AFTER_DATA:
            self._wait()
            return False
        self._say(b"354 go on")
        lines = []
        while (line := self._heard.readline()) != b".\r\n":
            if not line:
                return False
            lines.append(line.removeprefix(b"."))
        self._server.taken.append(message_from_bytes(b"".join(lines), policy=SMTP))
        if self._mood is Mood.SILENT_AFTER_THE_DOT:
            self._wait()
        if self._mood in (Mood.CUT_AFTER_THE_DOT, Mood.SILENT_AFTER_THE_DOT):
            return False
        self._say(b"250 taken")
        return True

    def _say(self, answer: bytes) -> None:
        if self._mood is not Mood.A_BYTE_AT_A_TIME:
            self._talk.sendall(answer + b"\r\n")
            return
        for byte in answer + b", at my own pace and no sooner than that\r\n":
            self._talk.sendall(bytes([byte]))
            if self._ends.wait(A_BYTE_EACH):
                return

    def _wait(self) -> None:
        """Until the other end has had enough."""
        until = time.monotonic() + 10
        while time.monotonic() < until and not self._ends.is_set():
            with suppress(TimeoutError):
                self._talk.settimeout(0.05)
                if not self._talk.recv(1024):
                    return


@contextmanager
def moody() -> Iterator[Moody]:
    server = Moody()
    try:
        yield server
    finally:
        server.close()
