"""What whoever keeps the keys of a town does, and what can be known of it afterwards."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

from sqlalchemy import select

from hub import identities, intake, journal, key_changes, keyring, resealing
from hub.key_changes import HEARD_BY_ALL
from hub.models import JournalEntry, KeyPrint, Referral
from hub.queries.boxes import KINDS
from hub.resealing import Batch
from hub.vault import Process, RecoveryRing, Vault, WatchedFolder, keys
from hub.vault.rotation import MADE_BY
from hub.work import Hub
from tests.parts.people import registration
from tests.parts.town import Town

ALL = tuple(MADE_BY)


def folder_of(town: Town) -> Path:
    return Path(town.environ["HUB_KEYS_DIR"])


def note(town: Town) -> None:
    with town.administration.begin() as work:
        keyring.note(work, folder_of(town))


def running(town: Town, process: Process) -> Hub:
    """A process that looks at its folder each time."""
    held = WatchedFolder(folder_of(town), process, every=0.0)
    return replace(town.hub, vault=Vault(held, clock=town.clock))


def register(town: Town, hub: Hub) -> str:
    with hub.begin() as work:
        return intake.register(work, registration()).reference


def name_of(hub: Hub, reference: str) -> str:
    with hub.read() as work:
        row = work.session.scalars(select(Referral).where(Referral.reference == reference)).one()
        return identities.open_identity(work, row).identity.first_name


def rotate(town: Town, *names: str, after: timedelta = timedelta()) -> list[Path]:
    return key_changes.rotate(town.administration, folder_of(town), names, after=after)


def reseal(town: Town, recovery: RecoveryRing | None = None) -> Batch:
    total = Batch()
    for pair, opened in key_changes.opened_with(town.administration, folder_of(town)).items():
        for kind in (kind for kind in KINDS if kind.pair == pair):
            for each in resealing.reseal(opened, kind, recovery=recovery, batch=2):
                total = total.with_(each)
    return total


def retire(town: Town, *names: str) -> None:
    town.clock.forward(seconds=HEARD_BY_ALL.total_seconds())
    for name in names or ("intake", "recovery", "portal", "answers"):
        key_changes.retire(town.administration, folder_of(town), name)


def others(tmp_path: Path) -> Path:
    """The keys of another hub."""
    keys.make(tmp_path / "others")
    return tmp_path / "others"


def prints(town: Town, name: str) -> list[KeyPrint]:
    with town.hub.read() as work:
        found = select(KeyPrint).where(KeyPrint.name == name).order_by(KeyPrint.generation)
        return [*work.session.scalars(found)]


def noted(town: Town) -> list[tuple[str, object]]:
    """What the journal says of the keys since they were noted first."""
    with town.hub.read() as work:
        rows = work.session.scalars(select(JournalEntry).order_by(JournalEntry.number))
        return [(row.about, row.codes["did"]) for row in rows if row.act == journal.Act.KEYS_CHANGED]
