"""Machines made of networks: each reaches the others until its wire is cut, and nothing of it is left afterwards."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys

import pytest

from bench.machines import net
from bench.machines.net import NoMachines, need
from tests.parts.absence import go_without

PLAY = """
import sys
from http.client import HTTPConnection
from bench.machines.net import CENTRE, Machine, build_centre
from tests.parts.patience import until

def answers(address):
    try:
        HTTPConnection(address, 8000, timeout=1).connect()
        return True
    except OSError:
        return False

build_centre()
one, other = Machine(1), Machine(2)
for machine in (one, other):
    machine.run([sys.executable, "-m", "http.server", "8000", "--bind", machine.address], {})
until(lambda: answers(one.address) and answers(other.address), "both")
one.cut()
print(answers(one.address), answers(other.address))
one.mend()
until(lambda: answers(one.address), "the wire")
other.kill()
print(answers(one.address), answers(other.address))
one.end(), other.end()
"""


def test_a_wire_that_is_cut_and_a_machine_that_is_killed_are_reached_by_nobody() -> None:
    try:
        need()
    except NoMachines as reason:
        go_without("networks of their own", reason)
    played = subprocess.run(
        ["unshare", "--net", sys.executable, "-c", PLAY],  # noqa: S607
        check=True,
        capture_output=True,
        text=True,
        timeout=120,
    )
    said = [word for word in played.stdout.split() if word in ("True", "False")]
    assert said == ["False", "True", "True", "False"]


def test_without_its_tools_or_without_root_it_says_what_it_needs(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "geteuid", lambda: 1000)
    monkeypatch.setattr(shutil, "which", lambda tool: f"/bin/{tool}")
    with pytest.raises(NoMachines, match="root"):
        need()
    monkeypatch.setattr(net, "TOOLS", ("a-tool-of-nobody",))
    monkeypatch.setattr(shutil, "which", lambda tool: None)
    with pytest.raises(NoMachines, match="a-tool-of-nobody"):
        need()
