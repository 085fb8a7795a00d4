"""Proof that the keys are where they should be: each box opens with those that should, and with no other here."""

from __future__ import annotations

import secrets
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, NamedTuple

from sqlalchemy import Row

from hub.queries import boxes
from hub.queries.boxes import INTAKE, PORTAL, Kind
from hub.resealing import PLACES
from hub.vault import CannotOpen, Process, RecoveryRing
from hub.vault.proving import FolderRing
from hub.work import Hub

BATCH = 200
OPENER: Mapping[str, Process] = {INTAKE: Process.WORKER, PORTAL: Process.PARTNERS}


class Proof(NamedTuple):
    """So many boxes opened by whom they are for; those that did not; openings by somebody they are not for."""

    opened: int = 0
    shut: int = 0
    betrayed: int = 0

    def with_(self, other: Proof) -> Proof:
        return Proof(*(one + another for one, another in zip(self, other, strict=True)))


def prove(
    hub: Hub, folder: Path, kind: Kind, *, sample: int | None, recovery: RecoveryRing | None = None
) -> Iterator[Proof]:
    """Try every key of every folder here on the boxes of this kind: on all, or on so many at random."""
    rings = {process: FolderRing(folder / process) for process in Process if (folder / process).is_dir()}
    for rows in _all(hub, kind) if sample is None else _at_random(hub, kind, sample):
        proof = Proof()
        for row in rows:
            for name in kind.cells:
                if getattr(row, name) is not None:
                    proof = proof.with_(_proof(kind, row, name, rings, recovery))
        yield proof


def _proof(
    kind: Kind, row: Row[Any], name: str, rings: Mapping[Process, FolderRing], recovery: RecoveryRing | None
) -> Proof:
    box, place, opener = getattr(row, name), PLACES[kind.name](name, row), OPENER[kind.pair]
    betrayed = sum(ring.opens(box, place=place) for process, ring in rings.items() if process is not opener)
    shut = opener in rings and not rings[opener].opens(box, place=place)
    if recovery and (copy := kind.cells[name]):
        shut = shut or not _opens(recovery, box, getattr(row, copy), place)
    return Proof(int(not shut), int(shut), betrayed)


def _opens(recovery: RecoveryRing, box: bytes, copy: bytes, place: str) -> bool:
    try:
        recovery.open(box, copy, place=place)
    except CannotOpen:
        return False
    return True


def _all(hub: Hub, kind: Kind) -> Iterator[list[Row[Any]]]:
    after = 0
    while True:
        with hub.read() as work:
            rows = [*boxes.some(work.session, kind, after=after, most=BATCH)]
        if not rows:
            return
        after = rows[-1].key
        yield rows


def _at_random(hub: Hub, kind: Kind, sample: int) -> Iterator[list[Row[Any]]]:
    """A few rows from each of many places."""
    with hub.read() as work:
        last = boxes.highest(work.session, kind)
    for start in sorted(secrets.randbelow(last + 1) for _ in range(max(1, sample // 10))) if last else ():
        with hub.read() as work:
            yield [*boxes.some(work.session, kind, after=max(0, start - 1), most=min(10, sample))]
