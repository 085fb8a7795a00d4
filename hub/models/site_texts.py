"""The texts of the public pages as the desk writes them, and which of them is in use."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from hub.models.base import Base
from hub.models.partners import Member


class SiteText(Base):
    """One page in one language, as somebody at the desk proposed it.  Rows are added, never changed."""

    __tablename__ = "site_texts"

    id: Mapped[int] = mapped_column(primary_key=True)
    page: Mapped[str] = mapped_column(String(40))
    language: Mapped[str] = mapped_column(String(5))
    text: Mapped[str] = mapped_column(Text)
    proposed_at: Mapped[datetime]
    by_id: Mapped[int] = mapped_column(ForeignKey("members.id"))

    by: Mapped[Member] = relationship()

    __table_args__ = (Index("ix_site_texts_page_language", "page", "language"),)


class TextUse(Base):
    """From this moment on, this page reads so in this language; without a text, as the file that came with the hub.

    The last row of a page and a language is what is in use.
    """

    __tablename__ = "text_uses"

    id: Mapped[int] = mapped_column(primary_key=True)
    page: Mapped[str] = mapped_column(String(40))
    language: Mapped[str] = mapped_column(String(5))
    text_id: Mapped[int | None] = mapped_column(ForeignKey("site_texts.id"))
    taken_at: Mapped[datetime]
    by_id: Mapped[int] = mapped_column(ForeignKey("members.id"))

    text: Mapped[SiteText | None] = relationship()
    by: Mapped[Member] = relationship()

    __table_args__ = (Index("ix_text_uses_page_language", "page", "language"),)
