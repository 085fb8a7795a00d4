"""The load's own instrument: it finds what is slow, also what a patient client would hide."""

from __future__ import annotations

import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from socketserver import BaseRequestHandler, ThreadingTCPServer
from threading import Lock, Thread

from bench.load.figures import share
from bench.load.opened import GONE, Request, Seen, send_all
from bench.load.scenes import PEAK, shortened
from hub.supervisor import LOOPBACK, free_port

FINE = b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok"
WRONG = b"HTTP/1.1 500 No\r\nContent-Length: 0\r\n\r\n"
ASK = b"GET / HTTP/1.1\r\nHost: localhost\r\n\r\n"
PAUSE = 0.5


def sent(requests: list[Request]) -> Seen:
    """Beside the loop of a browser, which may be at work in this thread."""
    with ThreadPoolExecutor(1) as aside:
        return aside.submit(send_all, requests, told=lambda left: None).result()


def test_a_door_that_stands_still_is_slow_for_all_who_came_meanwhile() -> None:
    with door(stands_still_at=1) as port:
        seen = sent([Request(turn / 50, "page", port, ASK) for turn in range(20)])
    assert share(seen.seconds["page"], 0.5) > PAUSE / 4
    assert seen.unexpected == 0


def test_an_answer_that_is_not_the_one_expected_and_one_that_never_comes_are_counted() -> None:
    with door(wrong=True) as port:
        seen = sent([Request(0, "page", port, ASK)])
    assert seen.unexpected == 1
    seen = sent([Request(0, "page", free_port(), ASK)])
    assert seen.statuses == {("page", GONE): 1}
    assert seen.unexpected == 1


def test_whoever_registers_reads_their_receipt_next() -> None:
    heads: list[bytes] = []
    with door() as port:

        def then(head: bytes) -> Request:
            heads.append(head)
            return Request(0, "receipt", port, ASK)

        seen = sent([Request(0, "registration", port, ASK, then=then)])
    assert heads[0].startswith(b"HTTP/1.1 200")
    assert len(seen.seconds["receipt"]) == 1


def test_a_shorter_hour_presses_harder_and_sends_nobody_away() -> None:
    assert shortened(PEAK, 600).registrations == PEAK.registrations
    assert shortened(PEAK, 600).seconds == 600


class Door(ThreadingTCPServer):
    """One that does one thing at a time."""

    def __init__(self, port: int, stands_still_at: int, answer: bytes) -> None:
        self.alone, self.served = Lock(), 0
        self.stands_still_at, self.answer = stands_still_at, answer
        super().__init__((LOOPBACK, port), Knock)


class Knock(BaseRequestHandler):
    def handle(self) -> None:
        there = self.server
        assert isinstance(there, Door)
        while self.request.recv(1024):
            with there.alone:
                there.served += 1
                if there.served == there.stands_still_at:
                    time.sleep(PAUSE)
                self.request.sendall(there.answer)


@contextmanager
def door(*, stands_still_at: int = -1, wrong: bool = False) -> Iterator[int]:
    port = free_port()
    with Door(port, stands_still_at, WRONG if wrong else FINE) as server:
        thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
        thread.start()
        try:
            yield port
        finally:
            server.shutdown()
            thread.join()
