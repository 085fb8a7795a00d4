"""Questions about which keys this database was written with."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session

from hub.models import KeyPrint


def prints(session: Session) -> list[KeyPrint]:
    """Every generation that ever was, the oldest of each name first."""
    return list(session.scalars(select(KeyPrint).order_by(KeyPrint.name, KeyPrint.generation)))
