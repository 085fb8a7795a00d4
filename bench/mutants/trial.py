"""One mistake on trial: a child of ours that finds it in place of the module, and runs the tests until one fails."""

from __future__ import annotations

import os
import resource
import signal
import sys
from collections.abc import Callable, Sequence
from contextlib import suppress
from enum import StrEnum
from importlib import import_module
from importlib.abc import MetaPathFinder
from importlib.machinery import ModuleSpec, SourceFileLoader
from importlib.util import spec_from_file_location
from pathlib import Path
from types import CodeType, ModuleType
from typing import NamedTuple

import pytest

SECONDS = 120
"""Of processor: whoever takes longer turns for ever, which a test run notices too."""
PATIENCE = 300
"""Seconds of the clock: whoever takes longer waits for ever, for a lock that nobody gives back perhaps."""
OTHERS = (
    *(
        "hypothesis",
        "sqlalchemy.orm",
        "sqlalchemy.dialects.sqlite",
        "sqlalchemy.dialects.postgresql",
        "alembic.command",
    ),
    *(
        "flask",
        "flask_babel",
        "flask_sqlalchemy",
        "flask_wtf",
        "wtforms",
        "jinja2",
        "babel.dates",
        "phonenumbers",
    ),
    *(
        "cryptography.hazmat.primitives.hpke",
        "aiosmtpd.controller",
        "redis",
        "rq",
        "psycopg",
        "webauthn",
        "openpyxl",
    ),
    *(
        "holidays",
        "icalendar",
        "markdown_it",
        "segno",
        "css_inline",
        "email_validator",
        "itsdangerous",
        "granian",
    ),
    *("vacances_scolaires_france", "yaml", "typst", "playwright.sync_api"),
)
QUIET = (
    *("-x", "-q", "-p", "no:cacheprovider", "-p", "no:xdist", "--no-header", "--tb=no", "-W", "ignore"),
    *("-k", "not postgresql and not killed"),
)
"""On one database: what differs between the two is no small mistake.  Who is killed is another program, without it."""


class Verdict(StrEnum):
    NOTICED = "noticed"
    SURVIVED = "survived"


class Replaced(SourceFileLoader):
    """Gives a module the code of our choice."""

    code: CodeType

    def get_code(self, fullname: str) -> CodeType:
        return self.code


class InPlaceOf(MetaPathFinder):
    """Finds one module before anybody else does."""

    def __init__(self, name: str, path: Path, code: CodeType) -> None:
        self.name, self.path, self.code = name, path, code

    def find_spec(
        self, name: str, path: Sequence[str] | None, target: ModuleType | None = None
    ) -> ModuleSpec | None:
        if name != self.name:
            return None
        loader = Replaced(name, str(self.path))
        loader.code = self.code
        inside = [str(self.path.parent)] if self.path.name == "__init__.py" else None
        return spec_from_file_location(name, self.path, loader=loader, submodule_search_locations=inside)


def warm() -> None:
    """Reads what others wrote once for all children; of ours nothing: a mistake is met at an import."""
    for name in OTHERS:
        with suppress(ImportError):
            import_module(name)


def read_instead(module: str, path: Path, code: CodeType) -> None:
    """Whoever reads this module from now on reads that."""
    sys.meta_path.insert(0, InPlaceOf(module, path, code))


class Trial(NamedTuple):
    """What is put in its place, and the tests that then run, with whoever has a word in it."""

    put: Callable[[], None]
    tests: Sequence[str]
    plugins: Sequence[object] = ()


def start(trial: Trial) -> int:
    """The number of a child that puts a mistake in its place and runs the tests."""
    child = os.fork()
    if child:
        return child
    in_silence()
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    signal.alarm(PATIENCE)
    try:
        trial.put()
        failed = pytest.main([*QUIET, *trial.tests], trial.plugins) != pytest.ExitCode.OK
    except BaseException:  # a module that cannot even be read
        failed = True
    os._exit(failed)


def in_silence() -> None:
    nowhere = os.open(os.devnull, os.O_WRONLY)
    for stream in (1, 2):
        os.dup2(nowhere, stream)


def verdict(status: int) -> Verdict:
    return Verdict.NOTICED if status else Verdict.SURVIVED


def file_of(module: str) -> Path:
    """Where a module of ours is written, without importing it."""
    path = Path(*module.split("."))
    return path / "__init__.py" if path.is_dir() else path.with_suffix(".py")
