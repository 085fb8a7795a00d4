"""What whole stories are played with."""

from tests.parts.stage import sqlite_stage, stage
from tests.parts.witness import ear, redis_alone

__all__ = ["ear", "redis_alone", "sqlite_stage", "stage"]
