"""The file of the rule book that commands read."""

from __future__ import annotations

import os
from pathlib import Path

import click

from hub.config import setting

NOT_THERE = "HUB_RULES\u202f: il n’y a pas de règlement lisible à {file}"


def own_file() -> Path:
    """The one that the settings name, and that the hub follows."""
    file = Path(setting("HUB_RULES"))
    if not (file.is_file() and os.access(file, os.R_OK)):
        raise click.ClickException(NOT_THERE.format(file=file))
    return file
