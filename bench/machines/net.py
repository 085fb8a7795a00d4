"""Machines made of network namespaces: a bridge among them, and a wire to each that may be cut.

They share the disk, and reach one another by the network only.  All of it ends with the program that made it.
"""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
from collections.abc import Mapping, Sequence
from contextlib import suppress
from pathlib import Path

from hub.supervisor import spawn

CENTRE = "10.77.0.1"
BRIDGE = "hub-bridge"
TOOLS = ("ip", "nsenter", "unshare")


class NoMachines(Exception):
    """This system lends no networks; says why."""


def need() -> None:
    """Raises :class:`NoMachines`, in words for whoever typed the command."""
    missing = [tool for tool in TOOLS if shutil.which(tool) is None]
    if missing:
        raise NoMachines(f"il manque {', '.join(missing)} (paquets iproute2 et util-linux)")
    if os.geteuid() != 0:
        raise NoMachines("les espaces de noms du réseau demandent root\u202f: sudo make machines")
    tried = subprocess.run(["unshare", "--net", "true"], check=False, capture_output=True)  # noqa: S607
    if tried.returncode:
        raise NoMachines("le noyau ne prête pas de réseau ici (conteneur sans CAP_SYS_ADMIN\u202f?)")


def build_centre() -> None:
    """In a network of our own: the bridge, where the database, Redis and the mail server listen."""
    _ip("link set lo up")
    _ip(f"link add {BRIDGE} type bridge")
    _ip(f"addr add {CENTRE}/24 dev {BRIDGE}")
    _ip(f"link set {BRIDGE} up")


class Machine:
    """One more host, and what runs on it."""

    def __init__(self, number: int) -> None:
        self.address = f"10.77.0.{10 + number}"
        self._wire = f"wire{number}"
        self._holder = spawn(["unshare", "--net", "sleep", "infinity"], os.environ)
        self._programs: list[subprocess.Popen[bytes]] = []
        self._wait_for_network()
        _ip(f"link add {self._wire} type veth peer name eth0 netns {self._holder.pid}")
        _ip(f"link set {self._wire} master {BRIDGE} up")
        for order in ("link set lo up", f"addr add {self.address}/24 dev eth0", "link set eth0 up"):
            _run(*self._inside, "ip", *order.split())

    def run(self, command: Sequence[str], environ: Mapping[str, str]) -> None:
        self._programs.append(spawn([*self._inside, *command], {**os.environ, **environ}))

    def kill(self) -> None:
        """The power is gone: every program at once, without a word, and the wire with it."""
        self.cut()
        for program in self._programs:
            with suppress(ProcessLookupError):
                os.killpg(program.pid, signal.SIGKILL)
            program.wait()
        self._programs.clear()

    def cut(self) -> None:
        """Its programs go on, and reach nobody; nobody is told."""
        _ip(f"link set {self._wire} down")

    def mend(self) -> None:
        _ip(f"link set {self._wire} up")

    def end(self) -> None:
        self.kill()
        self._holder.kill()
        self._holder.wait()

    @property
    def _inside(self) -> tuple[str, ...]:
        return ("nsenter", "--net", "--target", str(self._holder.pid), "--")

    def _wait_for_network(self) -> None:
        """Until the holder has left our network for its own."""
        ours = Path("/proc/self/ns/net").readlink()
        while Path(f"/proc/{self._holder.pid}/ns/net").readlink() == ours:
            if self._holder.poll() is not None:
                raise NoMachines("un réseau n’a pas pu être fait")


def _ip(order: str) -> None:
    _run("ip", *order.split())


def _run(*command: str) -> None:
    subprocess.run(command, check=True, capture_output=True)  # noqa: S603 (ours)
