"""A set of keys in a folder."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest

from hub.vault import Process, Vault, keys

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)
FIRST = bytes(range(32))


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    keys.make(tmp_path / "keys")
    return tmp_path / "keys"


def vault_of(folder: Path, process: Process) -> Vault:
    return Vault(keys.read(folder, process))
