"""The keys of a running process: read again when its folder changed, so that a change of keys cuts nobody off."""

from __future__ import annotations

import logging
from pathlib import Path
from time import monotonic, time_ns

from hub.vault import distrust
from hub.vault.keys import Keys, Process, read

LOOK_EVERY_SECONDS = 2.0
"""A key that was handed out is in use on this machine after so long."""

SETTLED_NS = 1_000_000_000
"""A folder that changed less than this ago may change again under the same stamp: it is looked at once more."""

logger = logging.getLogger("hub.vault")


class WatchedFolder:
    """Called each time a key is needed; looks at the folder now and then, and keeps what it had if that is unsound."""

    def __init__(self, folder: Path, process: Process, *, every: float = LOOK_EVERY_SECONDS) -> None:
        self._folder, self.process, self._every = folder, process, every
        self._seen, self._next_look = self._stamp(), monotonic() + every
        self._keys = read(folder, process)

    def __call__(self) -> Keys:
        if monotonic() >= self._next_look:
            self._next_look = monotonic() + self._every
            self._look()
        return self._keys

    def _look(self) -> None:
        stamp = self._stamp()
        if stamp == self._seen:
            return
        try:
            unsound = next(distrust.wrong(self._folder, self.process), None)
            if unsound is None:
                self._keys = read(self._folder, self.process)
        except (OSError, ValueError):
            unsound = "unreadable"
        if unsound:
            logger.error("the folder of keys changed and cannot be trusted: the former keys stay in use")
        self._seen = stamp if time_ns() - stamp > SETTLED_NS else 0

    def _stamp(self) -> int:
        """When something was last put into the folder or taken out; 0 if it is not there."""
        try:
            return (self._folder / self.process).stat().st_mtime_ns
        except OSError:
            return 0
