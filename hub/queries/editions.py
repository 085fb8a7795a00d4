"""What the public pages were made of: as long as this is the same, so are they."""

from __future__ import annotations

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from hub.models import EntryVersion, TextUse


def public_edition(session: Session) -> tuple[int | None, ...]:
    """The last row of each table that a public page is made of, and that partners write."""
    return tuple(session.scalar(select(func.max(table.id))) for table in (EntryVersion, TextUse))
