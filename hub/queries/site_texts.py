"""Questions about the texts of the public pages: which are in use, and what there was."""

from __future__ import annotations

from collections.abc import Mapping

from sqlalchemy import func, select
from sqlalchemy.orm import Session, joinedload
from sqlalchemy.sql.base import ExecutableOption

from hub.models import SiteText, TextUse

Place = tuple[str, str]
"""A page, and a language."""


def in_use(session: Session) -> Mapping[Place, TextUse]:
    """The last use of each page and language that the desk ever touched."""
    return _in_use(session)


def in_use_by_whom(session: Session) -> Mapping[Place, TextUse]:
    """The same, with the member who put each in use, whom the public door may not read."""
    return _in_use(session, joinedload(TextUse.by))


def _in_use(session: Session, *with_it: ExecutableOption) -> Mapping[Place, TextUse]:
    last = select(func.max(TextUse.id)).group_by(TextUse.page, TextUse.language)
    rows = select(TextUse).where(TextUse.id.in_(last)).options(joinedload(TextUse.text), *with_it)
    return {(row.page, row.language): row for row in session.scalars(rows)}


def in_use_at(session: Session, place: Place) -> TextUse | None:
    return next(iter(uses(session, place, limit=1)), None)


def uses(session: Session, place: Place, *, limit: int) -> list[TextUse]:
    """What was in use, the last first."""
    rows = select(TextUse).where(TextUse.page == place[0], TextUse.language == place[1])
    ordered = rows.order_by(TextUse.id.desc()).limit(limit)
    return list(session.scalars(ordered.options(joinedload(TextUse.text), joinedload(TextUse.by))))


def proposals(session: Session, place: Place, *, limit: int) -> list[SiteText]:
    """What was proposed and never in use, the last first."""
    used = select(TextUse.text_id).where(TextUse.text_id.is_not(None))
    rows = select(SiteText).where(SiteText.page == place[0], SiteText.language == place[1])
    never = rows.where(SiteText.id.not_in(used)).order_by(SiteText.id.desc()).limit(limit)
    return list(session.scalars(never.options(joinedload(SiteText.by))))
