"""Which keys this database was written with: a print of each, never a key."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import CheckConstraint, LargeBinary, String
from sqlalchemy.orm import Mapped, mapped_column

from hub.models.base import Base


class KeyPrint(Base):
    """One generation of one key: what its boxes begin with, or a keyed digest where it seals none.

    ``used_from``: since when it is the one in force; ``retired_at``: since when it is on no disk of ours.
    ``for_recovery``: a secret that no box brings back, sealed to the recovery key.
    """

    __tablename__ = "key_prints"

    name: Mapped[str] = mapped_column(String(32), primary_key=True)
    generation: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    print: Mapped[bytes] = mapped_column(LargeBinary)
    made_at: Mapped[datetime]
    used_from: Mapped[datetime]
    retired_at: Mapped[datetime | None]
    for_recovery: Mapped[bytes | None] = mapped_column(LargeBinary)

    __table_args__ = (
        CheckConstraint("generation >= 0", name="generations_are_counted"),
        CheckConstraint(
            "retired_at IS NULL OR for_recovery IS NULL", name="nothing_brings_back_a_retired_key"
        ),
    )
