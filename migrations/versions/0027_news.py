"""What happened lately is found without reading all that ever happened: a round asks it every half minute."""

from __future__ import annotations

from alembic import op

revision = "0027"
down_revision = "0026"
branch_labels = None
depends_on = None

TABLE, INDEX = "journey_events", "ix_journey_events_happened_at"


def upgrade() -> None:
    """On PostgreSQL beside those who register meanwhile, however long they take; one that was interrupted begins again."""
    if op.get_context().dialect.name != "postgresql":
        op.create_index(INDEX, TABLE, ["happened_at"])
        return
    with op.get_context().autocommit_block():
        op.execute("SET lock_timeout = 0")
        op.drop_index(INDEX, TABLE, postgresql_concurrently=True, if_exists=True)
        op.create_index(INDEX, TABLE, ["happened_at"], postgresql_concurrently=True)
        op.execute("SET lock_timeout = '15s'")


def downgrade() -> None:
    op.drop_index(INDEX, TABLE)
