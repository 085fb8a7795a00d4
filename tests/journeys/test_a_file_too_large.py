"""A file larger than a door takes, sent over a real line: its sender reads why, and no broken connection."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from contextlib import ExitStack
from typing import cast

import pytest
from flask.testing import FlaskClient

from hub.supervisor import answers, free_port, spawn
from tests.forms.batch.professional import FILE, Professional
from tests.forms.conftest import Visitor
from tests.parts.patience import until
from tests.parts.town import Town
from tests.parts.wire import Wire


@pytest.fixture
def port(town: Town) -> Iterator[int]:
    """Where the public door is served as the hub runs it."""
    port = free_port()
    with ExitStack() as stack:
        command = [sys.executable, "-m", "hub.cli", "serve", "public", "--port", str(port)]
        child = spawn(command, os.environ | town.environ)
        stack.callback(child.wait)
        stack.callback(child.terminate)
        until(lambda: answers(port, "/healthz"), "the door")
        yield port


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_a_file_too_large_is_refused_in_a_sentence(port: int) -> None:
    ana = Professional(Visitor(cast(FlaskClient, Wire(port))))
    for millions in (2, 5, 12):
        refused = ana.send_file(b"x" * millions * 1_000_000)
        assert refused.location == f"{FILE}?trop-lourd"
        assert "Ce fichier est trop lourd" in ana.visitor.open(refused.location).text
