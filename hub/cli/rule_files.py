"""The file of the rule book that commands read."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable
from datetime import datetime
from pathlib import Path
from typing import cast

import click

from hub import rules
from hub.config import setting
from hub.directory import Entry
from hub.routing import RuleBook
from hub.strict_yaml import BadFile

UNREADABLE = (
    "plus aucun règlement n’est lisible, ni celui que suivait le hub, ni {file}\u202f: "
    "`hub rules check` dit quoi corriger"
)
NOT_THERE = "HUB_RULES\u202f: il n’y a pas de règlement lisible à {file}"


class NoRuleBook:
    """Stands where one would be: whoever asks it anything is told why there is none."""

    def __init__(self, why: str) -> None:
        self._why = why

    def __getattr__(self, name: str) -> object:
        raise click.ClickException(self._why)


def own_file() -> Path:
    """The one that the settings name, and that the hub follows."""
    file = Path(setting("HUB_RULES"))
    if not (file.is_file() and os.access(file, os.R_OK)):
        raise click.ClickException(NOT_THERE.format(file=file))
    return file


def if_any(rules: Callable[[datetime], RuleBook], file: Path) -> Callable[[datetime], RuleBook]:
    """For what may do without: that no rule book can be read any more is said to whoever asks something of it."""

    def followed(now: datetime) -> RuleBook:
        try:
            return rules(now)
        except (BadFile, OSError):
            return cast(RuleBook, NoRuleBook(UNREADABLE.format(file=file)))

    return followed


def checked(file: Path, entries: Iterable[Entry]) -> RuleBook:
    """As the hub would take it: only associations of that directory are named.  Raises BadFile."""
    known = {entry.profile.slug: entry.profile for entry in entries}
    return rules.parse(file.read_bytes(), file=file.name, known=known)
