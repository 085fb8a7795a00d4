"""Browsers keep their lines open though they ask nothing more: they shut nobody out."""

from __future__ import annotations

import os
import sys
from contextlib import ExitStack
from socket import create_connection

import pytest

from hub.supervisor import LOOPBACK, answers, free_port, spawn
from tests.parts.patience import PATIENCE, until
from tests.parts.town import Town

A_CLASSROOM_OR_TWO = 100
ASKED = b"GET /healthz HTTP/1.1\r\nHost: localhost\r\n\r\n"


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_a_hundred_idle_browsers_keep_nobody_out(town: Town) -> None:
    port = free_port()
    command = [sys.executable, "-m", "hub.cli", "serve", "public", "--port", str(port)]
    with ExitStack() as stack:
        child = spawn(command, os.environ | town.environ)
        stack.callback(child.wait)
        stack.callback(child.terminate)
        until(lambda: answers(port, "/healthz"), "the door")
        for _ in range(A_CLASSROOM_OR_TWO):
            line = stack.enter_context(create_connection((LOOPBACK, port), timeout=PATIENCE))
            line.sendall(ASKED)
            assert line.recv(12) == b"HTTP/1.1 200"
