"""The file of the rule book that commands read."""

from __future__ import annotations

import os
from collections.abc import Iterable
from pathlib import Path

import click

from hub import rules
from hub.config import setting
from hub.directory import Entry
from hub.routing import RuleBook

NOT_THERE = "HUB_RULES\u202f: il n’y a pas de règlement lisible à {file}"


def own_file() -> Path:
    """The one that the settings name, and that the hub follows."""
    file = Path(setting("HUB_RULES"))
    if not (file.is_file() and os.access(file, os.R_OK)):
        raise click.ClickException(NOT_THERE.format(file=file))
    return file


def checked(file: Path, entries: Iterable[Entry]) -> RuleBook:
    """As the hub would take it: only associations of that directory are named.  Raises BadFile."""
    known = {entry.profile.slug: entry.profile for entry in entries}
    return rules.parse(file.read_bytes(), file=file.name, known=known)
