"""What was erased stays erased: a register in the database, mirrored beside the backups, and replayed on them.

The mirror is a file of lines that is only ever appended to: the moment, what kind of subject, and what stays of it.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from io import RawIOBase
from pathlib import Path

from sqlalchemy import select
from sqlalchemy.orm import Session

from hub import disk, erased, retention, rights
from hub.models import Company, ErasedKind, Erasure, Prescriber, Referral
from hub.queries import rights as rows
from hub.work import Hub, Work

FILE = "erasures.log"
READ_BACK = 4096


class BrokenRegister(Exception):
    """A line that nobody here wrote: what was erased cannot be told any more.  Says which line, and nothing of it."""


@dataclass(frozen=True, slots=True)
class Erased:
    """A line of the register."""

    at: datetime
    kind: ErasedKind
    subject: str

    def __str__(self) -> str:
        return f"{self.at.isoformat()} {self.kind} {self.subject}"


def mirror(hub: Hub, folder: Path) -> int:
    """Append what is not in the file yet; answers how many lines.  Killed in between, it writes some twice: no harm."""
    with hub.read() as work:
        fresh = rows.unmirrored(work.session)
    if not fresh:
        return 0
    _append(folder / FILE, [str(Erased(row.erased_at, row.kind, row.subject)) for row in fresh])
    with hub.begin() as work:
        rows.mark_mirrored(work.session, [row.id for row in fresh], work.now)
    return len(fresh)


def read(path: Path) -> list[Erased]:
    """The register in a file; empty where there is none.  A last line cut short by a kill was not written yet.

    Raises :class:`BrokenRegister`.
    """
    whole, _, _cut = path.read_text(encoding="utf-8").rpartition("\n") if path.exists() else ("", "", "")
    return list(_parsed(whole.splitlines()))


def in_database(work: Work) -> list[Erased]:
    """The register that the database itself keeps."""
    return [Erased(row.erased_at, row.kind, row.subject) for row in work.session.scalars(select(Erasure))]


def replay(hub: Hub, register: Iterable[Erased]) -> int:
    """Erase them again where a restored database knows them; answers how many it did.  Safe to call twice.

    Associations are told again to erase: the restored database may have lost that they did.
    """
    return sum(_replay(hub, line) for line in register)


def _replay(hub: Hub, line: Erased) -> bool:
    with hub.begin() as work:
        found = _found(work.session, line)
        if found is None or _is_gone(found):
            return False
        if isinstance(found, Referral):
            _erase(work, found, line)
        elif isinstance(found, Company):
            retention.forget_company(work, found)
        else:
            retention.forget_prescriber(work, found.id)
        return True


def _erase(work: Work, referral: Referral, line: Erased) -> None:
    """As it was done: because its time had come, which leaves a pair together; or because somebody asked."""
    if referral.forget_at and referral.forget_at <= line.at:
        retention.forget(work, referral)
    else:
        rights.erase(work, referral)


def _found(session: Session, line: Erased) -> Referral | Company | Prescriber | None:
    if line.kind is ErasedKind.PRESCRIBER:
        everybody = session.scalars(select(Prescriber).where(Prescriber.registered_at <= line.at))
        return next((each for each in everybody if erased.named(each)[1] == line.subject), None)
    if line.kind is ErasedKind.REFERRAL:
        return session.scalars(select(Referral).where(Referral.reference == line.subject)).one_or_none()
    return session.scalars(select(Company).where(Company.reference == line.subject)).one_or_none()


def _is_gone(found: Referral | Company | Prescriber) -> bool:
    """Somebody in a pair is forgotten while the pair goes on: there is no name left."""
    if isinstance(found, Referral):
        return found.boxes is None
    return isinstance(found, Company) and found.contact is None


def _parsed(lines: Iterable[str]) -> Iterator[Erased]:
    for number, line in enumerate(lines, 1):
        try:
            at, kind, subject = line.split(" ")
            yield Erased(datetime.fromisoformat(at), ErasedKind(kind), subject)
        except ValueError:
            raise BrokenRegister(f"line {number} of the register of erasures cannot be read") from None


def _append(path: Path, lines: list[str]) -> None:
    """On the disk before anybody says that it is; what a kill cut short is ended first."""
    disk.begin(path)
    with path.open("r+b", buffering=0) as file:
        file.truncate(_end_of_the_last_whole_line(file))
        file.seek(0, os.SEEK_END)
        file.write("".join(f"{line}\n" for line in lines).encode())
        os.fsync(file.fileno())


def _end_of_the_last_whole_line(file: RawIOBase) -> int:
    """A line is shorter than what is read back."""
    size = file.seek(0, os.SEEK_END)
    start = file.seek(max(0, size - READ_BACK))
    return start + (file.read(READ_BACK) or b"").rfind(b"\n") + 1
