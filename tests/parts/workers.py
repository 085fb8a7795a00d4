"""The worker as a process of its own: started, killed without a word, started again."""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path

from hub.supervisor import spawn
from tests.parts.patience import PATIENCE, until
from worker import SWEEP_SECONDS

NEVER = 3600.0
KEEPER = """
import os, sys
from pathlib import Path
from hub.supervisor import end_with
import worker

keeper, note, seconds = os.getpid(), Path(sys.argv[1]), float(sys.argv[2])
written = note.with_suffix(".new")
while True:
    child = os.fork()
    if child == 0:
        end_with(keeper)
        worker.main(sweep_seconds=seconds)
        os._exit(0)
    written.write_text(str(child))
    written.replace(note)
    os.waitpid(child, 0)
"""


class WorkerProcess:
    def __init__(self, environ: Mapping[str, str], *, sweep_seconds: float) -> None:
        program = f"import worker; worker.main(sweep_seconds={sweep_seconds})"
        self._child = spawn([sys.executable, "-c", program], os.environ | environ)

    @property
    def is_alive(self) -> bool:
        return self._child.poll() is None

    def kill(self) -> None:
        """kill -9: no goodbye, no cleaning up."""
        self._child.kill()
        self._child.wait(PATIENCE)

    def stop(self) -> int:
        """Ask kindly; answers the exit status."""
        self._child.terminate()
        return self._child.wait(PATIENCE)


class KeptWorker:
    """A worker that is started again whenever it dies, from a program that has read its code once."""

    def __init__(
        self, environ: Mapping[str, str], note: Path, *, sweep_seconds: float = SWEEP_SECONDS
    ) -> None:
        self._note, self._killed = note, ""
        told = [str(note), str(sweep_seconds)]
        self._keeper = spawn([sys.executable, "-c", KEEPER, *told], os.environ | environ)

    def kill(self) -> None:
        """kill -9 to the worker of the moment; the next one is on its way."""
        until(self._has_another, "the next worker")
        self._killed = self._note.read_text()
        os.kill(int(self._killed), signal.SIGKILL)

    def end(self) -> None:
        self._keeper.kill()
        self._keeper.wait(PATIENCE)
        if worker := self._noted():
            with suppress(ProcessLookupError):  # killed a moment ago, and the next was not noted yet
                os.kill(int(worker), signal.SIGKILL)

    def _has_another(self) -> bool:
        return self._noted() not in ("", self._killed)

    def _noted(self) -> str:
        return self._note.read_text() if self._note.exists() else ""


@contextmanager
def at_work(environ: Mapping[str, str], *, sweep_seconds: float = NEVER) -> Iterator[WorkerProcess]:
    """A worker for this block.  It sweeps once when it starts, then every ``sweep_seconds``."""
    started = WorkerProcess(environ, sweep_seconds=sweep_seconds)
    try:
        yield started
    finally:
        started.kill()


@contextmanager
def kept_at_work(
    environ: Mapping[str, str], folder: Path, *, sweep_seconds: float = SWEEP_SECONDS
) -> Iterator[KeptWorker]:
    kept = KeptWorker(environ, folder / "worker.pid", sweep_seconds=sweep_seconds)
    try:
        yield kept
    finally:
        kept.end()
