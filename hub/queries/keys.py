"""Questions about which keys this database was written with."""

from __future__ import annotations

from collections.abc import Iterable

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from hub.models import KeyPrint
from hub.vault.boxes import KEY_ID_BYTES


def prints(session: Session) -> list[KeyPrint]:
    """Every generation that ever was, the oldest of each name first."""
    return list(session.scalars(select(KeyPrint).order_by(KeyPrint.name, KeyPrint.generation)))


def how_many_copies_for(session: Session, prints: Iterable[bytes]) -> int:
    """The copies of secrets that one of these recovery keys opens."""
    sealed = func.substr(KeyPrint.for_recovery, 1, KEY_ID_BYTES).in_(list(prints))
    return session.scalar(select(func.count()).select_from(KeyPrint).where(sealed)) or 0
