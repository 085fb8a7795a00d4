"""What whole stories are played with."""

from tests.parts.stage import postgresql_stage, sqlite_stage, stage
from tests.parts.witness import ear, redis_alone

__all__ = ["ear", "postgresql_stage", "redis_alone", "sqlite_stage", "stage"]
