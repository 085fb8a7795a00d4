"""``python -m tests.parts.key_keepers FOLDER KILLS SEED``: whoever changes keys is killed, at any instant.

Beside them somebody else goes on writing.  After each death every box holds what was written last, and opens; each
process would start.  They are forked from one program, so that a death costs milliseconds.
"""

from __future__ import annotations

import os
import signal
import sys
import time
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from random import Random

from sqlalchemy import select

from hub import key_changes, keyring, resealing, rules
from hub.identities import place
from hub.key_changes import HEARD_BY_ALL
from hub.models import SealedBoxes
from hub.queries.boxes import KINDS
from hub.vault import CannotOpen, Process, Vault, WatchedFolder, distrust, keys
from hub.vault.rotation import MADE_BY
from hub.work import Hub, engine_for, sessions_of

LONGEST = 0.25  # seconds


@dataclass(frozen=True)
class Keeper:
    """A folder with a database and its keys."""

    folder: Path

    def hub(self, *, later: timedelta = timedelta()) -> Hub:
        held = WatchedFolder(self.folder / "keys", Process.WORKER, every=0.0)
        engine = engine_for(f"sqlite:///{self.folder / 'hub.db'}")
        book = rules.load()

        def clock() -> datetime:
            return datetime.now(UTC) + later

        return Hub(sessions_of(engine), Vault(held), lambda now: book, clock, lambda errands: None)

    def change_keys(self) -> None:
        hub = self.hub()
        key_changes.rotate(hub, self.folder / "keys", list(MADE_BY), after=timedelta())
        self.seal_again(hub)

    def seal_again(self, hub: Hub) -> None:
        for pair, opened in key_changes.opened_with(hub, self.folder / "keys").items():
            for kind in (kind for kind in KINDS if kind.pair == pair):
                for _ in resealing.reseal(opened, kind, batch=2):
                    pass

    def retire(self) -> None:
        hub = self.hub(later=2 * HEARD_BY_ALL)
        for name in ("portal", "intake", "recovery"):
            key_changes.retire(hub, self.folder / "keys", name)

    def wrong(self, hub: Hub) -> list[str]:
        """Why a process would not start."""
        folder = self.folder / "keys"
        reasons = [reason for process in Process for reason in distrust.wrong(folder, process)]
        with hub.read() as work:
            for process in Process if not reasons else ():
                reasons += keyring.wrong(work, process, keys.read(folder, process))
        return reasons


def write(hub: Hub, number: int, content: bytes) -> None:
    """What a correction does: both boxes sealed again, with the keys in force."""
    with hub.begin() as work:
        row = work.session.get_one(SealedBoxes, number, with_for_update=True)
        where = {place(what, row.referral.reference): content for what in ("identity", "need")}
        identity, need = work.vault.seal_together(where)
        row.identity, row.identity_for_recovery = identity.box, identity.for_recovery
        row.need, row.need_for_recovery = need.box, need.for_recovery


def lost(hub: Hub, written: dict[int, bytes]) -> list[int]:
    """The rows that do not hold what was written last."""
    gone = []
    with hub.read() as work:
        for row in work.session.scalars(select(SealedBoxes)):
            told = (("identity", row.identity), ("need", row.need))
            try:
                held = {
                    work.vault.open_at_intake(box, place=place(what, row.referral.reference))
                    for what, box in told
                }
            except CannotOpen:
                held = set()
            if held != {written[row.referral_id]}:
                gone.append(row.referral_id)
    return gone


def main() -> None:
    keeper, kills, chance = Keeper(Path(sys.argv[1])), int(sys.argv[2]), Random(sys.argv[3])
    hub = keeper.hub()
    with hub.read() as work:
        written = dict.fromkeys(work.session.scalars(select(SealedBoxes.referral_id)), b"first")
    for number in written:
        write(hub, number, b"first")
    deaths = sum(_one_death(keeper, hub, written, chance, retiring=turn % 3 == 2) for turn in range(kills))
    keeper.change_keys()
    keeper.retire()
    left = len(sorted((keeper.folder / "keys" / "worker").glob("intake_private*.key")))
    sys.stdout.write(f"{deaths} {len(lost(hub, written))} {left}")


def _one_death(
    keeper: Keeper, hub: Hub, written: dict[int, bytes], chance: Random, *, retiring: bool
) -> bool:
    """While somebody retires keys nobody writes: a day lies between a change and that, which this test has not."""
    hub.sessions.kw["bind"].dispose()  # SQLite's own memory must not be inherited
    child = _begin(keeper, retiring=retiring)
    ends = time.monotonic() + chance.uniform(0, LONGEST)
    while not retiring and time.monotonic() < ends:
        number, content = chance.choice(sorted(written)), chance.randbytes(8)
        write(hub, number, content)
        written[number] = content
    time.sleep(max(0.0, ends - time.monotonic()))
    os.kill(child, signal.SIGKILL)
    killed = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == -signal.SIGKILL
    if reasons := keeper.wrong(hub):
        sys.exit("\n".join(reasons))
    if gone := lost(hub, written):
        sys.exit(f"rows {gone} are lost")
    return killed


def _begin(keeper: Keeper, *, retiring: bool) -> int:
    child = os.fork()
    if child:
        return child
    try:
        while True:
            keeper.change_keys()
            if retiring:
                keeper.retire()
    finally:
        os._exit(1)


if __name__ == "__main__":
    main()
