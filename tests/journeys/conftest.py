"""What whole stories are played with."""

from tests.parts.stage import postgresql_stage, sqlite_stage, stage
from tests.parts.unanswered import asked, scene
from tests.parts.witness import ear, redis_alone

__all__ = ["asked", "ear", "postgresql_stage", "redis_alone", "scene", "sqlite_stage", "stage"]
